//! SQL of importing.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::categories::Priority;
use crate::i18n::Lang;
use crate::ids::{AreaId, CategoryId, IncidentId, SubmissionId};
use crate::incidents::model::{Publication, Reference, Status};
use crate::places::{Point, Precision};

/// An incident with the state it has elsewhere.
pub struct Row<'a> {
    pub id: IncidentId,
    pub submission: SubmissionId,
    pub title: &'a str,
    pub description: &'a str,
    pub lang: Lang,
    pub category: CategoryId,
    pub place: Option<Point>,
    pub address: &'a str,
    pub public_place: Option<Point>,
    pub public_address: &'a str,
    pub precision: Precision,
    pub area: Option<AreaId>,
    pub public_area: Option<AreaId>,
    pub publication: Publication,
    pub status: Status,
    pub priority: Priority,
    pub requires_authority: bool,
    pub reported_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
}

/// Adds an incident; false if its submission is there already. A reference that is taken is made again.
pub async fn insert_new(
    conn: &mut PgConnection,
    row: &Row<'_>,
    fresh: fn() -> Reference,
) -> sqlx::Result<bool> {
    loop {
        let reference = fresh();
        let done = sqlx::query!(
            "insert into incidents (id, reference, submission_id, title, description, lang, category_id, place, address,
                public_place, public_address, precision_level, area_id, public_area_id, publication, status, priority,
                requires_authority, reported_at, received_at, acknowledged_at, resolved_at, closed_at, updated_at, source)
             values ($1, $2, $3, $4, $5, $6, $7, st_setsrid(st_makepoint($8, $9), 4326), $10,
                st_setsrid(st_makepoint($11, $12), 4326), $13, $14, $15, $16, $17, $18::incident_status, $19, $20, $21::timestamptz, clock_timestamp(),
                case when $18::incident_status <> 'reported' then $21::timestamptz end, case when $18::incident_status in ('resolved', 'closed') then coalesce($22::timestamptz, $21::timestamptz) end,
                $22::timestamptz, coalesce($22::timestamptz, $21::timestamptz), 'import')
             on conflict do nothing",
            row.id as IncidentId,
            reference.as_str(),
            row.submission as SubmissionId,
            row.title,
            row.description,
            row.lang as Lang,
            row.category as CategoryId,
            row.place.map(|p| p.lon),
            row.place.map(|p| p.lat),
            row.address,
            row.public_place.map(|p| p.lon),
            row.public_place.map(|p| p.lat),
            row.public_address,
            row.precision as Precision,
            row.area as Option<AreaId>,
            row.public_area as Option<AreaId>,
            row.publication as Publication,
            row.status as Status,
            row.priority as Priority,
            row.requires_authority,
            row.reported_at,
            row.closed_at,
        )
        .execute(&mut *conn)
        .await?;
        if done.rows_affected() == 1 {
            return Ok(true);
        }
        let there = sqlx::query_scalar!(
            r#"select exists (select from incidents where submission_id = $1) as "there!""#,
            row.submission as SubmissionId,
        )
        .fetch_one(&mut *conn)
        .await?;
        if there {
            return Ok(false);
        }
    }
}
