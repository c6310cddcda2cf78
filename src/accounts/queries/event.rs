//! What happened to an account, for admins.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use crate::ids::AccountId;

/// Notes what happened to an account, for admins.
pub async fn insert_event(
    db: impl PgExecutor<'_>,
    account: AccountId,
    actor: Option<AccountId>,
    kind: &str,
    detail: serde_json::Value,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into account_events (account_id, actor_id, kind, detail) values ($1, $2, $3, $4)",
        account as AccountId,
        actor as Option<AccountId>,
        kind,
        detail,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// One line of what happened to an account.
pub struct Event {
    /// Kind, the end of a text key: `accounts-event-signed_in`.
    pub kind: String,
    /// Who did it, when it was not the person alone; empty if nameless.
    pub actor: Option<String>,
    /// More: old and new roles, a reason.
    pub detail: serde_json::Value,
    /// When.
    pub at: DateTime<Utc>,
}

/// What happened to an account, latest first.
pub async fn events(db: impl PgExecutor<'_>, account: AccountId) -> sqlx::Result<Vec<Event>> {
    sqlx::query_as!(
        Event,
        r#"select e.kind, a.name as "actor?", e.detail, e.at
           from account_events e
           left join accounts a on a.id = e.actor_id and e.actor_id <> e.account_id
           where e.account_id = $1 order by e.id desc limit 30"#,
        account as AccountId,
    )
    .fetch_all(db)
    .await
}
