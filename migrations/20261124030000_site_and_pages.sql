-- What a CMS would hold: settings, menus and notices that every page reads, content pages with their drafts and revisions,
-- redirects, and the history of all of it.

-- One row. The program gives every missing value its default, so an empty object is a whole setting.
create table site_settings (
  only_one boolean primary key default true check (only_one),
  data jsonb not null default '{}',
  version int not null default 1,
  updated_at timestamptz not null default clock_timestamp()
);
insert into site_settings default values;

-- A message over every page. At most one is shown: the most serious, then the newest.
create table site_notices (
  id uuid primary key,
  number bigint generated always as identity unique,
  severity text not null check (severity in ('info', 'warning', 'danger')),
  -- {"en": "...", "af": "..."}
  texts jsonb not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  version int not null default 1,
  retired_at timestamptz,
  check (ends_at is null or ends_at > starts_at)
);
create index site_notices_open on site_notices (starts_at) where retired_at is null;

-- Content pages: a tree of three levels. `draft` is what editors work on, `live` what the public reads; saving one never
-- touches the other.
create table cms_pages (
  id uuid primary key,
  number bigint generated always as identity unique,
  parent_id uuid references cms_pages,
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 60),
  -- Slugs from the root, joined by "/".
  path text not null,
  position int not null default 0,
  -- Rises by one with each change of draft, slug or place.
  version int not null default 1,
  draft jsonb not null,
  draft_by uuid references accounts on delete set null,
  draft_at timestamptz not null default clock_timestamp(),
  live jsonb,
  live_at timestamptz,
  go_live_at timestamptz,
  -- The text that goes live then: what the draft was when it was scheduled.
  scheduled jsonb,
  scheduled_by uuid references accounts on delete set null,
  expire_at timestamptz,
  -- Approval is asked for one version; a later version has none.
  asked_version int,
  asked_by uuid references accounts on delete set null,
  deleted_at timestamptz,
  check ((go_live_at is null) = (scheduled is null))
);
create unique index cms_pages_path on cms_pages (path) where deleted_at is null;
create index cms_pages_parent on cms_pages (parent_id, position);
create index cms_pages_due on cms_pages (least(go_live_at, expire_at)) where go_live_at is not null or expire_at is not null;

-- Every save. An autosave replaces the author's own autosave of the last ten minutes.
create table cms_revisions (
  id bigint generated always as identity primary key,
  page_id uuid not null references cms_pages on delete cascade,
  author_id uuid references accounts on delete set null,
  kind text not null check (kind in ('saved', 'autosaved', 'reverted', 'seeded')),
  content jsonb not null,
  version int not null,
  at timestamptz not null default clock_timestamp()
);
create index cms_revisions_page on cms_revisions (page_id, id desc);

-- Who has which page open; rows older than a minute mean nothing.
create unlogged table cms_presence (
  page_id uuid not null references cms_pages on delete cascade,
  account_id uuid not null references accounts on delete cascade,
  seen_at timestamptz not null default clock_timestamp(),
  primary key (page_id, account_id)
);

-- Menus of the header and the footer: a content page, or an address with its words.
create table site_menu_items (
  id uuid primary key,
  menu text not null check (menu in ('header', 'footer')),
  position int not null default 0,
  page_id uuid references cms_pages on delete cascade,
  address text not null default '',
  labels jsonb not null default '{}',
  check ((page_id is null) <> (address = ''))
);

-- Old addresses. `page_id`: leads to wherever that page is now, so chains cannot form; `target`: an address typed by hand.
create table cms_redirects (
  id uuid primary key,
  number bigint generated always as identity unique,
  source text not null unique check (source ~ '^/' and length(source) <= 300),
  page_id uuid references cms_pages on delete cascade,
  target text not null default '',
  by_hand boolean not null,
  hits bigint not null default 0,
  hit_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  check ((page_id is null) <> (target = ''))
);
create index cms_redirects_target on cms_redirects (target);

-- Who changed what: settings, menus, notices, pages, redirects. Rows of one act share its id. Added to and read, nothing else.
create table cms_changes (
  id bigint generated always as identity primary key,
  act_id uuid not null,
  at timestamptz not null default clock_timestamp(),
  -- No actor: the system, by a schedule.
  actor_id uuid,
  subject text not null check (subject in ('settings', 'menu', 'notice', 'page', 'redirect')),
  subject_id text not null,
  subject_name text not null,
  kind text not null,
  field text not null default '',
  old_value text,
  new_value text
);
create index cms_changes_subject on cms_changes (subject, subject_id, id desc);

do $$
begin
  if exists (select from pg_roles where rolname = 'naboom_app') then
    revoke update, delete, truncate on cms_changes from naboom_app;
  end if;
end $$;
