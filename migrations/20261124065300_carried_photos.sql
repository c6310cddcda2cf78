-- The public photos of a duplicate stand with the report that it repeats as well, for as long as it repeats it and is public
-- itself: taking the decision back, or reopening, needs nothing done here.
create view carried_media as
  select m.id, m.number, d.duplicate_of as incident_id, m.comment_id, m.position + 100000 as position,
         m.caption, m.caption_lang, m.width, m.height
  from incidents d
  join media m on m.incident_id = d.id
  where d.status = 'duplicate' and d.duplicate_of is not null and d.publication = 'public'
    and m.comment_id is null and m.publication = 'public' and m.state = 'ready';

create or replace view public_media as
  select m.id, m.number, m.incident_id, m.comment_id, m.position, m.caption, m.caption_lang, m.width, m.height
  from media m
  join incidents i on i.id = m.incident_id and i.publication = 'public'
  where m.publication = 'public' and m.state = 'ready'
  union all
  select m.id, m.number, m.incident_id, m.comment_id, m.position, m.caption, m.caption_lang, m.width, m.height
  from carried_media m
  join incidents i on i.id = m.incident_id and i.publication = 'public';

do $$
begin
  if exists (select from pg_roles where rolname = 'naboom_app') then
    grant select on carried_media to naboom_app;
    revoke insert, update, delete on carried_media from naboom_app;
  end if;
end $$;
