//! SQL of appeals, as staff see them.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use crate::i18n::Lang;
use crate::ids::{AccountId, IncidentId};

/// An appeal that waits for a decision.
#[derive(Clone, Debug)]
pub struct Appeal {
    pub text: String,
    pub lang: Lang,
    pub at: DateTime<Utc>,
    /// Whether the viewer is among those who decided before.
    pub against_me: bool,
}

/// The appeal against what was decided about a report, while it waits.
pub async fn find(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    me: AccountId,
) -> sqlx::Result<Option<Appeal>> {
    sqlx::query_as!(
        Appeal,
        r#"select c.body as text, c.lang as "lang: Lang", p.at, $2 = any(p.against) as "against_me!"
           from incident_appeals p join incident_comments c on c.id = p.comment_id
           where p.incident_id = $1 and p.decided_at is null"#,
        incident as IncidentId,
        me as AccountId,
    )
    .fetch_optional(db)
    .await
}
