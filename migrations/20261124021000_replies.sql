-- Reasons and replies that leaders choose from, in every language; admins edit them. A reply is written to the reporter in the
-- language of the report. Retired ones are kept, so that a form sent late still finds its words.
create table reply_texts (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  -- Where it is offered: hiding a report, not taking it up, asking its reporter, any other status.
  used_for text not null check (used_for in ('hide', 'reject', 'ask', 'status')),
  retired_at timestamptz,
  updated_by uuid references accounts on delete set null,
  updated_at timestamptz not null default clock_timestamp()
);
create table reply_words (
  reply_id uuid not null references reply_texts on delete cascade,
  lang text not null references languages,
  name text not null check (length(name) between 1 and 80),
  body text not null check (length(body) between 1 and 900),
  primary key (reply_id, lang)
);

-- Until when a report waits; then the worker sets it going again.
create table incident_waits (
  incident_id uuid primary key references incidents on delete cascade,
  until timestamptz not null
);
create index incident_waits_until on incident_waits (until);

with made as (insert into reply_texts (used_for) values ('hide') returning id)
insert into reply_words (reply_id, lang, name, body)
select id, lang, name, body from made, (values
  ('en', 'Names a person', 'It names or accuses a person. Please report what happened without names.'),
  ('af', 'Noem iemand', 'Dit noem of beskuldig iemand. Vertel asseblief wat gebeur het, sonder name.')) v (lang, name, body);
with made as (insert into reply_texts (used_for) values ('hide') returning id)
insert into reply_words (reply_id, lang, name, body)
select id, lang, name, body from made, (values
  ('en', 'Private details', 'It shows private details of somebody, such as a phone number or a number plate.'),
  ('af', 'Private besonderhede', 'Dit wys iemand se private besonderhede, soos ’n telefoonnommer of ’n nommerplaat.')) v (lang, name, body);
with made as (insert into reply_texts (used_for) values ('reject') returning id)
insert into reply_words (reply_id, lang, name, body)
select id, lang, name, body from made, (values
  ('en', 'Not enough to act on', 'There is not enough in the report to act on. Please report it again with the place and what you saw.'),
  ('af', 'Te min om op te tree', 'Daar is te min in die aanmelding om op te tree. Meld dit asseblief weer aan, met die plek en wat jy gesien het.')) v (lang, name, body);
with made as (insert into reply_texts (used_for) values ('reject') returning id)
insert into reply_words (reply_id, lang, name, body)
select id, lang, name, body from made, (values
  ('en', 'Outside our area', 'The place is outside the area that Naboom serves.'),
  ('af', 'Buite ons gebied', 'Die plek is buite die gebied wat Naboom bedien.')) v (lang, name, body);
with made as (insert into reply_texts (used_for) values ('reject') returning id)
insert into reply_words (reply_id, lang, name, body)
select id, lang, name, body from made, (values
  ('en', 'Not for this service', 'This is not something that the community or an authority can act on here.'),
  ('af', 'Nie vir hierdie diens nie', 'Dit is nie iets waaroor die gemeenskap of ’n owerheid hier kan optree nie.')) v (lang, name, body);
with made as (insert into reply_texts (used_for) values ('ask') returning id)
insert into reply_words (reply_id, lang, name, body)
select id, lang, name, body from made, (values
  ('en', 'Where exactly?', 'Where exactly is it? A street corner, a house number or a landmark helps the team to find it.'),
  ('af', 'Waar presies?', 'Waar presies is dit? ’n Straathoek, ’n huisnommer of ’n baken help die span om dit te kry.')) v (lang, name, body);
with made as (insert into reply_texts (used_for) values ('ask') returning id)
insert into reply_words (reply_id, lang, name, body)
select id, lang, name, body from made, (values
  ('en', 'Is it still so?', 'Is it still as you reported it?'),
  ('af', 'Is dit nog so?', 'Is dit nog soos jy dit aangemeld het?')) v (lang, name, body);
with made as (insert into reply_texts (used_for) values ('status') returning id)
insert into reply_words (reply_id, lang, name, body)
select id, lang, name, body from made, (values
  ('en', 'A team is on its way', 'A team has been told and is on its way.'),
  ('af', '’n Span is op pad', '’n Span is ingelig en is op pad.')) v (lang, name, body);
with made as (insert into reply_texts (used_for) values ('status') returning id)
insert into reply_words (reply_id, lang, name, body)
select id, lang, name, body from made, (values
  ('en', 'Repaired', 'It was repaired. Please say so here if it is not solved.'),
  ('af', 'Herstel', 'Dit is herstel. Sê asseblief hier as dit nie opgelos is nie.')) v (lang, name, body);
