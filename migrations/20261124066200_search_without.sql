-- What is typed into a search, as a query. The last word counts as the beginning of one; so does every word that is left out
-- by a minus, so that "water -leak" leaves out leaks and leaking too. Words in quotes stay together and are whole.
create or replace function search_query(typed text) returns tsquery
language sql immutable parallel safe strict
set search_path = public, pg_catalog
as $$
  select case when fold(typed) ~ '[[:alnum:]]\s*$' and words like '%''' then (words || ':*')::tsquery else words::tsquery end
  from regexp_replace(websearch_to_tsquery('simple', fold(typed))::text, '!(''(?:[^'']|'''')+'')', '!\1:*', 'g') words;
$$;
