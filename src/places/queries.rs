//! All SQL of places. Geometry crosses as longitude and latitude, or as GeoJSON text for the drawn map.

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
}

/// Area, whether it is served, and the nearest named place within 30 km with distance and direction from that place.
pub async fn around(db: impl PgExecutor<'_>, lang: Lang, at: Point) -> sqlx::Result<Around> {
    sqlx::query_as!(
        Around,
        r#"with here as (select st_setsrid(st_makepoint($1, $2), 4326) as p)
           select area_of(here.p) as "area: AreaId",
                  exists (select from areas a where a.served and st_covers(a.shape, here.p)) as "served!",
                  n.name as "near?", n.metres as "metres?", n.degrees as "degrees?"
           from here
           left join lateral (
             select c.name, st_distance(c.point::geography, here.p::geography) as metres,
                    degrees(st_azimuth(c.point::geography, here.p::geography)) as degrees
             from (select coalesce(nullif(case when $3 = 'af' then name_af else name_en end, ''), name) as name, point
                   from places order by point <-> here.p limit 1) c
             where st_dwithin(c.point::geography, here.p::geography, 30000)
           ) n on true"#,
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

/// Places whose names are like `q`, best first: served ones, then likeness, then size. Trigram index.
pub async fn search(
    db: impl PgExecutor<'_>,
    lang: Lang,
    q: &str,
    limit: i64,
) -> sqlx::Result<Vec<Place>> {
    let rows = sqlx::query_as!(
        PlaceRow,
        r#"select id as "id: PlaceId",
                  coalesce(nullif(case when $2 = 'af' then name_af else name_en end, ''), name) as "name!",
                  kind, municipality, st_x(point) as "lon!", st_y(point) as "lat!"
           from places
           where fold_place($1) <% search
           order by exists (select from areas a where a.served and st_covers(a.shape, point)) desc,
                    word_similarity(fold_place($1), search) desc, population desc
           limit $3"#,
        q,
        lang.code(),
        limit,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(Place::from).collect())
}

/// Towns and suburbs in the served areas, by name: the list of the report form. At most 200.
pub async fn suburbs(db: impl PgExecutor<'_>, lang: Lang) -> sqlx::Result<Vec<Place>> {
    let rows = sqlx::query_as!(
        PlaceRow,
        r#"select distinct on (1) coalesce(nullif(case when $1 = 'af' then name_af else name_en end, ''), name) as "name!",
                  p.id as "id: PlaceId", p.kind, p.municipality, st_x(p.point) as "lon!", st_y(p.point) as "lat!"
           from places p
           where p.kind in ('town', 'suburb', 'place')
             and exists (select from areas a where a.served and st_covers(a.shape, p.point))
           order by 1, p.population desc
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

/// One thing to draw: its shape as GeoJSON, in degrees.
pub struct Shape {
    pub kind: String,
    pub name: String,
    pub shape: String,
}

/// Outlines of areas that cross a box, simplified to `metres`.
pub async fn area_shapes(
    db: impl PgExecutor<'_>,
    lang: Lang,
    b: [f64; 4],
    degrees: f64,
) -> sqlx::Result<Vec<Shape>> {
    sqlx::query_as!(
        Shape,
        r#"select kind, case when $6 = 'af' then name_af else name_en end as "name!",
                  st_asgeojson(st_clipbybox2d(st_simplify(st_boundary(shape), $5), st_makeenvelope($1, $2, $3, $4, 4326)), 5) as "shape!"
           from areas
           where shape && st_makeenvelope($1, $2, $3, $4, 4326)
             and st_intersects(st_boundary(shape), st_makeenvelope($1, $2, $3, $4, 4326))
           order by st_area(shape) desc limit 60"#,
        b[0], b[1], b[2], b[3], degrees, lang.code(),
    )
    .fetch_all(db)
    .await
}

/// Roads, railways and rivers that cross a box, simplified.
pub async fn line_shapes(
    db: impl PgExecutor<'_>,
    b: [f64; 4],
    degrees: f64,
) -> sqlx::Result<Vec<Shape>> {
    sqlx::query_as!(
        Shape,
        r#"select kind, name, st_asgeojson(st_clipbybox2d(st_simplify(line, $5), st_makeenvelope($1, $2, $3, $4, 4326)), 5) as "shape!"
           from map_lines
           where line && st_makeenvelope($1, $2, $3, $4, 4326)
             and st_intersects(line, st_makeenvelope($1, $2, $3, $4, 4326))
           order by array_position(array['river', 'railway', 'street', 'regional', 'national'], kind) limit 400"#,
        b[0], b[1], b[2], b[3], degrees,
    )
    .fetch_all(db)
    .await
}

/// Named places in a box, largest first.
pub async fn labels(db: impl PgExecutor<'_>, lang: Lang, b: [f64; 4]) -> sqlx::Result<Vec<Place>> {
    let rows = sqlx::query_as!(
        PlaceRow,
        r#"select id as "id: PlaceId",
                  coalesce(nullif(case when $5 = 'af' then name_af else name_en end, ''), name) as "name!",
                  kind, municipality, st_x(point) as "lon!", st_y(point) as "lat!"
           from places where point && st_makeenvelope($1, $2, $3, $4, 4326)
           order by population desc, name limit 60"#,
        b[0], b[1], b[2], b[3], lang.code(),
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(Place::from).collect())
}

/// A gazetteer entry to store.
#[derive(Debug)]
pub struct NewPlace<'a> {
    pub source_id: &'a str,
    pub name: &'a str,
    pub name_en: &'a str,
    pub name_af: &'a str,
    pub alt_names: &'a str,
    pub kind: &'a str,
    pub point: Point,
    pub population: i32,
    pub municipality: &'a str,
}

/// Adds a place or brings it up to date: Some(true) new, Some(false) changed, None the same.
pub async fn upsert_place(db: impl PgExecutor<'_>, p: &NewPlace<'_>) -> sqlx::Result<Option<bool>> {
    sqlx::query_scalar!(
        r#"insert into places as p (id, source_id, name, name_en, name_af, alt_names, kind, point, population, municipality)
           values ($1, $2, $3, $4, $5, $6, $7, st_setsrid(st_makepoint($8, $9), 4326), $10, $11)
           on conflict (source_id) do update set name = excluded.name, name_en = excluded.name_en,
             name_af = excluded.name_af, alt_names = excluded.alt_names, kind = excluded.kind, point = excluded.point,
             population = excluded.population, municipality = excluded.municipality, updated_at = clock_timestamp()
           where (p.name, p.name_en, p.name_af, p.alt_names, p.kind, p.point, p.population, p.municipality)
             is distinct from (excluded.name, excluded.name_en, excluded.name_af, excluded.alt_names, excluded.kind,
                               excluded.point, excluded.population, excluded.municipality)
           returning (xmax = 0) as "new!""#,
        PlaceId::new() as PlaceId,
        p.source_id,
        p.name,
        p.name_en,
        p.name_af,
        p.alt_names,
        p.kind,
        p.point.lon,
        p.point.lat,
        p.population,
        p.municipality,
    )
    .fetch_optional(db)
    .await
}

/// An area to store; the shape is GeoJSON.
pub struct NewArea<'a> {
    pub code: &'a str,
    pub kind: &'a str,
    pub name_en: &'a str,
    pub name_af: &'a str,
    pub shape: &'a str,
    pub source: &'a str,
}

/// Adds an area or brings it up to date: Some(true) new, Some(false) changed, None the same.
pub async fn upsert_area(db: impl PgExecutor<'_>, a: &NewArea<'_>) -> sqlx::Result<Option<bool>> {
    sqlx::query_scalar!(
        r#"insert into areas as a (id, code, kind, name_en, name_af, shape, source)
           values ($1, $2, $3, $4, $5, st_multi(st_makevalid(st_setsrid(st_geomfromgeojson($6), 4326))), $7)
           on conflict (code) do update set kind = excluded.kind, name_en = excluded.name_en, name_af = excluded.name_af,
             shape = excluded.shape, source = excluded.source, updated_at = clock_timestamp()
           where (a.kind, a.name_en, a.name_af, a.source) is distinct from
                 (excluded.kind, excluded.name_en, excluded.name_af, excluded.source)
              or not st_orderingequals(a.shape, excluded.shape)
           returning (xmax = 0) as "new!""#,
        AreaId::new() as AreaId,
        a.code,
        a.kind,
        a.name_en,
        a.name_af,
        a.shape,
        a.source,
    )
    .fetch_optional(db)
    .await
}

/// Adds a line of the drawn map or brings it up to date.
pub async fn upsert_line(
    db: impl PgExecutor<'_>,
    source_id: &str,
    kind: &str,
    name: &str,
    shape: &str,
) -> sqlx::Result<Option<bool>> {
    sqlx::query_scalar!(
        r#"insert into map_lines as l (id, source_id, kind, name, line)
           values ($1, $2, $3, $4, st_multi(st_setsrid(st_geomfromgeojson($5), 4326)))
           on conflict (source_id) do update set kind = excluded.kind, name = excluded.name, line = excluded.line
           where (l.kind, l.name) is distinct from (excluded.kind, excluded.name) or not st_orderingequals(l.line, excluded.line)
           returning (xmax = 0) as "new!""#,
        uuid::Uuid::now_v7(),
        source_id,
        kind,
        name,
        shape,
    )
    .fetch_optional(db)
    .await
}

/// Whether areas of this source are there, for the line that names it under the map.
pub async fn has_source(db: impl PgExecutor<'_>, source: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from areas where source = $1) as "there!""#,
        source
    )
    .fetch_one(db)
    .await
}

/// Takes away the sketched areas of the seed once real ones are loaded.
pub async fn delete_areas_of(db: impl PgExecutor<'_>, source: &str) -> sqlx::Result<u64> {
    Ok(sqlx::query!("delete from areas where source = $1", source)
        .execute(db)
        .await?
        .rows_affected())
}
