-- Shared words of the database: enums that Rust maps one to one, the languages of the site,
-- and the text folding that every search uses. The extensions are made by the superuser who makes
-- the database (`src/local.rs`, docs/operating.md); naming them here makes a missing one fail early.
create extension if not exists postgis;
create extension if not exists pg_trgm;
create extension if not exists btree_gin;
create extension if not exists unaccent;
create extension if not exists citext;

create type incident_status as enum
  ('reported', 'acknowledged', 'in_progress', 'waiting', 'resolved', 'closed', 'rejected', 'duplicate');
create type publication as enum ('pending', 'public', 'hidden', 'private');
create type priority as enum ('low', 'medium', 'high', 'critical');
create type role as enum ('resident', 'leader', 'officer', 'editor', 'admin');
-- How coarsely a place is shown to the public: metres of grid, the suburb, or not at all.
create type precision_level as enum ('m100', 'm250', 'm500', 'suburb', 'hidden');
create type moderation_mode as enum ('before', 'after');
create type audience as enum ('public', 'internal');
create type question_kind as enum ('text', 'choice', 'yes_no', 'number', 'notice', 'stop');

-- A further language is a folder in locales/ and a row here.
create table languages (
  code text primary key check (code ~ '^[a-z]{2,3}$'),
  name text not null,
  position int not null
);
insert into languages (code, name, position) values ('en', 'English', 1), ('af', 'Afrikaans', 2);

-- `unaccent` is only STABLE; naming its dictionary makes the fold IMMUTABLE, so that indexes may use it.
-- All ways to type the Afrikaans article 'n become one; NFD accents fold like NFC ones.
create function fold(input text) returns text
language sql immutable parallel safe strict
set search_path = public, pg_catalog
as $$
  select lower(public.unaccent('public.unaccent'::regdictionary,
    translate(replace(normalize(input, nfc), U&'\0149', U&'\2019' || 'n'), U&'\2018\2019\02BC`´', '''''''''''')));
$$;
