-- What the serving role may do. History and events: add and read only. Sequences come with identity columns.
do $$
begin
  if exists (select from pg_roles where rolname = 'naboom_app') then
    grant usage on schema public to naboom_app;
    grant select, insert, update, delete on all tables in schema public to naboom_app;
    grant usage, select on all sequences in schema public to naboom_app;
    revoke update, delete, truncate on history, events, history_anchors, identity_reads, category_changes, account_events from naboom_app;
    revoke insert, update, delete on languages, event_epoch from naboom_app;
    if to_regclass('public._sqlx_migrations') is not null then
      revoke insert, update, delete on _sqlx_migrations from naboom_app;
    end if;
    revoke insert, update, delete on public_incidents, public_comments, public_media from naboom_app;
    execute (select coalesce(string_agg(format('revoke update, delete, truncate on %s from naboom_app;', inhrelid::regclass), ' '), 'select 1')
             from pg_inherits where inhparent in ('history'::regclass, 'events'::regclass));
    alter default privileges in schema public grant select, insert, update, delete on tables to naboom_app;
    alter default privileges in schema public grant usage, select on sequences to naboom_app;
  end if;
end $$;
revoke all on function make_partitions(text, date, int), detach_partition(text, date) from public;
do $$
begin
  if exists (select from pg_roles where rolname = 'naboom_app') then
    grant execute on function make_partitions(text, date, int), detach_partition(text, date) to naboom_app;
  end if;
end $$;
