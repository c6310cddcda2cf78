-- How many public reports lie in each cell of the map, by status, at three levels, so that a tile of a whole province is read
-- from some hundreds of rows instead of a million. Always equal to what would be counted: every statement that changes reports
-- writes what it changed into `map_changes`, in its own transaction and without touching a row of another; readers add both
-- tables; `map_fold` moves changes into counts. `numbers` is the sum of the reports' numbers: of a single one its number.
create table map_counts (
  level smallint not null,
  cell bigint not null,
  status incident_status not null,
  n bigint not null,
  numbers bigint not null,
  primary key (level, cell, status)
);
create index map_counts_empty on map_counts (level) where n = 0;

-- Cells of level 18.
create table map_changes (
  cell bigint not null,
  status incident_status not null,
  n bigint not null,
  numbers bigint not null
);
create index map_changes_cell on map_changes (cell);

-- Moves what has been committed into the counts; one at a time.
create function map_fold() returns void language plpgsql as $$
begin
  if not pg_try_advisory_xact_lock(hashtext('map_fold')) then
    return;
  end if;
  with taken as (delete from map_changes returning cell, status, n, numbers),
  sums as (
    select l.level, t.cell >> (2 * (18 - l.level)) as cell, t.status, sum(t.n)::bigint as n, sum(t.numbers)::bigint as numbers
    from taken t, (values (12), (15), (18)) as l (level)
    group by 1, 2, 3
  )
  insert into map_counts as m (level, cell, status, n, numbers)
  select level, cell, status, n, numbers from sums
  on conflict (level, cell, status) do update set n = m.n + excluded.n, numbers = m.numbers + excluded.numbers;
  delete from map_counts where n = 0;
end $$;

-- What a statement changed. A large one folds at once.
create function map_change() returns trigger language plpgsql as $$
declare
  changed bigint;
begin
  if tg_op = 'INSERT' then
    insert into map_changes (cell, status, n, numbers)
    select public_cell >> 12, status, count(*), sum(number)
    from fresh where publication = 'public' and public_cell is not null group by 1, 2;
  elsif tg_op = 'DELETE' then
    insert into map_changes (cell, status, n, numbers)
    select public_cell >> 12, status, -count(*), -sum(number)
    from stale where publication = 'public' and public_cell is not null group by 1, 2;
  else
    insert into map_changes (cell, status, n, numbers)
    select cell, status, sum(n), sum(number)
    from (select public_cell >> 12 as cell, status, 1 as n, number
          from fresh where publication = 'public' and public_cell is not null
          union all
          select public_cell >> 12, status, -1, -number
          from stale where publication = 'public' and public_cell is not null) c
    group by 1, 2 having sum(n) <> 0 or sum(number) <> 0;
  end if;
  get diagnostics changed = row_count;
  if changed > 1000 then
    perform map_fold();
  end if;
  return null;
end $$;

create trigger incidents_map_insert after insert on incidents
  referencing new table as fresh for each statement execute function map_change();
create trigger incidents_map_update after update on incidents
  referencing old table as stale new table as fresh for each statement execute function map_change();
create trigger incidents_map_delete after delete on incidents
  referencing old table as stale for each statement execute function map_change();

create function map_clear() returns trigger language plpgsql as $$
begin
  delete from map_counts;
  delete from map_changes;
  return null;
end $$;
create trigger incidents_map_truncate after truncate on incidents for each statement execute function map_clear();

insert into map_changes (cell, status, n, numbers)
select public_cell >> 12, status, count(*), sum(number)
from incidents where publication = 'public' and public_cell is not null group by 1, 2;
select map_fold();
