//! All SQL of places: here what is asked of them; `draw` reads shapes for the drawn map, `base` for the browser's, `import` writes. Geometry crosses as
//! longitude and latitude, or as GeoJSON text.

pub mod admin;
pub mod base;
pub mod draw;
pub mod import;

use sqlx::PgExecutor;

use super::model::{AreaName, Kind, Place, Point, Precision};
use crate::i18n::Lang;
use crate::ids::{AreaId, PlaceId};

/// What the ground knows of a point.
pub struct Around {
    pub area: Option<AreaId>,
    pub served: bool,
    pub near: Option<String>,
    pub metres: Option<f64>,
    pub degrees: Option<f64>,
    pub street: Option<String>,
}

/// Area, whether it is served, and the settlement that the point is told from, with distance and direction from it. A
/// town within 60 km is preferred to a farm unless the farm is less than half as far: people know it. A street only when
/// the gazetteer has a spot on it within 150 m; sketched streets are too rough for that.
pub async fn around(db: impl PgExecutor<'_>, lang: Lang, at: Point) -> sqlx::Result<Around> {
    sqlx::query_as!(
        Around,
        r#"with here as (select st_setsrid(st_makepoint($1, $2), 4326) as p)
           select area_of(here.p) as "area: AreaId",
                  exists (select from areas a where a.served and st_covers(a.shape, here.p)) as "served!",
                  n.name as "near?", n.metres as "metres?", n.degrees as "degrees?",
                  s.name as "street?"
           from here
           left join lateral (
             select coalesce(nullif(case when $3 = 'af' then c.name_af else c.name_en end, ''), c.name) as name,
                    st_distance(c.point::geography, here.p::geography) as metres,
                    degrees(st_azimuth(c.point::geography, here.p::geography)) as degrees
             from (
               (select name, name_en, name_af, point, false as town from places
                where kind in ('town', 'suburb', 'place', 'farm') order by point <-> here.p limit 4)
               union all
               (select name, name_en, name_af, point, true from places
                where kind in ('town', 'suburb') or population >= 1000 order by point <-> here.p limit 4)
             ) c
             where st_dwithin(c.point::geography, here.p::geography, 60000)
             order by st_distance(c.point::geography, here.p::geography) * (case when c.town then 1 else 2 end), c.town desc, c.name
             limit 1
           ) n on true
           left join lateral (
             select coalesce(nullif(case when $3 = 'af' then name_af else name_en end, ''), name) as name
             from places
             where kind = 'street' and not sketch and point && st_expand(here.p, 0.002)
               and st_dwithin(point::geography, here.p::geography, 150)
             order by point <-> here.p, id limit 1
           ) s on true"#,
        at.lon,
        at.lat,
        lang.code(),
    )
    .fetch_one(db)
    .await
}

/// The public point and its area.
pub struct PublicRow {
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub area: Option<AreaId>,
}

/// The place as everybody may know it; the area is that of the public point, so that it tells nothing more.
pub async fn public_place(
    db: impl PgExecutor<'_>,
    at: Point,
    level: Precision,
) -> sqlx::Result<PublicRow> {
    sqlx::query_as!(
        PublicRow,
        r#"select st_x(p) as "lon?", st_y(p) as "lat?", area_of(p) as "area?: AreaId"
           from public_point(st_setsrid(st_makepoint($1, $2), 4326), $3) as p"#,
        at.lon,
        at.lat,
        level as Precision,
    )
    .fetch_one(db)
    .await
}

struct PlaceRow {
    id: PlaceId,
    name: String,
    kind: String,
    municipality: String,
    lon: f64,
    lat: f64,
}

impl From<PlaceRow> for Place {
    fn from(row: PlaceRow) -> Self {
        let point = Point { lon: row.lon, lat: row.lat };
        Self { id: row.id, name: row.name, kind: row.kind, municipality: row.municipality, point }
    }
}

