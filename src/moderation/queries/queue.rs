//! SQL of the tabs. Each tab is its own branch with the condition and the order of a partial index; only the branch that is
//! asked for runs. `$1` holds the limits of the viewer (`covers`).

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::PgExecutor;
use sqlx::types::Json;

use crate::i18n::Lang;
use crate::ids::{AccountId, CategoryId, IncidentId, MediaId};
use crate::incidents::{Priority, Proposal, Publication, Status};
use crate::moderation::model::Tab;

/// Rows of one page of the queue.
pub const PAGE: i64 = 20;

/// Counts on the tabs stop here: more than that is "many".
const MOST_COUNTED: i64 = 999;

/// From this rank on, a report is of a life-threatening category; within the same, by priority.
pub const LIFE: i16 = 10;

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
    /// Its place in the order of work, see [`LIFE`].
    pub rank: i16,
    pub reported_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub version: i32,
    /// Whether the viewer reported it.
    pub own: bool,
    /// Photos that wait for somebody to look.
    pub photos: Vec<MediaId>,
    /// Comments that wait for somebody to look.
    pub comments: i64,
    /// The deadline that has passed, if one has.
    pub overdue: Option<DateTime<Utc>>,
    /// The deadline that is near, if none has passed.
    pub soon: Option<DateTime<Utc>>,
    /// Somebody else who is on it now.
    pub on_it: Option<String>,
    /// An appeal waits: whether the viewer decided what it is against.
    pub appeal: Option<bool>,
    /// What the first of two people proposes.
    pub proposal: Option<Json<Proposal>>,
    /// Who that is.
    pub proposer: Option<String>,
}

/// The row before the page: in the tabs of work by rank and number, in Done by the time of the last change.
#[derive(Clone, Copy, Debug)]
pub struct After {
    pub rank: Option<i16>,
    pub at: Option<DateTime<Utc>>,
    pub number: i64,
}

impl After {
    /// As it stands in an address.
    pub fn of(tab: Tab, card: &Card) -> String {
        match tab {
            Tab::Done => format!("{}.{}", card.updated_at.timestamp_micros(), card.number),
            _ => format!("{}.{}", card.rank, card.number),
        }
    }

    /// From an address.
    pub fn parse(tab: Tab, text: &str) -> Option<Self> {
        let (start, number) = text.split_once('.')?;
        let number = number.parse().ok()?;
        Some(match tab {
            Tab::Done => {
                let at = DateTime::from_timestamp_micros(start.parse().ok()?)?;
                Self { rank: None, at: Some(at), number }
            }
            _ => Self { rank: Some(start.parse().ok()?), at: None, number },
        })
    }
}

/// What is looked at: a tab, and words that it must hold.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    pub tab: Tab,
    pub q: &'a str,
    /// Only of this category.
    pub category: Option<CategoryId>,
    pub me: AccountId,
}

