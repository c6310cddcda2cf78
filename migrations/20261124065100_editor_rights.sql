-- What an editor may do where it is not what the settings say: publish or not, and only sections of the tree.
create table cms_editors (
  account_id uuid primary key references accounts on delete cascade,
  -- 'site': as the settings say.
  publishes text not null default 'site' check (publishes in ('site', 'yes', 'no')),
  -- Kept to these pages and all below them. One that is gone opens nothing else.
  limited boolean not null default false,
  sections uuid[] not null default '{}',
  version int not null default 1
);
