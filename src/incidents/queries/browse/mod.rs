//! Lists for everybody: a page of rows, how many there are, what the form offers, the home page, the feeds. All read the
//! view `public_incidents` and nothing else of the record.
//!
//! Each filter is optional (`$4 is null or …`), so one plan for all values would be a bad plan for most. These statements
//! run in a transaction of [`planned`], which makes PostgreSQL plan each for the values it is given: a missing filter folds
//! away and the index of the filters that are there is used. (`query_as!` cannot switch off the statement cache instead.)

mod choices;
mod tally;

pub use choices::{Choice, choices};
pub use tally::{Figures, MOST_COUNTED, Tally, figures, tally};

use sqlx::{PgExecutor, PgPool, Postgres, Transaction};

use crate::i18n::Lang;
use crate::ids::{AccountId, AreaId, CategoryId, IncidentId, MediaId};
use crate::incidents::model::{
    Assigned, Card, Cursor, Filter, Nearby, Order, Priority, Publication, Status,
};
use crate::places::Precision;

/// A read-only transaction whose statements are planned for their values, and which sees one moment of the database.
pub async fn planned(db: &PgPool) -> sqlx::Result<Transaction<'static, Postgres>> {
    db.begin_with(
        "begin isolation level repeatable read, read only; set local plan_cache_mode = force_custom_plan",
    )
    .await
}

/// A filter with its codes looked up, ready for the statements.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Words to search for.
    pub words: Option<String>,
    /// Whether similar spellings count as well.
    pub similar: bool,
    /// Whether the words are in few reports.
    few: bool,
    /// Only these statuses.
    pub statuses: Option<Vec<Status>>,
    /// Only this priority.
    pub priority: Option<Priority>,
    /// Only this category.
    pub category: Option<CategoryId>,
    /// Only this area.
    pub area: Option<AreaId>,
    /// Reported then or later.
    pub since: Option<chrono::DateTime<chrono::Utc>>,
    /// Reported before then.
    pub until: Option<chrono::DateTime<chrono::Utc>>,
    /// Only this person's work.
    pub assignee: Option<AccountId>,
    /// Only what nobody has taken.
    pub nobody: bool,
    order: Order,
}

impl Wanted {
    /// Looks the codes of a filter up among the choices. `me` is the reader, for staff only.
    pub fn new(filter: &Filter, choices: &[Choice], me: Option<AccountId>) -> Self {
        let id = |kind: &str, code: &str| {
            choices.iter().find(|c| c.kind == kind && c.value == code).and_then(|c| c.id)
        };
        Self {
            words: filter.words().map(str::to_owned),
            // Similar spellings would bring back what a minus leaves out, and break up what quotes keep together.
            similar: choices.iter().any(|c| c.kind == "similar") && !filter.is_precise(),
            few: choices.iter().any(|c| c.kind == "few"),
            statuses: filter.status.statuses(),
            priority: filter.priority,
            // The code of a category that was merged leads to the one that took its reports.
            category: id("category", &filter.category)
                .or_else(|| id("merged", &filter.category))
                .map(CategoryId),
            area: id("area", &filter.area).map(AreaId),
            since: filter.since(),
            until: filter.until(),
            assignee: match filter.assignee {
                Assigned::Me => me,
                Assigned::To(account) if me.is_some() => Some(account),
                _ => None,
            },
            nobody: me.is_some() && filter.assignee == Assigned::Nobody,
            order: filter.order,
        }
    }
}

/// Hands the conditions of every list, and the values of a [`Wanted`] that they name `$1` to `$10`, to another macro.
macro_rules! filtered {
    ($then:ident, $wanted:expr, $($rest:tt)*) => {
        $then!(
            "($1::text is null or p.search @@ search_query($1) or ($2 and p.search_text %> fold($1)))
             and ($3::incident_status[] is null or p.status = any($3))
             and (cardinality($3) is distinct from 1 or p.status = ($3)[1])
             and ($4::priority is null or p.priority = $4)
             and ($5::uuid is null or p.category_id = $5)
             and ($6::uuid is null or p.area_id = $6)
             and ($7::timestamptz is null or p.reported_at >= $7)
             and ($8::timestamptz is null or p.reported_at < $8)
             and ($9::uuid is null or p.id in (select a.id from incidents a where a.assigned_to = $9))
             and (not $10 or (select a.assigned_to from incidents a where a.id = p.id) is null) ",
            (
                $wanted.words.as_deref(),
                $wanted.similar,
                $wanted.statuses.as_deref() as Option<&[$crate::incidents::Status]>,
                $wanted.priority as Option<$crate::incidents::Priority>,
                $wanted.category as Option<$crate::ids::CategoryId>,
                $wanted.area as Option<$crate::ids::AreaId>,
                $wanted.since,
                $wanted.until,
                $wanted.assignee as Option<$crate::ids::AccountId>,
                $wanted.nobody,
            ),
            $($rest)*
        )
    };
}

