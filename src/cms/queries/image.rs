//! Pictures of the library, and the pages that show them.

use std::collections::BTreeMap;

use sqlx::PgExecutor;
use sqlx::types::Json;
use uuid::Uuid;

use crate::cms::model::{ImageForm, Picture};
use crate::ids::{AccountId, MediaId};

/// The pictures with these numbers, or the newest ones that match words in small letters; before a number, if that is given.
pub async fn pictures(
    db: impl PgExecutor<'_>,
    numbers: Option<&[i64]>,
    q: &str,
    before: Option<i64>,
    most: i64,
) -> sqlx::Result<Vec<Picture>> {
    sqlx::query_as!(
        Picture,
        r#"select c.number as "number!", c.media_id as "media!: MediaId", c.name, c.alts as "alts!: Json<BTreeMap<String, String>>", c.decorative,
                  c.focus_x, c.focus_y, c.version, m.width, m.height, c.added_at,
                  coalesce((select min(bytes) from media_sizes s where s.media_id = m.id and s.size = 640), 0) as "weight!",
                  (select count(*) from cms_pages p where c.number = any (p.live_images) or c.number = any (p.planned_images)
                     or c.number = any (page_images(p.draft))) as "uses!"
           from cms_images c join media m on m.id = c.media_id
           where ($1::bigint[] is null or c.number = any ($1))
             and ($2 = '' or strpos(fold(c.name || ' ' || c.alts::text), fold($2)) > 0)
             and ($3::bigint is null or c.number < $3)
           order by c.number desc limit $4"#,
        numbers,
        q,
        before,
        most,
    )
    .fetch_all(db)
    .await
}

/// Locks a picture until the transaction ends; its version.
pub async fn lock_image(db: impl PgExecutor<'_>, number: i64) -> sqlx::Result<Option<i32>> {
    sqlx::query_scalar!("select version from cms_images where number = $1 for update", number)
        .fetch_optional(db)
        .await
}

/// Gives a file a place in the library; its number.
pub async fn insert_image(
    db: impl PgExecutor<'_>,
    media: MediaId,
    form: &ImageForm,
    by: AccountId,
) -> sqlx::Result<i64> {
    let (x, y) = form.focus();
    sqlx::query_scalar!(
        "insert into cms_images (media_id, name, alts, decorative, focus_x, focus_y, added_by)
         values ($1, $2, $3, $4, $5, $6, $7) returning number",
        media as MediaId,
        form.name,
        Json(&form.alts) as _,
        form.decorative,
        x,
        y,
        by as AccountId,
    )
    .fetch_one(db)
    .await
}

/// Stores what is said of a picture.
pub async fn set_image(db: impl PgExecutor<'_>, number: i64, form: &ImageForm) -> sqlx::Result<()> {
    let (x, y) = form.focus();
    sqlx::query!(
        "update cms_images set name = $2, alts = $3, decorative = $4, focus_x = $5, focus_y = $6, version = version + 1
         where number = $1",
        number,
        form.name,
        Json(&form.alts) as _,
        form.decorative,
        x,
        y,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Another file in the place of a picture.
pub async fn set_image_file(
    db: impl PgExecutor<'_>,
    number: i64,
    media: MediaId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update cms_images set media_id = $2, version = version + 1 where number = $1",
        number,
        media as MediaId,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes the place away.
pub async fn delete_image(db: impl PgExecutor<'_>, number: i64) -> sqlx::Result<()> {
    sqlx::query!("delete from cms_images where number = $1", number).execute(db).await?;
    Ok(())
}

/// A page that shows a picture.
pub struct ImageUse {
    /// Which.
    pub id: Uuid,
    /// Its address.
    pub path: String,
    /// Whether the public reads it there, now or by a plan.
    pub is_live: bool,
    /// Whether it is in the bin.
    pub binned: bool,
}

/// Every page that shows a picture, in a draft, for the public, by a plan or in the bin.
pub async fn image_uses(db: impl PgExecutor<'_>, number: i64) -> sqlx::Result<Vec<ImageUse>> {
    sqlx::query_as!(
        ImageUse,
        r#"select id, path, deleted_at is not null as "binned!",
                  ($1 = any (live_images) or $1 = any (planned_images)) as "is_live!"
           from cms_pages
           where $1 = any (live_images) or $1 = any (planned_images) or $1 = any (page_images(draft))
           order by path"#,
        number,
    )
    .fetch_all(db)
    .await
}
