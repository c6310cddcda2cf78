//! How many reports a list has.

use sqlx::PgExecutor;

use super::{Wanted, filtered};
use crate::incidents::model::Status;

/// Counts stop here: nobody reads further, and counting a million rows is not free.
pub const MOST_COUNTED: i64 = 1000;

/// How many reports a list has, each number at most [`MOST_COUNTED`] + 1.
#[derive(Clone, Copy, Debug)]
pub struct Tally {
    /// In the list as asked for.
    pub shown: i64,
    /// In every status.
    pub all: i64,
    /// Where somebody still has to do something.
    pub open: i64,
    /// Resolved and closed ones.
    pub done: i64,
}

macro_rules! tally {
    ($where:tt, ($($filter:tt)*), $db:expr, $statuses:expr) => {
        sqlx::query_as!(
            Tally,
            r#"select
                 (select count(*) from (select from public_incidents p where ($11::incident_status[] is null or p.status = any($11))
                    and (cardinality($11) is distinct from 1 or p.status = ($11)[1]) and "#
                + $where + r#" order by p.reported_at desc, p.number desc limit $12) x) as "shown!",
                 (select count(*) from (select from public_incidents p where "#
                + $where + r#" order by p.reported_at desc, p.number desc limit $12) x) as "all!",
                 (select count(*) from (select from public_incidents p where p.status in ('reported', 'acknowledged', 'in_progress', 'waiting') and "#
                + $where + r#" order by p.reported_at desc, p.number desc limit $12) x) as "open!",
                 (select count(*) from (select from public_incidents p where p.status in ('resolved', 'closed') and "#
                + $where + r#" order by p.reported_at desc, p.number desc limit $12) x) as "done!""#,
            $($filter)*
            $statuses as Option<&[Status]>,
            MOST_COUNTED + 1,
        )
        .fetch_one($db)
        .await
    };
}

macro_rules! tally_few {
    ($where:tt, ($($filter:tt)*), $db:expr, $statuses:expr) => {
        sqlx::query_as!(
            Tally,
            r#"select count(*) filter (where $11::incident_status[] is null or p.status = any($11)) as "shown!",
                      count(*) as "all!",
                      count(*) filter (where p.status in ('reported', 'acknowledged', 'in_progress', 'waiting')) as "open!",
                      count(*) filter (where p.status in ('resolved', 'closed')) as "done!"
               from public_incidents p where "# + $where,
            $($filter)*
            $statuses as Option<&[Status]>,
        )
        .fetch_one($db)
        .await
    };
}

/// Counts the list, and the same list in the statuses that have a chip.
pub async fn tally(db: impl PgExecutor<'_>, wanted: &Wanted) -> sqlx::Result<Tally> {
    let every = Wanted { statuses: None, ..wanted.clone() };
    if wanted.few {
        filtered!(tally_few, every, db, wanted.statuses.as_deref())
    } else {
        filtered!(tally, every, db, wanted.statuses.as_deref())
    }
}

/// The figures of the home page: open reports, and those resolved in the last 30 days; each at most [`MOST_COUNTED`] + 1.
pub struct Figures {
    /// Where somebody still has to do something.
    pub open: i64,
    /// Resolved in the last 30 days.
    pub resolved: i64,
}

/// Counts for the home page.
pub async fn figures(db: impl PgExecutor<'_>) -> sqlx::Result<Figures> {
    sqlx::query_as!(
        Figures,
        r#"select (select count(*) from (select from public_incidents p
                     where p.status in ('reported', 'acknowledged', 'in_progress', 'waiting')
                     order by p.reported_at desc, p.number desc limit $1) x) as "open!",
                  (select count(*) from (select from public_incidents p
                     where p.resolved_at > now() - interval '30 days' and p.status in ('resolved', 'closed')
                     order by p.resolved_at desc limit $1) x) as "resolved!""#,
        MOST_COUNTED + 1,
    )
    .fetch_one(db)
    .await
}
