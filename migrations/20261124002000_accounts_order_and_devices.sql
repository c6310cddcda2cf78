-- People in order and found by their words; devices on which an account signed in before, so that guessing from elsewhere
-- never keeps an owner out.
alter table accounts add column number bigint generated always as identity;
create unique index accounts_number on accounts (number);

alter table accounts add column search text generated always as
  (fold(name || ' ' || coalesce(email::text, '') || ' ' || coalesce(phone, ''))) stored;
create index accounts_search on accounts using gin (search gin_trgm_ops);

-- A keyed digest of account and device together: it says nothing about what else a device did.
create table account_devices (
  account_id uuid not null references accounts on delete cascade,
  digest bytea not null,
  seen_at timestamptz not null default clock_timestamp(),
  primary key (account_id, digest)
);
create index account_devices_age on account_devices (seen_at);

-- The clean-up looks for what has run out.
create index account_tokens_expiry on account_tokens (expires_at);
create index accounts_unconfirmed on accounts (created_at) where email_verified_at is null and phone is null;
