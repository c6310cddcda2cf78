//! All SQL of media.

use sqlx::PgExecutor;

use super::model::picture::Rendition;
use super::model::{Photo, Publication, State};
use crate::i18n::Lang;
use crate::ids::{AccountId, AreaId, CategoryId, DraftId, IncidentId, MediaId};

/// A photo being entered.
pub struct NewMedia<'a> {
    pub id: MediaId,
    /// None: a picture for the editors' library.
    pub draft: Option<DraftId>,
    pub original_key: &'a str,
    pub content_type: &'a str,
    pub bytes: i64,
    pub sha256: &'a [u8],
    pub width: i32,
    pub height: i32,
    pub uploaded_by: Option<AccountId>,
}

/// Locks the draft against photos from two forms at once; whether it is there and not sent yet.
pub async fn lock_draft(db: impl PgExecutor<'_>, draft: DraftId) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!(
        "select id from report_drafts where id = $1 and incident_id is null for update",
        draft as DraftId,
    )
    .fetch_optional(db)
    .await?;
    Ok(found.is_some())
}

pub async fn count_of_draft(db: impl PgExecutor<'_>, draft: DraftId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from media where draft_id = $1"#,
        draft as DraftId
    )
    .fetch_one(db)
    .await
}

/// The same photo in the same draft: a form that was sent twice.
pub async fn find_same(
    db: impl PgExecutor<'_>,
    draft: DraftId,
    sha256: &[u8],
) -> sqlx::Result<Option<MediaId>> {
    sqlx::query_scalar!(
        r#"select id as "id: MediaId" from media where draft_id = $1 and sha256 = $2 order by number limit 1"#,
        draft as DraftId,
        sha256,
    )
    .fetch_optional(db)
    .await
}

pub async fn insert(db: impl PgExecutor<'_>, new: &NewMedia<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into media (id, draft_id, original_key, content_type, bytes, sha256, width, height, uploaded_by, position,
                            publication)
         select $1, $2, $3, $4, $5, $6, $7, $8, $9, coalesce(max(position) + 1, 0),
                case when $2::uuid is null then 'private' else 'pending' end::publication
         from media where draft_id = $2",
        new.id as MediaId,
        new.draft as Option<DraftId>,
        new.original_key,
        new.content_type,
        new.bytes,
        new.sha256,
        new.width,
        new.height,
        new.uploaded_by as Option<AccountId>,
    )
    .execute(db)
    .await?;
    Ok(())
}

pub async fn list_of_draft(db: impl PgExecutor<'_>, draft: DraftId) -> sqlx::Result<Vec<Photo>> {
    sqlx::query_as!(
        Photo,
        r#"select id as "id: MediaId", caption, caption_lang as "caption_lang: Lang", state as "state: State", failure,
                  publication as "publication: Publication", width, height
           from media where draft_id = $1 and incident_id is null order by position, number"#,
        draft as DraftId,
    )
    .fetch_all(db)
    .await
}

/// Photos of a report itself, not of its comments. With `only_public` through the public view.
pub async fn list_of_incident(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    only_public: bool,
) -> sqlx::Result<Vec<Photo>> {
    sqlx::query_as!(
        Photo,
        r#"select m.id as "id: MediaId", m.caption, m.caption_lang as "caption_lang: Lang", m.state as "state: State",
                  m.failure, m.publication as "publication: Publication", m.width, m.height
           from media m
           where m.incident_id = $1 and m.comment_id is null
             and (not $2 or exists (select from public_media p where p.id = m.id))
           order by m.position, m.number"#,
        incident as IncidentId,
        only_public,
    )
    .fetch_all(db)
    .await
}

pub async fn attach(
    db: impl PgExecutor<'_>,
    draft: DraftId,
    incident: IncidentId,
) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "update media set incident_id = $2 where draft_id = $1 and incident_id is null",
        draft as DraftId,
        incident as IncidentId,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// What is needed to judge and to carry out a change of one photo.
pub struct Row {
    pub incident: Option<IncidentId>,
    pub publication: Publication,
    pub state: State,
    pub original_key: String,
    pub content_type: String,
    /// What is covered, as text; empty is nothing.
    pub cover: String,
}

