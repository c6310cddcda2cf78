-- Keys with which a person's programs follow what that person may see, and nothing more: they read, they change nothing.
-- Only their SHA-256 is kept.
create table program_keys (
  id uuid primary key,
  hash bytea not null unique,
  account_id uuid not null references accounts on delete cascade,
  name text not null check (length(name) between 1 and 60),
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  check (expires_at <= created_at + interval '366 days')
);
create index program_keys_account on program_keys (account_id, created_at desc);
