//! SQL of the figures of the queue: one statement for each, over the last 30 days.

use sqlx::PgExecutor;

/// The days that are counted.
pub const DAYS: i32 = 30;

/// Half of the reports were looked at within so many seconds; none if nobody looked at any.
pub async fn first_look(db: impl PgExecutor<'_>) -> sqlx::Result<Option<f64>> {
    sqlx::query_scalar!(
        "select percentile_cont(0.5) within group (order by extract(epoch from acknowledged_at - reported_at)::float8)
         from incidents
         where reported_at > clock_timestamp() - make_interval(days => $1) and acknowledged_at >= reported_at",
        DAYS,
    )
    .fetch_one(db)
    .await
}

/// What was done in the queue.
pub struct Work {
    /// Decisions: each act of one person about one report.
    pub decisions: i64,
    /// Hours of the clock in which somebody decided, for each person.
    pub hours: i64,
}

/// Decisions of staff, and the hours in which they made them.
pub async fn work(db: impl PgExecutor<'_>) -> sqlx::Result<Work> {
    sqlx::query_as!(
        Work,
        r#"select count(distinct act_id) as "decisions!", count(distinct (actor_id, date_trunc('hour', at))) as "hours!"
           from history
           where at > clock_timestamp() - make_interval(days => $1) and kind = 'changed'
             and actor_kind in ('leader', 'officer', 'admin')"#,
        DAYS,
    )
    .fetch_one(db)
    .await
}

/// Decisions that were taken back.
pub async fn undos(db: impl PgExecutor<'_>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(distinct act_id) as "n!" from history
           where at > clock_timestamp() - make_interval(days => $1) and kind = 'undo'
             and actor_kind in ('leader', 'officer', 'admin')"#,
        DAYS,
    )
    .fetch_one(db)
    .await
}

/// Decisions about reports that had moved on.
pub async fn conflicts(db: impl PgExecutor<'_>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from moderation_conflicts where at > clock_timestamp() - make_interval(days => $1)"#,
        DAYS,
    )
    .fetch_one(db)
    .await
}

/// The same figures of one person.
pub struct Person {
    pub name: String,
    pub decisions: i64,
    pub hours: i64,
    pub undos: i64,
    pub conflicts: i64,
    /// Median seconds until the first look, of the reports that they looked at first.
    pub first_look: Option<f64>,
}

/// The figures by person, who decided most first; at most 200.
pub async fn people(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<Person>> {
    sqlx::query_as!(
        Person,
        r#"with done as (
             select h.actor_id, h.act_id, h.at, h.kind, h.incident_id,
                    h.kind = 'changed' and h.field = 'status' and h.old_value = 'reported' as looked
             from history h
             where h.at > clock_timestamp() - make_interval(days => $1) and h.kind in ('changed', 'undo')
               and h.actor_kind in ('leader', 'officer', 'admin')),
           met as (
             select account_id, count(*) as n from moderation_conflicts
             where at > clock_timestamp() - make_interval(days => $1) group by account_id)
           select a.name, count(distinct d.act_id) filter (where d.kind = 'changed') as "decisions!",
                  count(distinct date_trunc('hour', d.at)) filter (where d.kind = 'changed') as "hours!",
                  count(distinct d.act_id) filter (where d.kind = 'undo') as "undos!",
                  coalesce((select m.n from met m where m.account_id = a.id), 0) as "conflicts!",
                  percentile_cont(0.5) within group (order by extract(epoch from d.at - i.reported_at)::float8)
                    filter (where d.looked and d.at >= i.reported_at) as first_look
           from done d
           join accounts a on a.id = d.actor_id
           join incidents i on i.id = d.incident_id
           group by a.id, a.name
           order by 2 desc, a.name limit 200"#,
        DAYS,
    )
    .fetch_all(db)
    .await
}
