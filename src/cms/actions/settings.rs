//! Settings of the site, and its menus.

use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::Saved;
use crate::app::App;
use crate::auth::Viewer;
use crate::cms::model::{Act, Kind, MenuForm, SettingsForm, Subject};
use crate::cms::queries::{self, Entry, MenuRow};
use crate::error::Error;
use crate::i18n::Lang;
use crate::web::order;

/// Saves the settings that were read at `form.version`.
pub async fn save_settings(app: &App, who: &Viewer, form: &SettingsForm) -> Result<Saved, Error> {
    let mut tx = app.db.begin().await?;
    queries::lock_site(&mut *tx).await?;
    let before = queries::settings(&mut *tx).await?;
    if before.version != form.version {
        return Ok(Saved::Stale);
    }
    queries::set_settings(&mut *tx, &form.settings).await?;
    let act = Act::of(who);
    for (field, old, new) in differences(&before.data.0, &form.settings) {
        let entry = Entry {
            subject: Subject::Settings,
            id: "",
            name: "",
            kind: Kind::Changed,
            field: &field,
            old: Some(&old),
            new: Some(&new),
        };
        queries::insert_change(&mut *tx, act, &entry).await?;
    }
    tx.commit().await?;
    Ok(Saved::Stored)
}

/// The fields that differ, with both values as text.
fn differences<T: serde::Serialize>(old: &T, new: &T) -> Vec<(String, String, String)> {
    let object = |value: &T| match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let text = |value: Option<&Value>| match value {
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => String::new(),
    };
    let (old, new) = (object(old), object(new));
    let differ = |name: &&String| old.get(*name) != new.get(*name);
    new.keys().filter(differ).map(|n| (n.clone(), text(old.get(n)), text(new.get(n)))).collect()
}

/// Adds a line at the end of a menu.
pub async fn add_menu_item(app: &App, who: &Viewer, form: &MenuForm) -> Result<(), Error> {
    let page = (!form.page.is_empty()).then(|| form.page.parse::<Uuid>());
    let page = page.transpose().map_err(|_| Error::NotFound)?;
    let mut tx = app.db.begin().await?;
    let id = Uuid::now_v7();
    if let Some(page) = page
        && !queries::page_choices(&mut *tx).await?.iter().any(|choice| choice.id == page)
    {
        return Err(Error::NotFound);
    }
    queries::insert_menu_item(&mut *tx, id, form, page).await?;
    let row = item(&mut tx, id).await?;
    note(&mut tx, who, &row, Kind::Added).await?;
    tx.commit().await?;
    Ok(())
}

/// Moves a line one place up or down in its menu.
pub async fn move_menu_item(app: &App, who: &Viewer, id: Uuid, up: bool) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let row = item(&mut tx, id).await?;
    let mut ids = queries::menu_order(&mut *tx, &row.menu).await?;
    if order::shift(&mut ids, &id, up)?.is_some() {
        queries::set_menu_order(&mut *tx, &ids).await?;
        note(&mut tx, who, &row, Kind::Moved).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Sets the words of a line in one language, in the transaction of whoever brings them; false if there is no such line.
pub(super) async fn translate_menu_item(
    conn: &mut PgConnection,
    who: &Viewer,
    id: &str,
    lang: Lang,
    text: &str,
) -> Result<bool, Error> {
    let Ok(id) = id.parse::<Uuid>() else { return Ok(false) };
    let rows = queries::menu_items(&mut *conn).await?;
    let Some(row) = rows.into_iter().find(|row| row.id == id) else { return Ok(false) };
    let mut labels = row.labels.0.clone();
    labels.set(lang, text.to_owned());
    queries::set_menu_labels(&mut *conn, id, &labels).await?;
    let row = item(conn, id).await?;
    note(conn, who, &row, Kind::Changed).await?;
    Ok(true)
}

/// Takes a line out of its menu.
pub async fn remove_menu_item(app: &App, who: &Viewer, id: Uuid) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let row = item(&mut tx, id).await?;
    queries::delete_menu_item(&mut *tx, id).await?;
    note(&mut tx, who, &row, Kind::Removed).await?;
    tx.commit().await?;
    Ok(())
}

/// One line of a menu.
async fn item(conn: &mut PgConnection, id: Uuid) -> Result<MenuRow, Error> {
    let rows = queries::menu_items(conn).await?;
    rows.into_iter().find(|row| row.id == id).ok_or(Error::NotFound)
}

async fn note(
    conn: &mut PgConnection,
    who: &Viewer,
    row: &MenuRow,
    kind: Kind,
) -> sqlx::Result<()> {
    let entry = Entry {
        subject: Subject::Menu,
        id: &row.id.to_string(),
        name: &row.label(&Lang::EN),
        kind,
        field: &row.menu,
        old: None,
        new: Some(&row.address),
    };
    queries::insert_change(conn, Act::of(who), &entry).await
}
