-- What deciding needs: the orders of the queue, the state to which a decision can be taken back, and which secret of a
-- reporter somebody read.

-- The queue's orders: what is worked on, what was done lately, photos and comments that wait for somebody to look.
create index incidents_working on incidents (priority desc, number) where status in ('acknowledged', 'in_progress');
create index incidents_done on incidents (updated_at desc, number desc)
  where status in ('resolved', 'closed', 'rejected', 'duplicate');
create index incident_comments_pending on incident_comments (incident_id) where publication = 'pending';
create index media_pending on media (incident_id) where publication = 'pending' and incident_id is not null;

-- Staff search the exact address too; the public never does.
create index incidents_address on incidents using gin (fold(address) gin_trgm_ops) where address <> '';

-- The last decision about a report, for 30 seconds: who made it, what it asked for (so that the same form sent twice is one
-- decision), and the record as it was before. Rows go at the next clean-up; they hold words of the reporter.
create table incident_undo (
  incident_id uuid primary key references incidents on delete cascade,
  act_id uuid not null unique,
  actor_id uuid not null references accounts on delete cascade,
  -- The version that the decision made.
  version int not null,
  wish_hash bytea not null,
  before jsonb not null,
  at timestamptz not null default clock_timestamp()
);
create index incident_undo_age on incident_undo (at);

-- The exact place is shown to those who work there and noted by itself; who reported needs a reason typed each time.
alter table identity_reads add column what text not null default 'identity' check (what in ('identity', 'place'));
