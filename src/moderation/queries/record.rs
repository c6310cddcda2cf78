//! SQL of the decide page: the report, what was said, its history, what else it may be. Every statement that finds a report
//! carries the limits of the viewer.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgExecutor;
use sqlx::types::Json;
use uuid::Uuid;

use crate::i18n::Lang;
use crate::ids::{AccountId, ActId, AreaId, CategoryId, CommentId, IncidentId};
use crate::incidents::{Priority, Proposal, Publication, Status};
use crate::moderation::model::Near;
use crate::places::Precision;

/// One report as staff decide on it. The exact place and the reporter are not here: reading those is logged.
#[derive(Clone, Debug)]
pub struct Record {
    pub id: IncidentId,
    pub number: i64,
    pub reference: String,
    pub title: String,
    pub description: String,
    pub lang: Lang,
    pub category_id: CategoryId,
    pub category_code: String,
    pub category: String,
    pub icon: String,
    pub colour: String,
    pub place: String,
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub precision: Precision,
    pub area_id: Option<AreaId>,
    pub area: Option<String>,
    pub status: Status,
    pub status_note: String,
    pub publication: Publication,
    pub publication_reason: String,
    pub priority: Priority,
    /// Its place in the order of the queue.
    pub rank: i16,
    pub assigned_to: Option<AccountId>,
    pub assignee: Option<String>,
    pub escalated_at: Option<DateTime<Utc>>,
    pub escalation_reason: String,
    pub duplicate_of: Option<String>,
    pub metadata: Value,
    pub reported_at: DateTime<Utc>,
    pub version: i32,
    pub followers: i64,
    /// Whether the viewer reported it.
    pub own: bool,
    /// Whether two people decide about its publication.
    pub two_people: bool,
    /// What the first of the two proposes.
    pub proposal: Option<Json<Proposal>>,
    /// Who that is.
    pub proposer: Option<String>,
    /// By when somebody should have looked, or still should.
    pub look_by: Option<DateTime<Utc>>,
    /// By when it should be resolved; none while it waits.
    pub resolve_by: Option<DateTime<Utc>>,
}

/// One report by its reference, if these limits cover it.
pub async fn find(
    db: impl PgExecutor<'_>,
    limits: Option<Value>,
    lang: Lang,
    reference: &str,
    me: AccountId,
) -> sqlx::Result<Option<Record>> {
    sqlx::query_as!(
        Record,
        r#"select i.id as "id: IncidentId", i.number, i.reference, i.title, i.description, i.lang as "lang: Lang",
                  i.category_id as "category_id: CategoryId", c.code as category_code, coalesce(t.name, c.code) as "category!",
                  c.icon, c.colour, i.public_address as place, st_x(i.public_place) as lon, st_y(i.public_place) as lat,
                  i.precision_level as "precision: Precision",
                  i.area_id as "area_id: AreaId", case when $1 = 'af' then r.name_af else r.name_en end as area,
                  i.status as "status: Status", i.status_note, i.publication as "publication: Publication",
                  i.publication_reason, i.priority as "priority: Priority", i.queue_rank as rank, i.assigned_to as "assigned_to: AccountId",
                  a.name as "assignee?", i.escalated_at, i.escalation_reason, d.reference as "duplicate_of?", i.metadata,
                  i.reported_at, i.version,
                  (select count(*) from incident_followers f where f.incident_id = i.id) as "followers!",
                  i.reporter_id is not distinct from $4 as "own!",
                  exists (select from moderation_rules w where w.category_id = i.category_id and w.two_people) as "two_people!",
                  i.proposal as "proposal: Json<Proposal>",
                  (select p.name from accounts p where p.id = (i.proposal ->> 'by')::uuid) as proposer,
                  case when i.status = 'reported' then l.look_by end as look_by,
                  case when i.status in ('reported', 'acknowledged', 'in_progress') then l.resolve_by end as resolve_by
           from incidents i
           join categories c on c.id = i.category_id
           left join category_texts t on t.category_id = c.id and t.lang = $1
           left join areas r on r.id = i.area_id
           left join accounts a on a.id = i.assigned_to
           left join incidents d on d.id = i.duplicate_of
           left join incident_deadlines l on l.incident_id = i.id
           where i.reference = $2 and covers($3, i.area_id, i.category_id)"#,
        lang.code(),
        reference,
        limits,
        me as AccountId,
    )
    .fetch_optional(db)
    .await
}

/// Something said about a report.
#[derive(Clone, Debug)]
pub struct Said {
    pub id: CommentId,
    pub author_kind: String,
    pub internal: bool,
    pub publication: Publication,
    pub lang: Lang,
    pub body: String,
    pub created_at: DateTime<Utc>,
    /// Whether the viewer wrote it.
    pub own: bool,
}

/// Comments and internal notes, oldest first; at most 200.
pub async fn comments(
    db: impl PgExecutor<'_>,
    id: IncidentId,
    me: AccountId,
) -> sqlx::Result<Vec<Said>> {
    sqlx::query_as!(
        Said,
        r#"select id as "id: CommentId", author_kind, audience = 'internal' as "internal!",
                  publication as "publication: Publication", lang as "lang: Lang", body, created_at,
                  author_id is not distinct from $2 as "own!"
           from incident_comments where incident_id = $1 order by number limit 200"#,
        id as IncidentId,
        me as AccountId,
    )
    .fetch_all(db)
    .await
}

