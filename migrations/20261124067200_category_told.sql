-- Who hears by mail of each new report in a category. No row: nobody beyond those who are alerted when lives are in danger.
create table category_told (
  category_id uuid primary key references categories on delete cascade,
  -- People with these roles whose limits cover the report's area and category.
  roles role[] not null default '{}',
  addresses text[] not null default '{}' check (cardinality(addresses) <= 20),
  -- Language of the mail to `addresses`.
  lang text not null default 'en' references languages,
  version int not null default 1
);
