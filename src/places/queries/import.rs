//! What imports write. Rows go in by the hundred: one statement takes columns as arrays and says of each row whether it is
//! new or changed; rows it does not mention are the same as before.

use sqlx::PgExecutor;
use uuid::Uuid;

/// Rows of the gazetteer, column by column.
#[derive(Debug, Default)]
pub struct Places {
    pub source_id: Vec<String>,
    pub name: Vec<String>,
    pub name_en: Vec<String>,
    pub name_af: Vec<String>,
    pub alt_names: Vec<String>,
    pub kind: Vec<String>,
    pub lon: Vec<f64>,
    pub lat: Vec<f64>,
    pub population: Vec<i32>,
    pub municipality: Vec<String>,
}

/// Adds places or brings them up to date; for each that is not the same as before, whether it is new. "place" is the word
/// for any settlement, so it never takes the place of a finer kind.
pub async fn upsert_places(db: impl PgExecutor<'_>, p: &Places) -> sqlx::Result<Vec<bool>> {
    let ids: Vec<Uuid> = p.source_id.iter().map(|_| Uuid::now_v7()).collect();
    sqlx::query_scalar!(
        r#"insert into places as p
             (id, source_id, name, name_en, name_af, alt_names, kind, point, population, municipality)
           select id, source_id, name, name_en, name_af, alt_names, kind, st_setsrid(st_makepoint(lon, lat), 4326),
                  population, municipality
           from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                       $8::float8[], $9::float8[], $10::int[], $11::text[])
             as n (id, source_id, name, name_en, name_af, alt_names, kind, lon, lat, population, municipality)
           on conflict (source_id) do update set
             name = excluded.name, name_en = excluded.name_en, name_af = excluded.name_af,
             alt_names = excluded.alt_names, point = excluded.point, population = excluded.population,
             kind = case when excluded.kind = 'place' then p.kind else excluded.kind end,
             municipality = excluded.municipality, sketch = false, updated_at = clock_timestamp()
           where (p.name, p.name_en, p.name_af, p.alt_names, p.population, p.municipality, p.sketch)
                   is distinct from (excluded.name, excluded.name_en, excluded.name_af, excluded.alt_names,
                                     excluded.population, excluded.municipality, false)
              or not st_orderingequals(p.point, excluded.point)
              or excluded.kind not in ('place', p.kind)
           returning (xmax = 0) as "new!""#,
        &ids,
        &p.source_id,
        &p.name,
        &p.name_en,
        &p.name_af,
        &p.alt_names,
        &p.kind,
        &p.lon,
        &p.lat,
        &p.population,
        &p.municipality,
    )
    .fetch_all(db)
    .await
}

/// Adds sketched places that are not there yet, neither by id nor, from another source, by one of their names within
/// a tenth of a degree (10 km); what is there stays as it is. Returns how many were added.
pub async fn add_sketches(db: impl PgExecutor<'_>, p: &Places) -> sqlx::Result<u64> {
    let ids: Vec<Uuid> = p.source_id.iter().map(|_| Uuid::now_v7()).collect();
    let done = sqlx::query!(
        r#"insert into places
             (id, source_id, name, name_en, name_af, alt_names, kind, point, population, municipality, sketch)
           select id, source_id, name, name_en, name_af, alt_names, kind, st_setsrid(st_makepoint(lon, lat), 4326),
                  population, municipality, true
           from (select *, '%| ' || fold_place(name) || '|%' as called
                 from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                             $8::float8[], $9::float8[], $10::int[], $11::text[])
                   as u (id, source_id, name, name_en, name_af, alt_names, kind, lon, lat, population, municipality)
                 offset 0) n
           where not exists (
             select from places o
             where o.point && st_expand(st_setsrid(st_makepoint(n.lon, n.lat), 4326), 0.1)
               and not o.sketch and o.search like n.called
               and (o.kind in ('town', 'suburb', 'place', 'farm')) = (n.kind in ('town', 'suburb', 'place', 'farm')))
           on conflict (source_id) do nothing"#,
        &ids,
        &p.source_id,
        &p.name,
        &p.name_en,
        &p.name_af,
        &p.alt_names,
        &p.kind,
        &p.lon,
        &p.lat,
        &p.population,
        &p.municipality,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Gives the finer kind of a sketched place to the real one of the same name within a tenth of a degree.
pub async fn inherit_kinds(db: impl PgExecutor<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"with s as materialized (
             select kind, '%| ' || fold_place(name) || '|%' as called, st_expand(point, 0.1) as around
             from places where sketch and kind in ('town', 'suburb', 'farm'))
           update places p set kind = s.kind from s
           where p.point && s.around and not p.sketch and p.kind = 'place' and p.search like s.called"#
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes away sketched places for which a real one of the same name within a tenth of a degree is there.
pub async fn drop_sketches(db: impl PgExecutor<'_>) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        r#"with s as materialized (
             select id, kind in ('town', 'suburb', 'place', 'farm') as settled,
                    '%| ' || fold_place(name) || '|%' as called, st_expand(point, 0.1) as around
             from places where sketch)
           delete from places where id in (
             select s.id from s
             join places p on p.point && s.around and not p.sketch and p.search like s.called
               and (p.kind in ('town', 'suburb', 'place', 'farm')) = s.settled)"#
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Marks the places that lie in served areas; touches only those whose mark is wrong.
pub async fn mark_served(db: impl PgExecutor<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update places p set served = not p.served
           from (select q.id, exists (select from areas a where a.served and st_covers(a.shape, q.point)) as served
                 from places q) now
           where now.id = p.id and now.served <> p.served"#
    )
    .execute(db)
    .await?;
    Ok(())
}

