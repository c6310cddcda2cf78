//! All SQL of the catalogue.

use sqlx::PgExecutor;

use super::model::{Category, Choice, Moderation, Priority, Question, QuestionKind};
use crate::i18n::Lang;
use crate::ids::{CategoryId, QuestionId};
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