pub(crate) use filtered;

/// A page of cards: `$after` compares the row's keys with the cursor's (`$11` time, `$12` number,
/// `$15` priority), `$by` is the order.
macro_rules! cards {
    ($where:tt, ($($filter:tt)*), $db:expr, $from:expr, $limit:expr, $lang:expr, $after:tt, $by:tt, $by_i:tt) => {
        sqlx::query_as!(
            Card,
            r#"select i.title as "title!", i.lang as "lang!: Lang", i.reference as "reference!",
                      coalesce(t.name, e.name, c.code) as "category!", c.icon as "icon!", c.colour as "colour!",
                      coalesce(nullif(i.address, ''), case when $14 = 'af' then a.name_af else a.name_en end, '') as "place!",
                      i.status as "status!: Status", i.priority as "priority!: Priority",
                      'public'::publication as "publication!: Publication",
                      i.reported_at as "reported_at!", i.updated_at as "updated_at!", m.id as "photo?: MediaId",
                      i.number as "number!",
                  exists (select from public_late l where l.incident_id = i.id) as "late!"
               from (select p.id, p.number, p.reference, p.title, p.lang, p.category_id, p.address, p.area_id, p.status,
                            p.priority, p.reported_at, p.updated_at
                     from public_incidents p where "# + $where + " and (" + $after + ") order by " + $by + r#" limit $13) i
               join categories c on c.id = i.category_id
               left join category_texts t on t.category_id = c.id and t.lang = $14
               left join category_texts e on e.category_id = c.id and e.lang = 'en'
               left join areas a on a.id = i.area_id
               left join lateral (select m.id from public_media m where m.incident_id = i.id and m.comment_id is null
                                  order by m.position, m.number limit 1) m on true
               order by "# + $by_i,
            $($filter)*
            $from.and_then(Cursor::at),
            $from.map(|c| c.number),
            $limit,
            $lang as Lang,
            $from.and_then(Cursor::priority) as Option<Priority>,
        )
        .fetch_all($db)
        .await
    };
}

/// Up to `limit` cards in the order wanted, from the cursor on (or back from it, nearest first).
pub async fn cards(
    db: impl PgExecutor<'_>,
    lang: Lang,
    wanted: &Wanted,
    from: Option<Cursor>,
    limit: i64,
) -> sqlx::Result<Vec<Card>> {
    let back = from.is_some_and(|c| c.back);
    match (wanted.order, back) {
        (Order::Newest, false) | (Order::Oldest, true) => filtered!(
            cards,
            wanted,
            db,
            from,
            limit,
            lang,
            "$11::timestamptz is null or ((p.reported_at, p.number) < ($11, $12::bigint) and $15::priority is null)",
            "p.reported_at desc, p.number desc",
            "i.reported_at desc, i.number desc"
        ),
        (Order::Oldest, false) | (Order::Newest, true) => filtered!(
            cards,
            wanted,
            db,
            from,
            limit,
            lang,
            "$11::timestamptz is null or ((p.reported_at, p.number) > ($11, $12::bigint) and $15::priority is null)",
            "p.reported_at, p.number",
            "i.reported_at, i.number"
        ),
        (Order::Priority, false) => filtered!(
            cards,
            wanted,
            db,
            from,
            limit,
            lang,
            "$11::timestamptz is null or (p.priority, p.reported_at, p.number) < ($15, $11, $12::bigint)",
            "p.priority desc, p.reported_at desc, p.number desc",
            "i.priority desc, i.reported_at desc, i.number desc"
        ),
        (Order::Priority, true) => filtered!(
            cards,
            wanted,
            db,
            from,
            limit,
            lang,
            "$11::timestamptz is null or (p.priority, p.reported_at, p.number) > ($15, $11, $12::bigint)",
            "p.priority, p.reported_at, p.number",
            "i.priority, i.reported_at, i.number"
        ),
        (Order::Changed, false) => filtered!(
            cards,
            wanted,
            db,
            from,
            limit,
            lang,
            "$11::timestamptz is null or ((p.updated_at, p.number) < ($11, $12::bigint) and $15::priority is null)",
            "p.updated_at desc, p.number desc",
            "i.updated_at desc, i.number desc"
        ),
        (Order::Changed, true) => filtered!(
            cards,
            wanted,
            db,
            from,
            limit,
            lang,
            "$11::timestamptz is null or ((p.updated_at, p.number) > ($11, $12::bigint) and $15::priority is null)",
            "p.updated_at, p.number",
            "i.updated_at, i.number"
        ),
    }
}

