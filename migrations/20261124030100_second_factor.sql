-- A second step at sign-in: a code of six digits from an app (TOTP, RFC 6238). A session whose account has it counts for
-- nothing until the step was taken.
alter table accounts
  -- 20 random bytes, shared with the app. Without totp_since it is only offered.
  add column totp_secret bytea check (length(totp_secret) = 20),
  add column totp_since timestamptz,
  -- The last period of 30 s whose code was used: no code works twice.
  add column totp_step bigint not null default 0,
  add check (totp_since is null or totp_secret is not null);
alter table sessions add column second_at timestamptz;
