-- What reading needs: how typed words are searched, the orders of the list, and reports in the columns that everybody
-- sees for those who may see more of them than everybody (their reporter, staff).

-- The words a reader typed: quotes and "-" as on any search page, and the last word may be unfinished.
create function search_query(typed text) returns tsquery
language sql immutable parallel safe strict
set search_path = public, pg_catalog
as $$
  select case when fold(typed) ~ '[[:alnum:]]\s*$' and words::text like '%''' then (words::text || ':*')::tsquery else words end
  from websearch_to_tsquery('simple', fold(typed)) words;
$$;

-- Lists stand by when something was reported: an imported or late report has its place among its days, not at the top. The
-- order number breaks ties. One index for each way to narrow a list, in that order.
drop index incidents_public_newest, incidents_public_status, incidents_public_category, incidents_public_area,
           incidents_public_priority;
create index incidents_public_newest on incidents (reported_at desc, number desc) where publication = 'public';
create index incidents_public_open on incidents (reported_at desc, number desc)
  where publication = 'public' and status in ('reported', 'acknowledged', 'in_progress', 'waiting');
create index incidents_public_status on incidents (status, reported_at desc, number desc) where publication = 'public';
create index incidents_public_category on incidents (category_id, reported_at desc, number desc)
  where publication = 'public';
create index incidents_public_area on incidents (public_area_id, reported_at desc, number desc)
  where publication = 'public';
create index incidents_public_priority on incidents (priority desc, reported_at desc, number desc)
  where publication = 'public';
create index incidents_public_changed on incidents (updated_at desc, number desc) where publication = 'public';
create index incidents_public_resolved on incidents (resolved_at desc)
  where publication = 'public' and resolved_at is not null;
create index incidents_assigned on incidents (assigned_to, number desc) where assigned_to is not null;

-- Every report, public or not, in the columns of `public_incidents`, plus who may see it. Not for public surfaces.
create view incident_records as
  select i.id, i.number, i.reference, i.title, i.description, i.lang, i.category_id,
         i.public_place as place, i.public_address as address, i.precision_level, i.public_area_id as area_id,
         i.status, i.status_note, i.priority, i.observed_at, i.reported_at, i.acknowledged_at, i.escalated_at,
         i.resolved_at, i.closed_at, i.updated_at, i.version,
         d.reference as duplicate_of,
         (select count(*) from incident_followers f where f.incident_id = i.id) as followers,
         i.publication, i.publication_reason, i.reporter_id, i.tracking_hash, i.area_id as exact_area_id
  from incidents i
  left join incidents d on d.id = i.duplicate_of and d.publication = 'public';

do $$
begin
  if exists (select from pg_roles where rolname = 'naboom_app') then
    revoke insert, update, delete on incident_records from naboom_app;
  end if;
end $$;
