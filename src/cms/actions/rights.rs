//! Who may do what with which page. Every act and every editors' page asks here, each time anew.

use sqlx::PgConnection;
use uuid::Uuid;

use super::Saved;
use crate::app::App;
use crate::auth::{Role, Viewer};
use crate::cms::model::{Act, Kind, PageRow, Rights, RightsForm, Subject};
use crate::cms::queries::{self, Entry, RightsRow};
use crate::error::Error;
use crate::ids::AccountId;

/// What this person may do now.
pub async fn rights(conn: &mut PgConnection, who: &Viewer) -> sqlx::Result<Rights> {
    if who.is(Role::Admin) {
        return Ok(Rights::all());
    }
    if !who.is(Role::Editor) {
        return Ok(Rights { publishes: false, sections: Some(Vec::new()) });
    }
    let own = match who.limits_of() {
        Some(account) => queries::editor_rights(&mut *conn, account).await?,
        None => None,
    };
    let publishes = match own.as_ref().map(|r| r.publishes.as_str()) {
        Some("yes") => true,
        Some("no") => false,
        _ => queries::settings(conn).await?.data.editors_publish,
    };
    let sections = own.filter(|r| r.limited).map(|r| r.paths);
    Ok(Rights { publishes, sections })
}

/// A page that this person works on. One that is not theirs is not found: they are not told that it exists.
pub async fn own_page(conn: &mut PgConnection, who: &Viewer, id: Uuid) -> Result<PageRow, Error> {
    let page = queries::page(&mut *conn, id).await?.ok_or(Error::NotFound)?;
    if rights(conn, who).await?.covers(&page.path) { Ok(page) } else { Err(Error::NotFound) }
}

/// The same for a page that is not in the bin.
pub async fn own_present(
    conn: &mut PgConnection,
    who: &Viewer,
    id: Uuid,
) -> Result<PageRow, Error> {
    let page = own_page(conn, who, id).await?;
    if page.deleted_at.is_some() { Err(Error::NotFound) } else { Ok(page) }
}

/// Sets what an editor may do. It counts from their next click.
pub async fn save_rights(
    app: &App,
    who: &Viewer,
    account: AccountId,
    form: &RightsForm,
) -> Result<Saved, Error> {
    let mut tx = app.db.begin().await?;
    queries::lock_site(&mut *tx).await?;
    let editor = queries::editors(&mut *tx).await?.into_iter().find(|e| e.id == account);
    let editor = editor.ok_or(Error::NotFound)?;
    let before = queries::editor_rights(&mut *tx, account).await?;
    if before.as_ref().map_or(0, |r| r.version) != form.version {
        return Ok(Saved::Stale);
    }
    queries::set_editor_rights(&mut *tx, account, form).await?;
    let after = queries::editor_rights(&mut *tx, account).await?;
    let line = |r: &Option<RightsRow>| {
        let line = r
            .as_ref()
            .map(|r| format!("publishes: {}; sections: {}", r.publishes, r.paths.join(", ")));
        line.unwrap_or_default()
    };
    let entry = Entry {
        subject: Subject::Settings,
        id: &account.to_string(),
        name: &editor.name,
        kind: Kind::Changed,
        field: "editor",
        old: Some(&line(&before)),
        new: Some(&line(&after)),
    };
    queries::insert_change(&mut *tx, Act::of(who), &entry).await?;
    tx.commit().await?;
    Ok(Saved::Stored)
}
