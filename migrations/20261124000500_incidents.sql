-- The record: an incident, who told us (kept apart), what people said about it, who follows it.
create table incidents (
  id uuid primary key,
  -- Order comes from here, never from a clock.
  number bigint generated always as identity unique,
  reference text not null unique check (reference ~ '^NB-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$'),
  -- One form, one report, however often it is sent.
  submission_id uuid not null unique,
  title text not null check (length(title) <= 120),
  description text not null check (length(description) <= 6000),
  lang text not null references languages,
  category_id uuid not null references categories,
  place geometry(Point, 4326),
  place_accuracy_m real,
  address text not null default '' check (length(address) <= 200),
  -- The place as everybody may know it: snapped to the grid of its category when reported.
  public_place geometry(Point, 4326),
  public_address text not null default '' check (length(public_address) <= 200),
  precision_level precision_level not null,
  area_id uuid references areas on delete set null,
  public_area_id uuid references areas on delete set null,
  reporter_id uuid references accounts on delete set null,
  tracking_hash bytea unique,
  publication publication not null default 'pending',
  publication_reason text not null default '' check (length(publication_reason) <= 1000),
  status incident_status not null default 'reported',
  status_note text not null default '' check (length(status_note) <= 2000),
  priority priority not null,
  requires_authority boolean not null default true,
  assigned_to uuid references accounts on delete set null,
  escalated_at timestamptz,
  escalated_by uuid references accounts on delete set null,
  escalation_reason text not null default '',
  duplicate_of uuid references incidents,
  -- Answers to the extra questions of the category: {"question code": "answer"}.
  metadata jsonb not null default '{}',
  observed_at timestamptz,
  reported_at timestamptz not null default clock_timestamp(),
  received_at timestamptz not null default clock_timestamp(),
  acknowledged_at timestamptz,
  resolved_at timestamptz,
  closed_at timestamptz,
  updated_at timestamptz not null default clock_timestamp(),
  version int not null default 1,
  source text not null default 'web',
  search tsvector generated always as
    (to_tsvector('simple', fold(title || ' ' || description || ' ' || public_address))) stored,
  -- Words of the public record for typing errors; the exact address stays out.
  search_text text generated always as (fold(title || ' ' || public_address || ' ' || reference)) stored,
  check (duplicate_of is distinct from id),
  check ((status = 'duplicate') = (duplicate_of is not null))
);
create index incidents_place on incidents using gist (place);
create index incidents_public_place on incidents using gist (public_place) where publication = 'public';
create index incidents_public_newest on incidents (number desc) where publication = 'public';
create index incidents_public_status on incidents (status, number desc) where publication = 'public';
create index incidents_public_category on incidents (category_id, number desc) where publication = 'public';
create index incidents_public_area on incidents (public_area_id, number desc) where publication = 'public';
create index incidents_public_priority on incidents (priority desc, number desc) where publication = 'public';
create index incidents_status_priority on incidents (status, priority);
create index incidents_reporter on incidents (reporter_id, number desc) where reporter_id is not null;
create index incidents_assignee on incidents (assigned_to, status)
  where assigned_to is not null and status not in ('closed', 'rejected', 'duplicate');
create index incidents_queue on incidents (priority desc, number)
  where publication = 'pending' or status in ('reported', 'waiting');
create index incidents_search on incidents using gin (search);
create index incidents_search_text on incidents using gin (search_text gin_trgm_ops);
create index incidents_metadata on incidents using gin (metadata jsonb_path_ops);
create index incidents_duplicates on incidents (duplicate_of) where duplicate_of is not null;

-- Identity and device of the reporter. Read only with a reason that is logged; device and address go after 30 days.
create table incident_contacts (
  incident_id uuid primary key references incidents on delete cascade,
  name text not null default '' check (length(name) <= 80),
  email text not null default '' check (length(email) <= 254),
  phone text not null default '' check (length(phone) <= 20),
  browser text not null default '' check (length(browser) <= 80),
  ip inet,
  created_at timestamptz not null default clock_timestamp()
);

-- Who looked at a reporter's identity or exact place, and why.
create table identity_reads (
  id bigint generated always as identity primary key,
  incident_id uuid not null references incidents on delete cascade,
  actor_id uuid references accounts on delete set null,
  reason text not null check (length(reason) between 3 and 500),
  at timestamptz not null default clock_timestamp()
);
create index identity_reads_incident on identity_reads (incident_id, id desc);

create table incident_comments (
  id uuid primary key,
  number bigint generated always as identity unique,
  incident_id uuid not null references incidents on delete cascade,
  author_id uuid references accounts on delete set null,
  -- What the public sees of the author: leader, officer, resident, reporter, or system.
  author_kind text not null check (author_kind in ('resident', 'reporter', 'leader', 'officer', 'system')),
  audience audience not null,
  publication publication not null default 'public',
  lang text not null references languages,
  body text not null check (length(body) between 1 and 2000),
  submission_id uuid not null unique,
  created_at timestamptz not null default clock_timestamp()
);
create index incident_comments_incident on incident_comments (incident_id, number);

-- "I see it too". Without an account the device cookie counts once.
create table incident_followers (
  id uuid primary key,
  incident_id uuid not null references incidents on delete cascade,
  account_id uuid references accounts on delete cascade,
  device_hash bytea,
  created_at timestamptz not null default clock_timestamp(),
  unique (incident_id, account_id),
  unique (incident_id, device_hash),
  check (account_id is not null or device_hash is not null)
);
create index incident_followers_account on incident_followers (account_id, created_at desc) where account_id is not null;

-- A report being written: kept on the server so that a dead battery loses nothing.
create table report_drafts (
  id uuid primary key,
  -- SHA-256 of the key in the draft cookie and in the resume link.
  key_hash bytea not null unique,
  account_id uuid references accounts on delete set null,
  submission_id uuid not null unique,
  lang text not null references languages,
  data jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null default clock_timestamp() + interval '7 days',
  incident_id uuid references incidents on delete set null
);
create index report_drafts_expiry on report_drafts (expires_at);
