//! What the reader needs to know of a report before it tells anybody.

mod notices;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::{PgExecutor, PgPool};

use crate::categories;
use crate::feed::{Facts, Inside, Notice};
use crate::i18n::Lang;
use crate::ids::{AccountId, AreaId, CategoryId, IncidentId};
use crate::incidents::{Priority, Status};

pub use notices::{Line, lines};

/// One report as the public view shows it, without its words in a language of the reader.
pub struct Public {
    /// What listeners filter by.
    pub facts: Facts,
    /// In the reporter's words.
    pub title: String,
}

/// The columns of [`Public`] of the reports that `$from` (an alias `i`) names.
macro_rules! public {
    ($from:tt, $argument:expr) => {
        sqlx::query!(
            r#"select i.id as "id!: IncidentId", i.reference as "reference!", i.title as "title!",
                      i.status as "status!: Status", i.priority as "priority!: Priority", c.code as category,
                      a.code as "area?", i.reported_at as "reported_at!"
               from "# + $from + r#" i
               join categories c on c.id = i.category_id
               left join areas a on a.id = i.area_id
               order by i.reported_at desc, i.number desc"#,
            $argument,
        )
        .map(|row| {
            let facts = Facts {
                reference: row.reference,
                status: row.status.as_str(),
                priority: row.priority.as_str(),
                category: row.category,
                area: row.area,
                reported_at: row.reported_at,
            };
            (row.id, Public { facts, title: row.title })
        })
    };
}

/// A public report; none for one that is not.
pub async fn public(db: impl PgExecutor<'_>, incident: IncidentId) -> sqlx::Result<Option<Public>> {
    let found = public!("(select * from public_incidents where id = $1)", incident as IncidentId);
    Ok(found.fetch_optional(db).await?.map(|(_, public)| public))
}

/// The newest public reports.
pub async fn newest(
    db: impl PgExecutor<'_>,
    limit: i64,
) -> sqlx::Result<Vec<(IncidentId, Public)>> {
    let newest = public!(
        "(select * from public_incidents order by reported_at desc, number desc limit $1)",
        limit
    );
    newest.fetch_all(db).await
}

/// The reference of any report: only to say that it is public no more.
pub async fn reference(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select reference from incidents where id = $1", incident as IncidentId)
        .fetch_optional(db)
        .await
}

/// Who reported it and who follows it, as far as they have an account.
pub async fn people(db: impl PgExecutor<'_>, incident: IncidentId) -> sqlx::Result<Vec<AccountId>> {
    sqlx::query_scalar!(
        r#"select account_id as "account!: AccountId" from incident_followers
           where incident_id = $1 and account_id is not null
           union
           select reporter_id from incidents where id = $1 and reporter_id is not null"#,
        incident as IncidentId,
    )
    .fetch_all(db)
    .await
}

/// Which of these reports are public.
pub async fn public_among(
    db: impl PgExecutor<'_>,
    incidents: &[IncidentId],
) -> sqlx::Result<Vec<IncidentId>> {
    sqlx::query_scalar!(
        r#"select id as "id!: IncidentId" from public_incidents where id = any($1)"#,
        incidents as &[IncidentId],
    )
    .fetch_all(db)
    .await
}

/// Which of these reports somebody reported or follows.
pub async fn own_among(
    db: impl PgExecutor<'_>,
    incidents: &[IncidentId],
    account: AccountId,
) -> sqlx::Result<Vec<IncidentId>> {
    sqlx::query_scalar!(
        r#"select i.id as "id!: IncidentId" from incidents i
           where i.id = any($1)
             and (i.reporter_id = $2
                  or exists (select from incident_followers f where f.incident_id = i.id and f.account_id = $2))"#,
        incidents as &[IncidentId],
        account as AccountId,
    )
    .fetch_all(db)
    .await
}

/// The columns of a report as programs with a key know it, of those that `$from` (an alias `i`) names.
macro_rules! inside {
    ($from:tt, $($argument:expr),+) => {
        sqlx::query!(
            r#"select i.id as "id!: IncidentId", i.reference as "reference!", i.title as "title!",
                      i.status as "status!: Status", i.priority as "priority!: Priority",
                      i.publication::text as "publication!", i.reported_at as "reported_at!",
                      i.reporter_id as "reporter?: AccountId", i.area_id as "area?: AreaId",
                      i.category_id as "category!: CategoryId"
               from "# + $from + r#" i
               order by i.reported_at desc, i.number desc"#,
            $($argument),+
        )
        .map(|row| {
            let report = json!({
                "id": row.id,
                "reference": row.reference,
                "title": row.title,
                "status": row.status.as_str(),
                "priority": row.priority.as_str(),
                "created_at": row.reported_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
                "publication": row.publication,
            });
            (report, row.publication == "public", row.reporter, row.area, row.category)
        })
    };
}