/// An area to store; the shape is a GeoJSON polygon or multi-polygon.
pub struct NewArea<'a> {
    pub code: &'a str,
    pub kind: &'a str,
    pub name_en: &'a str,
    pub name_af: &'a str,
    pub shape: &'a str,
    pub source: &'a str,
    pub served: bool,
}

/// The names of an area, and which of them somebody corrected by hand.
pub struct Corrected {
    pub name_en: String,
    pub name_af: String,
    pub en: bool,
    pub af: bool,
}

/// What was corrected of the area with this code.
pub async fn corrected(db: impl PgExecutor<'_>, code: &str) -> sqlx::Result<Option<Corrected>> {
    sqlx::query_as!(
        Corrected,
        r#"select name_en, name_af,
                  exists (select from area_changes c where c.area_id = a.id and c.field = 'name_en') as "en!",
                  exists (select from area_changes c where c.area_id = a.id and c.field = 'name_af') as "af!"
           from areas a where code = $1"#,
        code,
    )
    .fetch_optional(db)
    .await
}

/// Adds an area or brings it up to date: Some(true) new, Some(false) changed, None the same. Whether it is served is set
/// when it is new; after that it is the admins' word.
pub async fn upsert_area(db: impl PgExecutor<'_>, a: &NewArea<'_>) -> sqlx::Result<Option<bool>> {
    sqlx::query_scalar!(
        r#"insert into areas as a (id, code, kind, name_en, name_af, shape, source, served)
           select $1, $2, $3, $4, $5,
                  st_multi(st_collectionextract(st_makevalid(st_setsrid(st_force2d(st_geomfromgeojson($6)), 4326)), 3)), $7, $8
           on conflict (code) do update set kind = excluded.kind, name_en = excluded.name_en, name_af = excluded.name_af,
             shape = excluded.shape, source = excluded.source, updated_at = clock_timestamp()
           where (a.kind, a.name_en, a.name_af, a.source) is distinct from
                 (excluded.kind, excluded.name_en, excluded.name_af, excluded.source)
              or not st_orderingequals(a.shape, excluded.shape)
           returning (xmax = 0) as "new!""#,
        Uuid::now_v7(),
        a.code,
        a.kind,
        a.name_en,
        a.name_af,
        a.shape,
        a.source,
        a.served,
    )
    .fetch_optional(db)
    .await
}

/// Whether areas of another source than this are there.
pub async fn has_other_areas(db: impl PgExecutor<'_>, source: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from areas where served and source <> $1) as "there!""#,
        source
    )
    .fetch_one(db)
    .await
}

/// Takes away the suburbs of a source; its municipality stays, to say what is served.
pub async fn delete_suburbs_of(db: impl PgExecutor<'_>, source: &str) -> sqlx::Result<u64> {
    let done = sqlx::query!("delete from areas where kind = 'suburb' and source = $1", source)
        .execute(db)
        .await?;
    Ok(done.rows_affected())
}

/// Adds a line of the drawn map or brings it up to date: as for areas.
pub async fn upsert_line(
    db: impl PgExecutor<'_>,
    source_id: &str,
    kind: &str,
    name: &str,
    shape: &str,
) -> sqlx::Result<Option<bool>> {
    sqlx::query_scalar!(
        r#"insert into map_lines as l (id, source_id, kind, name, line)
           values ($1, $2, $3, $4, st_multi(st_setsrid(st_force2d(st_geomfromgeojson($5)), 4326)))
           on conflict (source_id) do update set kind = excluded.kind, name = excluded.name, line = excluded.line
           where (l.kind, l.name) is distinct from (excluded.kind, excluded.name)
              or not st_orderingequals(l.line, excluded.line)
           returning (xmax = 0) as "new!""#,
        Uuid::now_v7(),
        source_id,
        kind,
        name,
        shape,
    )
    .fetch_optional(db)
    .await
}

/// Adds a name to the line under the map.
pub async fn add_credit(db: impl PgExecutor<'_>, name: &str) -> sqlx::Result<()> {
    sqlx::query!("insert into map_credits (name) values ($1) on conflict do nothing", name)
        .execute(db)
        .await?;
    Ok(())
}
