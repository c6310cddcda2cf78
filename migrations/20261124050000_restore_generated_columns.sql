-- pg_restore fills generated columns with an empty search_path: a function they call must find PostGIS by itself, or the
-- whole table is not restored.
alter function map_cell(geometry) set search_path = public, pg_catalog;
