-- Search of the gazetteer made quick, and a public place that never narrows down to a farm.

alter table places drop column search;

-- A name as search sees it: no accents, no case, no punctuation; "Kerkstraat", "Kerk Street" and "Kerk St" are "kerk zst".
-- Such words for a kind of street get codes that begin no other word, so that half of a country's streets are not looked
-- through when somebody types "st". Short forms count only as a word of their own ("Oxford" keeps its rd). Bars part names.
create or replace function fold_place(input text) returns text
language sql immutable parallel safe strict
set search_path = public, pg_catalog
as $$
  select trim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    replace(fold(input), '''', ''),
    '[^[:alnum:]|]+', ' ', 'g'),
    '(\s*(straat|street|str)|\sst)\M', ' zst', 'g'),
    '(\s*(rylaan|drive)|\s(dr|drv))\M', ' zdr', 'g'),
    '(\s*(laan|avenue)|\s(ave|av))\M', ' zln', 'g'),
    '(\s*(weg|road)|\s(rd|pad))\M', ' zpd', 'g'),
    '(\s*(plein|square)|\ssq)\M', ' zpn', 'g'),
    '(\s*(singel|crescent)|\scres)\M', ' zsg', 'g'));
$$;

alter table places
  -- "| name| english name| afrikaans name| another name|", each folded.
  add column search text generated always as (regexp_replace(
    '| ' || fold_place(name || '|' || name_en || '|' || name_af || '|' || alt_names) || '|', '(\s*\|\s*)+', '| ', 'g')) stored,
  -- Whether it lies in a served area; every import of places or areas brings it up to date.
  add column served boolean not null default false,
  -- Sketched by hand for the seed: gives way to a row of a real gazetteer with the same name nearby.
  add column sketch boolean not null default false,
  add check (kind in ('town', 'suburb', 'place', 'farm', 'landmark', 'street', 'campus'));

create index places_search on places using gin (search gin_trgm_ops);
-- Typing errors are forgiven at home first.
create index places_search_served on places using gin (search gin_trgm_ops) where served;

-- "Near" is told from named settlements, not from a street or a school.
create index places_settlements on places using gist (point) where kind in ('town', 'suburb', 'place', 'farm');
-- Large enough that its name gives nobody away.
create index places_towns on places using gist (point) where kind in ('town', 'suburb') or population >= 1000;

-- Who made the places and areas that are loaded: the line under the map.
create table map_credits (
  position int generated always as identity,
  name text primary key
);

-- The place as everybody may know it: the centre of the grid cell; the suburb around it or the nearest town within 40 km;
-- or none. A farm is never named: it may hold one household. Deterministic: asking twice tells nothing more.
create or replace function public_point(p geometry, level precision_level) returns geometry
language plpgsql stable parallel safe strict
set search_path = public, pg_catalog
as $$
declare
  cell float8 := case level when 'm100' then 100 when 'm250' then 250 when 'm500' then 500 end;
  srid int := grid_srid(p);
  flat geometry;
  spot geometry;
begin
  if abs(st_y(p)) > 84 then
    return null;
  end if;
  if cell is not null then
    flat := st_transform(p, srid);
    spot := st_transform(st_setsrid(st_makepoint((floor(st_x(flat) / cell) + 0.5) * cell,
                                                 (floor(st_y(flat) / cell) + 0.5) * cell), srid), 4326);
  elsif level = 'suburb' then
    select st_pointonsurface(shape) into spot from areas where kind = 'suburb' and st_covers(shape, p)
      order by st_area(shape) limit 1;
    if spot is null then
      select point into spot from
        (select point from places where kind in ('town', 'suburb') or population >= 1000 order by point <-> p limit 1) n
        where st_dwithin(point::geography, p::geography, 40000);
    end if;
  end if;
  return st_setsrid(st_makepoint(round(st_x(spot)::numeric, 6)::float8, round(st_y(spot)::numeric, 6)::float8), 4326);
end $$;

do $$
begin
  if exists (select from pg_roles where rolname = 'naboom_app') then
    grant select, insert, update, delete on map_credits to naboom_app;
    grant usage, select on all sequences in schema public to naboom_app;
  end if;
end $$;
