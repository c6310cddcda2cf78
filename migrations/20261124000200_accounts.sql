-- People who can sign in, what they may do, and where they are signed in. A visitor has no row here.
create table accounts (
  id uuid primary key,
  name text not null default '' check (length(name) <= 80),
  email citext unique check (length(email) <= 254),
  email_verified_at timestamptz,
  -- E.164, e.g. +27821234567. Unverified: it identifies, and unlocks nothing.
  phone text unique check (phone ~ '^\+[0-9]{8,15}$'),
  lang text not null default 'en' references languages,
  password_hash text not null,
  disabled_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  check (email is not null or phone is not null)
);

-- Roles are a set; empty limits mean everywhere and everything.
create table account_roles (
  account_id uuid not null references accounts on delete cascade,
  role role not null,
  areas uuid[] not null default '{}',
  categories uuid[] not null default '{}',
  granted_at timestamptz not null default clock_timestamp(),
  granted_by uuid references accounts on delete set null,
  primary key (account_id, role)
);

-- The truth about who is signed in. Redis may hold a copy of `data`; without a row here no copy counts.
create table sessions (
  id_hash bytea primary key,
  account_id uuid references accounts on delete cascade,
  data jsonb not null default '{}',
  browser text not null default '' check (length(browser) <= 80),
  ip inet,
  created_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null
);
create index sessions_account on sessions (account_id, seen_at desc);
create index sessions_expiry on sessions (expires_at);

-- One-use, purpose-bound, expiring links and codes; only their SHA-256 is kept.
create table account_tokens (
  hash bytea primary key,
  account_id uuid not null references accounts on delete cascade,
  purpose text not null check (purpose in ('reset', 'verify_email', 'recovery')),
  detail text not null default '',
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index account_tokens_account on account_tokens (account_id, purpose);

-- What happened to accounts: sign-ins, changes of rights. No passwords, no tokens, no personal values.
create table account_events (
  id bigint generated always as identity primary key,
  account_id uuid references accounts on delete cascade,
  actor_id uuid references accounts on delete set null,
  kind text not null,
  detail jsonb not null default '{}',
  ip inet,
  at timestamptz not null default clock_timestamp()
);
create index account_events_account on account_events (account_id, id desc);