/// The message about an event for programs with a key; none when the report is gone from the database.
pub async fn inside(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    notice: &Notice,
) -> sqlx::Result<Option<Inside>> {
    let found = inside!("(select * from incidents where id = $1)", incident as IncidentId);
    let found = found.fetch_optional(db).await?;
    Ok(found.map(|(report, public, reporter, area, category)| {
        let message = json!({
            "type": "incident_update", "incident_id": incident, "reference": report["reference"],
            "action": crate::live::model::action_inside(notice.kind), "data": report, "cursor": notice.at.to_string(),
        });
        Inside { public, reporter, area, category, json: message.to_string().into() }
    }))
}

/// One report for somebody who may see it.
pub async fn one_inside(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
) -> sqlx::Result<Option<Value>> {
    let found = inside!("(select * from incidents where id = $1)", incident as IncidentId);
    Ok(found.fetch_optional(db).await?.map(|found| found.0))
}

/// The newest reports that somebody may see who has these limits as staff.
pub async fn newest_inside(
    db: impl PgExecutor<'_>,
    limits: Option<Value>,
    limit: i64,
) -> sqlx::Result<Vec<Value>> {
    let newest = inside!(
        "(select * from incidents where publication = 'public' or covers($1, area_id, category_id)
          order by reported_at desc, number desc limit $2)",
        limits,
        limit
    );
    Ok(newest.fetch_all(db).await?.into_iter().map(|found| found.0).collect())
}

/// What a listener may know of a report by its reference.
pub struct Known {
    /// The row.
    pub id: IncidentId,
    /// Whether everybody may see it.
    pub public: bool,
    /// Who reported it.
    pub reporter: Option<AccountId>,
    /// For the rights of staff.
    pub area: Option<AreaId>,
    /// For the rights of staff.
    pub category: CategoryId,
}

/// The report with a reference, whoever may see it: the caller judges.
pub async fn known(db: impl PgExecutor<'_>, reference: &str) -> sqlx::Result<Option<Known>> {
    sqlx::query_as!(
        Known,
        r#"select id as "id: IncidentId", publication = 'public' as "public!", reporter_id as "reporter: AccountId",
                  area_id as "area: crate::ids::AreaId", category_id as "category: crate::ids::CategoryId"
           from incidents where reference = $1"#,
        reference,
    )
    .fetch_optional(db)
    .await
}

/// The catalogue for programs: code, and name in every language.
pub async fn catalogue(db: &PgPool) -> sqlx::Result<Vec<Value>> {
    let mut all: Vec<Value> = Vec::new();
    for lang in Lang::all() {
        for category in categories::list(db, lang).await? {
            let known = all.iter_mut().find(|c| c["code"] == category.code.as_str());
            match known {
                Some(known) => known["name"][lang.code()] = category.name.into(),
                None => all.push(json!({
                    "code": category.code, "icon": category.icon, "colour": category.colour,
                    "name": { lang.code(): category.name },
                })),
            }
        }
    }
    Ok(all)
}

/// Whether a deadline of an open report passed in this time, or somebody's being on one.
pub async fn time_passed(
    db: impl PgExecutor<'_>,
    after: DateTime<Utc>,
    until: DateTime<Utc>,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from incident_deadlines d join incidents i on i.id = d.incident_id
                          where d.look_by > $1 and d.look_by <= $2 and i.status = 'reported')
               or exists (select from incident_deadlines d join incidents i on i.id = d.incident_id
                          where d.resolve_by > $1 and d.resolve_by <= $2
                            and i.status in ('reported', 'acknowledged', 'in_progress'))
               or exists (select from incident_claims k where k.until > $1 and k.until <= $2) as "passed!""#,
        after,
        until,
    )
    .fetch_one(db)
    .await
}

/// Tells the other nodes that something was committed. Never inside a transaction that writes: all transactions that notify
/// take turns at their commit.
pub async fn notify(db: impl PgExecutor<'_>) -> sqlx::Result<()> {
    sqlx::query!("select pg_notify($1, '')", crate::live::jobs::CHANNEL).execute(db).await?;
    Ok(())
}
