//! The row of a report as it is locked and stored again, the report that it may repeat, and who may be given it.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgExecutor;
use sqlx::types::Json;

use crate::categories::Priority;
use crate::ids::{AccountId, AreaId, CategoryId, IncidentId};
use crate::incidents::model::{Other, Proposal, Publication, ShownPlace, State, Status};
use crate::places::{Point, Precision};

/// A report, locked until the transaction ends.
pub struct Locked {
    pub id: IncidentId,
    pub area: Option<AreaId>,
    pub reporter: Option<AccountId>,
    pub place: Option<Point>,
    pub version: i32,
    /// Whether two people decide about its publication.
    pub two_people: bool,
    pub state: State,
    /// The time, by the database.
    pub now: DateTime<Utc>,
}

/// Locks a report, if these limits of a viewer cover it.
pub async fn lock(
    db: impl PgExecutor<'_>,
    id: IncidentId,
    limits: Option<Value>,
) -> sqlx::Result<Option<Locked>> {
    let row = sqlx::query!(
        r#"select i.area_id as "area: AreaId", i.reporter_id as "reporter: AccountId",
                  st_x(i.place) as lon, st_y(i.place) as lat, i.version, clock_timestamp() as "now!",
                  i.status as "status: Status", i.status_note, i.publication as "publication: Publication",
                  i.publication_reason, i.priority as "priority: Priority", i.requires_authority,
                  i.assigned_to as "assigned_to: AccountId", i.escalated_at, i.escalated_by as "escalated_by: AccountId",
                  i.escalation_reason, i.duplicate_of as "duplicate_of: IncidentId",
                  (select d.reference from incidents d where d.id = i.duplicate_of) as duplicate_reference,
                  i.category_id as "category: CategoryId", c.code, i.title, i.description,
                  i.acknowledged_at, i.resolved_at, i.closed_at,
                  i.precision_level as "precision: Precision", st_x(i.public_place) as public_lon,
                  st_y(i.public_place) as public_lat, i.public_area_id as "public_area: AreaId", i.public_address,
                  i.proposal as "proposal: Json<Proposal>",
                  exists (select from moderation_rules w where w.category_id = i.category_id and w.two_people) as "two_people!"
           from incidents i join categories c on c.id = i.category_id
           where i.id = $1 and covers($2, i.area_id, i.category_id) for update of i"#,
        id as IncidentId,
        limits,
    )
    .fetch_optional(db)
    .await?;
    let point =
        |lon: Option<f64>, lat: Option<f64>| lon.zip(lat).and_then(|(x, y)| Point::new(x, y));
    Ok(row.map(|r| Locked {
        id,
        area: r.area,
        reporter: r.reporter,
        place: point(r.lon, r.lat),
        version: r.version,
        two_people: r.two_people,
        now: r.now,
        state: State {
            status: r.status,
            status_note: r.status_note,
            publication: r.publication,
            publication_reason: r.publication_reason,
            priority: r.priority,
            requires_authority: r.requires_authority,
            assigned_to: r.assigned_to,
            escalated_at: r.escalated_at,
            escalated_by: r.escalated_by,
            escalation_reason: r.escalation_reason,
            duplicate_of: r
                .duplicate_of
                .zip(r.duplicate_reference)
                .map(|(id, reference)| Other { id, reference }),
            category: r.category,
            category_code: r.code,
            title: r.title,
            description: r.description,
            acknowledged_at: r.acknowledged_at,
            resolved_at: r.resolved_at,
            closed_at: r.closed_at,
            shown: ShownPlace {
                precision: r.precision,
                point: point(r.public_lon, r.public_lat),
                area: r.public_area,
                address: r.public_address,
            },
            proposal: r.proposal.map(|p| p.0),
        },
    }))
}

/// Stores the state of a locked report as its next version.
pub async fn store(
    db: impl PgExecutor<'_>,
    id: IncidentId,
    version: i32,
    state: &State,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update incidents set version = $2, status = $3, status_note = $4, publication = $5, publication_reason = $6,
                priority = $7, requires_authority = $8, assigned_to = $9, escalated_at = $10, escalated_by = $11,
                escalation_reason = $12, duplicate_of = $13, category_id = $14, title = $15, description = $16,
                acknowledged_at = $17, resolved_at = $18, closed_at = $19, precision_level = $20,
                public_place = st_setsrid(st_makepoint($21, $22), 4326), public_area_id = $23, public_address = $24, proposal = $25,
                updated_at = clock_timestamp()
         where id = $1",
        id as IncidentId,
        version,
        state.status as Status,
        state.status_note,
        state.publication as Publication,
        state.publication_reason,
        state.priority as Priority,
        state.requires_authority,
        state.assigned_to as Option<AccountId>,
        state.escalated_at,
        state.escalated_by as Option<AccountId>,
        state.escalation_reason,
        state.duplicate_of.as_ref().map(|o| o.id) as Option<IncidentId>,
        state.category as CategoryId,
        state.title,
        state.description,
        state.acknowledged_at,
        state.resolved_at,
        state.closed_at,
        state.shown.precision as Precision,
        state.shown.point.map(|p| p.lon),
        state.shown.point.map(|p| p.lat),
        state.shown.area as Option<AreaId>,
        state.shown.address,
        state.proposal.as_ref().map(Json) as Option<Json<&Proposal>>,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A report that another one may repeat.
pub struct Original {
    pub id: IncidentId,
    pub reference: String,
    pub repeats: bool,
    pub public: bool,
    pub area: Option<AreaId>,
    pub category: CategoryId,
}

/// A report by its reference.
pub async fn original(db: impl PgExecutor<'_>, reference: &str) -> sqlx::Result<Option<Original>> {
    sqlx::query_as!(
        Original,
        r#"select id as "id: IncidentId", reference, duplicate_of is not null as "repeats!",
                  publication = 'public' as "public!", area_id as "area: AreaId", category_id as "category: CategoryId"
           from incidents where reference = $1"#,
        reference,
    )
    .fetch_optional(db)
    .await
}

/// Somebody who may be given work.
#[derive(Clone, Debug)]
pub struct Assignee {
    /// The account.
    pub account: AccountId,
    /// Their name; may be empty.
    pub name: String,
}

/// Staff whose limits cover a report of this area and category, by name. With `account` that one alone.
pub async fn assignees(
    db: impl PgExecutor<'_>,
    area: Option<AreaId>,
    category: CategoryId,
    account: Option<AccountId>,
) -> sqlx::Result<Vec<Assignee>> {
    sqlx::query_as!(
        Assignee,
        r#"select a.id as "account: AccountId", a.name
           from accounts a
           where a.disabled_at is null and ($3::uuid is null or a.id = $3)
             and exists (select from account_roles r
                         where r.account_id = a.id and r.role in ('leader', 'officer', 'admin')
                           and (r.areas = '{}' or $1::uuid = any(r.areas))
                           and (r.categories = '{}' or $2 = any(r.categories)))
           order by a.name, a.id
           limit 200"#,
        area as Option<AreaId>,
        category as CategoryId,
        account as Option<AccountId>,
    )
    .fetch_all(db)
    .await
}
