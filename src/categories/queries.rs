//! All SQL of the catalogue.

use sqlx::PgExecutor;

use super::model::{
    Category, CategoryForm, Choice, Moderation, Priority, Question, QuestionForm, QuestionKind,
};
use crate::i18n::Lang;
use crate::ids::{AccountId, CategoryId, QuestionId};
use crate::places::Precision;

/// Categories in one language, in the admin's order; retired ones only when asked for.
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
                  c.life_threatening, c.accepts_outside, c.retired_at is not null as "retired!", c.version
           from categories c
           left join category_texts t on t.category_id = c.id and t.lang = $1
           left join category_texts e on e.category_id = c.id and e.lang = 'en'
           where c.retired_at is null or $2
           order by c.position, c.code"#,
        lang as Lang,
        retired,
    )
    .fetch_all(db)
    .await
}

/// One category by its code, retired or not.
pub async fn find(
    db: impl PgExecutor<'_>,
    lang: Lang,
    code: &str,
) -> sqlx::Result<Option<Category>> {
    find_where(db, lang, Some(code), None).await
}

/// One category by its id, retired or not.
pub async fn find_by_id(
    db: impl PgExecutor<'_>,
    lang: Lang,
    id: CategoryId,
) -> sqlx::Result<Option<Category>> {
    find_where(db, lang, None, Some(id)).await
}

async fn find_where(
    db: impl PgExecutor<'_>,
    lang: Lang,
    code: Option<&str>,
    id: Option<CategoryId>,
) -> sqlx::Result<Option<Category>> {
    sqlx::query_as!(
        Category,
        r#"select c.id as "id: CategoryId", c.code, coalesce(t.name, e.name, c.code) as "name!",
                  coalesce(t.help, e.help, '') as "help!", c.icon, c.colour,
                  c.default_priority as "default_priority: Priority", c.requires_authority,
                  c.precision_level as "precision: Precision", c.moderation as "moderation: Moderation",
                  c.life_threatening, c.accepts_outside, c.retired_at is not null as "retired!", c.version
           from categories c
           left join category_texts t on t.category_id = c.id and t.lang = $1
           left join category_texts e on e.category_id = c.id and e.lang = 'en'
           where c.code = $2 or c.id = $3"#,
        lang as Lang,
        code,
        id as Option<CategoryId>,
    )
    .fetch_optional(db)
    .await
}

/// The live questions of a category in the order asked.
pub async fn questions(
    db: impl PgExecutor<'_>,
    lang: Lang,
    category: CategoryId,
) -> sqlx::Result<Vec<Question>> {
    let rows = sqlx::query!(
        r#"select q.id as "id: QuestionId", q.code, q.kind as "kind: QuestionKind", q.required, q.phone, q.choices,
                  coalesce(t.label, e.label, q.code) as "label!", coalesce(t.hint, e.hint, '') as "hint!"
           from questions q
           left join question_texts t on t.question_id = q.id and t.lang = $1
           left join question_texts e on e.question_id = q.id and e.lang = 'en'
           where q.category_id = $2 and q.retired_at is null
           order by q.position, q.code"#,
        lang as Lang,
        category as CategoryId,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|q| Question {
            id: q.id,
            code: q.code,
            kind: q.kind,
            label: q.label,
            hint: q.hint,
            required: q.required,
            phone: q.phone,
            choices: choices(&q.choices, lang),
        })
        .collect())
}

/// Choices are kept as `[{"value": …, "en": …, "af": …}]`.
fn choices(stored: &serde_json::Value, lang: Lang) -> Vec<Choice> {
    let text = |choice: &serde_json::Value, key: &str| {
        choice.get(key).and_then(|v| v.as_str().map(str::to_owned))
    };
    stored
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|choice| {
            let value = text(choice, "value")?;
            let label = text(choice, lang.code())
                .or_else(|| text(choice, "en"))
                .unwrap_or_else(|| value.clone());
            Some(Choice { value, label })
        })
        .collect()
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
}

/// Adds a category; false if the code is taken.
pub async fn insert(db: impl PgExecutor<'_>, id: CategoryId, row: &Row<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into categories (id, code, icon, colour, position, default_priority, requires_authority, precision_level,
                                 moderation, life_threatening, accepts_outside)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (code) do nothing",
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
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Saves all columns but the code, and raises the version.
pub async fn update(db: impl PgExecutor<'_>, id: CategoryId, row: &Row<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "update categories set icon = $2, colour = $3, position = $4, default_priority = $5, requires_authority = $6,
                precision_level = $7, moderation = $8, life_threatening = $9, accepts_outside = $10,
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
}

