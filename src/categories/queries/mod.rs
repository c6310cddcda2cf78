//! All SQL of the catalogue.

mod merge;
mod question;
mod told;

use sqlx::PgExecutor;

pub use merge::*;
pub use question::*;
pub use told::*;

use super::model::{Category, CategoryForm, Moderation, Priority};
use crate::i18n::Lang;
use crate::ids::{AccountId, ActId, CategoryId};
use crate::places::Precision;

/// Categories in one language, in the admin's order, those of a group after the one that leads it; retired ones only when
/// asked for.
pub async fn list(
    db: impl PgExecutor<'_>,
    lang: Lang,
    retired: bool,
) -> sqlx::Result<Vec<Category>> {
    sqlx::query_as!(
        Category,
        r#"select c.id as "id: CategoryId", c.code, coalesce(t.name, e.name, c.code) as "name!",
                  coalesce(t.help, e.help, '') as "help!", c.icon, c.colour,
                  c.default_priority as "default_priority: Priority", c.requires_authority,
                  c.precision_level as "precision: Precision", c.moderation as "moderation: Moderation",
                  c.life_threatening, c.accepts_outside, c.retired_at is not null as "retired!", c.version,
                  c.parent_id as "parent: CategoryId", coalesce(pt.name, pe.name) as "group?",
                  c.merged_into as "merged_into: CategoryId"
           from categories c
           left join categories p on p.id = c.parent_id
           left join category_texts pt on pt.category_id = p.id and pt.lang = $1
           left join category_texts pe on pe.category_id = p.id and pe.lang = 'en'
           left join category_texts t on t.category_id = c.id and t.lang = $1
           left join category_texts e on e.category_id = c.id and e.lang = 'en'
           where c.retired_at is null or $2
           order by coalesce(p.position, c.position), coalesce(p.code, c.code), p.id is not null, c.position, c.code"#,
        lang as Lang,
        retired,
    )
    .fetch_all(db)
    .await
}

/// One category by its code, retired or not; a code that was merged leads to the category that took its reports.
pub async fn find(
    db: impl PgExecutor<'_>,
    lang: Lang,
    code: &str,
) -> sqlx::Result<Option<Category>> {
    find_where(db, lang, Some(code), None, true).await
}

/// The category with this very code, merged or not; for those who edit it.
pub async fn find_exact(
    db: impl PgExecutor<'_>,
    lang: Lang,
    code: &str,
) -> sqlx::Result<Option<Category>> {
    find_where(db, lang, Some(code), None, false).await
}

/// One category by its id, retired or not.
pub async fn find_by_id(
    db: impl PgExecutor<'_>,
    lang: Lang,
    id: CategoryId,
) -> sqlx::Result<Option<Category>> {
    find_where(db, lang, None, Some(id), false).await
}

async fn find_where(
    db: impl PgExecutor<'_>,
    lang: Lang,
    code: Option<&str>,
    id: Option<CategoryId>,
    follow: bool,
) -> sqlx::Result<Option<Category>> {
    sqlx::query_as!(
        Category,
        r#"select c.id as "id: CategoryId", c.code, coalesce(t.name, e.name, c.code) as "name!",
                  coalesce(t.help, e.help, '') as "help!", c.icon, c.colour,
                  c.default_priority as "default_priority: Priority", c.requires_authority,
                  c.precision_level as "precision: Precision", c.moderation as "moderation: Moderation",
                  c.life_threatening, c.accepts_outside, c.retired_at is not null as "retired!", c.version,
                  c.parent_id as "parent: CategoryId", coalesce(pt.name, pe.name) as "group?",
                  c.merged_into as "merged_into: CategoryId"
           from categories c
           left join categories p on p.id = c.parent_id
           left join category_texts pt on pt.category_id = p.id and pt.lang = $1
           left join category_texts pe on pe.category_id = p.id and pe.lang = 'en'
           left join category_texts t on t.category_id = c.id and t.lang = $1
           left join category_texts e on e.category_id = c.id and e.lang = 'en'
           where c.id = $3
              or c.id = (select case when $4 then coalesce(o.merged_into, o.id) else o.id end from categories o where o.code = $2)"#,
        lang as Lang,
        code,
        id as Option<CategoryId>,
        follow,
    )
    .fetch_optional(db)
    .await
}

/// The columns of a category that an admin sets.
pub struct Row<'a> {
    pub code: &'a str,
    pub icon: &'a str,
    pub colour: &'a str,
    pub position: i32,
    pub priority: Priority,
    pub requires_authority: bool,
    pub precision: Precision,
    pub moderation: Moderation,
    pub life_threatening: bool,
    pub accepts_outside: bool,
    pub parent: Option<CategoryId>,
}

