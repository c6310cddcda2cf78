//! What admins do to the catalogue: fill it once, add, edit, move, retire, merge. Each is one transaction that leaves a line for
//! each changed field in `category_changes` and tells the caches by an event.

mod merge;
mod told;
mod translate;

use std::collections::BTreeMap;

pub use merge::{NotMerged, merge};
use serde::Deserialize;
use sqlx::PgConnection;
pub use told::{save_told, tell_new};
pub use translate::{translate, translate_question};

use super::model::{CategoryForm, Moderation, Priority, QuestionForm, QuestionKind};
use super::queries;
use crate::app::App;
use crate::error::Error;
use crate::events::{self, EventKind};
use crate::ids::{AccountId, ActId, CategoryId, QuestionId};
use crate::places::Precision;
use crate::web::order;

/// The town's first categories, written for this project.
static SEED: &str = include_str!("../../../seed/categories.json");

#[derive(Deserialize)]
struct Seed {
    code: String,
    icon: String,
    colour: String,
    priority: Priority,
    requires_authority: bool,
    precision: Precision,
    moderation: Moderation,
    life_threatening: bool,
    accepts_outside: bool,
    texts: BTreeMap<String, SeedText>,
    questions: Vec<SeedQuestion>,
}

#[derive(Deserialize)]
struct SeedText {
    name: String,
    help: String,
}

#[derive(Deserialize)]
struct SeedQuestion {
    code: String,
    kind: QuestionKind,
    required: bool,
    phone: String,
    choices: serde_json::Value,
    texts: BTreeMap<String, SeedLabel>,
}

#[derive(Deserialize)]
struct SeedLabel {
    label: String,
    hint: String,
}

/// Adds the categories that are missing by code; what an admin changed stays. Returns how many were added.
pub async fn seed(app: &App) -> anyhow::Result<usize> {
    let seeds: Vec<Seed> = serde_json::from_str(SEED)?;
    let mut tx = app.db.begin().await?;
    let mut added = 0;
    for (position, seed) in seeds.into_iter().enumerate() {
        let position = i32::try_from(position + 1)? * 10;
        added += usize::from(seed_one(&mut tx, position, seed).await?);
    }
    if added > 0 {
        events::append(&mut tx, EventKind::CategoriesChanged, None, serde_json::json!({})).await?;
    }
    tx.commit().await?;
    Ok(added)
}

async fn seed_one(conn: &mut PgConnection, position: i32, seed: Seed) -> sqlx::Result<bool> {
    let id = CategoryId::new();
    let row = queries::Row {
        code: &seed.code,
        icon: &seed.icon,
        colour: &seed.colour,
        position,
        priority: seed.priority,
        requires_authority: seed.requires_authority,
        precision: seed.precision,
        moderation: seed.moderation,
        life_threatening: seed.life_threatening,
        accepts_outside: seed.accepts_outside,
        parent: None,
    };
    if !queries::insert(&mut *conn, id, &row).await? {
        return Ok(false);
    }
    for (lang, text) in &seed.texts {
        queries::set_text(&mut *conn, id, lang, &text.name, &text.help).await?;
    }
    for (at, question) in (10..).step_by(10).zip(seed.questions) {
        let question_id = QuestionId::new();
        let row = queries::QuestionRow {
            code: &question.code,
            kind: question.kind,
            position: at,
            required: question.required,
            phone: &question.phone,
            choices: &question.choices,
        };
        queries::insert_question(&mut *conn, question_id, id, &row).await?;
        for (lang, text) in &question.texts {
            queries::set_question_text(&mut *conn, question_id, lang, &text.label, &text.hint)
                .await?;
        }
    }
    Ok(true)
}

/// What saving a category can come to.
#[derive(Debug, PartialEq)]
pub enum Saved {
    /// It is stored; this is its code.
    Stored(String),
    /// Another category has this code.
    CodeTaken,
    /// Somebody else saved in the meantime.
    Stale,
    /// The category that should lead its group cannot: it belongs to a group itself, is gone, or this one leads a group.
    NoParent,
}

/// Adds a category at the end of the list.
pub async fn add(app: &App, who: AccountId, form: &CategoryForm) -> Result<Saved, Error> {
    let mut tx = app.db.begin().await?;
    let (id, act) = (CategoryId::new(), ActId::new());
    let Some(parent) = parent(&mut tx, form, None).await? else { return Ok(Saved::NoParent) };
    let position = queries::last_position(&mut *tx).await? + 10;
    if !queries::insert(&mut *tx, id, &form.row(position, parent)).await? {
        return Ok(Saved::CodeTaken);
    }
    for (lang, name, help) in form.texts() {
        queries::set_text(&mut *tx, id, lang, name, help).await?;
    }
    queries::insert_change(&mut *tx, id, (who, act), "added", None, Some(&form.code)).await?;
    finish(tx).await?;
    Ok(Saved::Stored(form.code.clone()))
}

