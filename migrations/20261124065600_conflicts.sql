-- For the figures of the queue: each time somebody decided about a report that had moved on. Who and which goes with the
-- account and the report.
create table moderation_conflicts (
  id bigint generated always as identity primary key,
  incident_id uuid not null references incidents on delete cascade,
  account_id uuid references accounts on delete set null,
  at timestamptz not null default clock_timestamp()
);
create index moderation_conflicts_at on moderation_conflicts (at);

-- What staff did lately.
create index history_staff on history (at) where actor_kind in ('leader', 'officer', 'admin') and kind in ('changed', 'undo');

do $$
begin
  if exists (select from pg_roles where rolname = 'naboom_app') then
    grant select, insert, delete on moderation_conflicts to naboom_app;
    grant usage, select on all sequences in schema public to naboom_app;
  end if;
end $$;
