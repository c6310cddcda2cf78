//! What the map of those who work on reports reads: exact places of whatever a person's limits cover, public or not.
//! `$11` holds the limits (`covers`).

use serde_json::Value;
use sqlx::PgExecutor;

use super::super::model::{self, Cells, EXTENT, Layout, Tile};
use super::{Group, Place};
use crate::i18n::Lang;
use crate::ids::MediaId;
use crate::incidents::{Card, Priority, Publication, Status, Wanted, filtered};
use crate::places::Precision;

macro_rules! numbers {
    ($where:tt, ($($filter:tt)*), $db:expr, $limits:expr, $cells:expr, $skip:expr, $limit:expr) => {
        sqlx::query_scalar!(
            r#"select p.number
               from unnest($12::bigint[], $13::bigint[]) as here (first, beyond)
               join incidents p on map_cell(p.place) >= here.first and map_cell(p.place) < here.beyond
               where p.place is not null and covers($11, p.area_id, p.category_id) and "#
                + $where
                + " order by p.reported_at desc, p.number desc offset $14 limit $15",
            $($filter)*
            $limits as &Option<Value>,
            &$cells.0,
            &$cells.1,
            $skip,
            $limit,
        )
        .fetch_all($db)
        .await
    };
}

/// The order numbers of the reports in these cells, the newest first, as many as `limit` from the `skip`th on.
pub async fn numbers(
    db: impl PgExecutor<'_>,
    limits: &Option<Value>,
    wanted: &Wanted,
    cells: &Cells,
    (skip, limit): (i64, i64),
) -> sqlx::Result<Vec<i64>> {
    filtered!(numbers, wanted, db, limits, cells, skip, limit)
}

macro_rules! groups {
    ($where:tt, ($($filter:tt)*), $db:expr, $limits:expr, $cells:expr, $level:expr) => {
        sqlx::query_as!(
            Group,
            r#"select map_cell(p.place) >> $14 as "spot!", count(*) as "n!", $15::float8 as "x!", $15::float8 as "y!"
               from unnest($12::bigint[], $13::bigint[]) as here (first, beyond)
               join incidents p on map_cell(p.place) >= here.first and map_cell(p.place) < here.beyond
               where p.place is not null and covers($11, p.area_id, p.category_id) and "#
                + $where
                + " group by 1 order by 2 desc, 1",
            $($filter)*
            $limits as &Option<Value>,
            &$cells.0,
            &$cells.1,
            model::bits($level),
            model::half($level),
        )
        .fetch_all($db)
        .await
    };
}

/// The reports in these cells in groups by cells of a level, the largest first, each in the middle of its cell: a group says
/// where nothing is.
pub async fn groups(
    db: impl PgExecutor<'_>,
    limits: &Option<Value>,
    wanted: &Wanted,
    cells: &Cells,
    level: u8,
) -> sqlx::Result<Vec<Group>> {
    filtered!(groups, wanted, db, limits, cells, level)
}

macro_rules! incidents {
    ($where:tt, ($($filter:tt)*), $db:expr, $limits:expr, $tile:expr, $layout:expr) => {
        sqlx::query_scalar!(
            r#"with found as (
                 select map_cell(p.place) >> $14 as fine, p.status, count(*) as n, max(p.number) as newest
                 from incidents p
                 where p.place is not null and map_cell(p.place) >= $12 and map_cell(p.place) < $13
                   and covers($11, p.area_id, p.category_id) and "#
                + $where
                + r#" group by 1, 2),
               spots as (
                 select fine >> ($15 - $14) as spot, map_half(fine - ($12 >> $14)) as x,
                        map_half((fine - ($12 >> $14)) >> 1) as y, n::int as n, newest, status
                 from found),
               groups as (
                 select spot, sum(n)::int as n, max(newest) as newest, sum(x::float8 * n) / sum(n) as x,
                        sum(y::float8 * n) / sum(n) as y
                 from spots group by spot),
               layer as (
                 select st_makepoint(floor((g.x + 0.5) * $16), floor((g.y + 0.5) * $16)) as geom, g.n,
                        $17::int || '-' || g.spot as spot, i.reference, i.status, i.priority, i.category, i.colour, i.icon,
                        i.shape
                 from groups g
                 left join lateral (
                   select r.reference, r.status::text, r.priority::text, c.code as category, c.colour, c.icon,
                          case when r.publication <> 'public' then 'publication-' || r.publication end as shape
                   from incidents r join categories c on c.id = r.category_id
                   where g.n = 1 and r.number = g.newest) i on true
                 order by g.spot)
               select st_asmvt(layer, 'incidents', $18, 'geom') as "tile!" from layer"#,
            $($filter)*
            $limits as &Option<Value>,
            $tile.cells().0,
            $tile.cells().1,
            model::bits($layout.fine),
            model::bits($layout.group),
            $layout.units(),
            i32::from($layout.group),
            EXTENT,
        )
        .fetch_one($db)
        .await
    };
}

/// The layer `incidents` of a tile: groups, and single reports; empty when there are none.
pub async fn incidents(
    db: impl PgExecutor<'_>,
    limits: &Option<Value>,
    wanted: &Wanted,
    tile: Tile,
    layout: Layout,
) -> sqlx::Result<Vec<u8>> {
    filtered!(incidents, wanted, db, limits, tile, layout)
}

/// These reports as cards, the newest first. Whoever asks has taken the numbers from [`numbers`].
pub async fn cards(
    db: impl PgExecutor<'_>,
    lang: Lang,
    numbers: &[i64],
) -> sqlx::Result<Vec<Card>> {
    sqlx::query_as!(
        Card,
        r#"select i.title, i.lang as "lang: Lang", i.reference, coalesce(t.name, e.name, c.code) as "category!", c.icon,
                  c.colour, coalesce(nullif(i.address, ''), case when $2 = 'af' then a.name_af else a.name_en end, '') as "place!",
                  i.status as "status: Status", i.priority as "priority: Priority",
                  i.publication as "publication: Publication", i.reported_at, i.updated_at,
                  null::uuid as "photo?: MediaId", i.number,
                  exists (select from public_late l where l.incident_id = i.id) as "late!"
           from incidents i
           join categories c on c.id = i.category_id
           left join category_texts t on t.category_id = c.id and t.lang = $2
           left join category_texts e on e.category_id = c.id and e.lang = 'en'
           left join areas a on a.id = i.area_id
           where i.number = any($1)
           order by i.reported_at desc, i.number desc"#,
        numbers,
        lang as Lang,
    )
    .fetch_all(db)
    .await
}

/// The exact places of these reports, by order number. Whoever asks has noted that somebody sees them.
pub async fn places(db: impl PgExecutor<'_>, numbers: &[i64]) -> sqlx::Result<Vec<Place>> {
    sqlx::query_as!(
        Place,
        r#"select number, st_x(place) as "lon!", st_y(place) as "lat!", null::precision_level as "precision?: Precision"
           from incidents where number = any($1) and place is not null"#,
        numbers,
    )
    .fetch_all(db)
    .await
}