pub async fn find(db: impl PgExecutor<'_>, media: MediaId) -> sqlx::Result<Option<Row>> {
    sqlx::query_as!(
        Row,
        r#"select incident_id as "incident: IncidentId", publication as "publication: Publication",
                  state as "state: State", original_key, content_type, cover
           from media where id = $1"#,
        media as MediaId,
    )
    .fetch_optional(db)
    .await
}

pub async fn lock(db: impl PgExecutor<'_>, media: MediaId) -> sqlx::Result<Option<Row>> {
    sqlx::query_as!(
        Row,
        r#"select incident_id as "incident: IncidentId", publication as "publication: Publication",
                  state as "state: State", original_key, content_type, cover
           from media where id = $1 for update"#,
        media as MediaId,
    )
    .fetch_optional(db)
    .await
}

/// Every object of a photo: the original and the sizes.
pub async fn keys_of(db: impl PgExecutor<'_>, media: MediaId) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"select original_key as "key!" from media where id = $1
           union all select key from media_sizes where media_id = $1"#,
        media as MediaId,
    )
    .fetch_all(db)
    .await
}

/// Removes a photo that belongs to a draft only; whether it was there.
pub async fn delete_of_draft(
    db: impl PgExecutor<'_>,
    draft: DraftId,
    media: MediaId,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "delete from media where id = $1 and draft_id = $2 and incident_id is null",
        media as MediaId,
        draft as DraftId,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub async fn set_publication(
    db: impl PgExecutor<'_>,
    media: MediaId,
    to: Publication,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update media set publication = $2 where id = $1",
        media as MediaId,
        to as Publication
    )
    .execute(db)
    .await?;
    Ok(())
}

