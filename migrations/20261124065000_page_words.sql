-- The words of every public page, folded, by language: what the search of pages looks through. Languages that are not whole
-- (no title, no body) are not public and are left out.
create function page_words(content jsonb) returns jsonb
language sql immutable parallel safe
set search_path = public, pg_catalog
as $$
  select coalesce(jsonb_object_agg(t.key, fold(concat_ws(' ',
           t.value->>'title', t.value->>'summary',
           (select string_agg(w #>> '{}', ' ')
            from jsonb_path_query(t.value->'body', 'strict $.** ? (@.type() == "object").keyvalue() ? (@.key == "text" || @.key == "summary").value') w),
           (select string_agg(w #>> '{}', ' ')
            from jsonb_path_query(t.value->'body', '$[*] ? (@.block == "phones").rows[*][*]') w)))), '{}')
  from jsonb_each(content->'texts') t
  where t.value->>'title' <> '' and jsonb_array_length(t.value->'body') > 0;
$$;

alter table cms_pages add column words jsonb generated always as (page_words(live)) stored;
