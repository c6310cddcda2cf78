//! SQL of appeals.

use sqlx::PgExecutor;

use crate::ids::{AccountId, CommentId, IncidentId};

/// Notes an appeal, against everybody who hid or refused the report or proposed that; false if there was one before.
pub async fn insert(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    comment: CommentId,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into incident_appeals (incident_id, comment_id, against)
         select $1, $2, array(select distinct h.actor_id from history h
                              where h.incident_id = $1 and h.kind = 'changed' and h.actor_id is not null
                                and ((h.field = 'status' and h.new_value = 'rejected')
                                  or (h.field = 'publication' and h.new_value = 'hidden')
                                  or (h.field = 'proposal' and h.new_value in ('rejected', 'hidden'))))
         on conflict (incident_id) do nothing",
        incident as IncidentId,
        comment as CommentId,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The record goes on to its next version.
pub async fn raise(db: impl PgExecutor<'_>, incident: IncidentId) -> sqlx::Result<()> {
    sqlx::query!(
        "update incidents set version = version + 1, updated_at = clock_timestamp() where id = $1",
        incident as IncidentId,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Against whom the appeal is that waits for a decision; locks it.
pub async fn against(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
) -> sqlx::Result<Option<Vec<AccountId>>> {
    sqlx::query_scalar!(
        r#"select against as "against: Vec<AccountId>" from incident_appeals
           where incident_id = $1 and decided_at is null for update"#,
        incident as IncidentId,
    )
    .fetch_optional(db)
    .await
}

/// Decides it.
pub async fn decide(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    by: AccountId,
    granted: bool,
    answer: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update incident_appeals set decided_at = clock_timestamp(), decided_by = $2, granted = $3, answer = $4
         where incident_id = $1",
        incident as IncidentId,
        by as AccountId,
        granted,
        answer,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// It waits for a decision again.
pub async fn reopen(db: impl PgExecutor<'_>, incident: IncidentId) -> sqlx::Result<()> {
    sqlx::query!(
        "update incident_appeals set decided_at = null, decided_by = null, granted = null, answer = ''
         where incident_id = $1",
        incident as IncidentId,
    )
    .execute(db)
    .await?;
    Ok(())
}
