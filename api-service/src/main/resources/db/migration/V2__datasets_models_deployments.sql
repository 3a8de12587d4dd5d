-- Datasets, models and deployments; objects of the store that wait for their removal.

create table dataset (
    id text primary key,
    owner text not null,
    name text not null,
    task text not null,
    description text,
    latest_version integer,
    versions integer not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index dataset_by_owner on dataset (owner, created_at desc, id desc);
create index dataset_by_age on dataset (created_at desc, id desc);

create table dataset_version (
    dataset text not null references dataset on delete cascade,
    version integer not null,
    job text not null unique,
    artifact_prefix text not null,
    artifact_digest text not null,
    summary text not null,
    created_at timestamptz not null,
    primary key (dataset, version)
);

-- The jobs that make a version of a dataset and have not ended. What was uploaded for one is kept until then, since the job
-- may be tried again.
create table dataset_work (
    job text primary key,
    dataset text not null references dataset on delete cascade,
    upload_key text
);
create index dataset_work_by_dataset on dataset_work (dataset);

create table model (
    id text primary key,
    owner text not null,
    name text not null,
    task text not null,
    network text not null,
    description text,
    dataset text,
    minted_versions integer not null,
    latest_version integer,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index model_by_owner on model (owner, created_at desc, id desc);
create index model_by_age on model (created_at desc, id desc);
create index model_draft_by_dataset on model (dataset) where latest_version is null;

create table model_version (
    model text not null references model on delete cascade,
    version integer not null,
    job text not null unique,
    artifact_prefix text not null,
    artifact_digest text not null,
    bytes bigint not null,
    summary text not null,
    created_at timestamptz not null,
    primary key (model, version)
);

-- One number line for all deployments: the revision of a model's deployment rises even when it is forgotten and made anew.
create sequence deployment_revision;

create table deployment (
    id text primary key,
    model text not null unique references model,
    owner text not null,
    task text not null,
    version integer not null,
    artifact_prefix text not null,
    artifact_digest text not null,
    replicas integer not null,
    started boolean not null,
    revision bigint not null,
    error_code text,
    error_message text,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index deployment_by_owner on deployment (owner, created_at desc, id desc);
create index deployment_by_age on deployment (created_at desc, id desc);

-- said_at is the replica's clock and orders what it says; live_until is of the clock here and decides whether it is alive.
create table replica (
    id text primary key,
    url text not null,
    said_at timestamptz not null,
    live_until timestamptz not null
);

create table replica_model (
    replica text not null references replica on delete cascade,
    model text not null,
    revision bigint not null,
    said_at timestamptz not null,
    primary key (replica, model)
);
create index replica_model_by_model on replica_model (model);

-- The state of a deployment is never stored: it is what the owner wants, held against what live replicas hold.
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

-- Written in the transaction that lets go of the objects, removed when they are gone: a crash in between forgets nothing.
create table pending_deletion (
    prefix text primary key,
    not_before timestamptz not null,
    attempts integer not null
);
create index pending_deletion_by_time on pending_deletion (not_before);