pub async fn set_state(
    db: impl PgExecutor<'_>,
    media: MediaId,
    state: State,
    failure: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update media set state = $2, failure = $3,
                processed_at = case when $2 = 'ready' then clock_timestamp() end
         where id = $1",
        media as MediaId,
        state as State,
        failure,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Covers a photo otherwise: its sizes are to be made anew. `aside` when its width becomes its height.
pub async fn set_cover(
    db: impl PgExecutor<'_>,
    media: MediaId,
    cover: &str,
    aside: bool,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update media set cover = $2, state = 'received', failure = '', processed_at = null,
                width = case when $3 then height else width end, height = case when $3 then width else height end
         where id = $1",
        media as MediaId,
        cover,
        aside,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A photo as whoever covers it needs it.
pub struct Shown {
    /// What is covered now.
    pub cover: String,
    /// How far it is.
    pub state: State,
    /// Width in pixels, as turned now.
    pub width: i32,
    /// Height in pixels, as turned now.
    pub height: i32,
}

/// A photo of this report, as it is shown.
pub async fn shown(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    media: MediaId,
) -> sqlx::Result<Option<Shown>> {
    sqlx::query_as!(
        Shown,
        r#"select cover, state as "state: State", width, height from media where id = $2 and incident_id = $1"#,
        incident as IncidentId,
        media as MediaId,
    )
    .fetch_optional(db)
    .await
}

/// Forgets the sizes of a photo; gives their keys.
pub async fn delete_sizes(db: impl PgExecutor<'_>, media: MediaId) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "delete from media_sizes where media_id = $1 returning key",
        media as MediaId
    )
    .fetch_all(db)
    .await
}

pub async fn insert_size(
    db: impl PgExecutor<'_>,
    media: MediaId,
    key: &str,
    etag: &str,
    bytes: i64,
    made: &Rendition,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into media_sizes (media_id, size, format, key, bytes, width, height, etag)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        media as MediaId,
        made.size,
        made.format,
        key,
        bytes,
        i32::try_from(made.width).unwrap_or(i32::MAX),
        i32::try_from(made.height).unwrap_or(i32::MAX),
        etag,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whom a photo concerns.
pub struct Rights {
    pub public: bool,
    /// Whether it is a picture of the editors' library.
    pub library: bool,
    pub area: Option<AreaId>,
    pub category: Option<CategoryId>,
    pub reporter: Option<AccountId>,
    pub uploaded_by: Option<AccountId>,
    pub draft_key: Option<Vec<u8>>,
    pub draft_account: Option<AccountId>,
}

pub async fn rights(db: impl PgExecutor<'_>, media: MediaId) -> sqlx::Result<Option<Rights>> {
    sqlx::query_as!(
        Rights,
        r#"select exists (select from public_media p where p.id = m.id)
                    or exists (select from public_images p where p.media_id = m.id and m.state = 'ready') as "public!",
                  exists (select from cms_images c where c.media_id = m.id) as "library!",
                  i.area_id as "area: AreaId", i.category_id as "category?: CategoryId",
                  i.reporter_id as "reporter: AccountId", m.uploaded_by as "uploaded_by: AccountId",
                  d.key_hash as "draft_key?", d.account_id as "draft_account: AccountId"
           from media m
           left join incidents i on i.id = m.incident_id
           left join report_drafts d on d.id = m.draft_id
           where m.id = $1"#,
        media as MediaId,
    )
    .fetch_optional(db)
    .await
}

/// One file of one size.
pub struct Size {
    pub format: String,
    pub key: String,
    pub etag: String,
}

pub async fn sizes(db: impl PgExecutor<'_>, media: MediaId, size: i32) -> sqlx::Result<Vec<Size>> {
    sqlx::query_as!(
        Size,
        "select format, key, etag from media_sizes where media_id = $1 and size = $2",
        media as MediaId,
        size,
    )
    .fetch_all(db)
    .await
}

/// Those of these keys that no row names.
pub async fn without_row(db: impl PgExecutor<'_>, keys: &[String]) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"select k.wanted as "key!" from unnest($1::text[]) as k(wanted)
           where not exists (select from media m where m.original_key = k.wanted)
             and not exists (select from media_sizes s where s.key = k.wanted)"#,
        keys,
    )
    .fetch_all(db)
    .await
}

/// Photos whose sizes should be there by now.
pub async fn list_waiting(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<MediaId>> {
    sqlx::query_scalar!(
        r#"select id as "id: MediaId" from media
           where state = 'received' and publication <> 'hidden' and created_at < clock_timestamp() - interval '10 minutes'
           order by number limit 1000"#
    )
    .fetch_all(db)
    .await
}

/// Photos of drafts that expired unsent, or that are gone.
pub async fn lock_unsent(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<MediaId>> {
    sqlx::query_scalar!(
        r#"select m.id as "id: MediaId" from media m left join report_drafts d on d.id = m.draft_id
           where m.incident_id is null and m.comment_id is null
             and not exists (select from cms_images c where c.media_id = m.id)
             and (d.expires_at < clock_timestamp()
                  or (m.draft_id is null and m.created_at < clock_timestamp() - interval '24 hours'))
           order by m.number limit 200 for update of m skip locked"#
    )
    .fetch_all(db)
    .await
}

/// Every object of these photos.
pub async fn keys_of_all(db: impl PgExecutor<'_>, media: &[MediaId]) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"select original_key as "key!" from media where id = any($1)
           union all select key from media_sizes where media_id = any($1)"#,
        media as &[MediaId],
    )
    .fetch_all(db)
    .await
}

pub async fn delete_all(db: impl PgExecutor<'_>, media: &[MediaId]) -> sqlx::Result<()> {
    sqlx::query!("delete from media where id = any($1)", media as &[MediaId]).execute(db).await?;
    Ok(())
}

/// An object as its row describes it.
pub struct Object {
    pub key: String,
    pub bytes: i64,
    /// Lower-case hexadecimal.
    pub sha256: String,
}

/// Objects that rows name, in the order of their keys.
pub async fn list_objects(db: impl PgExecutor<'_>, after: &str) -> sqlx::Result<Vec<Object>> {
    sqlx::query_as!(
        Object,
        r#"select key as "key!", bytes as "bytes!", sha256 as "sha256!" from (
             (select original_key as key, bytes, encode(sha256, 'hex') as sha256 from media
              where original_key > $1 order by original_key limit 500)
             union all
             (select key, bytes, etag from media_sizes where key > $1 order by key limit 500)
           ) o order by key limit 500"#,
        after,
    )
    .fetch_all(db)
    .await
}
