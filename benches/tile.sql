-- The tile of a server that draws rows as they are, as martin does: every public report in it, as a point. For pgbench.
select st_asmvt(t, 'incidents', 4096, 'geom') from (
  select st_asmvtgeom(st_transform(i.public_place, 3857), st_tileenvelope(:z, :x, :y), 4096, 64) as geom,
    i.reference, i.status::text as status, i.priority::text as priority, i.category_id::text as category
  from incidents i
  where i.publication = 'public' and i.public_place && st_transform(st_tileenvelope(:z, :x, :y, margin => 64.0 / 4096), 4326)) t;
