//! What stands around and inside a public text: linked pages, incidents, areas.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;
use sqlx::types::Json;

use crate::i18n::Lang;
use crate::site::Texts;

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
    lang: Lang,
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
