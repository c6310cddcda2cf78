//! What the map reads: tiles, made by PostGIS.

use sqlx::PgExecutor;

use super::model::{self, EXTENT, Tile};
use crate::ids::{AccountId, AreaId, CategoryId};
use crate::incidents::{Priority, Status, Wanted, filtered};

/// Shapes of one tile at most.
const MOST_AREAS: i64 = 400;

macro_rules! incidents {
    ($where:tt, $db:expr, $wanted:expr, $tile:expr) => {
        sqlx::query_scalar!(
            r#"with found as (
                 select p.cell, p.status, count(*) as n, max(p.number) as newest
                 from public_incidents p
                 where p.cell >= $11 and p.cell < $12 and "#
                + $where
                + r#" group by p.cell, p.status),
               spots as (
                 select cell >> $13 as spot, map_squeeze(cell - $11) as x, map_squeeze((cell - $11) >> 1) as y, n, newest, status
                 from found),
               groups as (
                 select spot, sum(n)::int as n, max(newest) as newest, sum(x::float8 * n::float8) / sum(n)::float8 as x,
                        sum(y::float8 * n::float8) / sum(n)::float8 as y,
                        (sum(n) filter (where status = 'reported'))::int as reported,
                        (sum(n) filter (where status = 'acknowledged'))::int as acknowledged,
                        (sum(n) filter (where status = 'in_progress'))::int as in_progress,
                        (sum(n) filter (where status = 'waiting'))::int as waiting,
                        (sum(n) filter (where status = 'resolved'))::int as resolved,
                        (sum(n) filter (where status = 'closed'))::int as closed,
                        (sum(n) filter (where status = 'rejected'))::int as rejected,
                        (sum(n) filter (where status = 'duplicate'))::int as duplicate
                 from spots group by spot),
               layer as (
                 select st_makepoint(floor((g.x + 0.5) * $14), floor((g.y + 0.5) * $14)) as geom, g.n,
                        $15::int || '-' || g.spot as spot, g.reported, g.acknowledged, g.in_progress, g.waiting, g.resolved,
                        g.closed, g.rejected, g.duplicate,
                        i.reference, i.status::text as status, i.priority::text as priority, c.code as category, c.colour
                 from groups g
                 left join public_incidents i on g.n = 1 and i.number = g.newest
                 left join categories c on c.id = i.category_id
                 order by g.spot)
               select st_asmvt(layer, 'incidents', $16, 'geom') as "tile!" from layer"#,
            $wanted.words.as_deref(),
            $wanted.similar,
            $wanted.statuses.as_deref() as Option<&[Status]>,
            $wanted.priority as Option<Priority>,
            $wanted.category as Option<CategoryId>,
            $wanted.area as Option<AreaId>,
            $wanted.since,
            $wanted.until,
            $wanted.assignee as Option<AccountId>,
            $wanted.nobody,
            $tile.cells().0,
            $tile.cells().1,
            model::bits($tile.group_level()),
            $tile.units(),
            i32::from($tile.group_level()),
            EXTENT,
        )
        .fetch_one($db)
        .await
    };
}

/// The layer `incidents` of a tile: groups with their counts by status, and single reports; empty when there are none.
pub async fn incidents(
    db: impl PgExecutor<'_>,
    wanted: &Wanted,
    tile: Tile,
) -> sqlx::Result<Vec<u8>> {
    filtered!(incidents, db, wanted, tile)
}

/// The layer `areas` of a tile: shapes of these kinds, cut to it and a little beyond.
pub async fn areas(db: impl PgExecutor<'_>, tile: Tile, kinds: &[String]) -> sqlx::Result<Vec<u8>> {
    sqlx::query_scalar!(
        r#"with here as (
             select st_tileenvelope($1, $2, $3) as tile,
                    st_transform(st_tileenvelope($1, $2, $3, margin => 0.05), 4326) as around),
           layer as (
             select st_asmvtgeom(st_transform(st_clipbybox2d(a.shape, here.around), 3857), here.tile, $4, 128) as geom,
                    a.code, a.kind, a.name_en, a.name_af, a.served
             from areas a, here
             where a.kind = any($5) and a.shape && here.around
             order by a.served desc, st_area(a.shape) desc, a.code limit $6)
           select st_asmvt(layer, 'areas', $4, 'geom') as "tile!" from layer where geom is not null"#,
        i32::from(tile.z),
        i32::try_from(tile.x).unwrap_or(0),
        i32::try_from(tile.y).unwrap_or(0),
        EXTENT,
        kinds,
        MOST_AREAS,
    )
    .fetch_one(db)
    .await
}

/// A word that is another whenever something happened that a tile may show: over the newest events, because one that is
/// committed late stands among them, not at their end.
pub async fn revision(db: impl PgExecutor<'_>) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select concat_ws('.', (select epoch from event_epoch), max(e.id), sum(e.id), count(*),
                  (select max(updated_at) from areas), (select count(*) from areas)) as "word!"
           from (select id from events order by epoch desc, xid desc, id desc limit 200) e"#
    )
    .fetch_one(db)
    .await
}
