//! Redirects typed by hand. Those of moved pages are made by moving them.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::app::App;
use crate::auth::Viewer;
use crate::cms::model::{Act, Kind, RedirectForm, Subject};
use crate::cms::queries::{self, Entry};
use crate::error::Error;

/// What a line can come to.
#[derive(Clone, Debug, PartialEq)]
pub enum Added {
    /// It leads there: the old address and the last one of the chain.
    Stored(String, String),
    /// The field and the text key of what is wrong.
    Refused(&'static str, &'static str),
}

async fn add(conn: &mut PgConnection, act: Act, form: &RedirectForm) -> Result<Added, Error> {
    let (source, mut target) = match form.check() {
        Ok(both) => both,
        Err((field, key)) => return Ok(Added::Refused(field, key)),
    };
    if queries::page_at(&mut *conn, &source).await?.is_some() {
        return Ok(Added::Refused("source", "cms-redirects-source-page"));
    }
    // Straight to the end of the chain. There are no chains longer than one step, since each was collapsed.
    if let Some(next) = queries::target_of(&mut *conn, &target).await? {
        target = next;
    }
    if target == source {
        return Ok(Added::Refused("target", "cms-redirects-loop"));
    }
    let page = queries::page_at(&mut *conn, &target).await?;
    queries::put_redirect(&mut *conn, &source, &target, page).await?;
    queries::collapse(&mut *conn, &source, &target, page).await?;
    note(conn, act, &source, Kind::Added, Some(&target)).await?;
    Ok(Added::Stored(source, target))
}

async fn note(
    conn: &mut PgConnection,
    act: Act,
    source: &str,
    kind: Kind,
    new: Option<&str>,
) -> sqlx::Result<()> {
    let entry = Entry {
        subject: Subject::Redirect,
        id: source,
        name: source,
        kind,
        field: "",
        old: None,
        new,
    };
    queries::insert_change(conn, act, &entry).await
}

/// Adds a redirect, or replaces the one of that address.
pub async fn add_redirect(app: &App, who: &Viewer, form: &RedirectForm) -> Result<Added, Error> {
    let mut tx = app.db.begin().await?;
    queries::lock_site(&mut *tx).await?;
    let added = add(&mut tx, Act::of(who), form).await?;
    tx.commit().await?;
    Ok(added)
}

/// Adds many at once, or only says what each would come to. Lines that are refused are left out.
pub async fn import_redirects(
    app: &App,
    who: &Viewer,
    lines: &[RedirectForm],
    dry: bool,
) -> Result<Vec<Added>, Error> {
    let mut tx = app.db.begin().await?;
    queries::lock_site(&mut *tx).await?;
    let act = Act::of(who);
    let mut results = Vec::with_capacity(lines.len());
    for line in lines {
        results.push(add(&mut tx, act, line).await?);
    }
    if dry {
        tx.rollback().await?
    } else {
        tx.commit().await?
    }
    Ok(results)
}

/// Takes a redirect away.
pub async fn remove_redirect(app: &App, who: &Viewer, id: Uuid) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let source = queries::delete_redirect(&mut *tx, id).await?.ok_or(Error::NotFound)?;
    note(&mut tx, Act::of(who), &source, Kind::Removed, None).await?;
    tx.commit().await?;
    Ok(())
}
