//! How long a report waits.

use sqlx::PgExecutor;

use crate::i18n::Lang;
use crate::ids::IncidentId;

/// Notes until when a report waits.
pub async fn set_wait(db: impl PgExecutor<'_>, id: IncidentId, days: i32) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into incident_waits (incident_id, until) values ($1, clock_timestamp() + make_interval(days => $2))
         on conflict (incident_id) do update set until = excluded.until",
        id as IncidentId,
        days,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Reports whose wait is over, with their language; at most 200 at a time.
pub async fn list_waited(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<(IncidentId, Lang)>> {
    let rows = sqlx::query!(
        r#"select w.incident_id as "id: IncidentId", i.lang as "lang: Lang"
           from incident_waits w join incidents i on i.id = w.incident_id
           where w.until < clock_timestamp() order by w.until limit 200"#,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| (r.id, r.lang)).collect())
}

/// The wait of a report is over.
pub async fn forget_wait(db: impl PgExecutor<'_>, id: IncidentId) -> sqlx::Result<()> {
    sqlx::query!("delete from incident_waits where incident_id = $1", id as IncidentId)
        .execute(db)
        .await?;
    Ok(())
}
