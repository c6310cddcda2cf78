//! SQL of who works on a report right now.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use crate::ids::{AccountId, IncidentId};

/// A claim lasts so many minutes after the last thing done.
const MINUTES: i32 = 10;

/// Somebody works on a report.
#[derive(Clone, Debug)]
pub struct Claim {
    pub name: String,
    pub since: DateTime<Utc>,
    pub mine: bool,
}

/// What a claim changed and found.
struct Claimed {
    moved: Vec<IncidentId>,
    name: Option<String>,
    since: Option<DateTime<Utc>>,
    mine: Option<bool>,
}

/// Claims a report for ten minutes, or renews that, unless somebody else is on it or `take` says to take over; every other
/// report is left. The reports on which somebody is now who was not, or is no more; and who is on this one.
pub async fn claim(
    db: impl PgExecutor<'_>,
    id: IncidentId,
    me: AccountId,
    take: bool,
) -> sqlx::Result<(Vec<IncidentId>, Option<Claim>)> {
    let found = sqlx::query_as!(
        Claimed,
        r#"with before as (
             select account_id, since from incident_claims where incident_id = $1 and until > clock_timestamp()),
           gone as (
             delete from incident_claims where account_id = $2 and incident_id <> $1 returning incident_id),
           done as (
             insert into incident_claims as k (incident_id, account_id, until)
             values ($1, $2, clock_timestamp() + make_interval(mins => $4))
             on conflict (incident_id) do update
               set account_id = $2, until = excluded.until,
                   since = case when k.account_id = $2 then k.since else clock_timestamp() end
               where k.account_id = $2 or k.until < clock_timestamp() or $3
             returning account_id, since)
           select array(select incident_id from gone
                        union all
                        select $1 from done where not exists (select from before b where b.account_id = $2))
                    as "moved!: Vec<IncidentId>",
                  a.name as "name?", coalesce(d.since, b.since) as since, a.id = $2 as mine
           from (select) as one
           left join done d on true
           left join before b on true
           left join accounts a on a.id = coalesce(d.account_id, b.account_id)"#,
        id as IncidentId,
        me as AccountId,
        take,
        MINUTES,
    )
    .fetch_one(db)
    .await?;
    let who = found.name.zip(found.since).zip(found.mine);
    let claim = who.map(|((name, since), mine)| Claim { name, since, mine });
    Ok((found.moved, claim))
}

/// Leaves every report; which were left.
pub async fn release(db: impl PgExecutor<'_>, me: AccountId) -> sqlx::Result<Vec<IncidentId>> {
    sqlx::query_scalar!(
        r#"delete from incident_claims where account_id = $1 returning incident_id as "incident: IncidentId""#,
        me as AccountId,
    )
    .fetch_all(db)
    .await
}
