//! Redirects.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::cms::model::Act;

/// Makes the old addresses of a page and of all below it lead to where they are now.
pub async fn redirect_moved(
    db: impl PgExecutor<'_>,
    old_path: &str,
    new_path: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into cms_redirects (id, source, page_id, by_hand)
         select gen_random_uuid(), '/p/' || $1::text || substr(p.path, length($2::text) + 1), p.id, false
         from cms_pages p
         where p.deleted_at is null and p.live is not null and (p.path = $2 or starts_with(p.path, $2 || '/'))
         on conflict (source) do update set page_id = excluded.page_id, target = '', by_hand = false",
        old_path,
        new_path,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A page lives at its address again: nothing leads away from it.
pub async fn delete_redirects_of_pages(db: impl PgExecutor<'_>, path: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from cms_redirects r using cms_pages p
         where p.deleted_at is null and (p.path = $1 or starts_with(p.path, $1 || '/')) and r.source = '/p/' || p.path",
        path,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Where an address leads now.
pub struct Lead {
    /// Which redirect.
    pub id: Uuid,
    /// `/p/...` without language, or an address typed by hand.
    pub target: String,
}

/// Finds the redirect of an address.
pub async fn redirect(db: impl PgExecutor<'_>, sources: &[String]) -> sqlx::Result<Option<Lead>> {
    sqlx::query_as!(
        Lead,
        r#"select r.id, case when p.id is null then r.target else '/p/' || p.path end as "target!"
           from cms_redirects r left join cms_pages p on p.id = r.page_id
           where r.source = any($1) and (r.page_id is null or (p.live is not null and p.deleted_at is null))
           order by length(r.source) desc limit 1"#,
        sources,
    )
    .fetch_optional(db)
    .await
}

/// Counts one use.
pub async fn count_hit(db: impl PgExecutor<'_>, id: Uuid) -> sqlx::Result<()> {
    sqlx::query!(
        "update cms_redirects set hits = hits + 1, hit_at = clock_timestamp() where id = $1",
        id
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A redirect as admins see it.
pub struct RedirectRow {
    /// Which.
    pub id: Uuid,
    /// The old address.
    pub source: String,
    /// Where it leads now.
    pub target: String,
    /// Whether somebody typed it.
    pub by_hand: bool,
    /// How often it was used.
    pub hits: i64,
    /// When it was used last.
    pub hit_at: Option<DateTime<Utc>>,
}

/// Redirects whose old or new address holds the words, newest first; 200 at most.
pub async fn redirects(db: impl PgExecutor<'_>, words: &str) -> sqlx::Result<Vec<RedirectRow>> {
    sqlx::query_as!(
        RedirectRow,
        r#"select r.id, r.source, case when p.id is null then r.target else '/p/' || p.path end as "target!",
                  r.by_hand, r.hits, r.hit_at
           from cms_redirects r left join cms_pages p on p.id = r.page_id
           where $1 = '' or strpos(r.source, $1) > 0 or strpos(r.target, $1) > 0 or strpos('/p/' || p.path, $1) > 0
           order by r.number desc limit 200"#,
        words,
    )
    .fetch_all(db)
    .await
}

/// Where addresses lead, whatever may be read there: the redirects of these addresses, and those that lead to one of them.
pub async fn leads_around(
    db: impl PgExecutor<'_>,
    addresses: &[String],
) -> sqlx::Result<HashMap<String, String>> {
    let rows = sqlx::query!(
        r#"select r.source as "source!", case when p.id is null then r.target else '/p/' || p.path end as "target!"
           from cms_redirects r left join cms_pages p on p.id = r.page_id
           where r.source = any($1) or r.target = any($1)"#,
        addresses,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| (r.source, r.target)).collect())
}

/// The pages at these addresses `/p/...`.
pub async fn pages_at(
    db: impl PgExecutor<'_>,
    addresses: &[String],
) -> sqlx::Result<HashMap<String, Uuid>> {
    let rows = sqlx::query!(
        r#"select '/p/' || path as "address!", id from cms_pages
           where '/p/' || path = any($1) and deleted_at is null"#,
        addresses,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| (r.address, r.id)).collect())
}

/// Old and new addresses, and the pages at the new ones, as columns.
fn columns(leads: &[(String, String)]) -> (Vec<String>, Vec<String>) {
    leads.iter().cloned().unzip()
}

/// Adds redirects typed by hand, or replaces those of these addresses; each old address once.
pub async fn put_redirects(
    db: impl PgExecutor<'_>,
    leads: &[(String, String)],
    pages: &[Option<Uuid>],
) -> sqlx::Result<()> {
    let (sources, targets) = columns(leads);
    sqlx::query!(
        "insert into cms_redirects (id, source, target, page_id, by_hand)
         select gen_random_uuid(), n.source, case when n.page is null then n.target else '' end, n.page, true
         from unnest($1::text[], $2::text[], $3::uuid[]) as n (source, target, page)
         on conflict (source) do update set target = excluded.target, page_id = excluded.page_id, by_hand = true",
        &sources,
        &targets,
        pages as &[Option<Uuid>],
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Redirects that led to an address that leads on now lead to its end at once: no reader goes two steps.
pub async fn turn_redirects(
    db: impl PgExecutor<'_>,
    leads: &[(String, String)],
    pages: &[Option<Uuid>],
) -> sqlx::Result<()> {
    let (sources, targets) = columns(leads);
    sqlx::query!(
        "update cms_redirects r set target = case when n.page is null then n.target else '' end, page_id = n.page
         from unnest($1::text[], $2::text[], $3::uuid[]) as n (source, target, page)
         where r.source = n.source",
        &sources,
        &targets,
        pages as &[Option<Uuid>],
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Notes redirects that were added, each as a line of the same act.
pub async fn insert_redirects_added(
    db: impl PgExecutor<'_>,
    act: Act,
    leads: &[(String, String)],
) -> sqlx::Result<()> {
    let (sources, targets) = columns(leads);
    sqlx::query!(
        "insert into cms_changes (act_id, actor_id, subject, subject_id, subject_name, kind, field, new_value)
         select $1, $2, 'redirect', n.source, n.source, 'added', '', n.target
         from unnest($3::text[], $4::text[]) as n (source, target)",
        act.id.0,
        act.actor.map(|a| a.0),
        &sources,
        &targets,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes one away; gives its old address.
pub async fn delete_redirect(db: impl PgExecutor<'_>, id: Uuid) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("delete from cms_redirects where id = $1 returning source", id)
        .fetch_optional(db)
        .await
}
