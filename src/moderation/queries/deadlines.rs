//! SQL of deadlines: minutes by category, the hours of the week, holidays.

use chrono::{NaiveDate, NaiveTime};
use sqlx::PgExecutor;

use crate::i18n::Lang;
use crate::ids::{AccountId, CategoryId, IncidentId};
use crate::moderation::model::LateRule;

/// The deadlines of a category, in minutes.
#[derive(Clone, Debug)]
pub struct Deadline {
    pub code: String,
    pub name: String,
    pub look: Option<i32>,
    pub resolve: Option<i32>,
    pub around_clock: bool,
    /// Whether everybody may see that a report is late.
    pub show_late: bool,
    pub late_rule: LateRule,
}

/// Every category that is offered, with its deadlines.
pub async fn list(db: impl PgExecutor<'_>, lang: Lang) -> sqlx::Result<Vec<Deadline>> {
    sqlx::query_as!(
        Deadline,
        r#"select c.code, coalesce(t.name, c.code) as "name!", d.look_minutes as "look?",
                  d.resolve_minutes as "resolve?", coalesce(d.around_clock, false) as "around_clock!",
                  coalesce(d.show_late, false) as "show_late!", coalesce(d.late_rule, 'nothing') as "late_rule!: LateRule"
           from categories c
           left join category_texts t on t.category_id = c.id and t.lang = $1
           left join category_deadlines d on d.category_id = c.id
           where c.retired_at is null order by c.position, c.code"#,
        lang.code(),
    )
    .fetch_all(db)
    .await
}