/// Adds a category; false if the code is taken.
pub async fn insert(db: impl PgExecutor<'_>, id: CategoryId, row: &Row<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into categories (id, code, icon, colour, position, default_priority, requires_authority, precision_level,
                                 moderation, life_threatening, accepts_outside, parent_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (code) do nothing",
        id as CategoryId,
        row.code,
        row.icon,
        row.colour,
        row.position,
        row.priority as Priority,
        row.requires_authority,
        row.precision as Precision,
        row.moderation as Moderation,
        row.life_threatening,
        row.accepts_outside,
        row.parent as Option<CategoryId>,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Saves all columns but the code, and raises the version.
pub async fn update(db: impl PgExecutor<'_>, id: CategoryId, row: &Row<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "update categories set icon = $2, colour = $3, position = $4, default_priority = $5, requires_authority = $6,
                precision_level = $7, moderation = $8, life_threatening = $9, accepts_outside = $10, parent_id = $11,
                version = version + 1, updated_at = clock_timestamp()
         where id = $1",
        id as CategoryId,
        row.icon,
        row.colour,
        row.position,
        row.priority as Priority,
        row.requires_authority,
        row.precision as Precision,
        row.moderation as Moderation,
        row.life_threatening,
        row.accepts_outside,
        row.parent as Option<CategoryId>,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets the words of a category in one language.
pub async fn set_text(
    db: impl PgExecutor<'_>,
    id: CategoryId,
    lang: &str,
    name: &str,
    help: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into category_texts (category_id, lang, name, help) values ($1, $2, $3, $4)
         on conflict (category_id, lang) do update set name = excluded.name, help = excluded.help",
        id as CategoryId,
        lang,
        name,
        help,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What an action needs to know of the category it locked.
pub struct Locked {
    pub id: CategoryId,
    pub version: i32,
    pub position: i32,
    pub parent: Option<CategoryId>,
    pub leads: bool,
    pub retired: bool,
    pub merged_into: Option<CategoryId>,
}

/// Locks a category until the transaction ends.
pub async fn lock(db: impl PgExecutor<'_>, code: &str) -> sqlx::Result<Option<Locked>> {
    sqlx::query_as!(
        Locked,
        r#"select c.id as "id: CategoryId", c.version, c.position, c.parent_id as "parent: CategoryId",
                  exists (select from categories m where m.parent_id = c.id) as "leads!",
                  c.retired_at is not null as "retired!", c.merged_into as "merged_into: CategoryId"
           from categories c where c.code = $1 for update of c"#,
        code,
    )
    .fetch_optional(db)
    .await
}

/// Position of the last category; 0 if there is none.
pub async fn last_position(db: impl PgExecutor<'_>) -> sqlx::Result<i32> {
    sqlx::query_scalar!(r#"select coalesce(max(position), 0) as "position!" from categories"#)
        .fetch_one(db)
        .await
}

/// The codes that stand beside this one in the admin's order, itself among them: those of its group, or all that stand
/// alone or lead a group. Locked.
pub async fn codes_beside(db: impl PgExecutor<'_>, code: &str) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select code from categories
         where parent_id is not distinct from (select c.parent_id from categories c where c.code = $1)
         order by position, code for update",
        code,
    )
    .fetch_all(db)
    .await
}

/// Sets the positions of many categories at once; both lists are of one length.
pub async fn set_positions(
    db: impl PgExecutor<'_>,
    codes: &[String],
    positions: &[i32],
) -> sqlx::Result<()> {
    sqlx::query!(
        "update categories c set position = n.position
         from unnest($1::text[], $2::int[]) as n (code, position) where c.code = n.code",
        codes,
        positions,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Retires a category or brings it back.
pub async fn set_retired(
    db: impl PgExecutor<'_>,
    id: CategoryId,
    retired: bool,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update categories set retired_at = case when $2 then clock_timestamp() end, version = version + 1,
                updated_at = clock_timestamp() where id = $1",
        id as CategoryId,
        retired,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Notes a change of the catalogue.
pub async fn insert_change(
    db: impl PgExecutor<'_>,
    id: CategoryId,
    (who, act): (AccountId, ActId),
    field: &str,
    old: Option<&str>,
    new: Option<&str>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into category_changes (category_id, actor_id, act_id, field, old_value, new_value)
         values ($1, $2, $3, $4, $5, $6)",
        id as CategoryId,
        who as AccountId,
        act as ActId,
        field,
        old,
        new,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A category as the admin form shows it, words in every language.
pub async fn form_of(
    db: &mut sqlx::PgConnection,
    code: &str,
) -> sqlx::Result<Option<CategoryForm>> {
    let Some(category) = find_exact(&mut *db, Lang::EN, code).await? else { return Ok(None) };
    let parent = match category.parent {
        Some(parent) => find_by_id(&mut *db, Lang::EN, parent).await?,
        None => None,
    };
    let texts = sqlx::query!(
        r#"select l.code as lang, coalesce(t.name, '') as "name!", coalesce(t.help, '') as "help!"
           from languages l left join category_texts t on t.lang = l.code and t.category_id = $1"#,
        category.id as CategoryId,
    )
    .fetch_all(db)
    .await?;
    let mut form = CategoryForm::of(&category);
    form.parent = parent.map(|p| p.code).unwrap_or_default();
    for text in texts {
        form.name.insert(text.lang.clone(), text.name);
        form.help.insert(text.lang, text.help);
    }
    Ok(Some(form))
}

/// How many reports each category has, for the admin list: (code, count).
pub async fn uses(db: impl PgExecutor<'_>) -> sqlx::Result<std::collections::HashMap<String, i64>> {
    let rows = sqlx::query!(
        r#"select c.code, count(i.id) as "count!" from categories c left join incidents i on i.category_id = c.id group by c.code"#
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| (r.code, r.count)).collect())
}

/// Notes that a category is another one than before, for who has it open.
pub async fn raise_version(db: impl PgExecutor<'_>, id: CategoryId) -> sqlx::Result<()> {
    sqlx::query!(
        "update categories set version = version + 1, updated_at = clock_timestamp() where id = $1",
        id as CategoryId,
    )
    .execute(db)
    .await?;
    Ok(())
}
