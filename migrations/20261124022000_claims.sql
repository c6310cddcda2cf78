-- Who works on a report right now. It holds nobody off: versions do that; it says who is there, so that two do not do the same.
create table incident_claims (
  incident_id uuid primary key references incidents on delete cascade,
  account_id uuid not null references accounts on delete cascade,
  since timestamptz not null default clock_timestamp(),
  until timestamptz not null
);
create index incident_claims_account on incident_claims (account_id);
