-- A report that held two matters: which report a part was split from.
alter table incidents add column split_from uuid references incidents;
create index incidents_split_from on incidents (split_from) where split_from is not null;
