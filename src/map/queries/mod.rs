//! What the map reads: tiles, made by PostGIS, and what is on a drawn map.

pub mod staff;

use sqlx::PgExecutor;

use super::model::{self, Cells, EXTENT, Tile, Window};
use crate::i18n::Lang;
use crate::ids::MediaId;
use crate::incidents::{Card, Priority, Publication, Status, Wanted, filtered};
use crate::places::{Mark, Point, Precision};

/// Shapes of one tile at most.
const MOST_AREAS: i64 = 400;

/// The level of the cells that are counted already from which cells of a level can be told; none where the reports
/// themselves must be read, because the cells are finer or a filter asks for more than the status.
fn counted(wanted: &Wanted, level: u8) -> Option<i16> {
    let free = wanted.words.is_none()
        && wanted.priority.is_none()
        && wanted.category.is_none()
        && wanted.area.is_none()
        && wanted.since.is_none()
        && wanted.until.is_none()
        && wanted.assignee.is_none()
        && !wanted.nobody;
    (12..=18).find(|counted| free && i16::from(level) <= *counted)
}

macro_rules! incidents {
    ($where:tt, ($($filter:tt)*), $db:expr, $wanted:expr, $tile:expr) => {
        sqlx::query_scalar!(
            r#"with found as (
                 select p.cell >> $17 as fine, p.status, count(*) as n, max(p.number) as newest
                 from public_spots p
                 where $21::smallint is null and p.cell >= $11 and p.cell < $12 and "#
                + $where
                + r#" group by 1, p.status
                 union all
                 select fine, status, sum(n)::bigint as n, sum(numbers)::bigint as newest
                 from (select m.cell >> ($17 - 2 * (24 - $21)) as fine, m.status, m.n, m.numbers
                       from map_counts m
                       where m.level = $21 and m.cell >= $11 >> (2 * (24 - $21)) and m.cell < $12 >> (2 * (24 - $21))
                       union all
                       select m.cell >> ($17 - 12), m.status, m.n, m.numbers
                       from map_changes m
                       where $21::smallint is not null and m.cell >= $11 >> 12 and m.cell < $12 >> 12) m
                 where $3::incident_status[] is null or m.status = any($3)
                 group by 1, 2 having sum(n) <> 0),
               spots as (
                 select fine >> ($13 - $17) as spot, map_half(fine - ($11 >> $17)) as x,
                        map_half((fine - ($11 >> $17)) >> 1) as y, n::int as n, newest, status
                 from found),
               groups as (
                 select spot, sum(n)::int as n, max(newest) as newest, sum(x::float8 * n) / sum(n) as x,
                        sum(y::float8 * n) / sum(n) as y,
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
                        i.reference, i.status, i.priority, i.category, i.colour, i.icon, i.metres
                 from groups g
                 left join lateral (
                   select case when g.n = 1 then i.reference end as reference,
                          case when g.n = 1 then i.status::text end as status,
                          case when g.n = 1 then i.priority::text end as priority,
                          case when g.n = 1 then c.code end as category, case when g.n = 1 then c.colour end as colour,
                          case when g.n = 1 then c.icon end as icon,
                          ($20::float8[])[array_position($19::precision_level[], i.precision_level)] as metres
                   from public_incidents i join categories c on c.id = i.category_id
                   where i.number = g.newest and (g.n = 1 or $18)) i on true
                 order by g.spot)
               select st_asmvt(layer, 'incidents', $16, 'geom') as "tile!" from layer"#,
            $($filter)*
            $tile.cells().0,
            $tile.cells().1,
            model::bits($tile.group_level()),
            $tile.units(),
            i32::from($tile.group_level()),
            EXTENT,
            model::bits($tile.fine_level()),
            $tile.is_single(),
            &Precision::ALL as &[Precision],
            &Precision::ALL.map(Precision::mark_metres),
            counted($wanted, $tile.fine_level()),
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
    filtered!(incidents, wanted, db, wanted, tile)
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

/// Reports that stand together on a drawn map.
pub struct Group {
    /// Number of their cell.
    pub spot: i64,
    /// How many.
    pub n: i64,
    /// How far into the cell their middle lies, in fine cells from the west.
    pub x: f64,
    /// The same from the north.
    pub y: f64,
}

macro_rules! groups {
    ($where:tt, ($($filter:tt)*), $db:expr, $wanted:expr, $window:expr, $cells:expr) => {
        sqlx::query_as!(
            Group,
            r#"with found as (
                 select p.cell >> $14 as fine, count(*) as n
                 from unnest($11::bigint[], $12::bigint[]) as here (first, beyond)
                 join public_spots p on p.cell >= here.first and p.cell < here.beyond
                 where $15::smallint is null and "#
                + $where
                + r#" group by 1
                 union all
                 select fine, sum(n)::bigint as n
                 from (select m.cell >> ($14 - 2 * (24 - $15)) as fine, m.status, m.n
                       from unnest($11::bigint[], $12::bigint[]) as here (first, beyond)
                       join map_counts m on m.level = $15 and m.cell >= here.first >> (2 * (24 - $15))
                         and m.cell < here.beyond >> (2 * (24 - $15))
                       union all
                       select m.cell >> ($14 - 12), m.status, m.n
                       from unnest($11::bigint[], $12::bigint[]) as here (first, beyond)
                       join map_changes m on m.cell >= here.first >> 12 and m.cell < here.beyond >> 12
                       where $15::smallint is not null) m
                 where $3::incident_status[] is null or m.status = any($3)
                 group by 1 having sum(n) <> 0),
               spots as (
                 select fine >> ($13 - $14) as spot, map_half(fine & ((1 << ($13 - $14)) - 1)) as x,
                        map_half((fine & ((1 << ($13 - $14)) - 1)) >> 1) as y, n::int as n
                 from found)
               select spot as "spot!", sum(n)::bigint as "n!", sum(x::float8 * n) / sum(n) as "x!",
                      sum(y::float8 * n) / sum(n) as "y!"
               from spots group by spot order by 2 desc, 1"#,
            $($filter)*
            &$cells.0,
            &$cells.1,
            model::bits($window.group_level()),
            model::bits(model::fine($window.group_level())),
            counted($wanted, model::fine($window.group_level())),
        )
        .fetch_all($db)
        .await
    };
}

/// The reports on a drawn map, in groups, the largest first; the sum of their numbers is how many there are.
pub async fn groups(
    db: impl PgExecutor<'_>,
    wanted: &Wanted,
    window: Window,
) -> sqlx::Result<Vec<Group>> {
    let cells = window.cells();
    filtered!(groups, wanted, db, wanted, window, cells)
}

macro_rules! count {
    ($where:tt, ($($filter:tt)*), $db:expr, $counted:expr, $cells:expr) => {
        sqlx::query_scalar!(
            r#"select (case when $13 then
                 (select coalesce(sum(m.n), 0) from (
                    select m.status, m.n from unnest($11::bigint[], $12::bigint[]) as here (first, beyond)
                    join map_counts m on m.level = 18 and m.cell >= here.first >> 12 and m.cell < here.beyond >> 12
                    union all
                    select m.status, m.n from unnest($11::bigint[], $12::bigint[]) as here (first, beyond)
                    join map_changes m on m.cell >= here.first >> 12 and m.cell < here.beyond >> 12) m
                  where $3::incident_status[] is null or m.status = any($3))
               else
                 (select count(*) from unnest($11::bigint[], $12::bigint[]) as here (first, beyond)
                  join public_spots p on p.cell >= here.first and p.cell < here.beyond
                  where "#
                + $where
                + r#") end)::bigint as "n!""#,
            $($filter)*
            &$cells.0,
            &$cells.1,
            $counted,
        )
        .fetch_one($db)
        .await
    };
}

/// How many reports lie in these cells.
pub async fn count(db: impl PgExecutor<'_>, wanted: &Wanted, cells: &Cells) -> sqlx::Result<i64> {
    let whole = cells.0.iter().chain(&cells.1).all(|cell| cell % 4096 == 0);
    let counted = whole && counted(wanted, 18).is_some();
    filtered!(count, wanted, db, counted, cells)
}

/// Moves what changed lately into the counts of the cells.
pub async fn fold(db: impl PgExecutor<'_>) -> sqlx::Result<()> {
    sqlx::query!("select map_fold() as done").execute(db).await.map(drop)
}

macro_rules! cards {
    ($where:tt, ($($filter:tt)*), $db:expr, $cells:expr, $lang:expr, ($skip:expr, $limit:expr), $many:expr) => {
        sqlx::query_as!(
            Card,
            r#"select i.title as "title!", i.lang as "lang!: Lang", i.reference as "reference!",
                      coalesce(t.name, e.name, c.code) as "category!", c.icon as "icon!", c.colour as "colour!",
                      coalesce(nullif(i.address, ''), case when $13 = 'af' then a.name_af else a.name_en end, '') as "place!",
                      i.status as "status!: Status", i.priority as "priority!: Priority",
                      'public'::publication as "publication!: Publication",
                      i.reported_at as "reported_at!", i.updated_at as "updated_at!", m.id as "photo?: MediaId",
                      i.number as "number!",
                      exists (select from public_late l where l.incident_id = i.id) as "late!"
               from (select number from (
                       (select p.number, p.reported_at
                        from unnest($11::bigint[], $12::bigint[]) as here (first, beyond)
                        join public_spots p on p.cell >= here.first and p.cell < here.beyond
                        where not $16 and "#
                + $where
                + r#")
                       union all
                       (select p.number, p.reported_at from public_spots p
                        where $16 and exists (select from unnest($11::bigint[], $12::bigint[]) as here (first, beyond)
                                              where p.cell >= here.first and p.cell < here.beyond) and "#
                + $where
                + r#" order by p.reported_at desc, p.number desc limit $14::bigint + $15::bigint)) p
                     order by p.reported_at desc, p.number desc offset $14 limit $15) n
               join public_incidents i on i.number = n.number
               join categories c on c.id = i.category_id
               left join category_texts t on t.category_id = c.id and t.lang = $13
               left join category_texts e on e.category_id = c.id and e.lang = 'en'
               left join areas a on a.id = i.area_id
               left join lateral (select m.id from public_media m where m.incident_id = i.id and m.comment_id is null
                                  order by m.position, m.number limit 1) m on true
               order by i.reported_at desc, i.number desc"#,
            $($filter)*
            &$cells.0,
            &$cells.1,
            $lang as Lang,
            $skip,
            $limit,
            $many,
        )
        .fetch_all($db)
        .await
    };
}

/// So many reports in some cells are read in their order until there are enough, not sorted.
const MANY: i64 = 10_000;

/// The reports in these cells, newest first, as many as `limit` from the `skip`th on; `count` is how many there are.
pub async fn cards(
    db: impl PgExecutor<'_>,
    lang: Lang,
    wanted: &Wanted,
    (cells, count): (&Cells, i64),
    (skip, limit): (i64, i64),
) -> sqlx::Result<Vec<Card>> {
    filtered!(cards, wanted, db, cells, lang, (skip, limit), count > MANY)
}

/// The place of a report, as it may be shown.
pub struct Place {
    pub number: i64,
    pub lon: f64,
    pub lat: f64,
    /// How roughly it is told; none: exactly.
    pub precision: Option<Precision>,
}

impl Place {
    /// Metres from the middle to the side of what is marked, 0 for the very place.
    pub fn radius(&self) -> f64 {
        self.precision.map_or(0.0, Precision::mark_metres)
    }

    /// As a mark on a picture.
    pub fn mark(&self) -> Option<Mark> {
        Some(Mark { point: Point::new(self.lon, self.lat)?, radius_m: self.radius() })
    }
}

/// The public places of these reports, by order number.
pub async fn places(db: impl PgExecutor<'_>, numbers: &[i64]) -> sqlx::Result<Vec<Place>> {
    sqlx::query_as!(
        Place,
        r#"select number as "number!", st_x(place) as "lon!", st_y(place) as "lat!",
                  precision_level as "precision?: Precision"
           from public_incidents where number = any($1) and cell is not null"#,
        numbers,
    )
    .fetch_all(db)
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
