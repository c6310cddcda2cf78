//! Pages as editors work on them: the tree, the draft, the bin.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;
use sqlx::types::Json;
use uuid::Uuid;

use crate::cms::model::{Content, PageRow};
use crate::ids::AccountId;

struct Row {
    id: Uuid,
    parent_id: Option<Uuid>,
    slug: String,
    path: String,
    position: i32,
    version: i32,
    draft: Json<Content>,
    draft_by: Option<String>,
    draft_at: DateTime<Utc>,
    live: Option<Json<Content>>,
    live_at: Option<DateTime<Utc>>,
    go_live_at: Option<DateTime<Utc>>,
    expire_at: Option<DateTime<Utc>>,
    asked_version: Option<i32>,
    asked_by: Option<String>,
    deleted_at: Option<DateTime<Utc>>,
}

impl From<Row> for PageRow {
    fn from(r: Row) -> Self {
        Self {
            id: r.id,
            parent_id: r.parent_id,
            slug: r.slug,
            path: r.path,
            position: r.position,
            version: r.version,
            draft: r.draft.0,
            draft_by: r.draft_by,
            draft_at: r.draft_at,
            live: r.live.map(|c| c.0),
            live_at: r.live_at,
            go_live_at: r.go_live_at,
            expire_at: r.expire_at,
            asked_version: r.asked_version,
            asked_by: r.asked_by,
            deleted_at: r.deleted_at,
        }
    }
}

/// Every page, or those in the bin; a thousand at most.
pub async fn pages(db: impl PgExecutor<'_>, in_bin: bool) -> sqlx::Result<Vec<PageRow>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select p.id, p.parent_id, p.slug, p.path, p.position, p.version, p.draft as "draft: Json<Content>",
                  d.name as "draft_by?", p.draft_at, p.live as "live: Json<Content>", p.live_at, p.go_live_at, p.expire_at,
                  p.asked_version, a.name as "asked_by?", p.deleted_at
           from cms_pages p
           left join accounts d on d.id = p.draft_by
           left join accounts a on a.id = p.asked_by
           where (p.deleted_at is not null) = $1
           order by p.path limit 1000"#,
        in_bin,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(PageRow::from).collect())
}

/// One page, in the bin or not.
pub async fn page(db: impl PgExecutor<'_>, id: Uuid) -> sqlx::Result<Option<PageRow>> {
    let row = sqlx::query_as!(
        Row,
        r#"select p.id, p.parent_id, p.slug, p.path, p.position, p.version, p.draft as "draft: Json<Content>",
                  d.name as "draft_by?", p.draft_at, p.live as "live: Json<Content>", p.live_at, p.go_live_at, p.expire_at,
                  p.asked_version, a.name as "asked_by?", p.deleted_at
           from cms_pages p
           left join accounts d on d.id = p.draft_by
           left join accounts a on a.id = p.asked_by
           where p.id = $1"#,
        id,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(PageRow::from))
}

/// Whether pages outside the bin stand below it.
pub async fn has_children(db: impl PgExecutor<'_>, id: Uuid) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists(select from cms_pages where parent_id = $1 and deleted_at is null) as "has!""#,
        id,
    )
    .fetch_one(db)
    .await
}

/// Whether the bin holds a page.
pub async fn has_bin(db: impl PgExecutor<'_>) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists(select from cms_pages where deleted_at is not null) as "has!""#
    )
    .fetch_one(db)
    .await
}

/// Keeps others from changing a page until the transaction ends.
pub async fn lock_page(db: impl PgExecutor<'_>, id: Uuid) -> sqlx::Result<Option<Uuid>> {
    sqlx::query_scalar!("select id from cms_pages where id = $1 for update", id)
        .fetch_optional(db)
        .await
}

/// A new page.
pub struct NewPage<'a> {
    /// Which.
    pub id: Uuid,
    /// The page above.
    pub parent: Option<Uuid>,
    /// Last part of the address.
    pub slug: &'a str,
    /// The whole address.
    pub path: &'a str,
    /// The first draft.
    pub draft: &'a Content,
    /// Who made it.
    pub by: Option<AccountId>,
    /// Whether the public reads it at once.
    pub live: bool,
}

/// Adds a page at the end of its siblings; false if the address is taken.
pub async fn insert_page(db: impl PgExecutor<'_>, new: &NewPage<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into cms_pages (id, parent_id, slug, path, position, draft, draft_by, live, live_at)
         select $1, $2, $3, $4, coalesce(max(position), 0) + 10, $5, $6,
                case when $7 then $5::jsonb end, case when $7 then clock_timestamp() end
         from cms_pages where parent_id is not distinct from $2
         on conflict (path) where deleted_at is null do nothing",
        new.id,
        new.parent,
        new.slug,
        new.path,
        Json(new.draft) as _,
        new.by.map(|a| a.0),
        new.live,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Replaces the draft; gives the new version.
pub async fn set_draft(
    db: impl PgExecutor<'_>,
    id: Uuid,
    draft: &Content,
    by: AccountId,
) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        "update cms_pages set draft = $2, draft_by = $3, draft_at = clock_timestamp(), version = version + 1
         where id = $1 returning version",
        id,
        Json(draft) as _,
        by.0,
    )
    .fetch_one(db)
    .await
}

/// Asks for approval of the version as it is now.
pub async fn set_asked(db: impl PgExecutor<'_>, id: Uuid, by: AccountId) -> sqlx::Result<()> {
    sqlx::query!(
        "update cms_pages set asked_version = version, asked_by = $2 where id = $1",
        id,
        by.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Another place in the tree, for a page and, by path, for all below it. The database refuses an address that is taken.
pub async fn set_place(
    db: impl PgExecutor<'_>,
    id: Uuid,
    parent: Option<Uuid>,
    slug: &str,
    old_path: &str,
    new_path: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update cms_pages set
            parent_id = case when id = $1 then $2 else parent_id end,
            slug = case when id = $1 then $3 else slug end,
            path = $5::text || substr(path, length($4::text) + 1),
            version = version + 1
         where deleted_at is null and (path = $4 or starts_with(path, $4 || '/'))",
        id,
        parent,
        slug,
        old_path,
        new_path,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Puts siblings in this order.
pub async fn set_page_order(db: impl PgExecutor<'_>, ids: &[Uuid]) -> sqlx::Result<()> {
    sqlx::query!(
        "update cms_pages p set position = o.at * 10
         from unnest($1::uuid[]) with ordinality as o (id, at) where p.id = o.id",
        ids,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Into the bin, or out of it. The database refuses an address that was taken meanwhile.
pub async fn set_deleted(db: impl PgExecutor<'_>, id: Uuid, deleted: bool) -> sqlx::Result<()> {
    sqlx::query!(
        "update cms_pages set deleted_at = case when $2 then clock_timestamp() end where id = $1",
        id,
        deleted,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// How many pages there are, in the bin or not.
pub async fn count_pages(db: impl PgExecutor<'_>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"select count(*) as "count!" from cms_pages"#).fetch_one(db).await
}

/// Deletes pages thrown away more than 30 days ago that have none below them. Returns how many.
pub async fn empty_bin(db: impl PgExecutor<'_>) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "delete from cms_pages p where p.deleted_at < now() - interval '30 days'
         and not exists (select from cms_pages c where c.parent_id = p.id)"
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}
