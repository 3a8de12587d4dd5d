-- Models that are served before they are trained. Their version 0 has no artifact: it is made of what the model says.

alter table model add column untrained text;

alter table deployment
    alter column artifact_prefix drop not null,
    alter column artifact_digest drop not null,
    add constraint deployment_artifact check (version = 0 or (artifact_prefix is not null and artifact_digest is not null));

drop view deployment_status;
create view deployment_status as
select d.*, model.untrained, held.ready as ready_replicas,
       case
           when d.started and held.ready > 0 then 'ready'
           when d.started and d.error_code is not null then 'failed'
           when d.started then 'starting'
           when held.any_revision > 0 then 'stopping'
           else 'stopped'
       end as state
from deployment d
join model on model.id = d.model
cross join lateral (
    select count(*) filter (where m.revision >= d.revision) as ready, count(*) as any_revision
    from replica_model m join replica r on r.id = m.replica
    where m.model = d.model and r.live_until > now()
) held;
