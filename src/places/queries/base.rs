//! What the browser's map is given of the project's own knowledge of the region: lines, areas, names.

use sqlx::PgExecutor;

use crate::i18n::Lang;

/// A shape with its kind and name, as GeoJSON geometry.
pub struct Shape {
    pub kind: String,
    pub name: String,
    pub shape: String,
}

/// Roads, railways and rivers. At most 2 000, thinned to about 10 m.
pub async fn lines(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<Shape>> {
    sqlx::query_as!(
        Shape,
        r#"select kind, name, st_asgeojson(st_simplify(line, 0.0001), 4) as "shape!" from map_lines order by source_id limit 2000"#
    )
    .fetch_all(db)
    .await
}

/// The served municipality and suburbs; wards come with the reports' tiles.
pub async fn areas(db: impl PgExecutor<'_>, lang: Lang) -> sqlx::Result<Vec<Shape>> {
    sqlx::query_as!(
        Shape,
        r#"select kind, case when $1 = 'af' then name_af else name_en end as "name!",
                  st_asgeojson(st_simplifypreservetopology(shape, 0.0003), 4) as "shape!"
           from areas where served and kind in ('municipality', 'suburb') order by kind, code limit 200"#,
        lang.code(),
    )
    .fetch_all(db)
    .await
}

/// A name on the map.
pub struct Name {
    pub name: String,
    pub kind: String,
    pub population: i32,
    pub lon: f64,
    pub lat: f64,
}

/// Settlements at home and larger ones all around, the most important first.
pub async fn names(db: impl PgExecutor<'_>, lang: Lang) -> sqlx::Result<Vec<Name>> {
    sqlx::query_as!(
        Name,
        r#"select coalesce(nullif(case when $1 = 'af' then name_af else name_en end, ''), name) as "name!",
                  kind, population, st_x(point) as "lon!", st_y(point) as "lat!"
           from places
           where (kind in ('town', 'suburb', 'place', 'farm') and (served or kind = 'town' or population >= 2000))
              or (kind in ('landmark', 'campus') and served and not sketch)
           order by population desc, id limit 300"#,
        lang.code(),
    )
    .fetch_all(db)
    .await
}

/// The middle of what is served.
pub struct Middle {
    pub lon: f64,
    pub lat: f64,
}

/// Where home is, when anything is served.
pub async fn home(db: impl PgExecutor<'_>) -> sqlx::Result<Option<Middle>> {
    sqlx::query_as!(
        Middle,
        r#"select st_x(c) as "lon!", st_y(c) as "lat!"
           from (select coalesce(
             (select point from places where served and kind = 'town' order by population desc, id limit 1),
             (select st_centroid(st_extent(shape)) from areas where served)) as c) m where c is not null"#
    )
    .fetch_optional(db)
    .await
}
