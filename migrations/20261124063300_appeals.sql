-- What a reporter answers, once, when their report was hidden or not taken up. Somebody else decides about it than who decided then.
create table incident_appeals (
  incident_id uuid primary key references incidents on delete cascade,
  -- Their words: an internal comment.
  comment_id uuid not null references incident_comments on delete cascade,
  -- Everybody who proposed or decided to hide or refuse it.
  against uuid[] not null,
  at timestamptz not null default clock_timestamp(),
  decided_at timestamptz,
  decided_by uuid references accounts on delete set null,
  granted boolean,
  -- What the reporter reads about it.
  answer text not null default '' check (length(answer) <= 2000),
  check ((decided_at is null) = (granted is null))
);
create index incident_appeals_open on incident_appeals (incident_id) where decided_at is null;
create index incident_appeals_comment on incident_appeals (comment_id);
