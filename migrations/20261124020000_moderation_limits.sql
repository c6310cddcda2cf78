-- Limits of staff, judged in one place: null is somebody without limits, else a list of {areas, categories} of which one
-- must cover the report. A plain expression, so that the planner sees through it.
create function covers(limits jsonb, area uuid, category uuid) returns boolean
language sql immutable parallel safe
as $$
  select limits is null or exists (
    select from jsonb_to_recordset(limits) as g (areas uuid[], categories uuid[])
    where (g.areas = '{}' or area = any(g.areas)) and (g.categories = '{}' or category = any(g.categories)))
$$;

-- What staff search: public words, the reference, and the exact address.
create function staff_finds(search tsvector, address text, reference text, q text) returns boolean
language sql immutable parallel safe
as $$
  select q = '' or search @@ plainto_tsquery('simple', fold(q)) or reference = upper(q)
    or (address <> '' and fold(address) like '%' || fold(q) || '%')
$$;