/// One page of a tab: the most urgent first, then the oldest; what is done, the latest first. `except` is left out.
pub async fn list(
    db: impl PgExecutor<'_>,
    limits: Option<Value>,
    lang: Lang,
    view: View<'_>,
    after: Option<After>,
    except: Option<IncidentId>,
    limit: i64,
) -> sqlx::Result<Vec<Card>> {
    // A filter is a limit that somebody sets themselves.
    let only = view.category.map(|c| json!([{ "areas": [], "categories": [c] }]));
    sqlx::query_as!(
        Card,
        r#"with picked as (
            (select i.id from incidents i
             where $3::text = 'new' and (i.publication = 'pending' or i.status = 'reported')
               and i.status not in ('rejected', 'duplicate')
               and covers($1, i.area_id, i.category_id) and covers($11, i.area_id, i.category_id)
               and staff_finds(i.search, i.address, i.reference, $5)
               and ($6::smallint is null or (i.queue_rank, -i.number) < ($6, -$7::bigint))
             order by i.queue_rank desc, i.number limit $9)
            union all
            (select i.id from incidents i
             where $3 = 'new' and i.publication = 'public' and i.status <> 'reported'
               and i.id in (select c.incident_id from incident_comments c where c.publication = 'pending'
                            union all
                            select m.incident_id from media m where m.publication = 'pending' and m.incident_id is not null
                              and m.state = 'ready')
               and covers($1, i.area_id, i.category_id) and covers($11, i.area_id, i.category_id)
               and staff_finds(i.search, i.address, i.reference, $5)
               and ($6::smallint is null or (i.queue_rank, -i.number) < ($6, -$7::bigint))
             order by i.queue_rank desc, i.number limit $9)
            union
            (select i.id from incidents i join incident_appeals p on p.incident_id = i.id and p.decided_at is null
             where $3 = 'new'
               and covers($1, i.area_id, i.category_id) and covers($11, i.area_id, i.category_id)
               and staff_finds(i.search, i.address, i.reference, $5)
               and ($6::smallint is null or (i.queue_rank, -i.number) < ($6, -$7::bigint))
             order by i.queue_rank desc, i.number limit $9)
            union all
            (select i.id from incidents i
             where $3 = 'mine' and i.assigned_to = $4
               and i.status in ('reported', 'acknowledged', 'in_progress', 'waiting')
               and covers($1, i.area_id, i.category_id) and covers($11, i.area_id, i.category_id)
               and staff_finds(i.search, i.address, i.reference, $5)
               and ($6::smallint is null or (i.queue_rank, -i.number) < ($6, -$7::bigint))
             order by i.queue_rank desc, i.number limit $9)
            union all
            (select i.id from incidents i
             where $3 = 'waiting' and i.status = 'waiting'
               and covers($1, i.area_id, i.category_id) and covers($11, i.area_id, i.category_id)
               and staff_finds(i.search, i.address, i.reference, $5)
               and ($6::smallint is null or (i.queue_rank, -i.number) < ($6, -$7::bigint))
             order by i.queue_rank desc, i.number limit $9)
            union all
            (select i.id from incidents i join incident_deadlines d on d.incident_id = i.id
             where $3 = 'overdue' and i.status in ('reported', 'acknowledged', 'in_progress')
               and (d.resolve_by < clock_timestamp() or (i.status = 'reported' and d.look_by < clock_timestamp()))
               and covers($1, i.area_id, i.category_id) and covers($11, i.area_id, i.category_id)
               and staff_finds(i.search, i.address, i.reference, $5)
               and ($6::smallint is null or (i.queue_rank, -i.number) < ($6, -$7::bigint))
             order by i.queue_rank desc, i.number limit $9)
            union all
            (select i.id from incidents i
             where $3 = 'soon' and i.id in (select n.incident_id from nearly_due n)
               and covers($1, i.area_id, i.category_id) and covers($11, i.area_id, i.category_id)
               and staff_finds(i.search, i.address, i.reference, $5)
               and ($6::smallint is null or (i.queue_rank, -i.number) < ($6, -$7::bigint))
             order by i.queue_rank desc, i.number limit $9)
            union all
            (select i.id from incidents i
             where $3 = 'done' and i.status in ('resolved', 'closed', 'rejected', 'duplicate')
               and covers($1, i.area_id, i.category_id) and covers($11, i.area_id, i.category_id)
               and staff_finds(i.search, i.address, i.reference, $5)
               and ($8::timestamptz is null or (i.updated_at, i.number) < ($8, $7))
             order by i.updated_at desc, i.number desc limit $9))
           select i.number, i.reference, i.title, left(i.description, 600) as "description!", i.lang as "lang: Lang",
                  coalesce(t.name, c.code) as "category!", c.icon, c.colour, i.public_address as place,
                  i.status as "status: Status", i.publication as "publication: Publication",
                  i.priority as "priority: Priority", i.queue_rank as rank, i.reported_at, i.updated_at, i.version,
                  i.reporter_id is not distinct from $4 as "own!",
                  array(select m.id from media m where m.incident_id = i.id and m.state = 'ready' and m.publication = 'pending'
                        order by m.position, m.number limit 5) as "photos!: Vec<MediaId>",
                  (select count(*) from incident_comments w where w.incident_id = i.id and w.publication = 'pending') as "comments!",
                  (select a.name from incident_claims k join accounts a on a.id = k.account_id
                   where k.incident_id = i.id and k.until > clock_timestamp() and k.account_id <> $4) as on_it,
                  (select $4 = any(p.against) from incident_appeals p
                   where p.incident_id = i.id and p.decided_at is null) as appeal,
                  i.proposal as "proposal: Json<Proposal>",
                  (select p.name from accounts p where p.id = (i.proposal ->> 'by')::uuid) as proposer,
                  (select least(case when i.status = 'reported' then d.look_by end, d.resolve_by) from incident_deadlines d
                   where d.incident_id = i.id and i.status in ('reported', 'acknowledged', 'in_progress')
                     and least(case when i.status = 'reported' then d.look_by end, d.resolve_by) < clock_timestamp()) as overdue,
                  (select n.due from nearly_due n where n.incident_id = i.id) as soon
           from picked p
           join incidents i on i.id = p.id
           join categories c on c.id = i.category_id
           left join category_texts t on t.category_id = c.id and t.lang = $2
           where i.id is distinct from $10
           order by case when $3 = 'done' then i.updated_at end desc nulls last,
                    case when $3 = 'done' then -i.number end nulls last, i.queue_rank desc, i.number
           limit $9"#,
        limits,
        lang.code(),
        view.tab.as_str(),
        view.me as AccountId,
        view.q,
        after.and_then(|a| a.rank),
        after.map(|a| a.number),
        after.and_then(|a| a.at),
        limit,
        except as Option<IncidentId>,
        only,
    )
    .fetch_all(db)
    .await
}

