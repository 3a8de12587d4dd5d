-- Jobs and their way to a worker (docs/architecture.md §3). Every transition of a job is one statement in JobTransitions.

create sequence dispatch_number;

create table job (
    id                text primary key,
    -- Order of submission: age in the queue, and the cursor of lists.
    seq               bigint generated always as identity unique,
    owner             text        not null,
    kind              text        not null,
    state             text        not null,
    lane              text        not null,
    priority          integer     not null,
    devices           integer     not null,
    model             text,
    dataset           text,
    dataset_version   integer,
    spec              text        not null,
    created_at        timestamptz not null,
    -- Not handed out before: the back-off of a retry.
    not_before        timestamptz not null,
    started_at        timestamptz,
    ended_at          timestamptz,
    stop_requested_at timestamptz,
    -- Hand-outs so far, and those of them that were lost or failed.
    attempt           integer     not null default 0,
    failures          integer     not null default 0,
    -- The newest hand-out; run is the one that is or was bound to it.
    dispatch          bigint,
    dispatched_at     timestamptz,
    run               text,
    worker            text,
    progress          text,
    metrics           text,
    result            text,
    error             text,
    -- Changes so far, counted under the row lock.
    events            bigint      not null default 0,
    constraint job_state check (state in
        ('queued', 'dispatched', 'running', 'stopping', 'succeeded', 'failed', 'stopped')),
    constraint job_ended check ((ended_at is not null) = (state in ('succeeded', 'failed', 'stopped')))
);
create index job_queue on job (lane, priority desc, owner, seq) where state = 'queued';
create index job_active on job (lane, owner) where state in ('dispatched', 'running', 'stopping');
create index job_by_owner on job (owner, seq desc);
create index job_by_model on job (model, seq desc) where model is not null;
create index job_by_dataset on job (dataset, seq desc) where dataset is not null;

create table dispatch (
    number  bigint primary key,
    job     text        not null references job on delete cascade,
    attempt integer     not null,
    lane    text        not null,
    at      timestamptz not null
);
create index dispatch_by_job on dispatch (job);

create table run (
    id            text primary key,
    job           text        not null references job on delete cascade,
    dispatch      bigint      not null,
    worker        text        not null,
    state         text        not null,
    started_at    timestamptz not null,
    -- When api-service last heard of it, by the database's clock.
    seen_at       timestamptz not null,
    ended_at      timestamptz,
    constraint run_state check (state in ('bound', 'superseded', 'ended'))
);
create index run_by_job on run (job, started_at);
create index run_bound on run (seen_at) where state = 'bound';

create table job_metric (
    job    text    not null references job on delete cascade,
    epoch  integer not null,
    run    text    not null,
    step   bigint  not null,
    figures text   not null,
    primary key (job, epoch)
);

create table checkpoint (
    job    text        not null references job on delete cascade,
    run    text        not null,
    epoch  integer     not null,
    step   bigint      not null,
    prefix text        not null,
    digest text        not null,
    at     timestamptz not null,
    primary key (job, run, epoch, step)
);

-- When each owner last had a turn in a lane: the dispatch number of it.
create table lane_turn (
    lane     text   not null,
    owner    text   not null,
    dispatch bigint not null,
    primary key (lane, owner)
);

create table worker (
    id        text primary key,
    -- The most GPUs it ever had.
    devices   integer     not null,
    -- Its last sign of life as it came, and when.
    heartbeat text        not null,
    seen_at   timestamptz not null
);
create index worker_seen on worker (seen_at);

-- Messages written in the transaction of what they tell, published in this order and then deleted.
create table outbox (
    id    bigint generated always as identity primary key,
    topic text        not null,
    key   text        not null,
    -- Null is a tombstone.
    value bytea,
    at    timestamptz not null default now()
);
