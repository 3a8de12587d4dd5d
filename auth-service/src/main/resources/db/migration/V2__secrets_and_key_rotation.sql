-- A secret has a name of its own, which tokens carry, and its own last use: it tells when the old one may go.
alter table client_secret add column name text not null default
    'sec_' || left(translate(encode(sha256(convert_to(gen_random_uuid()::text, 'UTF8')), 'hex'), '0189', 'ghij'), 26);
alter table client_secret add column last_used_at timestamptz;
create unique index client_secret_name on client_secret (name);

-- next: in the key set already, so that everybody knows it before it signs. A retired key has lost its private half.
alter table signing_key drop constraint signing_key_state_check;
alter table signing_key add check (state in ('next', 'signing', 'published', 'retired'));
alter table signing_key alter column sealed_key drop not null;
alter table signing_key add column signing_since timestamptz;
alter table signing_key add column signing_until timestamptz;
alter table signing_key add column retired_at timestamptz;
update signing_key set signing_since = created_at where state = 'signing';
create unique index signing_key_one_is_next on signing_key (state) where state = 'next';

-- What is revoked: a client, one secret of a client, or a signing key.
alter table revocation alter column client drop not null;
alter table revocation add column secret text;
alter table revocation add column kid text;
alter table revocation add check (client is not null and kid is null or kid is not null and client is null and secret is null);
