-- Where things are: areas (wards, suburbs) that a point lies in, and the gazetteer that "say where" searches.
-- Street words fold to one form, so that Kerkstraat, Kerk Street and Kerk St are the same street.
create function fold_place(input text) returns text
language sql immutable parallel safe strict
set search_path = public, pg_catalog
as $$
  select regexp_replace(regexp_replace(regexp_replace(regexp_replace(fold(input),
    '\s*(straat|street|str)\M', ' str', 'g'), '\mst\M', 'str', 'g'),
    '\s*(laan|avenue|ave)\M', ' laan', 'g'), '\s*(weg|road|rd)\M', ' pad', 'g');
$$;

create table areas (
  id uuid primary key,
  code text not null unique,
  kind text not null check (kind in ('municipality', 'ward', 'suburb')),
  name_en text not null,
  name_af text not null,
  shape geometry(MultiPolygon, 4326) not null,
  -- Reports outside every served area are accepted only if the category allows it.
  served boolean not null default true,
  source text not null default '',
  valid_from date,
  updated_at timestamptz not null default clock_timestamp()
);
create index areas_shape on areas using gist (shape);

create table places (
  id uuid primary key,
  -- The identifier in the source, so that an import can be repeated.
  source_id text not null unique,
  name text not null,
  name_en text not null default '',
  name_af text not null default '',
  alt_names text not null default '',
  kind text not null,
  point geometry(Point, 4326) not null,
  population int not null default 0,
  municipality text not null default '',
  -- All names folded, for trigram search.
  search text generated always as
    (fold_place(name || ' ' || name_en || ' ' || name_af || ' ' || replace(alt_names, '|', ' '))) stored,
  updated_at timestamptz not null default clock_timestamp()
);
create index places_search on places using gin (search gin_trgm_ops);
create index places_point on places using gist (point);

-- Lines and water that the drawn map shows so that people find their way.
create table map_lines (
  id uuid primary key,
  source_id text not null unique,
  kind text not null check (kind in ('national', 'regional', 'street', 'railway', 'river')),
  name text not null default '',
  line geometry(MultiLineString, 4326) not null
);
create index map_lines_line on map_lines using gist (line);

-- The projection of the coarse grid: UTM zone 35 south, metres, for southern Africa. Elsewhere (imports from other towns)
-- the zone of the point itself. Fixed for good: another grid would let two be compared.
create function grid_srid(p geometry) returns int
language sql immutable parallel safe strict
as $$
  select case
    when st_x(p) between 10 and 45 and st_y(p) between -45 and 5 then 32735
    else (case when st_y(p) < 0 then 32700 else 32600 end) + least(floor((st_x(p) + 180) / 6)::int + 1, 60)
  end;
$$;

-- The place as everybody may know it: the centre of the grid cell, the nearest suburb or place, or none. Deterministic.
create function public_point(p geometry, level precision_level) returns geometry
language plpgsql stable parallel safe strict
set search_path = public, pg_catalog
as $$
declare
  cell float8 := case level when 'm100' then 100 when 'm250' then 250 when 'm500' then 500 end;
  srid int := grid_srid(p);
  flat geometry;
begin
  if abs(st_y(p)) > 84 then
    return null;
  end if;
  if cell is not null then
    flat := st_transform(p, srid);
    flat := st_transform(st_setsrid(st_makepoint((floor(st_x(flat) / cell) + 0.5) * cell,
                                                 (floor(st_y(flat) / cell) + 0.5) * cell), srid), 4326);
    return st_setsrid(st_makepoint(round(st_x(flat)::numeric, 6)::float8, round(st_y(flat)::numeric, 6)::float8), 4326);
  end if;
  if level = 'suburb' then
    return (select point from (select point from places where kind in ('suburb', 'place', 'town') order by point <-> p limit 1) n
            where st_dwithin(point::geography, p::geography, 20000));
  end if;
  return null;
end $$;

-- The smallest area around a point: a suburb before a ward before the municipality.
create function area_of(p geometry) returns uuid
language sql stable parallel safe strict
set search_path = public, pg_catalog
as $$
  select id from areas where st_covers(shape, p) order by st_area(shape) limit 1;
$$;
