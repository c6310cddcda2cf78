-- Parts of the queue that somebody looks at often, under a name of their own.
create table saved_filters (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity,
  account_id uuid not null references accounts on delete cascade,
  name text not null check (length(name) between 1 and 40),
  -- The query of the address.
  query text not null check (length(query) <= 800),
  unique (account_id, name)
);

-- What staff search: public words, the reference, and the exact address; signs of patterns stand for themselves.
create or replace function staff_finds(search tsvector, address text, reference text, q text) returns boolean
language sql immutable parallel safe
as $$
  select q = '' or search @@ plainto_tsquery('simple', fold(q)) or reference = upper(q)
    or (address <> '' and fold(address) like '%' || regexp_replace(fold(q), '([\\%_])', '\\\1', 'g') || '%')
$$;