/// Places called like `q`, best first. A word of the name may be begun only; whole names come first, then names that begin
/// so, served places before others of the same rank. Only when nothing begins like that are typing errors forgiven, at home
/// first. The half-typed word for a kind of street at the end does not count ("Kerk str", "Kerkstraa").
pub async fn search(
    db: impl PgExecutor<'_>,
    lang: Lang,
    q: &str,
    limit: i64,
) -> sqlx::Result<Vec<Found>> {
    sqlx::query_as!(
        Found,
        r#"with typed as materialized (select fold_place(translate($1, '|', ' ')) as whole),
           asked as materialized (
             select whole, word from typed, lateral (select trim(regexp_replace(whole,
               '((^|\s+)(zst|zdr|zln|zpd|zpn|zsg))?(\s+(s|st|l|la|a|av|w|we|r|ro|d|dr))?$|\s*(stra|straa|stre|stree|laa|aven|avenu|roa|dri|driv)$',
               '')) as word) x
             where length(word) >= 2
           ),
           beginning as materialized (
             select id, (case when search like '%| ' || whole || '|%' then 5
                              when search like '%| ' || whole || '%' then 2
                              when search like '%| ' || word || '%' then 1 else 0 end
                         + case when served then 3 else 0 end)::float8 as score
             from places, asked
             where search like (select '% ' || word || '%' from asked)
             order by 2 desc, population desc limit $3
           ),
           alike as materialized (
             select id, word_similarity(whole, search)::float8 as score from places, asked
             where served and not exists (select from beginning) and (select word from asked) <% search
             order by 2 desc, population desc limit $3
           ),
           far as (
             select id, word_similarity(whole, search)::float8 - 0.1 as score
             from (select id, search, population from places
                   where not served and not exists (select from beginning)
                     and not exists (select from alike where score >= 0.6) and (select word from asked) <% search
                   limit 200) c, asked
             order by 2 desc, population desc limit $3
           )
           select p.id as "id: PlaceId",
                  coalesce(nullif(case when $2 = 'af' then name_af else name_en end, ''), name) as "name!",
                  concat_ws('|', name, name_en, name_af, alt_names) as "names!",
                  kind, municipality, st_x(point) as "lon!", st_y(point) as "lat!"
           from (select * from beginning union all select * from alike union all select * from far) s
           join places p using (id)
           order by s.score desc, p.population desc, p.id limit $3"#,
        q,
        lang.code(),
        limit,
    )
    .fetch_all(db)
    .await
}

/// A place that a search found, with all its names parted by `|`.
pub struct Found {
    pub id: PlaceId,
    pub name: String,
    pub names: String,
    pub kind: String,
    pub municipality: String,
    pub lon: f64,
    pub lat: f64,
}

/// Settlements in the served areas, by name: the list of the report form. At most 200, the largest of each name.
pub async fn suburbs(db: impl PgExecutor<'_>, lang: Lang) -> sqlx::Result<Vec<Place>> {
    let rows = sqlx::query_as!(
        PlaceRow,
        r#"select distinct on (fold(coalesce(nullif(case when $1 = 'af' then name_af else name_en end, ''), name)))
                  id as "id: PlaceId",
                  coalesce(nullif(case when $1 = 'af' then name_af else name_en end, ''), name) as "name!",
                  kind, municipality, st_x(point) as "lon!", st_y(point) as "lat!"
           from places
           where served and kind in ('town', 'suburb', 'place', 'farm')
           order by fold(coalesce(nullif(case when $1 = 'af' then name_af else name_en end, ''), name)), population desc, id
           limit 200"#,
        lang.code(),
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(Place::from).collect())
}

/// One place of the gazetteer.
pub async fn find(db: impl PgExecutor<'_>, lang: Lang, id: PlaceId) -> sqlx::Result<Option<Place>> {
    let row = sqlx::query_as!(
        PlaceRow,
        r#"select id as "id: PlaceId",
                  coalesce(nullif(case when $2 = 'af' then name_af else name_en end, ''), name) as "name!",
                  kind, municipality, st_x(point) as "lon!", st_y(point) as "lat!"
           from places where id = $1"#,
        id as PlaceId,
        lang.code(),
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(Place::from))
}

/// Every served area, suburbs first, then wards, then the municipality.
pub async fn areas(db: impl PgExecutor<'_>, lang: Lang) -> sqlx::Result<Vec<AreaName>> {
    sqlx::query_as!(
        AreaName,
        r#"select id as "id: AreaId", code, kind as "kind: Kind",
                  case when $1 = 'af' then name_af else name_en end as "name!"
           from areas where served
           order by array_position(array['suburb', 'ward', 'municipality'], kind), length(code), code"#,
        lang.code(),
    )
    .fetch_all(db)
    .await
}

/// Codes of the municipalities that are served.
pub async fn served_municipalities(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!("select code from areas where served and kind = 'municipality'")
        .fetch_all(db)
        .await
}