/// How many reports each tab holds, up to 999.
pub struct Counts {
    pub new: i64,
    pub mine: i64,
    pub waiting: i64,
    pub soon: i64,
    pub overdue: i64,
    pub done: i64,
}

/// Counts of the tabs, each read from its index; what is done is counted for the last 30 days.
pub async fn counts(
    db: impl PgExecutor<'_>,
    limits: Option<Value>,
    me: AccountId,
) -> sqlx::Result<Counts> {
    sqlx::query_as!(
        Counts,
        r#"select
             (select count(*) from (
                select i.id from incidents i
                where (i.publication = 'pending' or i.status = 'reported') and i.status not in ('rejected', 'duplicate')
                  and covers($1, i.area_id, i.category_id)
                union
                select i.id from incidents i
                where i.publication = 'public' and i.status <> 'reported' and covers($1, i.area_id, i.category_id)
                  and i.id in (select c.incident_id from incident_comments c where c.publication = 'pending'
                               union all
                               select m.incident_id from media m where m.publication = 'pending' and m.incident_id is not null
                                 and m.state = 'ready')
                union
                select i.id from incidents i join incident_appeals p on p.incident_id = i.id and p.decided_at is null
                where covers($1, i.area_id, i.category_id)
                limit $3) x) as "new!",
             (select count(*) from (
                select from incidents i
                where i.assigned_to = $2 and i.status in ('reported', 'acknowledged', 'in_progress', 'waiting')
                  and covers($1, i.area_id, i.category_id) limit $3) x) as "mine!",
             (select count(*) from (
                select from incidents i where i.status = 'waiting' and covers($1, i.area_id, i.category_id) limit $3) x) as "waiting!",
             (select count(*) from (
                select from nearly_due n join incidents i on i.id = n.incident_id
                where covers($1, i.area_id, i.category_id) limit $3) x) as "soon!",
             (select count(*) from (
                select from incidents i join incident_deadlines d on d.incident_id = i.id
                where i.status in ('reported', 'acknowledged', 'in_progress')
                  and (d.resolve_by < clock_timestamp() or (i.status = 'reported' and d.look_by < clock_timestamp()))
                  and covers($1, i.area_id, i.category_id) limit $3) x) as "overdue!",
             (select count(*) from (
                select from incidents i where i.status in ('resolved', 'closed', 'rejected', 'duplicate')
                  and i.updated_at > clock_timestamp() - interval '30 days'
                  and covers($1, i.area_id, i.category_id) limit $3) x) as "done!""#,
        limits,
        me as AccountId,
        MOST_COUNTED,
    )
    .fetch_one(db)
    .await
}
