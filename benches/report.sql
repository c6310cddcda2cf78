-- What a report writes, without the program: the same rows in the same tables, one transaction. For pgbench.
\set n random(1, 1000000000)
\set dx random(0, 1000)
\set dy random(0, 1000)
begin;
with made as (
  insert into incidents (id, reference, submission_id, title, description, lang, category_id, place, place_accuracy_m, address,
    public_place, public_address, precision_level, area_id, public_area_id, tracking_hash, publication, priority, requires_authority)
  select gen_random_uuid(), 'NB-' || upper(substr(md5(:n::text), 1, 4)) || '-' || upper(substr(md5(random()::text), 1, 4)),
    gen_random_uuid(), 'The road is broken', 'The road is broken at number ' || :n || '; two cars were hurt.', 'en', c.id,
    p.exact, 20, :n || ' Kerk Street', public_point(p.exact, c.precision_level), 'Naboomspruit', c.precision_level, area_of(p.exact), area_of(p.exact),
    sha256(gen_random_uuid()::text::bytea), 'public', c.default_priority, c.requires_authority
  from categories c, lateral (select st_setsrid(st_makepoint(28.6 + :dx / 10000.0, -24.6 + :dy / 10000.0), 4326) as exact) p
  where c.code = 'pothole'
  on conflict do nothing
  returning id),
contact as (insert into incident_contacts (incident_id, browser, ip) select id, 'bench', '127.0.0.1' from made),
draft as (insert into report_drafts (id, key_hash, submission_id, lang, incident_id)
  select gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), gen_random_uuid(), 'en', null from made),
acts as (select id, gen_random_uuid() as act, gen_random_uuid() as row, field from made, unnest(array['state', 'title', 'description', 'address', 'place']) field),
private as (insert into history_private (history_id, incident_id, salt, new_value)
  select row, id, sha256('salt'), 'The road is broken' from acts where field <> 'state'),
rows as (insert into history (id, incident_id, seq, act_id, actor_kind, kind, field, new_value, version, prev_hash, hash)
  select row, id, 0, act, 'visitor', 'reported', field, 'aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQ', 1, '', '' from acts)
insert into events (epoch, kind, incident_id, data)
  select 1, kind, id, '{"category": "pothole"}' from made, unnest(array['reported', 'published']) kind;
commit;
