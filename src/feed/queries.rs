//! Reading the table of events in feed order.

use sqlx::PgExecutor;

use super::{Batch, Event, Position};
use crate::events::EventKind;
use crate::ids::IncidentId;

/// Up to `limit` events after a place, in feed order, none of which can be overtaken any more.
pub async fn after(db: impl PgExecutor<'_>, from: Position, limit: i64) -> sqlx::Result<Batch> {
    let rows = sqlx::query!(
        r#"with now as materialized (
             select epoch, pg_snapshot_xmin(pg_current_snapshot()) as xmin from event_epoch)
           select n.epoch as "epoch!", n.xmin::text::bigint as "xmin!",
                  exists (select from events h where h.epoch = n.epoch and h.xid >= n.xmin) as "held!",
                  e.xid::text::bigint as "xid?", e.id as "id?", e.kind as "kind?",
                  e.incident_id as "incident?: IncidentId", e.data as "data?"
           from now n
           left join lateral (
             select * from events e
             where e.epoch = n.epoch and (e.xid, e.id) > ($2::text::xid8, $3::bigint) and e.xid < n.xmin and n.epoch = $1
             order by e.xid, e.id limit $4) e on true
           order by e.xid, e.id"#,
        from.epoch,
        from.xid.to_string(),
        from.id,
        limit,
    )
    .fetch_all(db)
    .await?;
    let first = rows.first().ok_or(sqlx::Error::RowNotFound)?;
    let epoch = first.epoch;
    let mut batch = Batch {
        events: Vec::new(),
        end: Position { epoch, xid: first.xmin, id: 0 },
        held: first.held,
    };
    batch.events.extend(rows.into_iter().filter_map(|row| {
        Some(Event {
            at: Position { epoch, xid: row.xid?, id: row.id? },
            kind: EventKind::read(&row.kind?),
            incident: row.incident,
            data: row.data.unwrap_or_default(),
        })
    }));
    Ok(batch)
}

/// Whether every event after a place is still stored: it is one of this epoch, not older than the oldest that is kept.
pub async fn reaches_back(db: impl PgExecutor<'_>, to: Position) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from event_epoch where epoch = $1)
              and coalesce((select (e.xid, e.id) <= ($2::text::xid8, $3::bigint) from events e
                            where e.epoch = $1 order by e.xid, e.id limit 1), false) as "reaches!""#,
        to.epoch,
        to.xid.to_string(),
        to.id,
    )
    .fetch_one(db)
    .await
}

/// Begins a new epoch, after a restore: readers start afresh instead of waiting for transaction numbers of the database that
/// was. Only the owner of the schema may. The new epoch.
pub async fn renew(db: impl PgExecutor<'_>) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        "update event_epoch set epoch = epoch + 1, started_at = clock_timestamp() returning epoch"
    )
    .fetch_one(db)
    .await
}

/// The place of the last event that changed what everybody sees; none when that is long ago.
pub async fn last_public(db: impl PgExecutor<'_>, end: Position) -> sqlx::Result<Option<Position>> {
    let row = sqlx::query!(
        r#"select e.xid::text::bigint as "xid!", e.id as "id!"
           from (select * from events where epoch = $1 and xid < $2::text::xid8 order by xid desc, id desc limit 1000) e
           where e.kind in ('published', 'unpublished') or e.incident_id is null
              or e.incident_id in (select p.id from public_incidents p where p.id = e.incident_id)
           order by e.xid desc, e.id desc limit 1"#,
        end.epoch,
        end.xid.to_string(),
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Position { epoch: end.epoch, xid: row.xid, id: row.id }))
}
