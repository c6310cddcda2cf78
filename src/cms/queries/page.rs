//! Content pages and their revisions.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;
use sqlx::types::Json;
use uuid::Uuid;

use crate::cms::model::{Content, PageRow};
use crate::ids::AccountId;
use crate::site::Texts;

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

/// Notes that somebody has the page open, and gives the names of the others who had it within a minute.
pub async fn here(
    db: impl PgExecutor<'_>,
    page: Uuid,
    who: AccountId,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"with me as (
             insert into cms_presence (page_id, account_id) values ($1, $2)
             on conflict (page_id, account_id) do update set seen_at = clock_timestamp())
           select a.name from cms_presence p join accounts a on a.id = p.account_id
           where p.page_id = $1 and p.account_id <> $2 and p.seen_at > clock_timestamp() - interval '1 minute'
           order by a.name"#,
        page,
        who.0,
    )
    .fetch_all(db)
    .await
}

/// The names of others who have the page open.
pub async fn others_here(
    db: impl PgExecutor<'_>,
    page: Uuid,
    who: AccountId,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select a.name from cms_presence p join accounts a on a.id = p.account_id
         where p.page_id = $1 and p.account_id <> $2 and p.seen_at > clock_timestamp() - interval '1 minute'
         order by a.name",
        page,
        who.0,
    )
    .fetch_all(db)
    .await
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

/// A page that another one leads to.
pub struct Linked {
    /// Its address.
    pub path: String,
    /// Whether it is a child of the page asked for.
    pub child: bool,
    /// Its titles.
    pub titles: Json<Texts>,
}

/// The public pages at these addresses, and those below the page at `parent`, in order.
pub async fn linked(
    db: impl PgExecutor<'_>,
    parent: &str,
    paths: &[String],
) -> sqlx::Result<Vec<Linked>> {
    sqlx::query_as!(
        Linked,
        r#"select p.path, coalesce(o.path = $1, false) as "child!",
                  coalesce((select jsonb_object_agg(t.key, t.value->>'title')
                            from jsonb_each(p.live->'texts') t where t.value->>'title' <> ''), '{}')
                    as "titles!: Json<Texts>"
           from cms_pages p
           left join cms_pages o on o.id = p.parent_id and o.deleted_at is null
           where p.live is not null and p.deleted_at is null and (p.expire_at is null or p.expire_at > now())
             and (o.path = $1 or p.path = any($2))
           order by p.position, p.slug limit 200"#,
        parent,
        paths,
    )
    .fetch_all(db)
    .await
}

/// A public incident of a list.
pub struct Listed {
    /// Its reference.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Its status.
    pub status: String,
    /// When it was reported.
    pub reported_at: DateTime<Utc>,
}

/// The newest public incidents: `open`, `done` or all; of a category, of an area, if not empty.
pub async fn incidents(
    db: impl PgExecutor<'_>,
    status: &str,
    category: &str,
    area: &str,
) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select i.reference as "reference!", i.title as "title!", i.status::text as "status!",
                  i.reported_at as "reported_at!"
           from public_incidents i
           where ($1 = 'all' or ($1 = 'open' and i.status in ('reported', 'acknowledged', 'in_progress', 'waiting'))
                  or ($1 = 'done' and i.status in ('resolved', 'closed')))
             and ($2 = '' or i.category_id = (select c.id from categories c where c.code = $2))
             and ($3 = '' or i.area_id = (select a.id from areas a where a.code = $3))
           order by i.number desc limit 5"#,
        status,
        category,
        area,
    )
    .fetch_all(db)
    .await
}

/// An area of a map.
pub struct Area {
    /// Its code.
    pub code: String,
    /// Its name in the language asked for.
    pub name: String,
    /// Middle, degrees east.
    pub lon: f64,
    /// Middle, degrees north.
    pub lat: f64,
    /// Degrees from west to east.
    pub wide: f64,
}

/// The areas with these codes.
pub async fn areas(
    db: impl PgExecutor<'_>,
    lang: crate::i18n::Lang,
    codes: &[String],
) -> sqlx::Result<Vec<Area>> {
    sqlx::query_as!(
        Area,
        r#"select code, case when $1 = 'af' then name_af else name_en end as "name!",
                  (st_xmin(shape) + st_xmax(shape)) / 2 as "lon!", (st_ymin(shape) + st_ymax(shape)) / 2 as "lat!",
                  st_xmax(shape) - st_xmin(shape) as "wide!"
           from areas where code = any($2)"#,
        lang.code(),
        codes,
    )
    .fetch_all(db)
    .await
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
