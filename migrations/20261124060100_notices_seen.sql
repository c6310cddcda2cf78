-- Up to when somebody has looked at what happened to the reports that they made or follow.
alter table accounts add column notices_seen_at timestamptz not null default now();
