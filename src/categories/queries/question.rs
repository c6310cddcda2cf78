//! SQL of the extra questions of a category.

use sqlx::PgExecutor;

use crate::categories::model::{Choice, Question, QuestionForm, QuestionKind};
use crate::i18n::Lang;
use crate::ids::{CategoryId, QuestionId};

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

/// The codes of the questions of a category in the order asked, locked; retired ones not.
pub async fn question_codes(
    db: impl PgExecutor<'_>,
    category: CategoryId,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select code from questions where category_id = $1 and retired_at is null order by position, code for update",
        category as CategoryId,
    )
    .fetch_all(db)
    .await
}

/// Sets the places of questions in the order asked; both lists are of one length.
pub async fn set_question_positions(
    db: impl PgExecutor<'_>,
    category: CategoryId,
    codes: &[String],
    positions: &[i32],
) -> sqlx::Result<()> {
    sqlx::query!(
        "update questions q set position = n.position
         from unnest($2::text[], $3::int[]) as n (code, position) where q.category_id = $1 and q.code = n.code",
        category as CategoryId,
        codes,
        positions,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A question that is asked, with its row, locked until the transaction ends.
pub async fn question_to_change(
    db: &mut sqlx::PgConnection,
    category: CategoryId,
    code: &str,
) -> sqlx::Result<Option<(QuestionId, QuestionForm)>> {
    let id = sqlx::query_scalar!(
        r#"select id as "id: QuestionId" from questions
           where category_id = $1 and code = $2 and retired_at is null for update"#,
        category as CategoryId,
        code,
    )
    .fetch_optional(&mut *db)
    .await?;
    let form = question_form(db, category, code).await?;
    Ok(id.zip(form))
}

/// Replaces the choices of a question.
pub async fn set_choices(
    db: impl PgExecutor<'_>,
    id: QuestionId,
    choices: &serde_json::Value,
) -> sqlx::Result<()> {
    sqlx::query!("update questions set choices = $2 where id = $1", id as QuestionId, choices)
        .execute(db)
        .await?;
    Ok(())
}