/// Sets the deadlines of a category.
pub async fn put(
    db: impl PgExecutor<'_>,
    category: CategoryId,
    set: &Deadline,
    by: AccountId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into category_deadlines (category_id, look_minutes, resolve_minutes, around_clock, show_late, late_rule, updated_by)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (category_id) do update set look_minutes = $2, resolve_minutes = $3, around_clock = $4,
           show_late = $5, late_rule = $6, updated_by = $7, updated_at = clock_timestamp()",
        category as CategoryId,
        set.look,
        set.resolve,
        set.around_clock,
        set.show_late,
        set.late_rule as LateRule,
        by as AccountId,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets the deadlines of open reports anew, of one category or of all.
pub async fn set_anew(db: impl PgExecutor<'_>, category: Option<CategoryId>) -> sqlx::Result<()> {
    sqlx::query!("select set_deadlines($1, null) as done", category as Option<CategoryId>)
        .fetch_one(db)
        .await?;
    Ok(())
}

/// The hours of one day of the week, 1 is Monday.
#[derive(Clone, Debug)]
pub struct Hours {
    pub weekday: i32,
    pub opens: Option<NaiveTime>,
    pub closes: Option<NaiveTime>,
}

/// The hours of all seven days.
pub async fn hours(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<Hours>> {
    sqlx::query_as!(
        Hours,
        r#"select n as "weekday!", h.opens as "opens?", h.closes as "closes?"
           from generate_series(1, 7) n left join deadline_hours h on h.weekday = n order by n"#,
    )
    .fetch_all(db)
    .await
}

/// Closes every day, before they are set again.
pub async fn clear_hours(db: impl PgExecutor<'_>) -> sqlx::Result<()> {
    sqlx::query!("delete from deadline_hours").execute(db).await?;
    Ok(())
}

/// Sets the hours of one day.
pub async fn put_hours(
    db: impl PgExecutor<'_>,
    weekday: i32,
    opens: NaiveTime,
    closes: NaiveTime,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into deadline_hours (weekday, opens, closes) values ($1, $2, $3)",
        weekday,
        opens,
        closes,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A day on which no deadline runs.
#[derive(Clone, Debug)]
pub struct Holiday {
    pub day: NaiveDate,
    pub name: String,
}

/// Holidays from today on.
pub async fn holidays(db: impl PgExecutor<'_>, lang: Lang) -> sqlx::Result<Vec<Holiday>> {
    sqlx::query_as!(
        Holiday,
        r#"select day, case when $1 = 'af' then name_af else name_en end as "name!"
           from holidays where day >= current_date order by day"#,
        lang.code(),
    )
    .fetch_all(db)
    .await
}

/// Adds a holiday or names it anew.
pub async fn put_holiday(
    db: impl PgExecutor<'_>,
    day: NaiveDate,
    name_en: &str,
    name_af: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into holidays (day, name_en, name_af) values ($1, $2, $3)
         on conflict (day) do update set name_en = $2, name_af = $3",
        day,
        name_en,
        name_af,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Removes a holiday.
pub async fn delete_holiday(db: impl PgExecutor<'_>, day: NaiveDate) -> sqlx::Result<()> {
    sqlx::query!("delete from holidays where day = $1", day).execute(db).await?;
    Ok(())
}

/// A report of which a deadline passed.
pub struct Passed {
    pub id: IncidentId,
    pub reference: String,
    pub lang: Lang,
    pub rule: LateRule,
    /// Whether everybody sees now that it is late.
    pub shown: bool,
}

/// Deadlines that passed when the report was over already: nothing follows them.
pub async fn note_ended(db: impl PgExecutor<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "update incident_deadlines d set look_passed = look_passed or coalesce(look_by < clock_timestamp(), false),
                resolve_passed = resolve_passed or coalesce(resolve_by < clock_timestamp(), false)
         from incidents i
         where i.id = d.incident_id and i.status in ('resolved', 'closed', 'rejected', 'duplicate')
           and (not d.look_passed and d.look_by < clock_timestamp()
                or not d.resolve_passed and d.resolve_by < clock_timestamp())",
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Reports in work of which a deadline passed and for which nothing was done yet, at most 200 at a time.
pub async fn list_passed(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<Passed>> {
    sqlx::query_as!(
        Passed,
        r#"select i.id as "id: IncidentId", i.reference, i.lang as "lang: Lang", c.late_rule as "rule: LateRule",
                  c.show_late and i.publication = 'public' as "shown!"
           from (select incident_id from incident_deadlines where not look_passed and look_by < clock_timestamp()
                 union
                 select incident_id from incident_deadlines where not resolve_passed and resolve_by < clock_timestamp()) d
           join incidents i on i.id = d.incident_id
           join category_deadlines c on c.category_id = i.category_id
           where i.status in ('reported', 'acknowledged', 'in_progress')
           limit 200"#,
    )
    .fetch_all(db)
    .await
}

/// Notes that what follows a deadline was done; false if somebody else did it.
pub async fn note_passed(db: impl PgExecutor<'_>, id: IncidentId) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update incident_deadlines set look_passed = look_passed or coalesce(look_by < clock_timestamp(), false),
                resolve_passed = resolve_passed or coalesce(resolve_by < clock_timestamp(), false)
         where incident_id = $1 and (not look_passed and look_by < clock_timestamp()
                                     or not resolve_passed and resolve_by < clock_timestamp())",
        id as IncidentId,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether a report is late now: in work and past its deadline, or not looked at in time.
pub async fn is_late(db: impl PgExecutor<'_>, id: IncidentId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (
             select from incident_deadlines d join incidents i on i.id = d.incident_id
             where i.id = $1 and i.status in ('reported', 'acknowledged', 'in_progress')
               and least(case when i.status = 'reported' then d.look_by end, d.resolve_by) < clock_timestamp()) as "late!""#,
        id as IncidentId,
    )
    .fetch_one(db)
    .await
}

/// Whom an escalation by itself is told: who works on the report, else the officers whose rights cover it.
pub async fn escalated_to(
    db: impl PgExecutor<'_>,
    id: IncidentId,
) -> sqlx::Result<Vec<(String, Lang)>> {
    let rows = sqlx::query!(
        r#"select a.email::text as "email!", a.lang as "lang: Lang"
           from incidents i
           join accounts a on a.email is not null and a.email_verified_at is not null and a.disabled_at is null
             and case when i.assigned_to is not null then a.id = i.assigned_to
                 else exists (select from account_roles r where r.account_id = a.id and r.role = 'officer'
                                and (r.areas = '{}' or i.area_id = any(r.areas))
                                and (r.categories = '{}' or i.category_id = any(r.categories))) end
           where i.id = $1 order by a.created_at limit 50"#,
        id as IncidentId,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| (r.email, r.lang)).collect())
}
