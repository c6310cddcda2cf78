//! All SQL of the queue. Every statement carries the limits of the viewer: `$1` is null for somebody without limits, else a
//! JSON list of `{areas, categories}` of which one must cover the report.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgExecutor;

use super::model::Tab;
use crate::i18n::Lang;
use crate::ids::{AccountId, AreaId, CategoryId, CommentId, IncidentId, MediaId};
use crate::incidents::{Priority, Publication, Status};

/// Rows of one page of the queue.
pub const PAGE: i64 = 20;

/// Counts on the tabs stop here: more than that is "many".
const MOST_COUNTED: i64 = 999;

/// A report in the queue.
#[derive(Clone, Debug)]
pub struct Card {
    pub number: i64,
    pub reference: String,
    pub title: String,
    pub description: String,
    pub lang: Lang,
    pub category: String,
    pub icon: String,
    pub colour: String,
    pub place: String,
    pub status: Status,
    pub publication: Publication,
    pub priority: Priority,
    pub reported_at: DateTime<Utc>,
    pub version: i32,
    pub photos: Vec<MediaId>,
}

/// Where the next page begins.
#[derive(Clone, Copy, Debug)]
pub struct After {
    pub priority: Priority,
    pub number: i64,
}

/// One page of a tab, the most urgent first, then the oldest.
pub async fn list(
    db: impl PgExecutor<'_>,
    limits: Option<Value>,
    lang: Lang,
    tab: Tab,
    me: AccountId,
    q: &str,
    after: Option<After>,
    limit: i64,
) -> sqlx::Result<Vec<Card>> {
    sqlx::query_as!(
        Card,
        r#"select i.number, i.reference, i.title, left(i.description, 600) as "description!", i.lang as "lang: Lang",
                  coalesce(t.name, c.code) as "category!", c.icon, c.colour, i.public_address as place,
                  i.status as "status: Status", i.publication as "publication: Publication",
                  i.priority as "priority: Priority", i.reported_at, i.version,
                  array(select m.id from media m where m.incident_id = i.id and m.state = 'ready' and m.publication = 'pending'
                        order by m.position, m.number limit 5) as "photos!: Vec<MediaId>"
           from incidents i
           join categories c on c.id = i.category_id
           left join category_texts t on t.category_id = c.id and t.lang = $2
           where ($1::jsonb is null or exists (
                    select from jsonb_to_recordset($1) as g (areas uuid[], categories uuid[])
                    where (g.areas = '{}' or i.area_id = any(g.areas))
                      and (g.categories = '{}' or i.category_id = any(g.categories))))
             and case $3::text
                   when 'new' then i.publication = 'pending' or i.status = 'reported'
                   when 'mine' then i.assigned_to = $4 and i.status in ('reported', 'acknowledged', 'in_progress', 'waiting')
                   when 'waiting' then i.status = 'waiting'
                   else i.status in ('resolved', 'closed', 'rejected', 'duplicate')
                 end
             and ($5 = '' or i.search @@ plainto_tsquery('simple', fold($5)) or i.reference = upper($5))
             and ($6::priority is null or (i.priority, -i.number) < ($6, -$7::bigint))
           order by i.priority desc, i.number
           limit $8"#,
        limits,
        lang.code(),
        tab.as_str(),
        me as AccountId,
        q,
        after.map(|a| a.priority) as Option<Priority>,
        after.map(|a| a.number),
        limit,
    )
    .fetch_all(db)
    .await
}

/// How many reports each tab holds, up to 999.
pub struct Counts {
    pub new: i64,
    pub mine: i64,
    pub waiting: i64,
}

