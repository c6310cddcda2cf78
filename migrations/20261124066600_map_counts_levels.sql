-- Counts of cells at every level from 12 to 18, so that each wide tile and drawn map reads the coarsest that it can use.
create or replace function map_fold() returns void language plpgsql as $$
begin
  if not pg_try_advisory_xact_lock(hashtext('map_fold')) then
    return;
  end if;
  with taken as (delete from map_changes returning cell, status, n, numbers),
  sums as (
    select l.level::smallint as level, t.cell >> (2 * (18 - l.level)) as cell, t.status, sum(t.n)::bigint as n,
           sum(t.numbers)::bigint as numbers
    from taken t, generate_series(12, 18) as l (level)
    group by 1, 2, 3
  )
  insert into map_counts as m (level, cell, status, n, numbers)
  select level, cell, status, n, numbers from sums
  on conflict (level, cell, status) do update set n = m.n + excluded.n, numbers = m.numbers + excluded.numbers;
  delete from map_counts where n = 0;
end $$;

insert into map_counts (level, cell, status, n, numbers)
select l.level, c.cell >> (2 * (18 - l.level)), c.status, sum(c.n), sum(c.numbers)
from map_counts c, unnest(array[13, 14, 16, 17]::smallint[]) as l (level)
where c.level = 18 group by 1, 2, 3;
