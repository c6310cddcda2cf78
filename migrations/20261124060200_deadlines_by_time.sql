-- Which deadlines pass in a moment: open queues are told of it.
create index incident_deadlines_look on incident_deadlines (look_by) where look_by is not null;
create index incident_deadlines_resolve on incident_deadlines (resolve_by) where resolve_by is not null;