/// Counts of the tabs that hold work.
pub async fn counts(
    db: impl PgExecutor<'_>,
    limits: Option<Value>,
    me: AccountId,
) -> sqlx::Result<Counts> {
    sqlx::query_as!(
        Counts,
        r#"with mine_to_see as (
             select i.status, i.publication, i.assigned_to from incidents i
             where (i.publication = 'pending' or i.status in ('reported', 'waiting')
                    or (i.assigned_to = $2 and i.status in ('acknowledged', 'in_progress')))
               and ($1::jsonb is null or exists (
                    select from jsonb_to_recordset($1) as g (areas uuid[], categories uuid[])
                    where (g.areas = '{}' or i.area_id = any(g.areas))
                      and (g.categories = '{}' or i.category_id = any(g.categories))))
             limit 20000)
           select least(count(*) filter (where publication = 'pending' or status = 'reported'), $3) as "new!",
                  least(count(*) filter (where assigned_to = $2 and status in ('reported', 'acknowledged', 'in_progress', 'waiting')), $3) as "mine!",
                  least(count(*) filter (where status = 'waiting'), $3) as "waiting!"
           from mine_to_see"#,
        limits,
        me as AccountId,
        MOST_COUNTED,
    )
    .fetch_one(db)
    .await
}

/// One report as staff decide on it. The exact place and the reporter are not here: reading those is logged.
#[derive(Clone, Debug)]
pub struct Record {
    pub id: IncidentId,
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
    pub area_id: Option<AreaId>,
    pub area: Option<String>,
    pub status: Status,
    pub status_note: String,
    pub publication: Publication,
    pub publication_reason: String,
    pub priority: Priority,
    pub assigned_to: Option<AccountId>,
    pub assignee: Option<String>,
    pub escalated_at: Option<DateTime<Utc>>,
    pub escalation_reason: String,
    pub duplicate_of: Option<String>,
    pub metadata: Value,
    pub reported_at: DateTime<Utc>,
    pub version: i32,
    pub followers: i64,
}

/// One report by its reference.
pub async fn find(
    db: impl PgExecutor<'_>,
    lang: Lang,
    reference: &str,
) -> sqlx::Result<Option<Record>> {
    sqlx::query_as!(
        Record,
        r#"select i.id as "id: IncidentId", i.reference, i.title, i.description, i.lang as "lang: Lang",
                  i.category_id as "category_id: CategoryId", c.code as category_code, coalesce(t.name, c.code) as "category!",
                  c.icon, c.colour, i.public_address as place, st_x(i.public_place) as lon, st_y(i.public_place) as lat,
                  i.area_id as "area_id: AreaId", case when $1 = 'af' then r.name_af else r.name_en end as area,
                  i.status as "status: Status", i.status_note, i.publication as "publication: Publication",
                  i.publication_reason, i.priority as "priority: Priority", i.assigned_to as "assigned_to: AccountId",
                  a.name as "assignee?", i.escalated_at, i.escalation_reason, d.reference as "duplicate_of?", i.metadata,
                  i.reported_at, i.version,
                  (select count(*) from incident_followers f where f.incident_id = i.id) as "followers!"
           from incidents i
           join categories c on c.id = i.category_id
           left join category_texts t on t.category_id = c.id and t.lang = $1
           left join areas r on r.id = i.area_id
           left join accounts a on a.id = i.assigned_to
           left join incidents d on d.id = i.duplicate_of
           where i.reference = $2"#,
        lang.code(),
        reference,
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
}

/// Comments and internal notes, oldest first; at most 200.
pub async fn comments(db: impl PgExecutor<'_>, id: IncidentId) -> sqlx::Result<Vec<Said>> {
    sqlx::query_as!(
        Said,
        r#"select id as "id: CommentId", author_kind, audience = 'internal' as "internal!",
                  publication as "publication: Publication", lang as "lang: Lang", body, created_at
           from incident_comments where incident_id = $1 order by number limit 200"#,
        id as IncidentId,
    )
    .fetch_all(db)
    .await
}

/// One line of history.
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
    pub ip: Option<String>,
}

/// The history of a report, newest first; personal values from their erasable half. At most 200.
pub async fn history(db: impl PgExecutor<'_>, id: IncidentId) -> sqlx::Result<Vec<Past>> {
    sqlx::query_as!(
        Past,
        r#"select h.at, h.kind, h.field,
                  case when p.history_id is null then h.old_value else p.old_value end as old,
                  case when p.history_id is null then h.new_value else p.new_value end as new,
                  h.note, h.actor_kind, a.name as "actor?", left(encode(h.ip_digest, 'hex'), 8) as ip
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
