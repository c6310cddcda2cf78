-- Macros: several changes that leaders make with one tap, on one report or on many; admins make and order them. A status is
-- reached by legal moves only, at most two of them; a step on which a report stands already is left out.
create table macros (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  position int not null default 1000,
  first_status incident_status,
  then_status incident_status,
  publication publication,
  priority priority,
  -- Who works on it then: '' leaves that as it is, 'me' is whoever uses the macro, 'nobody', else an account.
  assign text not null default '' check (assign in ('', 'me', 'nobody') or assign ~ '^[0-9a-f-]{36}$'),
  retired_at timestamptz,
  updated_by uuid references accounts on delete set null,
  updated_at timestamptz not null default clock_timestamp(),
  check (then_status is null or first_status is not null)
);
create table macro_words (
  macro_id uuid not null references macros on delete cascade,
  lang text not null references languages,
  name text not null check (length(name) between 1 and 80),
  -- What the reporter reads, in the language of the report: the text of the last move, or why it is not public.
  reply text not null default '' check (length(reply) <= 900),
  -- An internal note, in the language of whoever uses the macro.
  note text not null default '' check (length(note) <= 900),
  primary key (macro_id, lang)
);

with made as (insert into macros (position, first_status, publication, assign) values (1, 'in_progress', 'public', 'me') returning id)
insert into macro_words (macro_id, lang, name, reply)
select id, lang, name, reply from made, (values
  ('en', 'Publish, and I see to it', 'Somebody sees to it.'),
  ('af', 'Publiseer, en ek sien daarna om', 'Iemand sien daarna om.')) v (lang, name, reply);
with made as (insert into macros (position, first_status, then_status) values (2, 'in_progress', 'resolved') returning id)
insert into macro_words (macro_id, lang, name, reply)
select id, lang, name, reply from made, (values
  ('en', 'It is repaired', 'It was repaired. Please say so here if it is not solved.'),
  ('af', 'Dit is herstel', 'Dit is herstel. Sê asseblief hier as dit nie opgelos is nie.')) v (lang, name, reply);
with made as (insert into macros (position, first_status, publication) values (3, 'rejected', 'private') returning id)
insert into macro_words (macro_id, lang, name, reply, note)
select id, lang, name, reply, note from made, (values
  ('en', 'Not for this service', 'This is not something that the community or an authority can act on here.', 'Kept private, because it is not for this service.'),
  ('af', 'Nie vir hierdie diens nie', 'Dit is nie iets waaroor die gemeenskap of ’n owerheid hier kan optree nie.', 'Privaat gehou, want dit is nie vir hierdie diens nie.')) v (lang, name, reply, note);
