//! SQL over history: the chain of each report, the daily anchors, the rows that replaying folds.

use chrono::NaiveDate;
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::categories::Priority;
use crate::ids::{AccountId, IncidentId};
use crate::incidents::model::{Publication, Recorded, Replayed, Status};

/// Lets a transaction of the nightly checks read for as long as a large table takes.
pub async fn take_time(db: impl PgExecutor<'_>) -> sqlx::Result<()> {
    sqlx::query!("set local statement_timeout = '10min'").execute(db).await?;
    Ok(())
}

/// The next reports that have a history, in the order of their ids.
pub async fn next_incidents(
    db: impl PgExecutor<'_>,
    after: Uuid,
    most: i64,
) -> sqlx::Result<Vec<IncidentId>> {
    sqlx::query_scalar!(
        r#"select id as "id!: IncidentId" from (
             (select id from incidents where id > $1 order by id limit $2)
             union
             (select distinct incident_id from history where incident_id > $1 order by incident_id limit $2)
           ) x order by id limit $2"#,
        after,
        most,
    )
    .fetch_all(db)
    .await
}

/// A link of the chain that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Which report.
    pub incident: IncidentId,
    /// Which row of its history.
    pub seq: i32,
    /// What is wrong: `changed` (the row is not what was written), `unlinked` (the one before it was changed or taken out),
    /// `gap` (rows are missing).
    pub what: String,
}

/// The faults in the chains of these reports.
pub async fn broken(
    db: impl PgExecutor<'_>,
    incidents: &[IncidentId],
) -> sqlx::Result<Vec<Broken>> {
    sqlx::query_as!(
        Broken,
        r#"select incident_id as "incident: IncidentId", seq,
                  case when hash <> digest then 'changed' when seq <> place then 'gap' else 'unlinked' end as "what!"
           from (select h.incident_id, h.seq, h.hash, h.prev_hash, history_digest(h) as digest,
                        row_number() over one as place,
                        coalesce(lag(h.hash) over one, sha256(convert_to(h.incident_id::text, 'UTF8'))) as before
                 from history h where h.incident_id = any($1)
                 window one as (partition by h.incident_id order by h.seq)) x
           where hash <> digest or prev_hash <> before or seq <> place
           order by incident_id, seq"#,
        incidents as &[IncidentId],
    )
    .fetch_all(db)
    .await
}

/// A history row with the report it belongs to.
pub struct RecordedOf {
    pub incident: IncidentId,
    pub row: Recorded,
}

/// The history of these reports, each in its order.
pub async fn recorded(
    db: impl PgExecutor<'_>,
    incidents: &[IncidentId],
) -> sqlx::Result<Vec<RecordedOf>> {
    let rows = sqlx::query!(
        r#"select incident_id as "incident: IncidentId", id, seq, act_id, kind, actor_kind, field, old_value, new_value,
                  version, reverses
           from history where incident_id = any($1) order by incident_id, seq"#,
        incidents as &[IncidentId],
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| RecordedOf {
            incident: r.incident,
            row: Recorded {
                id: r.id,
                seq: r.seq,
                act: r.act_id,
                kind: r.kind,
                actor: r.actor_kind,
                field: r.field,
                old: r.old_value,
                new: r.new_value,
                version: r.version,
                reverses: r.reverses,
            },
        })
        .collect())
}

/// What a report is now, in the terms of replaying.
pub struct Present {
    pub id: IncidentId,
    pub reference: String,
    pub state: Replayed,
}

/// These reports as they are now.
pub async fn present(
    db: impl PgExecutor<'_>,
    incidents: &[IncidentId],
) -> sqlx::Result<Vec<Present>> {
    let rows = sqlx::query!(
        r#"select i.id as "id: IncidentId", i.reference, i.status as "status: Status",
                  i.publication as "publication: Publication", i.priority as "priority: Priority", c.code,
                  i.assigned_to as "assigned_to: AccountId", i.version
           from incidents i join categories c on c.id = i.category_id
           where i.id = any($1) order by i.id"#,
        incidents as &[IncidentId],
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Present {
            id: r.id,
            reference: r.reference,
            state: Replayed {
                status: r.status,
                publication: r.publication,
                priority: r.priority,
                category: r.code,
                assigned_to: r.assigned_to,
                version: r.version,
            },
        })
        .collect())
}

/// A month of history: its partition and its days.
pub struct Month {
    pub partition: String,
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// The last day that is over: an hour past midnight nothing of it can be under way any more.
    pub over: NaiveDate,
}

/// The partitions of history, oldest first.
pub async fn months(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<Month>> {
    sqlx::query_as!(
        Month,
        r#"select partition as "partition!", first as "first!", (first + interval '1 month - 1 day')::date as "last!",
                  ((clock_timestamp() - interval '1 hour') at time zone 'UTC')::date - 1 as "over!"
           from (select c.relname::text as partition, to_date(right(c.relname::text, 7), 'YYYY"m"MM') as first
                 from pg_inherits i join pg_class c on c.oid = i.inhrelid
                 where i.inhparent = 'history'::regclass) x
           order by first"#
    )
    .fetch_all(db)
    .await
}

/// Writes the anchor of a partition up to the end of a day (UTC), unless it is there: how many rows, and a digest over the
/// digests of its days, each over the hashes of its rows in order. Returns whether it was new.
pub async fn anchor(
    db: impl PgExecutor<'_>,
    partition: &str,
    first: NaiveDate,
    day: NaiveDate,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into history_anchors (partition, day, rows, digest)
         select $1, $3, coalesce(sum(n), 0), sha256(coalesce(string_agg(s, ''::bytea order by d), ''::bytea))
         from (select (at at time zone 'UTC')::date as d, count(*) as n, sha256(string_agg(hash, ''::bytea order by at, id)) as s
               from history where at >= $2::date::timestamptz and at < ($3::date + 1)::timestamptz group by 1) days
         having not exists (select from history_anchors where partition = $1 and day = $3)
         on conflict do nothing",
        partition,
        first,
        day,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The days of a partition whose anchor is not what its rows give now.
pub async fn wrong_anchors(
    db: impl PgExecutor<'_>,
    partition: &str,
    first: NaiveDate,
    last: NaiveDate,
) -> sqlx::Result<Vec<NaiveDate>> {
    sqlx::query_scalar!(
        r#"with days as materialized (
             select (at at time zone 'UTC')::date as d, count(*) as n, sha256(string_agg(hash, ''::bytea order by at, id)) as s
             from history where at >= $2::date::timestamptz and at < ($3::date + 1)::timestamptz group by 1)
           select a.day from history_anchors a, lateral (
             select coalesce(sum(n), 0) as rows, sha256(coalesce(string_agg(s, ''::bytea order by d), ''::bytea)) as digest
             from days where d <= a.day) now
           where a.partition = $1 and (a.rows <> now.rows or a.digest <> now.digest)
           order by a.day"#,
        partition,
        first,
        last,
    )
    .fetch_all(db)
    .await
}
