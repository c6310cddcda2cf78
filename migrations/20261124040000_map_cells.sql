-- Where a public place lies in the tiles of a web map, as one number: x and y of its tile at zoom 24 (2,4 m), their bits in
-- turns. Every tile of every zoom, and every cell of a cluster, is then one range of numbers, so that one ordinary index
-- answers "what is in this tile" and "how many are in each cell" without looking at a row of the table.
create function map_spread(n bigint) returns bigint
language sql immutable parallel safe strict
as $$
  select (e | (e << 1)) & x'5555555555555555'::bigint from (
    select (d | (d << 2)) & x'3333333333333333'::bigint as e from (
      select (c | (c << 4)) & x'0f0f0f0f0f0f0f0f'::bigint as d from (
        select (b | (b << 8)) & x'00ff00ff00ff00ff'::bigint as c from (
          select (n | (n << 16)) & x'0000ffff0000ffff'::bigint as b) s1) s2) s3) s4;
$$;

-- The other way: every second bit.
create function map_squeeze(n bigint) returns bigint
language sql immutable parallel safe strict
as $$
  select (e | (e >> 16)) & x'00000000ffffffff'::bigint from (
    select (d | (d >> 8)) & x'0000ffff0000ffff'::bigint as e from (
      select (c | (c >> 4)) & x'00ff00ff00ff00ff'::bigint as d from (
        select (b | (b >> 2)) & x'0f0f0f0f0f0f0f0f'::bigint as c from (
          select (a | (a >> 1)) & x'3333333333333333'::bigint as b from (
            select n & x'5555555555555555'::bigint as a) s0) s1) s2) s3) s4;
$$;

-- The cell of a tile or of a pixel, x to the east and y to the south.
create function map_cell(x bigint, y bigint) returns bigint
language sql immutable parallel safe strict
as $$ select map_spread(x) | (map_spread(y) << 1); $$;

-- The cell of a point; none beyond where a web map ends.
create function map_cell(p geometry) returns bigint
language sql immutable parallel safe strict
as $$
  select map_cell(least(floor((st_x(p) + 180) / 360 * 16777216), 16777215)::bigint,
                  floor((0.5 - ln((1 + s) / (1 - s)) / (4 * pi())) * 16777216)::bigint)
  from (select sin(radians(st_y(p))) as s) sine
  where st_x(p) between -180 and 180 and abs(st_y(p)) < 85.05;
$$;

alter table incidents
  add column public_cell bigint generated always as
    (case when precision_level <> 'hidden' then map_cell(public_place) end) stored;

-- In the order in which tiles count, with everything that narrows a map.
create index incidents_public_cells on incidents (public_cell, status)
  include (number, category_id, priority, reported_at, public_area_id)
  where publication = 'public' and public_cell is not null;

create or replace view public_incidents as
  select i.id, i.number, i.reference, i.title, i.description, i.lang, i.category_id,
         i.public_place as place, i.public_address as address, i.precision_level, i.public_area_id as area_id,
         i.status, i.status_note, i.priority, i.observed_at, i.reported_at, i.acknowledged_at, i.escalated_at,
         i.resolved_at, i.closed_at, i.updated_at, i.version, i.search, i.search_text,
         d.reference as duplicate_of,
         (select count(*) from incident_followers f where f.incident_id = i.id) as followers,
         i.public_cell as cell
  from incidents i
  left join incidents d on d.id = i.duplicate_of and d.publication = 'public'
  where i.publication = 'public';

-- Whether a kept tile is still true.
create index areas_changed on areas (updated_at desc);
