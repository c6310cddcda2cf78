-- The map of those who work on reports: what lies in a part of it, by the exact place.
create index incidents_exact_cells on incidents (map_cell(place)) where place is not null;
