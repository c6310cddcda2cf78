-- The public reports of a map: those with a place, in the columns that the index of cells holds, so that a tile with a
-- million reports is counted from the index alone. (Through `public_incidents` the join to the original of a duplicate
-- would make PostgreSQL read the table.)
create view public_spots as
  select i.id, i.number, i.public_cell as cell, i.status, i.category_id, i.priority, i.reported_at,
         i.public_area_id as area_id, i.search, i.search_text
  from incidents i
  where i.publication = 'public' and i.public_cell is not null;

-- Every second bit of the lower 24: x, or after a shift y, of a cell within one twelve levels larger. One plain expression,
-- so that it becomes part of the statement instead of a call.
create function map_half(n bigint) returns int
language sql immutable parallel safe
as $$
  select ((n & 1) | (n >> 1 & 2) | (n >> 2 & 4) | (n >> 3 & 8) | (n >> 4 & 16) | (n >> 5 & 32) | (n >> 6 & 64)
    | (n >> 7 & 128) | (n >> 8 & 256) | (n >> 9 & 512) | (n >> 10 & 1024) | (n >> 11 & 2048))::int;
$$;

do $$
begin
  if exists (select from pg_roles where rolname = 'naboom_app') then
    revoke insert, update, delete on public_spots from naboom_app;
  end if;
end $$;
