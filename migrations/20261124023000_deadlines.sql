-- By when somebody looks at a report and by when it is resolved: minutes per category, counted in a calendar of hours and
-- holidays, or around the clock. Whoever writes the record, the deadlines follow it; while a report waits they stand still.
create table category_deadlines (
  category_id uuid primary key references categories on delete cascade,
  look_minutes int check (look_minutes > 0),
  resolve_minutes int check (resolve_minutes > 0),
  around_clock boolean not null default false,
  updated_by uuid references accounts on delete set null,
  updated_at timestamptz not null default clock_timestamp()
);

-- Hours in which deadlines run, by ISO day of the week; a day without a row is closed. South African time.
create table deadline_hours (
  weekday int primary key check (weekday between 1 and 7),
  opens time not null,
  closes time not null,
  check (opens < closes)
);
insert into deadline_hours (weekday, opens, closes)
select day, '07:30', '16:30' from generate_series(1, 5) day;

create table holidays (
  day date primary key,
  name_en text not null check (length(name_en) between 1 and 80),
  name_af text not null check (length(name_af) between 1 and 80)
);
insert into holidays (day, name_en, name_af) values
  ('2026-12-16', 'Day of Reconciliation', 'Versoeningsdag'),
  ('2026-12-25', 'Christmas Day', 'Kersdag'),
  ('2026-12-26', 'Day of Goodwill', 'Welwillendheidsdag'),
  ('2027-01-01', 'New Year’s Day', 'Nuwejaarsdag'),
  ('2027-03-22', 'Human Rights Day (Monday after)', 'Menseregtedag (Maandag daarna)'),
  ('2027-03-26', 'Good Friday', 'Goeie Vrydag'),
  ('2027-03-29', 'Family Day', 'Gesinsdag'),
  ('2027-04-27', 'Freedom Day', 'Vryheidsdag'),
  ('2027-05-01', 'Workers’ Day', 'Werkersdag'),
  ('2027-06-16', 'Youth Day', 'Jeugdag'),
  ('2027-08-09', 'National Women’s Day', 'Nasionale Vrouedag'),
  ('2027-09-24', 'Heritage Day', 'Erfenisdag'),
  ('2027-12-16', 'Day of Reconciliation', 'Versoeningsdag'),
  ('2027-12-25', 'Christmas Day', 'Kersdag'),
  ('2027-12-26', 'Day of Goodwill', 'Welwillendheidsdag'),
  ('2027-12-27', 'Day of Goodwill (Monday after)', 'Welwillendheidsdag (Maandag daarna)');

create table incident_deadlines (
  incident_id uuid primary key references incidents on delete cascade,
  look_by timestamptz,
  resolve_by timestamptz,
  -- While the report waits.
  paused_at timestamptz
);

create function deadline_after(start timestamptz, minutes int, around_clock boolean) returns timestamptz
language plpgsql stable strict
set search_path = public, pg_temp
as $$
declare
  at timestamp := start at time zone 'Africa/Johannesburg';
  left_over interval := make_interval(mins => minutes);
  today date := at::date;
  hours deadline_hours;
  begins timestamp;
begin
  if around_clock then
    return start + left_over;
  end if;
  for n in 1..800 loop
    select * into hours from deadline_hours h
    where h.weekday = extract(isodow from today) and not exists (select from holidays f where f.day = today);
    if found then
      begins := greatest(at, today + hours.opens);
      if today + hours.closes >= begins + left_over then
        return (begins + left_over) at time zone 'Africa/Johannesburg';
      elsif today + hours.closes > begins then
        left_over := left_over - (today + hours.closes - begins);
      end if;
    end if;
    today := today + 1;
  end loop;
  return null;
end $$;

-- Sets the deadlines of reports that are open, of one category or of all.
create function set_deadlines(of_category uuid, of_incident uuid) returns void
language sql
set search_path = public, pg_temp
as $$
  insert into incident_deadlines as d (incident_id, look_by, resolve_by, paused_at)
  select i.id, deadline_after(i.reported_at, c.look_minutes, c.around_clock),
         deadline_after(i.reported_at, c.resolve_minutes, c.around_clock),
         case when i.status = 'waiting' then clock_timestamp() end
  from incidents i left join category_deadlines c on c.category_id = i.category_id
  where (of_incident is null or i.id = of_incident) and (of_category is null or i.category_id = of_category)
    and (of_incident is not null or i.status in ('reported', 'acknowledged', 'in_progress', 'waiting'))
  on conflict (incident_id) do update set look_by = excluded.look_by, resolve_by = excluded.resolve_by
$$;

create function follow_deadlines() returns trigger
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
    update incident_deadlines set resolve_by = resolve_by + (clock_timestamp() - paused_at), paused_at = null
    where incident_id = new.id and paused_at is not null;
  end if;
  return null;
end $$;
create trigger follow_deadlines after insert or update of status, category_id on incidents
  for each row execute function follow_deadlines();
