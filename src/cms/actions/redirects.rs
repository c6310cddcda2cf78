//! Redirects typed by hand. Those of moved pages are made by moving them.

use std::collections::HashMap;

use sqlx::PgConnection;
use uuid::Uuid;

use crate::app::App;
use crate::auth::Viewer;
use crate::cms::model::{Act, Kind, Leads, RedirectForm, Subject};
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

/// Adds all lines that are good, in order, with six statements however many there are; `dry` only says what each would come
/// to.
async fn add(
    conn: &mut PgConnection,
    act: Act,
    forms: &[RedirectForm],
    dry: bool,
) -> sqlx::Result<Vec<Added>> {
    let checked: Vec<_> = forms.iter().map(RedirectForm::check).collect();
    let both = |(source, target): &(String, String)| [source.clone(), target.clone()];
    let addresses: Vec<String> = checked.iter().flatten().flat_map(both).collect();
    let stored = queries::leads_around(&mut *conn, &addresses).await?;
    let ends: Vec<String> = addresses.iter().chain(stored.values()).cloned().collect();
    let pages: HashMap<String, Uuid> = queries::pages_at(&mut *conn, &ends).await?;
    let mut leads = Leads::new(stored);
    let mut results = Vec::with_capacity(forms.len());
    for line in checked {
        results.push(match line {
            Err((field, key)) => Added::Refused(field, key),
            Ok((source, _)) if pages.contains_key(&source) => {
                Added::Refused("source", "cms-redirects-source-page")
            }
            Ok((source, target)) => match leads.add(&source, &target) {
                Some(end) => Added::Stored(source, end),
                None => Added::Refused("target", "cms-redirects-loop"),
            },
        });
    }
    if dry {
        return Ok(results);
    }
    let (added, moved) = leads.changes();
    let page_of = |(_, target): &(String, String)| pages.get(target).copied();
    queries::put_redirects(&mut *conn, &added, &added.iter().map(page_of).collect::<Vec<_>>())
        .await?;
    queries::turn_redirects(&mut *conn, &moved, &moved.iter().map(page_of).collect::<Vec<_>>())
        .await?;
    queries::insert_redirects_added(&mut *conn, act, &added).await?;
    Ok(results)
}

/// Adds a redirect, or replaces the one of that address.
pub async fn add_redirect(app: &App, who: &Viewer, form: &RedirectForm) -> Result<Added, Error> {
    let mut tx = app.db.begin().await?;
    queries::lock_site(&mut *tx).await?;
    let added = add(&mut tx, Act::of(who), std::slice::from_ref(form), false).await?.pop();
    tx.commit().await?;
    added.ok_or(Error::NotFound)
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
    let results = add(&mut tx, Act::of(who), lines, dry).await?;
    tx.commit().await?;
    Ok(results)
}

/// Takes a redirect away.
pub async fn remove_redirect(app: &App, who: &Viewer, id: Uuid) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let source = queries::delete_redirect(&mut *tx, id).await?.ok_or(Error::NotFound)?;
    let entry = Entry {
        subject: Subject::Redirect,
        id: &source,
        name: &source,
        kind: Kind::Removed,
        field: "",
        old: None,
        new: None,
    };
    queries::insert_change(&mut *tx, Act::of(who), &entry).await?;
    tx.commit().await?;
    Ok(())
}
