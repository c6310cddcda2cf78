-- Categories whose publication, hiding and refusal two different people decide: the first proposes, the second confirms.
create table moderation_rules (
  category_id uuid primary key references categories on delete cascade,
  two_people boolean not null default false,
  updated_by uuid references accounts on delete set null,
  updated_at timestamptz not null default clock_timestamp()
);

-- What the first of the two proposes: who, and what would be done. Gone once it is decided or withdrawn.
alter table incidents add column proposal jsonb;

-- Publishing is a right of its own, beside the roles.
alter table accounts add column may_publish boolean not null default true;
