-- A version beside the served one, the one before it, and what owners want of serving.
alter table deployment
    add column canary_version integer,
    add column canary_prefix text,
    add column canary_digest text,
    add column canary_percent integer,
    add column previous_version integer,
    add column previous_prefix text,
    add column previous_digest text,
    add column max_batch integer,
    add column longest_wait_ms double precision,
    -- Whether others than the owner may ask it.
    add column shared boolean not null default false,
    add constraint deployment_canary check ((canary_version is null) = (canary_percent is null));

drop view deployment_status;
create view deployment_status as
select d.*, held.ready as ready_replicas,
       case
           when d.started and held.ready > 0 then 'ready'
           when d.started and d.error_code is not null then 'failed'
           when d.started then 'starting'
           when held.any_revision > 0 then 'stopping'
           else 'stopped'
       end as state
from deployment d
cross join lateral (
    select count(*) filter (where m.revision >= d.revision) as ready, count(*) as any_revision
    from replica_model m join replica r on r.id = m.replica
    where m.model = d.model and r.live_until > now()
) held;
