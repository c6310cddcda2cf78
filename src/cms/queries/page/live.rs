//! What the public reads at an address, and what will change there by itself.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;
use sqlx::types::Json;
use uuid::Uuid;

use crate::cms::model::Content;
use crate::ids::AccountId;

/// The public reads `content` from now on; nothing is planned or asked any more.
pub async fn set_live(db: impl PgExecutor<'_>, id: Uuid, content: &Content) -> sqlx::Result<()> {
    sqlx::query!(
        "update cms_pages set live = $2, live_at = clock_timestamp(), go_live_at = null, scheduled = null,
                scheduled_by = null, asked_version = null, asked_by = null
         where id = $1",
        id,
        Json(content) as _,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The public reads it no more; nothing is planned any more.
pub async fn unset_live(db: impl PgExecutor<'_>, id: Uuid) -> sqlx::Result<()> {
    sqlx::query!(
        "update cms_pages set live = null, live_at = null, go_live_at = null, scheduled = null, scheduled_by = null,
                expire_at = null
         where id = $1",
        id,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A page that the public can read now.
pub struct LivePage {
    /// Its text.
    pub content: Json<Content>,
    /// Since when it says so.
    pub at: DateTime<Utc>,
}

/// Finds it by its address. A plan whose minute has come counts even while no worker has carried it out.
pub async fn live_page(db: impl PgExecutor<'_>, path: &str) -> sqlx::Result<Option<LivePage>> {
    sqlx::query_as!(
        LivePage,
        r#"select case when go_live_at <= now() then scheduled else live end as "content!: Json<Content>",
                  case when go_live_at <= now() then go_live_at else coalesce(live_at, now()) end as "at!"
           from cms_pages
           where path = $1 and deleted_at is null
             and (live is not null or go_live_at <= now()) and (expire_at is null or expire_at > now())"#,
        path,
    )
    .fetch_optional(db)
    .await
}

/// Plans going live with the draft as it is, and the end; or calls that off.
pub async fn set_plan(
    db: impl PgExecutor<'_>,
    id: Uuid,
    go_live: Option<DateTime<Utc>>,
    expire: Option<DateTime<Utc>>,
    by: AccountId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update cms_pages set go_live_at = $2, scheduled = case when $2::timestamptz is not null then draft end,
                scheduled_by = case when $2::timestamptz is not null then $4::uuid end, expire_at = $3
         where id = $1",
        id,
        go_live,
        expire,
        by.0,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A page whose minute has come, with the text that goes live; locked.
pub struct Due {
    /// Which.
    pub id: Uuid,
    /// The text that goes live; none: it ends.
    pub scheduled: Option<Json<Content>>,
    /// When it should have happened.
    pub at: DateTime<Utc>,
}

/// The page that is due the longest.
pub async fn next_due(db: impl PgExecutor<'_>) -> sqlx::Result<Option<Due>> {
    sqlx::query_as!(
        Due,
        r#"select id, case when go_live_at <= now() then scheduled end as "scheduled: Json<Content>",
                  least(go_live_at, expire_at) as "at!"
           from cms_pages
           where deleted_at is null and (go_live_at <= now() or expire_at <= now())
           order by least(go_live_at, expire_at) limit 1 for update skip locked"#
    )
    .fetch_optional(db)
    .await
}