/// One row of history.
#[derive(Clone, Debug)]
pub struct Past {
    pub at: DateTime<Utc>,
    pub kind: String,
    pub field: String,
    pub old: Option<String>,
    pub new: Option<String>,
    pub note: String,
    pub actor_kind: String,
    pub actor: Option<String>,
}

/// The history of a report, newest first; personal values from their erasable half. At most 200.
pub async fn history(db: impl PgExecutor<'_>, id: IncidentId) -> sqlx::Result<Vec<Past>> {
    sqlx::query_as!(
        Past,
        r#"select h.at, h.kind, h.field,
                  case when p.history_id is null then h.old_value else p.old_value end as old,
                  case when p.history_id is null then h.new_value else p.new_value end as new,
                  h.note, h.actor_kind, a.name as "actor?"
           from history h
           left join history_private p on p.history_id = h.id
           left join accounts a on a.id = h.actor_id
           where h.incident_id = $1
             -- Who reported it, and where exactly, are read with a reason only.
             and h.field not in ('place', 'address', 'contact', 'name', 'email', 'phone', 'reporter')
           order by h.seq desc limit 200"#,
        id as IncidentId,
    )
    .fetch_all(db)
    .await
}

/// The report on which this person made this act, within their limits or not: taking back reaches further than seeing.
pub async fn undoable(
    db: impl PgExecutor<'_>,
    reference: &str,
    act: ActId,
    me: AccountId,
) -> sqlx::Result<Option<IncidentId>> {
    sqlx::query_scalar!(
        r#"select i.id as "id: IncidentId"
           from incidents i join incident_undo u on u.incident_id = i.id
           where i.reference = $1 and u.act_id = $2 and u.actor_id = $3"#,
        reference,
        act as ActId,
        me as AccountId,
    )
    .fetch_optional(db)
    .await
}

/// Status and publication of a report before the act by which this person made this version, while it is remembered.
pub async fn was(
    db: impl PgExecutor<'_>,
    id: IncidentId,
    me: AccountId,
    version: i32,
) -> sqlx::Result<Option<(Status, Publication)>> {
    let row = sqlx::query!(
        r#"select (before ->> 'status')::incident_status as "status!: Status",
                  (before ->> 'publication')::publication as "publication!: Publication"
           from incident_undo where incident_id = $1 and actor_id = $2 and version = $3"#,
        id as IncidentId,
        me as AccountId,
        version,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|r| (r.status, r.publication)))
}

/// What history rows name: people by id, categories by code, each as its name now.
pub async fn names(
    db: impl PgExecutor<'_>,
    lang: Lang,
    people: &[Uuid],
    categories: &[String],
) -> sqlx::Result<HashMap<String, String>> {
    let rows = sqlx::query!(
        r#"select id::text as "key!", name as "name!" from accounts where id = any($2) and name <> ''
           union all
           select c.code, t.name from categories c join category_texts t on t.category_id = c.id and t.lang = $1
           where c.code = any($3)"#,
        lang.code(),
        people,
        categories,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| (r.key, r.name)).collect())
}

/// What became of other reports of the same reporter.
#[derive(Clone, Copy, Debug)]
pub struct TrackRecord {
    pub sent: i64,
    pub confirmed: i64,
    pub rejected: i64,
}

/// The record of whoever reported this, without saying who; none when they have no account.
pub async fn track_record(
    db: impl PgExecutor<'_>,
    id: IncidentId,
) -> sqlx::Result<Option<TrackRecord>> {
    sqlx::query_as!(
        TrackRecord,
        r#"select count(o.id) as "sent!",
                  count(o.id) filter (where o.acknowledged_at is not null and o.status not in ('rejected', 'duplicate')) as "confirmed!",
                  count(o.id) filter (where o.status = 'rejected') as "rejected!"
           from incidents i left join incidents o on o.reporter_id = i.reporter_id and o.id <> i.id
           where i.id = $1 and i.reporter_id is not null
           group by i.id"#,
        id as IncidentId,
    )
    .fetch_optional(db)
    .await
}

/// Reports near this one in place (600 m) and time (30 days), or in words, that these limits cover; the likeliest are
/// picked by the caller.
pub async fn near(
    db: impl PgExecutor<'_>,
    limits: Option<Value>,
    id: IncidentId,
) -> sqlx::Result<Vec<Near>> {
    sqlx::query_as!(
        Near,
        r#"select o.reference as "reference!", o.title as "title!", o.lang as "lang!: Lang", o.status as "status!: Status",
                  d.reference as "duplicate_of?",
                  st_distance(o.place::geography, i.place::geography) as metres,
                  (abs(extract(epoch from o.reported_at - i.reported_at)) / 3600)::float8 as "hours!",
                  similarity(fold(o.title || ' ' || left(o.description, 300)), fold(i.title || ' ' || left(i.description, 300)))::float8 as "alike!",
                  o.category_id = i.category_id as "same_category!"
           from incidents i
           cross join lateral (
             (select n.* from incidents n
              where st_dwithin(n.place, i.place, 0.006) and n.id <> i.id
                and n.reported_at between i.reported_at - interval '30 days' and i.reported_at + interval '30 days'
              order by n.place <-> i.place limit 60)
             union
             (select n.* from incidents n
              where n.search_text % i.search_text and n.id <> i.id and (n.place is null or i.place is null)
                and n.reported_at between i.reported_at - interval '7 days' and i.reported_at + interval '7 days'
              limit 20)) o
           left join incidents d on d.id = o.duplicate_of
           where i.id = $2 and covers($1, o.area_id, o.category_id)"#,
        limits,
        id as IncidentId,
    )
    .fetch_all(db)
    .await
}
