//! Translations that come from outside: one field of one language at a time, in the transaction of whoever brings them.

use sqlx::PgConnection;

use crate::categories::queries;
use crate::i18n::Lang;
use crate::ids::{AccountId, ActId};

/// Sets name or help of a category in one language; false if there is no such category or field.
pub async fn translate(
    conn: &mut PgConnection,
    by: (AccountId, ActId),
    code: &str,
    field: &str,
    lang: Lang,
    text: &str,
) -> sqlx::Result<bool> {
    let field = match field {
        "name" => "name",
        "help" => "help",
        _ => return Ok(false),
    };
    let Some(category) = queries::lock(&mut *conn, code).await? else { return Ok(false) };
    let Some(form) = queries::form_of(&mut *conn, code).await? else { return Ok(false) };
    let (name, help) = match field {
        "name" => (text, form.help_in(&lang)),
        _ => (form.name_in(&lang), text),
    };
    // A language that has no name yet gets it with its own line of the file.
    let name = if name.is_empty() { form.name_in(&Lang::EN) } else { name };
    let old = if field == "name" { form.name_in(&lang) } else { form.help_in(&lang) };
    queries::set_text(&mut *conn, category.id, lang.code(), name, help).await?;
    let (old, new) = (format!("{lang}: {old}"), format!("{lang}: {text}"));
    queries::insert_change(&mut *conn, category.id, by, field, Some(&old), Some(&new)).await?;
    queries::raise_version(conn, category.id).await?;
    Ok(true)
}

/// Sets label, hint or the words of a choice (`choice-value`) of a question in one language; false if there is no such question or field.
pub async fn translate_question(
    conn: &mut PgConnection,
    by: (AccountId, ActId),
    (category, code): (&str, &str),
    field: &str,
    lang: Lang,
    text: &str,
) -> sqlx::Result<bool> {
    let Some(category) = queries::lock(&mut *conn, category).await? else { return Ok(false) };
    let Some((id, form)) = queries::question_to_change(&mut *conn, category.id, code).await? else {
        return Ok(false);
    };
    if let Some(value) = field.strip_prefix("choice-") {
        // In the form a choice is a line whose parts `=` parts.
        if text.contains(['=', '\n']) {
            return Ok(false);
        }
        let mut choices = form.choices_json();
        let mut all = choices.as_array_mut().into_iter().flatten();
        let Some(choice) = all.find(|c| c["value"] == value) else { return Ok(false) };
        choice[lang.code()] = text.into();
        queries::set_choices(&mut *conn, id, &choices).await?;
        let new = format!("{code} {field} {lang}: {text}");
        queries::insert_change(&mut *conn, category.id, by, "question", None, Some(&new)).await?;
        return Ok(true);
    }
    let (label, hint) = match field {
        "label" => (text, form.hint_in(&lang)),
        "hint" => (form.label_in(&lang), text),
        _ => return Ok(false),
    };
    let label = if label.is_empty() { form.label_in(&Lang::EN) } else { label };
    queries::set_question_text(&mut *conn, id, lang.code(), label, hint).await?;
    let new = format!("{code} {field} {lang}: {text}");
    queries::insert_change(&mut *conn, category.id, by, "question", None, Some(&new)).await?;
    Ok(true)
}
