-- What people report. Edited by admins; the code never changes, the words may.
create table categories (
  id uuid primary key,
  code text not null unique check (code ~ '^[a-z][a-z0-9_]{1,39}$'),
  icon text not null default 'other',
  -- Background of the category mark; text on it is picked for contrast.
  colour text not null default '#14532d' check (colour ~ '^#[0-9a-f]{6}$'),
  position int not null default 0,
  default_priority priority not null default 'medium',
  requires_authority boolean not null default true,
  precision_level precision_level not null default 'm100',
  moderation moderation_mode not null default 'before',
  life_threatening boolean not null default false,
  accepts_outside boolean not null default false,
  retired_at timestamptz,
  version int not null default 1,
  updated_at timestamptz not null default clock_timestamp()
);

create table category_texts (
  category_id uuid not null references categories on delete cascade,
  lang text not null references languages,
  name text not null check (length(name) between 1 and 60),
  help text not null default '' check (length(help) <= 300),
  primary key (category_id, lang)
);

-- Extra questions of a category, in the order asked. `stop` ends the form with an emergency number.
create table questions (
  id uuid primary key,
  category_id uuid not null references categories on delete cascade,
  code text not null check (code ~ '^[a-z][a-z0-9_]{0,39}$'),
  kind question_kind not null,
  position int not null default 0,
  required boolean not null default false,
  -- For kind `stop`: the number to phone, and the answer ('yes') that stops.
  phone text not null default '',
  -- For kind `choice`: [{"value": "dry", "en": "...", "af": "..."}].
  choices jsonb not null default '[]',
  retired_at timestamptz,
  unique (category_id, code)
);

create table question_texts (
  question_id uuid not null references questions on delete cascade,
  lang text not null references languages,
  label text not null check (length(label) between 1 and 200),
  hint text not null default '' check (length(hint) <= 500),
  primary key (question_id, lang)
);

-- Who changed what in the catalogue; read by admins.
create table category_changes (
  id bigint generated always as identity primary key,
  category_id uuid not null references categories on delete cascade,
  actor_id uuid references accounts on delete set null,
  field text not null,
  old_value text,
  new_value text,
  at timestamptz not null default clock_timestamp()
);
