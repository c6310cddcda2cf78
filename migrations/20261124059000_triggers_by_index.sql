-- A trigger must find its row by an index however large the tables are, and whatever the first call of a session saw.

-- The plan of this look-up is kept for the whole session. Made while the month's partition is still small, it reads the
-- whole partition, and goes on doing so when there are a hundred thousand rows in it.
alter function history_link() set enable_seqscan = off;

-- One statement for "this report" and "all reports" read all reports for each new one.
create or replace function set_deadlines(of_category uuid, of_incident uuid) returns void
language plpgsql
set search_path = public, pg_temp
as $$
begin
  if of_incident is not null then
    insert into incident_deadlines as d (incident_id, look_by, resolve_by, paused_at)
    select i.id, deadline_after(i.reported_at, c.look_minutes, c.around_clock),
           deadline_after(i.reported_at, c.resolve_minutes, c.around_clock),
           case when i.status = 'waiting' then clock_timestamp() end
    from incidents i left join category_deadlines c on c.category_id = i.category_id
    where i.id = of_incident
    on conflict (incident_id) do update set look_by = excluded.look_by, resolve_by = excluded.resolve_by;
  else
    insert into incident_deadlines as d (incident_id, look_by, resolve_by, paused_at)
    select i.id, deadline_after(i.reported_at, c.look_minutes, c.around_clock),
           deadline_after(i.reported_at, c.resolve_minutes, c.around_clock),
           case when i.status = 'waiting' then clock_timestamp() end
    from incidents i left join category_deadlines c on c.category_id = i.category_id
    where i.status in ('reported', 'acknowledged', 'in_progress', 'waiting')
      and (of_category is null or i.category_id = of_category)
    on conflict (incident_id) do update set look_by = excluded.look_by, resolve_by = excluded.resolve_by;
  end if;
end $$;

-- What lies near a report in time, and what was settled lately.
create index incidents_reported on incidents (reported_at);
create index incidents_settled on incidents (updated_at desc)
  where status in ('resolved', 'closed', 'rejected', 'duplicate');
