//! SQL of reading who reported something and where exactly, which is always logged.

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
                  coalesce(nullif(c.phone, ''), a.phone, '') as "phone!", coalesce(c.browser, '') as "browser!",
                  i.address, st_x(i.place) as lon, st_y(i.place) as lat, i.place_accuracy_m as accuracy
           from incidents i
           left join incident_contacts c on c.incident_id = i.id
           left join accounts a on a.id = i.reporter_id
           where i.id = $1"#,
        id as IncidentId,
    )
    .fetch_one(db)
    .await
}
