//! The history of everything, read from the parts that each feature keeps.

use sqlx::PgExecutor;

use crate::cms::model::{HistoryFilter, HistoryRow};

/// The newest lines that match: pages, notices, menus, redirects, settings; categories; areas; people.
pub async fn history(
    db: impl PgExecutor<'_>,
    filter: &HistoryFilter,
    most: i64,
) -> sqlx::Result<Vec<HistoryRow>> {
    sqlx::query_as!(
        HistoryRow,
        r#"select h.at as "at!", h.act as "act?", a.name as "actor?", h.subject as "subject!", h.name as "name!",
                  h.kind as "kind!", h.field as "field!", h.old as "old?", h.new as "new?"
           from (
             select at, id, act_id as act, actor_id, subject, subject_name as name, kind, field,
                    old_value as old, new_value as new
             from cms_changes
             union all
             select c.at, c.id, c.act_id, c.actor_id, 'category', g.code,
                    case when c.field = 'added' then 'added' when c.field in ('position', 'question_order') then 'moved'
                         when c.field in ('merged', 'merged_into') then c.field else 'changed' end,
                    case when c.field in ('added', 'position', 'merged', 'merged_into') then '' else c.field end, c.old_value, c.new_value
             from category_changes c join categories g on g.id = c.category_id
             union all
             select r.at, r.id, null, r.actor_id, 'area', g.name_en, 'changed', r.field, r.old_value, r.new_value
             from area_changes r join areas g on g.id = r.area_id
             union all
             select e.at, e.id, null, e.actor_id, 'person', coalesce(p.name, ''), e.kind, '',
                    e.detail->>'old', coalesce(e.detail->>'new', e.detail->>'reason')
             from account_events e left join accounts p on p.id = e.account_id
             where e.actor_id is distinct from e.account_id or e.kind in ('viewed_as', 'viewed_as_ended')
           ) h
           left join accounts a on a.id = h.actor_id
           where ($1 = '' or strpos(fold(coalesce(a.name, '')), fold($1)) > 0)
             and ($2 = '' or h.subject = $2)
             and ($3 = '' or strpos(fold(h.name), fold($3)) > 0)
             and ($4::timestamptz is null or h.at >= $4)
             and ($5::timestamptz is null or h.at < $5)
           order by h.at desc, h.id desc limit $6"#,
        filter.who,
        filter.subject,
        filter.name,
        filter.from,
        filter.before,
        most,
    )
    .fetch_all(db)
    .await
}
