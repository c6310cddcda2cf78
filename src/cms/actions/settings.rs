//! Settings of the site, and its menus.

use serde_json::Value;
use uuid::Uuid;

use super::Saved;
use crate::app::App;
use crate::auth::Viewer;
use crate::cms::model::{Act, Kind, MenuForm, SettingsForm, Subject};
use crate::cms::queries::{self, Entry};
use crate::error::Error;
use crate::i18n::Lang;

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
    note(&mut tx, who, id, Kind::Added).await?;
    tx.commit().await?;
    Ok(())
}

/// Moves a line one place up or down in its menu.
pub async fn move_menu_item(app: &App, who: &Viewer, id: Uuid, up: bool) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let rows = queries::menu_items(&mut *tx).await?;
    let menu = &rows.iter().find(|row| row.id == id).ok_or(Error::NotFound)?.menu;
    let mut ids = queries::menu_order(&mut *tx, menu).await?;
    let at = ids.iter().position(|i| *i == id).ok_or(Error::NotFound)?;
    let other = if up { at.checked_sub(1) } else { Some(at + 1).filter(|i| *i < ids.len()) };
    if let Some(other) = other {
        ids.swap(at, other);
        queries::set_menu_order(&mut *tx, &ids).await?;
        note(&mut tx, who, id, Kind::Moved).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Takes a line out of its menu.
pub async fn remove_menu_item(app: &App, who: &Viewer, id: Uuid) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    note(&mut tx, who, id, Kind::Removed).await?;
    queries::delete_menu_item(&mut *tx, id).await?;
    tx.commit().await?;
    Ok(())
}

async fn note(
    conn: &mut sqlx::PgConnection,
    who: &Viewer,
    id: Uuid,
    kind: Kind,
) -> Result<(), Error> {
    let rows = queries::menu_items(&mut *conn).await?;
    let row = rows.iter().find(|row| row.id == id).ok_or(Error::NotFound)?;
    let entry = Entry {
        subject: Subject::Menu,
        id: &id.to_string(),
        name: &row.label(&Lang::EN),
        kind,
        field: &row.menu,
        old: None,
        new: Some(&row.address),
    };
    Ok(queries::insert_change(conn, Act::of(who), &entry).await?)
}
