-- The order of the queue: reports of life-threatening categories before all others, then by priority.
alter table incidents add column queue_rank smallint not null default 0;

create function set_queue_rank() returns trigger
language plpgsql
set search_path = public, pg_temp
as $$
begin
  new.queue_rank := array_position(enum_range(null::priority), new.priority)
    + case when (select c.life_threatening from categories c where c.id = new.category_id) then 10 else 0 end;
  return new;
end $$;
create trigger set_queue_rank before insert or update of priority, category_id, status, publication on incidents
  for each row execute function set_queue_rank();

create function follow_life_threatening() returns trigger
language plpgsql
set search_path = public, pg_temp
as $$
begin
  update incidents set priority = priority where category_id = new.id;
  return null;
end $$;
create trigger follow_life_threatening after update of life_threatening on categories
  for each row when (old.life_threatening <> new.life_threatening) execute function follow_life_threatening();

-- Only what waits in a queue: among a million reports the others take minutes, and get theirs when they come back to one.
-- Nothing else of the rows changes: no trigger has anything to say.
alter table incidents disable trigger user;
update incidents i
set queue_rank = array_position(enum_range(null::priority), i.priority) + case when c.life_threatening then 10 else 0 end
from categories c
where c.id = i.category_id
  and (i.publication = 'pending' or i.status in ('reported', 'waiting', 'acknowledged', 'in_progress'));
alter table incidents enable trigger user;

drop index incidents_queue, incidents_working;
create index incidents_queue on incidents (queue_rank desc, number)
  where publication = 'pending' or status in ('reported', 'waiting');
create index incidents_working on incidents (queue_rank desc, number) where status in ('acknowledged', 'in_progress');
