-- Photos: the original is private for good; the sizes are made by the worker, and served only when allowed.
create table media (
  id uuid primary key,
  number bigint generated always as identity unique,
  draft_id uuid references report_drafts on delete set null,
  incident_id uuid references incidents on delete set null,
  comment_id uuid references incident_comments on delete set null,
  position int not null default 0,
  publication publication not null default 'pending',
  -- received: stored, waiting for the worker; ready: sizes made; failed: cannot be shown (reason is a text key).
  state text not null default 'received' check (state in ('received', 'ready', 'failed')),
  failure text not null default '',
  original_key text not null unique,
  content_type text not null,
  bytes bigint not null,
  sha256 bytea not null,
  width int not null,
  height int not null,
  caption text not null default '' check (length(caption) <= 200),
  caption_lang text references languages,
  submission_id uuid,
  uploaded_by uuid references accounts on delete set null,
  created_at timestamptz not null default clock_timestamp(),
  -- Set by the worker once every size is stored.
  processed_at timestamptz,
  check (width > 0 and height > 0)
);
create index media_incident on media (incident_id, position, number) where incident_id is not null;
create index media_draft on media (draft_id, position, number) where draft_id is not null;
create index media_unprocessed on media (number) where state = 'received';

create table media_sizes (
  media_id uuid not null references media on delete cascade,
  -- Longer side in pixels: 320, 640 or 1024.
  size int not null check (size in (320, 640, 1024)),
  format text not null check (format in ('jpeg', 'webp')),
  key text not null unique,
  bytes bigint not null,
  width int not null,
  height int not null,
  etag text not null,
  primary key (media_id, size, format)
);
