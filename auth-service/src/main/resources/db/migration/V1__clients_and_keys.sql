create table client (
    secret_id    text        primary key,
    name         text        not null,
    role         text        not null check (role in ('user', 'admin')),
    created_at   timestamptz not null,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz
);
create index client_newest on client (created_at desc, secret_id desc);

-- Two live secrets of one client let it move from the old to the new without a gap.
create table client_secret (
    id         bigint      generated always as identity primary key,
    secret_id  text        not null references client on delete cascade,
    hash       bytea       not null,
    created_at timestamptz not null,
    expires_at timestamptz
);
create index client_secret_of on client_secret (secret_id);

-- signing: signs new tokens, one at a time; published: still in the key set, so that its tokens hold; retired: neither.
create table signing_key (
    kid         text        primary key,
    algorithm   text        not null,
    state       text        not null check (state in ('signing', 'published', 'retired')),
    public_key  bytea       not null,
    sealed_key  bytea       not null,
    created_at  timestamptz not null
);
create unique index signing_key_one_signs on signing_key (state) where state = 'signing';

-- Revocations that Kafka has not taken yet.
create table revocation (
    id        bigint      generated always as identity primary key,
    client    text        not null,
    at        timestamptz not null
);
