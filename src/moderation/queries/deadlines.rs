//! SQL of deadlines: minutes by category, the hours of the week, holidays.

use chrono::{NaiveDate, NaiveTime};
use sqlx::PgExecutor;

use crate::i18n::Lang;
use crate::ids::{AccountId, CategoryId};

/// The deadlines of a category, in minutes.
#[derive(Clone, Debug)]
pub struct Deadline {
    pub category: CategoryId,
    pub code: String,
    pub name: String,
    pub look: Option<i32>,
    pub resolve: Option<i32>,
    pub around_clock: bool,
}

/// Every category that is offered, with its deadlines.
pub async fn list(db: impl PgExecutor<'_>, lang: Lang) -> sqlx::Result<Vec<Deadline>> {
    sqlx::query_as!(
        Deadline,
        r#"select c.id as "category: CategoryId", c.code, coalesce(t.name, c.code) as "name!", d.look_minutes as "look?",
                  d.resolve_minutes as "resolve?", coalesce(d.around_clock, false) as "around_clock!"
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
    look: Option<i32>,
    resolve: Option<i32>,
    around_clock: bool,
    by: AccountId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into category_deadlines (category_id, look_minutes, resolve_minutes, around_clock, updated_by)
         values ($1, $2, $3, $4, $5)
         on conflict (category_id) do update set look_minutes = $2, resolve_minutes = $3, around_clock = $4,
           updated_by = $5, updated_at = clock_timestamp()",
        category as CategoryId,
        look,
        resolve,
        around_clock,
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