/// The card of one public report.
pub async fn card(
    db: impl PgExecutor<'_>,
    lang: Lang,
    incident: IncidentId,
) -> sqlx::Result<Option<Card>> {
    sqlx::query_as!(
        Card,
        r#"select i.title as "title!", i.lang as "lang!: Lang", i.reference as "reference!",
                  coalesce(t.name, e.name, c.code) as "category!", c.icon as "icon!", c.colour as "colour!",
                  coalesce(nullif(i.address, ''), case when $2 = 'af' then a.name_af else a.name_en end, '') as "place!",
                  i.status as "status!: Status", i.priority as "priority!: Priority",
                  'public'::publication as "publication!: Publication",
                  i.reported_at as "reported_at!", i.updated_at as "updated_at!",
                  (select m.id from public_media m where m.incident_id = i.id and m.comment_id is null
                   order by m.position, m.number limit 1) as "photo?: MediaId",
                  i.number as "number!",
                  exists (select from public_late l where l.incident_id = i.id) as "late!"
           from public_incidents i
           join categories c on c.id = i.category_id
           left join category_texts t on t.category_id = c.id and t.lang = $2
           left join category_texts e on e.category_id = c.id and e.lang = 'en'
           left join areas a on a.id = i.area_id
           where i.id = $1"#,
        incident as IncidentId,
        lang as Lang,
    )
    .fetch_optional(db)
    .await
}

/// Whether everybody may see the report with this reference.
pub async fn is_public(db: impl PgExecutor<'_>, reference: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from public_incidents where reference = $1) as "is!""#,
        reference
    )
    .fetch_one(db)
    .await
}

/// Open reports around the public place of one, nearest first: within about 2 km, at most `limit`.
pub async fn nearby(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    lon: f64,
    lat: f64,
    limit: i64,
) -> sqlx::Result<Vec<Nearby>> {
    sqlx::query_as!(
        Nearby,
        r#"select i.reference as "reference!", i.title as "title!", i.lang as "lang!: Lang", c.icon, c.colour,
                  i.status as "status!: Status",
                  round(st_distancesphere(i.place, st_setsrid(st_makepoint($2, $3), 4326)))::bigint as "metres!"
           from (select p.* from public_incidents p
                 where p.place && st_expand(st_setsrid(st_makepoint($2, $3), 4326), 0.02)
                   and p.status in ('reported', 'acknowledged', 'in_progress', 'waiting') and p.id <> $1
                   and p.precision_level <> 'hidden'
                 order by p.place <-> st_setsrid(st_makepoint($2, $3), 4326) limit $4) i
           join categories c on c.id = i.category_id
           order by 7, i.number desc"#,
        incident as IncidentId,
        lon,
        lat,
        limit,
    )
    .fetch_all(db)
    .await
}

/// One report for programs.
#[derive(Clone, Debug)]
pub struct Entry {
    pub reference: String,
    pub title: String,
    pub description: String,
    pub lang: Lang,
    pub category: String,
    pub category_code: String,
    pub status: Status,
    pub priority: Priority,
    pub place: String,
    pub precision: Precision,
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub reported_at: chrono::DateTime<chrono::Utc>,
    pub updated_at: chrono::DateTime<chrono::Utc>,
}

macro_rules! entries {
    ($where:tt, ($($filter:tt)*), $db:expr, $limit:expr, $lang:expr) => {
        sqlx::query_as!(
            Entry,
            r#"select i.reference as "reference!", i.title as "title!", i.description as "description!", i.lang as "lang!: Lang",
                      coalesce(t.name, e.name, c.code) as "category!", c.code as category_code,
                      i.status as "status!: Status", i.priority as "priority!: Priority",
                      coalesce(nullif(i.address, ''), case when $12 = 'af' then a.name_af else a.name_en end, '') as "place!",
                      i.precision_level as "precision!: Precision",
                      case when i.precision_level <> 'hidden' then st_x(i.place) end as lon,
                      case when i.precision_level <> 'hidden' then st_y(i.place) end as lat,
                      i.reported_at as "reported_at!", i.updated_at as "updated_at!"
               from (select p.number, p.reference, p.title, p.description, p.lang, p.category_id, p.address, p.area_id,
                            p.place, p.precision_level, p.status, p.priority, p.reported_at, p.updated_at
                     from public_incidents p where "# + $where + r#" order by p.reported_at desc, p.number desc limit $11) i
               join categories c on c.id = i.category_id
               left join category_texts t on t.category_id = c.id and t.lang = $12
               left join category_texts e on e.category_id = c.id and e.lang = 'en'
               left join areas a on a.id = i.area_id
               order by i.reported_at desc, i.number desc"#,
            $($filter)*
            $limit,
            $lang as Lang,
        )
        .fetch_all($db)
        .await
    };
}

/// Up to `limit` of the newest reports wanted, with their words and public places.
pub async fn entries(
    db: impl PgExecutor<'_>,
    lang: Lang,
    wanted: &Wanted,
    limit: i64,
) -> sqlx::Result<Vec<Entry>> {
    filtered!(entries, wanted, db, limit, lang)
}
