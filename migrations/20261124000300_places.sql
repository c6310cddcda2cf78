-- Where things are: areas (wards, suburbs) that a point lies in, and the gazetteer that "say where" searches.
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
    (fold(name || ' ' || name_en || ' ' || name_af || ' ' || replace(alt_names, '|', ' '))) stored,
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