/// Locks a category until the transaction ends.
pub async fn lock(db: impl PgExecutor<'_>, code: &str) -> sqlx::Result<Option<Locked>> {
    sqlx::query_as!(
        Locked,
        r#"select id as "id: CategoryId", version, position from categories where code = $1 for update"#,
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

/// Every code in the admin's order, locked.
pub async fn codes_in_order(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!("select code from categories order by position, code for update")
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
    who: AccountId,
    field: &str,
    old: Option<&str>,
    new: Option<&str>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into category_changes (category_id, actor_id, field, old_value, new_value) values ($1, $2, $3, $4, $5)",
        id as CategoryId,
        who as AccountId,
        field,
        old,
        new,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The columns of a question.
pub struct QuestionRow<'a> {
    pub code: &'a str,
    pub kind: QuestionKind,
    pub position: i32,
    pub required: bool,
    pub phone: &'a str,
    pub choices: &'a serde_json::Value,
}

/// Adds a question, or saves the one with this code (its place in the order stays); returns its id.
pub async fn insert_question(
    db: impl PgExecutor<'_>,
    id: QuestionId,
    category: CategoryId,
    row: &QuestionRow<'_>,
) -> sqlx::Result<QuestionId> {
    sqlx::query_scalar!(
        r#"insert into questions (id, category_id, code, kind, position, required, phone, choices)
           values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict (category_id, code) do update set kind = excluded.kind, required = excluded.required,
             phone = excluded.phone, choices = excluded.choices, retired_at = null
           returning id as "id: QuestionId""#,
        id as QuestionId,
        category as CategoryId,
        row.code,
        row.kind as QuestionKind,
        row.position,
        row.required,
        row.phone,
        row.choices,
    )
    .fetch_one(db)
    .await
}

/// Sets the words of a question in one language.
pub async fn set_question_text(
    db: impl PgExecutor<'_>,
    id: QuestionId,
    lang: &str,
    label: &str,
    hint: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into question_texts (question_id, lang, label, hint) values ($1, $2, $3, $4)
         on conflict (question_id, lang) do update set label = excluded.label, hint = excluded.hint",
        id as QuestionId,
        lang,
        label,
        hint,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Position of a category's last question; 0 if there is none.
pub async fn last_question_position(
    db: impl PgExecutor<'_>,
    category: CategoryId,
) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        r#"select coalesce(max(position), 0) as "position!" from questions where category_id = $1"#,
        category as CategoryId,
    )
    .fetch_one(db)
    .await
}

/// Stops asking a question.
pub async fn retire_question(
    db: impl PgExecutor<'_>,
    category: CategoryId,
    code: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update questions set retired_at = clock_timestamp() where category_id = $1 and code = $2",
        category as CategoryId,
        code,
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
    let Some(category) = find(&mut *db, Lang::EN, code).await? else { return Ok(None) };
    let texts = sqlx::query!(
        r#"select l.code as lang, coalesce(t.name, '') as "name!", coalesce(t.help, '') as "help!"
           from languages l left join category_texts t on t.lang = l.code and t.category_id = $1"#,
        category.id as CategoryId,
    )
    .fetch_all(db)
    .await?;
    let mut form = CategoryForm::of(&category);
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

/// A question as the admin form shows it, words in every language.
pub async fn question_form(
    db: &mut sqlx::PgConnection,
    category: CategoryId,
    code: &str,
) -> sqlx::Result<Option<QuestionForm>> {
    let Some(q) = sqlx::query!(
        r#"select id as "id: QuestionId", code, kind as "kind: QuestionKind", required, phone, choices
           from questions where category_id = $1 and code = $2 and retired_at is null"#,
        category as CategoryId,
        code,
    )
    .fetch_optional(&mut *db)
    .await?
    else {
        return Ok(None);
    };
    let texts = sqlx::query!(
        "select lang, label, hint from question_texts where question_id = $1",
        q.id as QuestionId
    )
    .fetch_all(db)
    .await?;
    let mut form = QuestionForm::of(q.code, q.kind, q.required, q.phone, &q.choices);
    for text in texts {
        form.label.insert(text.lang.clone(), text.label);
        form.hint.insert(text.lang, text.hint);
    }
    Ok(Some(form))
}
