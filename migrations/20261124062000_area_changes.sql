-- Who corrected an area: added to and read, nothing else.
create table area_changes (
  id bigint generated always as identity primary key,
  area_id uuid not null references areas on delete cascade,
  actor_id uuid references accounts on delete set null,
  field text not null check (field in ('name_en', 'name_af', 'served')),
  old_value text not null,
  new_value text not null,
  at timestamptz not null default clock_timestamp()
);
create index area_changes_area on area_changes (area_id, id desc);

do $$
begin
  if exists (select from pg_roles where rolname = 'naboom_app') then
    revoke update, delete, truncate on area_changes from naboom_app;
  end if;
end $$;