/// Saves the fields of a category that was read at `form.version`; the code stays.
pub async fn save(app: &App, who: AccountId, form: &CategoryForm) -> Result<Saved, Error> {
    let mut tx = app.db.begin().await?;
    let before = queries::lock(&mut *tx, &form.code).await?.ok_or(Error::NotFound)?;
    if before.version != form.version {
        return Ok(Saved::Stale);
    }
    let Some(parent) = parent(&mut tx, form, Some(&before)).await? else {
        return Ok(Saved::NoParent);
    };
    let old = queries::form_of(&mut tx, &form.code).await?.ok_or(Error::NotFound)?;
    queries::update(&mut *tx, before.id, &form.row(before.position, parent)).await?;
    let by = (who, ActId::new());
    for (lang, name, help) in form.texts() {
        queries::set_text(&mut *tx, before.id, lang, name, help).await?;
    }
    for (field, old, new) in old.differences(form) {
        queries::insert_change(&mut *tx, before.id, by, field, Some(&old), Some(&new)).await?;
    }
    finish(tx).await?;
    Ok(Saved::Stored(form.code.clone()))
}

/// The row of the category that shall lead the group of this one; none when it cannot. Groups have one level.
async fn parent(
    conn: &mut PgConnection,
    form: &CategoryForm,
    before: Option<&queries::Locked>,
) -> sqlx::Result<Option<Option<CategoryId>>> {
    if form.parent.is_empty() {
        return Ok(Some(None));
    }
    let found = queries::lock(&mut *conn, &form.parent).await?;
    let fits = |p: &queries::Locked| {
        let leads = before.is_some_and(|b| b.leads || b.id == p.id);
        p.parent.is_none() && p.merged_into.is_none() && !leads
    };
    Ok(found.filter(fits).map(|p| Some(p.id)))
}

/// Moves a category one place up or down among those that are shown with it.
pub async fn shift(app: &App, who: AccountId, code: &str, up: bool) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let mut codes = queries::codes_beside(&mut *tx, code).await?;
    if let Some(at) = order::shift(&mut codes, &code.to_owned(), up)? {
        let positions: Vec<i32> = (10..).step_by(10).take(codes.len()).collect();
        queries::set_positions(&mut *tx, &codes, &positions).await?;
        let moved = queries::lock(&mut *tx, code).await?.ok_or(Error::NotFound)?;
        let place = (at + 1).to_string();
        queries::insert_change(
            &mut *tx,
            moved.id,
            (who, ActId::new()),
            "position",
            None,
            Some(&place),
        )
        .await?;
    }
    finish(tx).await
}

/// Takes a category out of the report form, or offers it again. Its reports stay as they are.
pub async fn retire(app: &App, who: AccountId, code: &str, retired: bool) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let category = queries::lock(&mut *tx, code).await?.ok_or(Error::NotFound)?;
    if category.merged_into.is_some() {
        return Err(Error::Conflict("categories-merge-gone"));
    }
    queries::set_retired(&mut *tx, category.id, retired).await?;
    let word = |yes| if yes { "yes" } else { "no" };
    queries::insert_change(
        &mut *tx,
        category.id,
        (who, ActId::new()),
        "retired",
        Some(word(!retired)),
        Some(word(retired)),
    )
    .await?;
    finish(tx).await
}

/// Adds a question to a category, or saves the one with the same code.
pub async fn save_question(
    app: &App,
    who: AccountId,
    category: &str,
    form: &QuestionForm,
) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let category = queries::lock(&mut *tx, category).await?.ok_or(Error::NotFound)?;
    let choices = form.choices_json();
    let row = queries::QuestionRow {
        code: &form.code,
        kind: form.kind(),
        position: queries::last_question_position(&mut *tx, category.id).await? + 10,
        required: form.required(),
        phone: &form.phone,
        choices: &choices,
    };
    let id = queries::insert_question(&mut *tx, QuestionId::new(), category.id, &row).await?;
    for (lang, label, hint) in form.texts() {
        queries::set_question_text(&mut *tx, id, lang, label, hint).await?;
    }
    queries::insert_change(
        &mut *tx,
        category.id,
        (who, ActId::new()),
        "question",
        None,
        Some(&form.code),
    )
    .await?;
    finish(tx).await
}

/// Stops asking a question. Answers given before stay with their reports.
pub async fn retire_question(
    app: &App,
    who: AccountId,
    category: &str,
    code: &str,
) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let category = queries::lock(&mut *tx, category).await?.ok_or(Error::NotFound)?;
    queries::retire_question(&mut *tx, category.id, code).await?;
    queries::insert_change(
        &mut *tx,
        category.id,
        (who, ActId::new()),
        "question",
        Some(code),
        None,
    )
    .await?;
    finish(tx).await
}

/// Asks a question one place earlier or later.
pub async fn shift_question(
    app: &App,
    who: AccountId,
    category: &str,
    code: &str,
    up: bool,
) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let category = queries::lock(&mut *tx, category).await?.ok_or(Error::NotFound)?;
    let mut codes = queries::question_codes(&mut *tx, category.id).await?;
    if let Some(at) = order::shift(&mut codes, &code.to_owned(), up)? {
        let positions: Vec<i32> = (10..).step_by(10).take(codes.len()).collect();
        queries::set_question_positions(&mut *tx, category.id, &codes, &positions).await?;
        let by = (who, ActId::new());
        let place = format!("{code}: {}", at + 1);
        queries::insert_change(&mut *tx, category.id, by, "question_order", None, Some(&place))
            .await?;
    }
    finish(tx).await
}

async fn finish(mut tx: sqlx::Transaction<'_, sqlx::Postgres>) -> Result<(), Error> {
    events::append(&mut tx, EventKind::CategoriesChanged, None, serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(())
}
