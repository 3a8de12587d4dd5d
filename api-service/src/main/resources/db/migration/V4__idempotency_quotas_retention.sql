-- What answers are kept for repeated requests, how much owners may have, and what is still to be cleaned.

-- The answer that a request under a key got, written in the transaction of what the request made.
create table idempotency_key (
    owner       text        not null,
    key         text        not null,
    -- What the request was, so that another one under the same key is noticed.
    fingerprint text        not null,
    status      integer     not null,
    location    text,
    body        text        not null,
    at          timestamptz not null default now(),
    primary key (owner, key)
);
create index idempotency_key_by_age on idempotency_key (at);

-- Limits of single owners; null is the limit of the installation.
create table quota (
    owner        text primary key,
    queued_jobs  bigint,
    running_jobs bigint,
    stored_bytes bigint
);

-- What owners keep in the store: uploads, also while they come in, and the artifacts of versions. A row goes when its objects are gone.
create table stored (
    prefix text collate "C" primary key,
    owner  text   not null,
    bytes  bigint not null
);
create index stored_by_owner on stored (owner) include (bytes);
insert into stored (prefix, owner, bytes)
select v.artifact_prefix, d.owner, coalesce(cast(cast(v.summary as jsonb) ->> 'bytes' as bigint), 0)
from dataset_version v join dataset d on d.id = v.dataset;
insert into stored (prefix, owner, bytes)
select v.artifact_prefix, m.owner, v.bytes from model_version v join model m on m.id = v.model;
insert into stored (prefix, owner, bytes)
select w.upload_key, d.owner, 0 from dataset_work w join dataset d on d.id = w.dataset where w.upload_key is not null;

create index job_queued_by_owner on job (owner) where state = 'queued';

-- False once the log has left the store.
alter table job add column log_kept boolean not null default true;
create index job_by_end on job (ended_at) where ended_at is not null;
create index job_with_log on job (ended_at) where ended_at is not null and log_kept;

-- True until what a run left behind, beside its log and its result, has been looked through.
alter table run add column leftovers boolean not null default true;
create index run_leftovers on run (seen_at) where leftovers and state <> 'bound';

-- When what is old was last looked for; whoever moves it on looks.
create table retention_pass (
    id integer primary key default 1 check (id = 1),
    at timestamptz not null
);
insert into retention_pass (at) values (now());
