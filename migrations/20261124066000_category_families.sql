-- Categories in groups of one level, and categories that were merged into another: the old code leads to the new one.
alter table categories
  add column parent_id uuid references categories check (parent_id <> id),
  add column merged_into uuid references categories check (merged_into <> id);
create index categories_parent on categories (parent_id) where parent_id is not null;

-- Lines of one act belong together.
alter table category_changes add column act_id uuid;
