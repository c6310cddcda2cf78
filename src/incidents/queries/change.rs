//! SQL of changing a report: the row as it is locked, as it is stored again, and what taking a decision back needs.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::categories::Priority;
use crate::i18n::Lang;
use crate::ids::{
    AccountId, ActId, AreaId, CategoryId, CommentId, IncidentId, MediaId, SubmissionId,
};
use crate::incidents::model::{Other, Publication, ShownPlace, State, Status};
use crate::places::{Point, Precision};

/// A report, locked until the transaction ends.
pub struct Locked {
    pub area: Option<AreaId>,
    pub reporter: Option<AccountId>,
    pub place: Option<Point>,
    pub version: i32,
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
                  st_y(i.public_place) as public_lat, i.public_area_id as "public_area: AreaId", i.public_address
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
        area: r.area,
        reporter: r.reporter,
        place: point(r.lon, r.lat),
        version: r.version,
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
                public_place = st_setsrid(st_makepoint($21, $22), 4326), public_area_id = $23, public_address = $24,
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

/// Whether a photo belongs to this report itself.
pub async fn has_photo(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    media: MediaId,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from media where id = $2 and incident_id = $1) as "has!""#,
        incident as IncidentId,
        media as MediaId,
    )
    .fetch_one(db)
    .await
}

/// What judging a comment needs.
pub struct Comment {
    pub publication: Publication,
    pub internal: bool,
    pub author: Option<AccountId>,
}

/// Locks a comment of this report.
pub async fn lock_comment(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    comment: CommentId,
) -> sqlx::Result<Option<Comment>> {
    sqlx::query_as!(
        Comment,
        r#"select publication as "publication: Publication", audience = 'internal' as "internal!",
                  author_id as "author: AccountId"
           from incident_comments where id = $2 and incident_id = $1 for update"#,
        incident as IncidentId,
        comment as CommentId,
    )
    .fetch_optional(db)
    .await
}

pub async fn set_comment_publication(
    db: impl PgExecutor<'_>,
    comment: CommentId,
    to: Publication,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update incident_comments set publication = $2 where id = $1",
        comment as CommentId,
        to as Publication,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Remembers the last decision about a report, so that it can be taken back for a while.
pub async fn remember(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    act: ActId,
    actor: AccountId,
    version: i32,
    wish_hash: &[u8],
    before: &Value,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into incident_undo (incident_id, act_id, actor_id, version, wish_hash, before)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (incident_id) do update set act_id = $2, actor_id = $3, version = $4, wish_hash = $5, before = $6,
           at = clock_timestamp()",
        incident as IncidentId,
        act as ActId,
        actor as AccountId,
        version,
        wish_hash,
        before,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The act by which this person asked for just this and made just this version: the same form, sent twice.
pub async fn find_same(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    actor: AccountId,
    version: i32,
    wish_hash: &[u8],
) -> sqlx::Result<Option<ActId>> {
    sqlx::query_scalar!(
        r#"select act_id as "act: ActId" from incident_undo
           where incident_id = $1 and actor_id = $2 and version = $3 and wish_hash = $4"#,
        incident as IncidentId,
        actor as AccountId,
        version,
        wish_hash,
    )
    .fetch_optional(db)
    .await
}

/// What a decision can be taken back to.
pub struct Remembered {
    pub actor: AccountId,
    pub version: i32,
    pub before: Value,
    pub in_time: bool,
}

/// The last decision about a report, if it was this act.
pub async fn remembered(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    act: ActId,
    seconds: f64,
) -> sqlx::Result<Option<Remembered>> {
    sqlx::query_as!(
        Remembered,
        r#"select actor_id as "actor: AccountId", version, before,
                  at + make_interval(secs => $3) > clock_timestamp() as "in_time!"
           from incident_undo where incident_id = $1 and act_id = $2"#,
        incident as IncidentId,
        act as ActId,
        seconds,
    )
    .fetch_optional(db)
    .await
}

/// Forgets the last decision about a report.
pub async fn forget(db: impl PgExecutor<'_>, incident: IncidentId) -> sqlx::Result<()> {
    sqlx::query!("delete from incident_undo where incident_id = $1", incident as IncidentId)
        .execute(db)
        .await?;
    Ok(())
}

/// Forgets decisions that cannot be taken back any more.
pub async fn forget_old(db: impl PgExecutor<'_>) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "delete from incident_undo where at < clock_timestamp() - interval '10 minutes'"
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// A history row that is being taken back, with its personal values while they are kept.
pub struct Done {
    pub id: Uuid,
    pub field: String,
    pub old: Option<String>,
    pub new: Option<String>,
    pub personal: bool,
}

/// The rows of one act, last first.
pub async fn rows_of(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    act: ActId,
) -> sqlx::Result<Vec<Done>> {
    sqlx::query_as!(
        Done,
        r#"select h.id, h.field, coalesce(p.old_value, h.old_value) as old, coalesce(p.new_value, h.new_value) as new,
                  p.history_id is not null as "personal!"
           from history h left join history_private p on p.history_id = h.id
           where h.incident_id = $1 and h.act_id = $2
           order by h.seq desc"#,
        incident as IncidentId,
        act as ActId,
    )
    .fetch_all(db)
    .await
}

/// An internal note.
pub struct Note<'a> {
    pub incident: IncidentId,
    pub author: AccountId,
    pub author_kind: &'a str,
    pub lang: Lang,
    pub body: &'a str,
    pub submission: SubmissionId,
}

/// Adds an internal note; false if this submission was stored before.
pub async fn insert_note(
    db: impl PgExecutor<'_>,
    id: CommentId,
    note: &Note<'_>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into incident_comments (id, incident_id, author_id, author_kind, audience, publication, lang, body, submission_id)
         values ($1, $2, $3, $4, 'internal', 'private', $5, $6, $7)
         on conflict (submission_id) do nothing",
        id as CommentId,
        note.incident as IncidentId,
        note.author as AccountId,
        note.author_kind,
        note.lang as Lang,
        note.body,
        note.submission as SubmissionId,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes until when a report waits.
pub async fn set_wait(db: impl PgExecutor<'_>, id: IncidentId, days: i32) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into incident_waits (incident_id, until) values ($1, clock_timestamp() + make_interval(days => $2))
         on conflict (incident_id) do update set until = excluded.until",
        id as IncidentId,
        days,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Reports whose wait is over, with their language; at most 200 at a time.
pub async fn list_waited(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<(IncidentId, Lang)>> {
    let rows = sqlx::query!(
        r#"select w.incident_id as "id: IncidentId", i.lang as "lang: Lang"
           from incident_waits w join incidents i on i.id = w.incident_id
           where w.until < clock_timestamp() order by w.until limit 200"#,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| (r.id, r.lang)).collect())
}

/// The wait of a report is over.
pub async fn forget_wait(db: impl PgExecutor<'_>, id: IncidentId) -> sqlx::Result<()> {
    sqlx::query!("delete from incident_waits where incident_id = $1", id as IncidentId)
        .execute(db)
        .await?;
    Ok(())
}
