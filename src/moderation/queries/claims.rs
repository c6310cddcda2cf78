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

/// Claims a report for ten minutes, or renews that, unless somebody else is on it or `take` says to take over.
pub async fn claim(
    db: impl PgExecutor<'_>,
    id: IncidentId,
    me: AccountId,
    take: bool,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into incident_claims as k (incident_id, account_id, until)
         values ($1, $2, clock_timestamp() + make_interval(mins => $4))
         on conflict (incident_id) do update
           set account_id = $2, until = excluded.until,
               since = case when k.account_id = $2 then k.since else clock_timestamp() end
           where k.account_id = $2 or k.until < clock_timestamp() or $3",
        id as IncidentId,
        me as AccountId,
        take,
        MINUTES,
    )
    .execute(db)
    .await?;
    Ok(())
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

/// Leaves every report but this one.
pub async fn release(
    db: impl PgExecutor<'_>,
    me: AccountId,
    except: Option<IncidentId>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from incident_claims where account_id = $1 and incident_id is distinct from $2",
        me as AccountId,
        except as Option<IncidentId>,
    )
    .execute(db)
    .await?;
    Ok(())
}
