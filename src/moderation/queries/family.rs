//! SQL of what a report was split from, and into.

use sqlx::PgExecutor;

use crate::i18n::Lang;
use crate::ids::IncidentId;
use crate::incidents::Status;

/// A report that belongs to another one.
#[derive(Clone, Debug)]
pub struct Relative {
    pub reference: String,
    pub title: String,
    pub lang: Lang,
    pub status: Status,
    /// Whether it is the whole, not a part.
    pub whole: bool,
}

/// The whole that a report was split from, then the parts that were split off it, within these limits.
pub async fn list(
    db: impl PgExecutor<'_>,
    limits: Option<serde_json::Value>,
    id: IncidentId,
) -> sqlx::Result<Vec<Relative>> {
    sqlx::query_as!(
        Relative,
        r#"select i.reference, i.title, i.lang as "lang: Lang", i.status as "status: Status",
                  i.split_from is distinct from $1 as "whole!"
           from incidents i
           where (i.split_from = $1 or i.id = (select c.split_from from incidents c where c.id = $1))
             and covers($2, i.area_id, i.category_id)
           order by 5 desc, i.number"#,
        id as IncidentId,
        limits,
    )
    .fetch_all(db)
    .await
}
