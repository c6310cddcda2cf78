-- What happens as a deadline comes near and passes: the last quarter of its time is "nearly due", everybody may see that a
-- report is late where its category says so, and the category's rule is carried out once for each deadline that passes.
create type late_rule as enum ('nothing', 'priority', 'escalate');

alter table category_deadlines
  add column show_late boolean not null default false,
  add column late_rule late_rule not null default 'nothing';

-- From when a deadline is nearly due; whether what happens after it was done.
alter table incident_deadlines
  add column look_soon timestamptz,
  add column resolve_soon timestamptz,
  add column look_passed boolean not null default false,
  add column resolve_passed boolean not null default false;

create index incident_deadlines_look_due on incident_deadlines (look_by) where not look_passed;
create index incident_deadlines_resolve_due on incident_deadlines (resolve_by) where not resolve_passed;

-- Sets the deadlines of reports that are open, of one category or of all. Three quarters of the time are counted in the same
-- calendar. A deadline that moves into the future has not passed.
create or replace function set_deadlines(of_category uuid, of_incident uuid) returns void
language plpgsql
set search_path = public, pg_temp
as $$
declare
  wanted uuid[];
begin
  if of_incident is not null then
    wanted := array[of_incident];
  else
    wanted := array(select i.id from incidents i
                    where i.status in ('reported', 'acknowledged', 'in_progress', 'waiting')
                      and (of_category is null or i.category_id = of_category));
  end if;
  insert into incident_deadlines as d (incident_id, look_by, resolve_by, look_soon, resolve_soon, paused_at)
  select i.id, deadline_after(i.reported_at, c.look_minutes, c.around_clock),
         deadline_after(i.reported_at, c.resolve_minutes, c.around_clock),
         deadline_after(i.reported_at, c.look_minutes * 3 / 4, c.around_clock),
         deadline_after(i.reported_at, c.resolve_minutes * 3 / 4, c.around_clock),
         case when i.status = 'waiting' then clock_timestamp() end
  from incidents i left join category_deadlines c on c.category_id = i.category_id
  where i.id = any(wanted)
  on conflict (incident_id) do update set look_by = excluded.look_by, resolve_by = excluded.resolve_by,
    look_soon = excluded.look_soon, resolve_soon = excluded.resolve_soon,
    look_passed = d.look_passed and coalesce(excluded.look_by < clock_timestamp(), false),
    resolve_passed = d.resolve_passed and coalesce(excluded.resolve_by < clock_timestamp(), false);
end $$;

create or replace function follow_deadlines() returns trigger
language plpgsql
as $$
begin
  if tg_op = 'INSERT' then
    perform set_deadlines(null, new.id);
  elsif new.category_id <> old.category_id then
    perform set_deadlines(null, new.id);
  end if;
  if tg_op = 'UPDATE' and new.status = 'waiting' and old.status <> 'waiting' then
    update incident_deadlines set paused_at = clock_timestamp() where incident_id = new.id;
  elsif tg_op = 'UPDATE' and old.status = 'waiting' and new.status <> 'waiting' then
    update incident_deadlines
    set resolve_by = resolve_by + (clock_timestamp() - paused_at), resolve_soon = resolve_soon + (clock_timestamp() - paused_at),
        resolve_passed = resolve_passed and resolve_by + (clock_timestamp() - paused_at) < clock_timestamp(), paused_at = null
    where incident_id = new.id and paused_at is not null;
  end if;
  return null;
end $$;

-- What is late already is no news.
update incident_deadlines set look_passed = coalesce(look_by < clock_timestamp(), false),
  resolve_passed = coalesce(resolve_by < clock_timestamp(), false);
update incident_deadlines d
set look_soon = d.look_by - (deadline_after(i.reported_at, c.look_minutes, c.around_clock)
                             - deadline_after(i.reported_at, c.look_minutes * 3 / 4, c.around_clock)),
    resolve_soon = d.resolve_by - (deadline_after(i.reported_at, c.resolve_minutes, c.around_clock)
                                   - deadline_after(i.reported_at, c.resolve_minutes * 3 / 4, c.around_clock))
from incidents i join category_deadlines c on c.category_id = i.category_id
where i.id = d.incident_id and i.status in ('reported', 'acknowledged', 'in_progress', 'waiting');

-- Open reports with a deadline that is near, and the nearest of those; not those that are late already.
create view nearly_due as
  select i.id as incident_id, min(d.due) as due
  from (select l.incident_id, l.look_by as due, true as look from incident_deadlines l
        where l.look_soon <= clock_timestamp() and l.look_by > clock_timestamp()
        union all
        select r.incident_id, r.resolve_by, false from incident_deadlines r
        where r.resolve_soon <= clock_timestamp() and r.resolve_by > clock_timestamp()) d
  join incidents i on i.id = d.incident_id
    and (i.status = 'reported' or not d.look and i.status in ('acknowledged', 'in_progress'))
  where not exists (select from incident_deadlines o where o.incident_id = i.id
                      and (o.resolve_by < clock_timestamp() or i.status = 'reported' and o.look_by < clock_timestamp()))
  group by i.id;

-- Which public reports are late, where their category lets everybody know.
create view public_late as
  select i.id as incident_id, least(case when i.status = 'reported' then d.look_by end, d.resolve_by) as since
  from incident_deadlines d
  join incidents i on i.id = d.incident_id
  join category_deadlines c on c.category_id = i.category_id
  where c.show_late and i.publication = 'public' and i.status in ('reported', 'acknowledged', 'in_progress')
    and least(case when i.status = 'reported' then d.look_by end, d.resolve_by) < clock_timestamp();

do $$
begin
  if exists (select from pg_roles where rolname = 'naboom_app') then
    grant select on public_late, nearly_due to naboom_app;
    revoke insert, update, delete on public_late, nearly_due from naboom_app;
  end if;
end $$;
