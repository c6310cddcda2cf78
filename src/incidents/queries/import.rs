//! SQL of importing: a batch of rows is one statement.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::PgExecutor;
use sqlx::types::Json;

use crate::categories::Priority;
use crate::ids::{ActId, CategoryId, IncidentId, SubmissionId};
use crate::incidents::model::{Publication, Status};

/// An incident with the state it has elsewhere, and the history row that says so.
#[derive(Serialize)]
pub struct Row {
    pub id: IncidentId,
    pub reference: String,
    pub submission: SubmissionId,
    pub title: String,
    pub description: String,
    pub lang: &'static str,
    pub category: CategoryId,
    /// Degrees, WGS84.
    pub lon: Option<f64>,
    /// Degrees, WGS84.
    pub lat: Option<f64>,
    pub address: String,
    pub precision: &'static str,
    pub publication: Publication,
    pub status: Status,
    pub priority: Priority,
    pub requires_authority: bool,
    pub reported_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    /// Id of the history row.
    pub history: uuid::Uuid,
    /// The act it belongs to.
    pub act: ActId,
    /// Where the row comes from.
    pub source: String,
    /// The state as given, in JSON: replaying starts there.
    pub state: String,
}

/// Adds the incidents whose submission and reference are not there yet, each with its first history row and its public
/// place, and returns how many that were.
pub async fn insert_new(db: impl PgExecutor<'_>, rows: &[Row]) -> sqlx::Result<usize> {
    let done = sqlx::query!(
        "with given as materialized (
           select * from jsonb_to_recordset($1) as r(
             id uuid, reference text, submission uuid, title text, description text, lang text, category uuid, lon float8,
             lat float8, address text, precision precision_level, publication publication, status incident_status,
             priority priority, requires_authority boolean, reported_at timestamptz, closed_at timestamptz,
             history uuid, act uuid, source text, state text)),
         added as (
           insert into incidents (id, reference, submission_id, title, description, lang, category_id, place, address,
             public_place, precision_level, area_id, public_area_id, publication, status, priority, requires_authority,
             reported_at, received_at, acknowledged_at, resolved_at, closed_at, updated_at, source)
           select g.id, g.reference, g.submission, g.title, g.description, g.lang, g.category, p.exact, g.address,
             p.public, g.precision, area_of(p.exact), area_of(p.public), g.publication, g.status, g.priority,
             g.requires_authority, g.reported_at, clock_timestamp(),
             case when g.status <> 'reported' then g.reported_at end,
             case when g.status in ('resolved', 'closed') then coalesce(g.closed_at, g.reported_at) end,
             g.closed_at, coalesce(g.closed_at, g.reported_at), 'import'
           from given g
           cross join lateral (select st_setsrid(st_makepoint(g.lon, g.lat), 4326) as exact offset 0) e
           cross join lateral (select e.exact, public_point(e.exact, g.precision) as public offset 0) p
           on conflict do nothing
           returning id)
         insert into history (id, incident_id, seq, act_id, actor_kind, kind, field, new_value, note, version, prev_hash, hash)
         select g.history, g.id, 0, g.act, 'system', 'imported', 'state', g.state, g.source, 1, '', ''
         from added join given g using (id)",
        Json(rows) as Json<&[Row]>,
    )
    .execute(db)
    .await?;
    Ok(usize::try_from(done.rows_affected()).expect("fewer than rows given"))
}

/// Those of the submissions that no incident has.
pub async fn missing(
    db: impl PgExecutor<'_>,
    submissions: &[SubmissionId],
) -> sqlx::Result<Vec<SubmissionId>> {
    sqlx::query_scalar!(
        r#"select s as "s!: SubmissionId" from unnest($1::uuid[]) s
           where not exists (select from incidents where submission_id = s)"#,
        submissions as &[SubmissionId],
    )
    .fetch_all(db)
    .await
}
