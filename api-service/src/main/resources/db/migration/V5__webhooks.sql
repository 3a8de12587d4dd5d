-- Webhooks and what is on its way to them. Signing secrets are not kept: they are derived from the id and the generation.

create table webhook (
    id                  text primary key,
    owner               text        not null,
    url                 text        not null,
    -- Of the url: only so many tries are made at a host at a time.
    host                text        not null,
    -- Comma separated; empty is all.
    kinds               text        not null,
    states              text        not null,
    description         text,
    enabled             boolean     not null,
    generation          integer     not null,
    -- The secret of the generation before signs too until then.
    previous_until      timestamptz,
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    -- The last time one of its deliveries had a turn.
    turn_at             timestamptz,
    last_success_at     timestamptz,
    last_failure_at     timestamptz,
    last_failure_status integer,
    last_failure        text
);
create index webhook_by_owner on webhook (owner, created_at desc, id desc);
create index webhook_by_age on webhook (created_at desc, id desc);

create table webhook_delivery (
    id         text primary key,
    webhook    text        not null references webhook on delete cascade,
    type       text        not null,
    job        text,
    -- Fixed when what it tells happened.
    body       text        not null,
    state      text        not null,
    attempts   integer     not null default 0,
    created_at timestamptz not null,
    -- While pending: when it is tried next. A try moves it past its own end, so that a replica that dies only delays it.
    due_at     timestamptz not null,
    ended_at   timestamptz,
    -- What the last try came to.
    status     integer,
    failure    text,
    constraint webhook_delivery_state check (state in ('pending', 'delivered', 'failed')),
    constraint webhook_delivery_ended check ((ended_at is null) = (state = 'pending'))
);
create index webhook_delivery_due on webhook_delivery (webhook, due_at) where state = 'pending';
create index webhook_delivery_by_webhook on webhook_delivery (webhook, created_at desc, id desc);
create index webhook_delivery_by_age on webhook_delivery (created_at);
