-- The only door of public surfaces: public rows, public columns. Identity and exact place are not in here.
create view public_incidents as
  select i.id, i.number, i.reference, i.title, i.description, i.lang, i.category_id,
         i.public_place as place, i.public_address as address, i.precision_level, i.public_area_id as area_id,
         i.status, i.status_note, i.priority, i.observed_at, i.reported_at, i.acknowledged_at, i.escalated_at,
         i.resolved_at, i.closed_at, i.updated_at, i.version, i.search, i.search_text,
         d.reference as duplicate_of,
         (select count(*) from incident_followers f where f.incident_id = i.id) as followers
  from incidents i
  left join incidents d on d.id = i.duplicate_of and d.publication = 'public'
  where i.publication = 'public';

create view public_comments as
  select c.id, c.number, c.incident_id, c.author_kind, c.lang, c.body, c.created_at
  from incident_comments c
  join incidents i on i.id = c.incident_id and i.publication = 'public'
  where c.publication = 'public' and c.audience = 'public';

create view public_media as
  select m.id, m.number, m.incident_id, m.comment_id, m.position, m.caption, m.caption_lang, m.width, m.height
  from media m
  join incidents i on i.id = m.incident_id and i.publication = 'public'
  where m.publication = 'public' and m.state = 'ready';
