-- An administrator looks at the site as somebody else would see it: the session stays theirs, only the rights of its pages
-- are those of the person or role. It ends by itself after an hour.
alter table sessions
  add column as_account uuid references accounts on delete set null,
  add column as_role role check (as_role <> 'admin'),
  add column as_since timestamptz;
