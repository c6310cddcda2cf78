-- What staff choose for themselves: whether they are on call and in which hours (South African time, over midnight if the
-- end is the earlier), and whether a mail each morning says what waits.
create table staff_settings (
  account_id uuid primary key references accounts on delete cascade,
  on_call boolean not null default false,
  on_call_from time,
  on_call_until time,
  digest boolean not null default true,
  -- The last day for which that mail was sent, or there was nothing to say.
  digest_on date,
  check ((on_call_from is null) = (on_call_until is null))
);

-- Who is on call in this very minute.
create view on_call_now as
  select s.account_id
  from staff_settings s, lateral (select (clock_timestamp() at time zone 'Africa/Johannesburg')::time as now) t
  where s.on_call
    and (s.on_call_from is null
      or case when s.on_call_from <= s.on_call_until then t.now >= s.on_call_from and t.now < s.on_call_until
         else t.now >= s.on_call_from or t.now < s.on_call_until end);

do $$
begin
  if exists (select from pg_roles where rolname = 'naboom_app') then
    grant select, insert, update, delete on staff_settings to naboom_app;
    grant select on on_call_now to naboom_app;
    revoke insert, update, delete on on_call_now from naboom_app;
  end if;
end $$;
