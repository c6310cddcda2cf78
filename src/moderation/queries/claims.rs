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

/// Claims a report for ten minutes, or renews that, unless somebody else is on it or `take` says to take over. Whether
/// somebody is on it now who was not.
pub async fn claim(
    db: impl PgExecutor<'_>,
    id: IncidentId,
    me: AccountId,
    take: bool,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"with before as (
           select 1 from incident_claims where incident_id = $1 and account_id = $2 and until > clock_timestamp()),
         done as (
         insert into incident_claims as k (incident_id, account_id, until)
         values ($1, $2, clock_timestamp() + make_interval(mins => $4))
         on conflict (incident_id) do update
           set account_id = $2, until = excluded.until,
               since = case when k.account_id = $2 then k.since else clock_timestamp() end
           where k.account_id = $2 or k.until < clock_timestamp() or $3
         returning 1)
         select exists (select from done) and not exists (select from before) as "begun!""#,
        id as IncidentId,
        me as AccountId,
        take,
        MINUTES,
    )
    .fetch_one(db)
    .await
}

/// Who is on a report now.
pub async fn find(
    db: impl PgExecutor<'_>,
    id: IncidentId,
    me: AccountId,
) -> sqlx::Result<Option<Claim>> {
    sqlx::query_as!(
        Claim,
        r#"select a.name, k.since, k.account_id = $2 as "mine!"
           from incident_claims k join accounts a on a.id = k.account_id
           where k.incident_id = $1 and k.until > clock_timestamp()"#,
        id as IncidentId,
        me as AccountId,
    )
    .fetch_optional(db)
    .await
}

/// Leaves every report but this one; which were left.
pub async fn release(
    db: impl PgExecutor<'_>,
    me: AccountId,
    except: Option<IncidentId>,
) -> sqlx::Result<Vec<IncidentId>> {
    sqlx::query_scalar!(
        r#"delete from incident_claims where account_id = $1 and incident_id is distinct from $2
         returning incident_id as "incident: IncidentId""#,
        me as AccountId,
        except as Option<IncidentId>,
    )
    .fetch_all(db)
    .await
}
