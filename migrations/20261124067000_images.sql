-- The pictures that editors put into pages. The file is a row of `media` that belongs to no report; pages name the number.
create table cms_images (
  number bigint generated always as identity primary key,
  media_id uuid not null unique references media,
  name text not null check (length(name) between 1 and 120),
  -- {"en": "...", "af": "..."}
  alts jsonb not null default '{}',
  -- It says nothing that the text does not: readers who see no pictures are not told of it.
  decorative boolean not null default false,
  -- The part that stays in sight where the picture is cut: percent from the left and from the top.
  focus_x smallint not null default 50 check (focus_x in (0, 50, 100)),
  focus_y smallint not null default 50 check (focus_y in (0, 50, 100)),
  version int not null default 1,
  added_by uuid references accounts on delete set null,
  added_at timestamptz not null default clock_timestamp()
);

-- Numbers of the pictures in a page's text, in all its languages. The path is empty for pg_restore, which has none.
create function page_images(content jsonb) returns bigint[]
language sql immutable parallel safe
set search_path = pg_catalog
as $$
  select coalesce(array_agg(distinct n::text::bigint), '{}')
  from jsonb_path_query(content, 'strict $.texts.*.body[*] ? (@.block == "image").number ? (@.type() == "number")', '{}', true) n;
$$;

alter table cms_pages add column live_images bigint[] generated always as (page_images(live)) stored,
                      add column planned_images bigint[] generated always as (page_images(scheduled)) stored;

-- Whether the public may see a picture of the library: a page that can be read now shows it.
create view public_images as
  select c.number, c.media_id from cms_images c
  where exists (
    select from cms_pages p
    where p.deleted_at is null and (p.expire_at is null or p.expire_at > now())
      and c.number = any (case when p.go_live_at <= now() then p.planned_images else p.live_images end));

alter table cms_changes drop constraint cms_changes_subject_check;
alter table cms_changes add constraint cms_changes_subject_check
  check (subject in ('settings', 'menu', 'notice', 'page', 'redirect', 'image'));

do $$
begin
  if exists (select from pg_roles where rolname = 'naboom_app') then
    grant select, insert, update, delete on cms_images to naboom_app;
    grant select on public_images to naboom_app;
    revoke insert, update, delete on public_images from naboom_app;
    grant execute on function page_images(jsonb) to naboom_app;
  end if;
end $$;
