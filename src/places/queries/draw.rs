//! What the drawn map reads: shapes in a box, cut to it and thinned to what a pixel can show, and the names in it.

use sqlx::PgExecutor;

use super::super::draw::Bounds;
use crate::i18n::Lang;

/// An area to draw.
pub struct AreaShape {
    pub kind: String,
    pub name: String,
    pub served: bool,
    /// GeoJSON polygon or multi-polygon, degrees.
    pub shape: String,
    /// A spot inside what is seen of it.
    pub lon: f64,
    pub lat: f64,
}

/// Areas that cross a box, largest first, of these kinds; areas that are not served only as whole municipalities.
pub async fn areas(
    db: impl PgExecutor<'_>,
    lang: Lang,
    b: Bounds,
    kinds: &[String],
) -> sqlx::Result<Vec<AreaShape>> {
    sqlx::query_as!(
        AreaShape,
        r#"select a.kind, case when $6 = 'af' then a.name_af else a.name_en end as "name!", a.served,
                  st_asgeojson(seen.shape, 5) as "shape!", st_x(inside.spot) as "lon!", st_y(inside.spot) as "lat!"
           from areas a
           cross join st_makeenvelope($1, $2, $3, $4, 4326) as box
           cross join lateral (select st_clipbybox2d(st_simplifypreservetopology(a.shape, $5), box) as shape) seen
           cross join lateral (select st_pointonsurface(seen.shape) as spot) inside
           where a.shape && box and (a.served or a.kind = 'municipality') and a.kind = any($7)
             and not st_isempty(seen.shape)
           order by st_area(a.shape) desc, a.code
           limit 60"#,
        b.west,
        b.south,
        b.east,
        b.north,
        b.detail,
        lang.code(),
        kinds,
    )
    .fetch_all(db)
    .await
}

/// A line to draw.
pub struct LineShape {
    pub kind: String,
    pub name: String,
    /// GeoJSON line or multi-line, degrees.
    pub shape: String,
    /// Spots on the longest part that is seen, longitude and latitude in turn: its middle, then towards its ends.
    pub spots: Vec<f64>,
}

/// Roads, railways and rivers that cross a box, of these kinds.
pub async fn lines(
    db: impl PgExecutor<'_>,
    b: Bounds,
    kinds: &[String],
) -> sqlx::Result<Vec<LineShape>> {
    sqlx::query_as!(
        LineShape,
        r#"select l.kind, l.name, st_asgeojson(seen.line, 5) as "shape!",
                  (select array_agg(c order by rank, axis) from unnest(array[0.5, 0.3, 0.7, 0.15, 0.85]) with ordinality f (at, rank),
                     lateral (values (1, st_x(st_lineinterpolatepoint(longest.part, at))),
                                     (2, st_y(st_lineinterpolatepoint(longest.part, at)))) v (axis, c)) as "spots!"
           from map_lines l
           cross join st_makeenvelope($1, $2, $3, $4, 4326) as box
           cross join lateral (select st_clipbybox2d(st_simplify(l.line, $5), box) as line) seen
           cross join lateral (select d.geom as part from st_dump(seen.line) d
                               order by st_length(d.geom) desc limit 1) longest
           where l.line && box and l.kind = any($6)
           order by l.source_id
           limit 400"#,
        b.west,
        b.south,
        b.east,
        b.north,
        b.detail,
        kinds,
    )
    .fetch_all(db)
    .await
}

/// A name to write.
#[derive(Clone)]
pub struct Label {
    pub name: String,
    pub kind: String,
    pub population: i32,
    pub lon: f64,
    pub lat: f64,
}

/// Named places in a box, the most important first: towns and larger places always, the other kinds only when named.
/// A sketched street or landmark is found by search, but its spot is too rough to draw.
pub async fn labels(
    db: impl PgExecutor<'_>,
    lang: Lang,
    b: Bounds,
    kinds: &[String],
) -> sqlx::Result<Vec<Label>> {
    sqlx::query_as!(
        Label,
        r#"select coalesce(nullif(case when $5 = 'af' then name_af else name_en end, ''), name) as "name!",
                  kind as "kind!", population as "population!", st_x(point) as "lon!", st_y(point) as "lat!"
           from (
             (select * from places
              where (kind in ('town', 'suburb') or population >= 1000)
                and point && st_makeenvelope($1, $2, $3, $4, 4326)
                and (kind = any($6) or kind = 'town' or population >= 1000)
              order by population desc, id limit 40)
             union
             (select * from places
              where cardinality($6::text[]) > 0 and kind = any($6)
                and not (sketch and kind in ('street', 'landmark'))
                and point && st_makeenvelope($1, $2, $3, $4, 4326)
              order by array_position($6, kind), population desc, id limit 60)
           ) p
           order by (kind = 'town') desc, (population >= 1000) desc, coalesce(array_position($6, kind), 99), population desc, id
           limit 80"#,
        b.west,
        b.south,
        b.east,
        b.north,
        lang.code(),
        kinds,
    )
    .fetch_all(db)
    .await
}

/// Who made what is loaded, in the order first loaded, for the line under the map.
pub async fn credits(db: impl PgExecutor<'_>) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select coalesce(string_agg(name, '; ' order by position), '') as "credits!" from map_credits"#
    )
    .fetch_one(db)
    .await
}
