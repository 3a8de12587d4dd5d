-- The arithmetic of predictions: fp32 is that of training.
alter table deployment add column precision text not null default 'fp32';

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
