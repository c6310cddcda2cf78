//! Parts that are split off a report.

use sqlx::PgExecutor;

use crate::categories::{Category, Priority};
use crate::ids::{AreaId, CategoryId, IncidentId, SubmissionId};
use crate::incidents::model::{Part, Reference, ShownPlace};
use crate::places::Precision;

/// A part as it is stored.
pub struct NewPart<'a> {
    pub id: IncidentId,
    pub reference: &'a Reference,
    pub submission: SubmissionId,
    pub tracking_hash: &'a [u8],
    pub part: &'a Part,
    pub category: &'a Category,
    pub place: &'a ShownPlace,
}

/// Adds a part with the place, the reporter and the times of the whole; the reference of the whole.
pub async fn insert_part(
    db: impl PgExecutor<'_>,
    whole: IncidentId,
    new: &NewPart<'_>,
) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"with whole as (select * from incidents where id = $1),
           made as (
             insert into incidents (id, reference, submission_id, title, description, lang, category_id, place,
               place_accuracy_m, address, public_place, public_address, precision_level, area_id, public_area_id,
               reporter_id, tracking_hash, publication, priority, requires_authority, metadata, observed_at,
               reported_at, source, split_from)
             select $2, $3, $4, $5, $6, w.lang, $7, w.place, w.place_accuracy_m, w.address,
               st_setsrid(st_makepoint($8, $9), 4326), $10, $11, w.area_id, $12, w.reporter_id, $13, 'pending', $14, $15,
               case when w.category_id = $7 then w.metadata else '{}' end, w.observed_at, w.reported_at, w.source, w.id
             from whole w)
           select reference from whole"#,
        whole as IncidentId,
        new.id as IncidentId,
        new.reference.as_str(),
        new.submission as SubmissionId,
        new.part.title,
        new.part.description,
        new.category.id as CategoryId,
        new.place.point.map(|p| p.lon),
        new.place.point.map(|p| p.lat),
        new.place.address,
        new.place.precision as Precision,
        new.place.area as Option<AreaId>,
        new.tracking_hash,
        new.category.default_priority as Priority,
        new.category.requires_authority,
    )
    .fetch_one(db)
    .await
}

/// The reporter of the whole can be reached about the part too.
pub async fn copy_contact(
    db: impl PgExecutor<'_>,
    whole: IncidentId,
    part: IncidentId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into incident_contacts (incident_id, name, email, phone, browser, ip, created_at)
         select $2, name, email, phone, browser, ip, created_at from incident_contacts where incident_id = $1",
        whole as IncidentId,
        part as IncidentId,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whoever follows the whole follows the part.
pub async fn copy_followers(
    db: impl PgExecutor<'_>,
    whole: IncidentId,
    part: IncidentId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into incident_followers (id, incident_id, account_id, device_hash, created_at)
         select gen_random_uuid(), $2, account_id, device_hash, created_at
         from incident_followers where incident_id = $1",
        whole as IncidentId,
        part as IncidentId,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The reference of a report.
pub async fn reference(db: impl PgExecutor<'_>, id: IncidentId) -> sqlx::Result<String> {
    sqlx::query_scalar!("select reference from incidents where id = $1", id as IncidentId)
        .fetch_one(db)
        .await
}
