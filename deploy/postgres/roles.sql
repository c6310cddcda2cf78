-- Makes the two roles, the database and its extensions, as the program does for its private database (src/local/mod.rs).
-- Run once by a superuser, on a server with PostgreSQL 15 or newer and PostGIS 3. Safe to repeat.
--
--     sudo -u postgres psql -X -v ON_ERROR_STOP=1 -f deploy/postgres/roles.sql
--
-- naboom_owner  owns the database and all tables; `naboom migrate` connects as this role, and nothing else does.
-- naboom_app    serves. What it may do is granted by the migrations: read and write, but only add to and read history and
--               events; no change of the schema.
--
-- The roles have no password yet. Either set NABOOM_OWNER_PASSWORD and NABOOM_APP_PASSWORD in the environment of psql,
-- or give each one afterwards with \password, which shows it to nobody:
--
--     sudo -u postgres psql -c '\password naboom_owner' -c '\password naboom_app'

\set ON_ERROR_STOP on

do $$ begin
    if not exists (select from pg_roles where rolname = 'naboom_owner') then
        create role naboom_owner login;
    end if;
    if not exists (select from pg_roles where rolname = 'naboom_app') then
        create role naboom_app login;
    end if;
end $$;

\getenv owner_password NABOOM_OWNER_PASSWORD
\getenv app_password NABOOM_APP_PASSWORD
\if :{?owner_password}
    alter role naboom_owner password :'owner_password';
\endif
\if :{?app_password}
    alter role naboom_app password :'app_password';
\endif

select 'create database naboom owner naboom_owner encoding ''UTF8'' locale ''C.UTF-8'' template template0'
where not exists (select from pg_database where datname = 'naboom') \gexec

\connect naboom

create extension if not exists postgis;
create extension if not exists pg_trgm;
create extension if not exists btree_gin;
create extension if not exists unaccent;
create extension if not exists citext;
revoke all on database naboom from public;
grant connect, temporary on database naboom to naboom_app;
