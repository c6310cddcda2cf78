//! Notices.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;
use sqlx::types::Json;
use uuid::Uuid;

use crate::cms::model::NoticeRow;
use crate::site::{Severity, Texts};

struct Row {
    id: Uuid,
    severity: String,
    texts: Json<Texts>,
    starts_at: DateTime<Utc>,
    ends_at: Option<DateTime<Utc>>,
    version: i32,
}

impl From<Row> for NoticeRow {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            severity: row.severity.parse().unwrap_or(Severity::Info),
            texts: row.texts.0,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            version: row.version,
        }
    }
}

/// Every notice that was not taken away, latest first; 200 at most.
pub async fn notices(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<NoticeRow>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select id, severity, texts as "texts: Json<Texts>", starts_at, ends_at, version
           from site_notices where retired_at is null order by starts_at desc, number desc limit 200"#
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(NoticeRow::from).collect())
}

/// One notice.
pub async fn notice(db: impl PgExecutor<'_>, id: Uuid) -> sqlx::Result<Option<NoticeRow>> {
    let row = sqlx::query_as!(
        Row,
        r#"select id, severity, texts as "texts: Json<Texts>", starts_at, ends_at, version
           from site_notices where id = $1 and retired_at is null"#,
        id,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(NoticeRow::from))
}

/// Keeps others from changing a notice until the transaction ends.
pub async fn lock_notice(db: impl PgExecutor<'_>, id: Uuid) -> sqlx::Result<Option<Uuid>> {
    sqlx::query_scalar!("select id from site_notices where id = $1 for update", id)
        .fetch_optional(db)
        .await
}

/// Adds one.
pub async fn insert_notice(db: impl PgExecutor<'_>, row: &NoticeRow) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into site_notices (id, severity, texts, starts_at, ends_at) values ($1, $2, $3, $4, $5)",
        row.id,
        row.severity.as_str(),
        Json(&row.texts) as _,
        row.starts_at,
        row.ends_at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Replaces its fields.
pub async fn set_notice(db: impl PgExecutor<'_>, row: &NoticeRow) -> sqlx::Result<()> {
    sqlx::query!(
        "update site_notices set severity = $2, texts = $3, starts_at = $4, ends_at = $5, version = version + 1
         where id = $1",
        row.id,
        row.severity.as_str(),
        Json(&row.texts) as _,
        row.starts_at,
        row.ends_at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes one away.
pub async fn retire_notice(db: impl PgExecutor<'_>, id: Uuid) -> sqlx::Result<()> {
    sqlx::query!("update site_notices set retired_at = clock_timestamp() where id = $1", id)
        .execute(db)
        .await?;
    Ok(())
}
