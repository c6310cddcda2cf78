//! SQL of reading who reported something and where exactly, which is always logged.

use serde_json::Value;
use sqlx::PgExecutor;

use crate::ids::{AccountId, IncidentId};

/// What only those who need it may read.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Name as given; may be empty.
    pub name: String,
    /// E-mail as given, or of the account.
    pub email: String,
    /// Phone as given, or of the account.
    pub phone: String,
    /// Kind of browser; goes after 30 days.
    pub browser: String,
}

/// Where it is, as only those who work there may know it.
#[derive(Clone, Debug)]
pub struct ExactPlace {
    /// The place in the reporter's words.
    pub address: String,
    /// Exact longitude, degrees.
    pub lon: Option<f64>,
    /// Exact latitude, degrees.
    pub lat: Option<f64>,
    /// Accuracy that the device gave, metres.
    pub accuracy: Option<f32>,
}

/// Logs that somebody reads it, and why.
pub async fn log(
    db: impl PgExecutor<'_>,
    id: IncidentId,
    who: AccountId,
    reason: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into identity_reads (incident_id, actor_id, reason) values ($1, $2, $3)",
        id as IncidentId,
        who as AccountId,
        reason,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Reads it.
pub async fn identity(db: impl PgExecutor<'_>, id: IncidentId) -> sqlx::Result<Identity> {
    sqlx::query_as!(
        Identity,
        r#"select coalesce(nullif(c.name, ''), a.name, '') as "name!",
                  coalesce(nullif(c.email, ''), a.email::text, '') as "email!",
                  coalesce(nullif(c.phone, ''), a.phone, '') as "phone!", coalesce(c.browser, '') as "browser!"
           from incidents i
           left join incident_contacts c on c.incident_id = i.id
           left join accounts a on a.id = i.reporter_id
           where i.id = $1"#,
        id as IncidentId,
    )
    .fetch_one(db)
    .await
}

/// The exact place of a report, if these limits cover it and there is one.
pub async fn exact_place(
    db: impl PgExecutor<'_>,
    id: IncidentId,
    limits: Option<Value>,
) -> sqlx::Result<Option<ExactPlace>> {
    sqlx::query_as!(
        ExactPlace,
        r#"select address, st_x(place) as lon, st_y(place) as lat, place_accuracy_m as accuracy
           from incidents
           where id = $1 and covers($2, area_id, category_id) and (place is not null or address <> '')"#,
        id as IncidentId,
        limits,
    )
    .fetch_optional(db)
    .await
}

/// Notes that somebody saw the exact place, once an hour.
pub async fn log_place(
    db: impl PgExecutor<'_>,
    id: IncidentId,
    who: AccountId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into identity_reads (incident_id, actor_id, reason, what)
         select $1, $2, 'moderation', 'place'
         where not exists (select from identity_reads
                           where incident_id = $1 and actor_id = $2 and what = 'place'
                             and at > clock_timestamp() - interval '1 hour')",
        id as IncidentId,
        who as AccountId,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Notes that somebody saw the exact places of these reports, by order number, each once an hour.
pub async fn log_places(
    db: impl PgExecutor<'_>,
    numbers: &[i64],
    who: AccountId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into identity_reads (incident_id, actor_id, reason, what)
         select i.id, $2, 'moderation', 'place' from incidents i
         where i.number = any($1)
           and not exists (select from identity_reads r
                           where r.incident_id = i.id and r.actor_id = $2 and r.what = 'place'
                             and r.at > clock_timestamp() - interval '1 hour')",
        numbers,
        who as AccountId,
    )
    .execute(db)
    .await?;
    Ok(())
}
