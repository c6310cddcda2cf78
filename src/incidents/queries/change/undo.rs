//! The last decision about a report, kept for a while so that it can be taken back.

use serde_json::Value;
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::ids::{AccountId, ActId, IncidentId};

/// Remembers the last decision about a report, so that it can be taken back for a while.
pub async fn remember(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    act: ActId,
    actor: AccountId,
    version: i32,
    wish_hash: &[u8],
    before: &Value,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into incident_undo (incident_id, act_id, actor_id, version, wish_hash, before)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (incident_id) do update set act_id = $2, actor_id = $3, version = $4, wish_hash = $5, before = $6,
           at = clock_timestamp()",
        incident as IncidentId,
        act as ActId,
        actor as AccountId,
        version,
        wish_hash,
        before,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The act by which this person asked for just this and made just this version: the same form, sent twice.
pub async fn find_same(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    actor: AccountId,
    version: i32,
    wish_hash: &[u8],
) -> sqlx::Result<Option<ActId>> {
    sqlx::query_scalar!(
        r#"select act_id as "act: ActId" from incident_undo
           where incident_id = $1 and actor_id = $2 and version = $3 and wish_hash = $4"#,
        incident as IncidentId,
        actor as AccountId,
        version,
        wish_hash,
    )
    .fetch_optional(db)
    .await
}

/// What a decision can be taken back to.
pub struct Remembered {
    pub actor: AccountId,
    pub version: i32,
    pub before: Value,
    pub in_time: bool,
}

/// The last decision about a report, if it was this act.
pub async fn remembered(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    act: ActId,
    seconds: f64,
) -> sqlx::Result<Option<Remembered>> {
    sqlx::query_as!(
        Remembered,
        r#"select actor_id as "actor: AccountId", version, before,
                  at + make_interval(secs => $3) > clock_timestamp() as "in_time!"
           from incident_undo where incident_id = $1 and act_id = $2"#,
        incident as IncidentId,
        act as ActId,
        seconds,
    )
    .fetch_optional(db)
    .await
}

/// Forgets the last decision about a report.
pub async fn forget(db: impl PgExecutor<'_>, incident: IncidentId) -> sqlx::Result<()> {
    sqlx::query!("delete from incident_undo where incident_id = $1", incident as IncidentId)
        .execute(db)
        .await?;
    Ok(())
}

/// Forgets decisions that cannot be taken back any more.
pub async fn forget_old(db: impl PgExecutor<'_>) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "delete from incident_undo where at < clock_timestamp() - interval '10 minutes'"
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// A history row that is being taken back, with its personal values while they are kept.
pub struct Done {
    pub id: Uuid,
    pub field: String,
    pub old: Option<String>,
    pub new: Option<String>,
    pub personal: bool,
}

/// The rows of one act, last first.
pub async fn rows_of(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    act: ActId,
) -> sqlx::Result<Vec<Done>> {
    sqlx::query_as!(
        Done,
        r#"select h.id, h.field, coalesce(p.old_value, h.old_value) as old, coalesce(p.new_value, h.new_value) as new,
                  p.history_id is not null as "personal!"
           from history h left join history_private p on p.history_id = h.id
           where h.incident_id = $1 and h.act_id = $2
           order by h.seq desc"#,
        incident as IncidentId,
        act as ActId,
    )
    .fetch_all(db)
    .await
}

/// Notes that somebody decided about a report which had moved on.
pub async fn note_conflict(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    account: AccountId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into moderation_conflicts (incident_id, account_id) values ($1, $2)",
        incident as IncidentId,
        account as AccountId,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets conflicts after 90 days.
pub async fn forget_conflicts(db: impl PgExecutor<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from moderation_conflicts where at < clock_timestamp() - interval '90 days'"
    )
    .execute(db)
    .await?;
    Ok(())
}
