//! Earlier texts of a page: every save, and the saves a browser makes by itself.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;
use sqlx::types::Json;
use uuid::Uuid;

use crate::cms::model::Content;
use crate::ids::AccountId;

/// Adds a revision.
pub async fn insert_revision(
    db: impl PgExecutor<'_>,
    page: Uuid,
    by: Option<AccountId>,
    kind: &str,
    content: &Content,
    version: i32,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into cms_revisions (page_id, author_id, kind, content, version) values ($1, $2, $3, $4, $5)",
        page,
        by.map(|a| a.0),
        kind,
        Json(content) as _,
        version,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Replaces the author's own autosave if it is the latest revision and began within ten minutes; whether it did.
pub async fn replace_autosave(
    db: impl PgExecutor<'_>,
    page: Uuid,
    by: AccountId,
    content: &Content,
    version: i32,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update cms_revisions r set content = $3, version = $4
         where r.id = (select max(id) from cms_revisions where page_id = $1)
           and r.author_id = $2 and r.kind = 'autosaved' and r.at > clock_timestamp() - interval '10 minutes'",
        page,
        by.0,
        Json(content) as _,
        version,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A saved text.
pub struct Revision {
    /// Which.
    pub id: i64,
    /// `saved`, `autosaved`, `reverted` or `seeded`.
    pub kind: String,
    /// Its text.
    pub content: Json<Content>,
    /// Who saved it.
    pub author: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// The latest revisions of a page, newest first.
pub async fn revisions(db: impl PgExecutor<'_>, page: Uuid) -> sqlx::Result<Vec<Revision>> {
    sqlx::query_as!(
        Revision,
        r#"select r.id, r.kind, r.content as "content: Json<Content>", a.name as "author?", r.at
           from cms_revisions r left join accounts a on a.id = r.author_id
           where r.page_id = $1 order by r.id desc limit 100"#,
        page,
    )
    .fetch_all(db)
    .await
}

/// One revision of a page.
pub async fn revision(
    db: impl PgExecutor<'_>,
    page: Uuid,
    id: i64,
) -> sqlx::Result<Option<Revision>> {
    sqlx::query_as!(
        Revision,
        r#"select r.id, r.kind, r.content as "content: Json<Content>", a.name as "author?", r.at
           from cms_revisions r left join accounts a on a.id = r.author_id
           where r.page_id = $1 and r.id = $2"#,
        page,
        id,
    )
    .fetch_optional(db)
    .await
}

/// Deletes autosaves older than 90 days, but never the latest text of a page. What is live or planned is kept in the page.
pub async fn forget_autosaves(db: impl PgExecutor<'_>) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "delete from cms_revisions r where r.kind = 'autosaved' and r.at < now() - interval '90 days'
         and r.id <> (select max(id) from cms_revisions l where l.page_id = r.page_id)"
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}
