-- What happened, for ever (history), and what to tell the world (events). Both by month; the worker makes
-- partitions ahead. The serving role may add to history and read it, nothing else.
create table history (
  at timestamptz not null default clock_timestamp(),
  id uuid not null,
  incident_id uuid not null,
  -- Rises by one within an incident, without a gap.
  seq int not null,
  -- Rows of one act share it: one form sent, one transaction.
  act_id uuid not null,
  actor_id uuid,
  actor_kind text not null check (actor_kind in ('visitor', 'resident', 'leader', 'officer', 'editor', 'admin', 'system', 'authority')),
  kind text not null check (kind in ('reported', 'imported', 'changed', 'commented', 'undo')),
  field text not null default '',
  -- Plain for values that are nobody's; for personal ones a digest, whose value and salt sit in history_private.
  old_value text,
  new_value text,
  note text not null default '',
  ip_digest bytea,
  reverses uuid,
  version int not null,
  prev_hash bytea not null,
  hash bytea not null,
  primary key (at, id)
) partition by range (at);
create index history_incident on history (incident_id, seq);

-- The deletable half of personal values: erased on request without breaking the chain.
create table history_private (
  history_id uuid primary key,
  incident_id uuid not null,
  salt bytea not null,
  old_value text,
  new_value text,
  at timestamptz not null default clock_timestamp()
);
create index history_private_incident on history_private (incident_id);

-- One anchor a day over each partition: a copy kept elsewhere proves that nothing before it was rewritten.
create table history_anchors (
  partition text not null,
  day date not null,
  rows bigint not null,
  digest bytea not null,
  at timestamptz not null default clock_timestamp(),
  primary key (partition, day)
);

create function history_digest(h history) returns bytea
language sql immutable parallel safe
as $$
  select sha256(h.prev_hash || convert_to(concat_ws(E'\x1f',
    h.id, h.incident_id, h.seq, h.act_id, coalesce(h.actor_id::text, '-'), h.actor_kind, h.kind, h.field,
    coalesce(h.old_value, E'\x1e'), coalesce(h.new_value, E'\x1e'), h.note, coalesce(encode(h.ip_digest, 'hex'), '-'),
    coalesce(h.reverses::text, '-'), h.version,
    to_char(h.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')), 'UTF8'));
$$;

-- The writer has locked the incident row, so the last link cannot move under it.
create function history_link() returns trigger
language plpgsql
as $$
declare last record;
begin
  select seq, hash into last from history where incident_id = new.incident_id order by seq desc limit 1;
  new.seq := coalesce(last.seq, 0) + 1;
  new.prev_hash := coalesce(last.hash, sha256(convert_to(new.incident_id::text, 'UTF8')));
  new.hash := history_digest(new);
  return new;
end $$;
create trigger history_link before insert on history for each row execute function history_link();

create table events (
  at timestamptz not null default clock_timestamp(),
  id bigint generated always as identity,
  -- Feed order is (epoch, xid, id), read only below the oldest running transaction: nothing committed late is skipped.
  epoch int not null,
  xid xid8 not null default pg_current_xact_id(),
  kind text not null,
  incident_id uuid,
  data jsonb not null default '{}',
  primary key (at, id)
) partition by range (at);
create index events_order on events (epoch, xid, id);

-- A restore begins a new epoch, so that a reader of the old line starts afresh.
create table event_epoch (epoch int not null, started_at timestamptz not null default clock_timestamp(), only_one boolean primary key default true check (only_one));
insert into event_epoch (epoch) values (1);

-- Makes the month partitions of one table from the month before `from_month` to `months` ahead; returns how many it made.
create function make_partitions(parent text, from_month date, months int) returns int
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
  made int := 0;
  month date;
  name text;
begin
  if parent not in ('history', 'events') then
    raise exception 'no partitions for %', parent;
  end if;
  for i in 0..least(months, 24) loop
    month := (date_trunc('month', from_month) + make_interval(months => i))::date;
    name := parent || to_char(month, '"_y"YYYY"m"MM');
    if to_regclass('public.' || name) is null then
      execute format('create table public.%I partition of public.%I for values from (%L) to (%L)',
        name, parent,
        to_char(month, 'YYYY-MM-DD') || ' 00:00:00+00',
        to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00');
      if exists (select from pg_roles where rolname = 'naboom_app') then
        execute format('revoke all on public.%I from naboom_app', name);
        execute format('grant select, insert on public.%I to naboom_app', name);
      end if;
      made := made + 1;
    end if;
  end loop;
  return made;
end $$;

-- Detaches (does not drop) the partition of one month; the owner archives it.
create function detach_partition(parent text, month date) returns boolean
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare name text := parent || to_char(month, '"_y"YYYY"m"MM');
begin
  if parent not in ('history', 'events') then
    raise exception 'no partitions for %', parent;
  end if;
  if month > date_trunc('month', now()) - interval '2 months' then
    raise exception '% is too young to be detached', name;
  end if;
  if to_regclass('public.' || name) is null then
    return false;
  end if;
  execute format('alter table public.%I detach partition public.%I', parent, name);
  return true;
end $$;

select make_partitions('history', now()::date, 3), make_partitions('events', now()::date, 3);
