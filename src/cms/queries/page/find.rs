//! Public pages as readers, feeds and search engines look for them.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;
use sqlx::types::Json;

use crate::cms::model::Content;
use crate::i18n::Lang;

/// A page that holds the words somebody looks for.
pub struct Found {
    /// Its address.
    pub path: String,
    /// The language in which it holds them.
    pub lang: String,
    /// Its text.
    pub content: Json<Content>,
}

/// Public pages that hold every one of the words in one language, the reader's before others; those with all of them in the
/// title first. At most 30.
pub async fn search_pages(
    db: impl PgExecutor<'_>,
    lang: Lang,
    words: &[String],
) -> sqlx::Result<Vec<Found>> {
    sqlx::query_as!(
        Found,
        r#"select f.path, f.lang as "lang!", p.live as "content!: Json<Content>"
           from (select distinct on (p.id) p.id, p.path, t.key as lang,
                        (select bool_and(strpos(fold(p.live->'texts'->t.key->>'title'), fold(w)) > 0)
                         from unnest($2::text[]) w) as titled
                 from cms_pages p cross join lateral jsonb_each_text(p.words) t
                 where p.live is not null and p.deleted_at is null and (p.expire_at is null or p.expire_at > now())
                   and (select bool_and(strpos(t.value, fold(w)) > 0) from unnest($2::text[]) w)
                 order by p.id, (t.key = $1) desc, t.key) f
           join cms_pages p on p.id = f.id
           order by f.titled desc, f.path limit 30"#,
        lang.code(),
        words,
    )
    .fetch_all(db)
    .await
}

/// A public page with its text.
pub struct Latest {
    /// Its address.
    pub path: String,
    /// Its text.
    pub content: Json<Content>,
    /// Since when it says so.
    pub at: DateTime<Utc>,
}

/// The 50 public pages of a section (the page at this path and all below it; empty: the whole site) that changed last.
pub async fn latest(db: impl PgExecutor<'_>, section: &str) -> sqlx::Result<Vec<Latest>> {
    sqlx::query_as!(
        Latest,
        r#"select path, live as "content!: Json<Content>", live_at as "at!"
           from cms_pages
           where live is not null and deleted_at is null and (expire_at is null or expire_at > now())
             and ($1 = '' or path = $1 or starts_with(path, $1 || '/'))
           order by live_at desc, id limit 50"#,
        section,
    )
    .fetch_all(db)
    .await
}

/// A page of the map of the site.
pub struct Mapped {
    /// Its address.
    pub path: String,
    /// Languages in which it is whole.
    pub langs: Vec<String>,
    /// Since when it says so.
    pub at: DateTime<Utc>,
}

/// Every public page; a thousand at most.
pub async fn mapped_pages(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<Mapped>> {
    sqlx::query_as!(
        Mapped,
        r#"select path, array(select jsonb_object_keys(words)) as "langs!", live_at as "at!"
           from cms_pages
           where live is not null and deleted_at is null and (expire_at is null or expire_at > now())
           order by path limit 1000"#
    )
    .fetch_all(db)
    .await
}

/// A public incident of the map of the site.
pub struct MappedIncident {
    /// Its reference.
    pub reference: String,
    /// When it changed.
    pub updated_at: DateTime<Utc>,
}

/// The newest public incidents; two thousand at most.
pub async fn mapped_incidents(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<MappedIncident>> {
    sqlx::query_as!(
        MappedIncident,
        r#"select reference as "reference!", updated_at as "updated_at!"
           from public_incidents order by number desc limit 2000"#
    )
    .fetch_all(db)
    .await
}
