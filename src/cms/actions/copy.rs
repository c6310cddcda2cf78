//! Copies of pages: the draft alone, or with all below it. Plans, questions and what the public reads stay behind.

use std::collections::HashMap;

use uuid::Uuid;

use super::pages::{fault, lock, note, place};
use super::rights::{own_present, rights};
use crate::app::App;
use crate::auth::Viewer;
use crate::cms::model::{Act, Kind, PageRow, PlaceForm, in_tree_order};
use crate::cms::queries::{self, NewPage};
use crate::error::Error;
use crate::web::form::FieldErrors;

/// Copies the draft of a page to another place, `below` with all the pages below it, as drafts; gives the id of the copy.
pub async fn copy_page(
    app: &App,
    who: &Viewer,
    id: Uuid,
    form: &PlaceForm,
    below: bool,
) -> Result<Result<Uuid, FieldErrors>, Error> {
    let mut tx = app.db.begin().await?;
    queries::lock_site(&mut *tx).await?;
    let page = own_present(&mut tx, who, id).await?;
    let (parent, path) = match place(&mut tx, form, below.then_some(&page)).await? {
        Ok(found) => found,
        Err(errors) => return Ok(Err(errors)),
    };
    if !rights(&mut tx, who).await?.covers(&path) {
        return Ok(Err(fault("parent", "cms-rights-outside")));
    }
    let inside = format!("{}/", page.path);
    let mut rows: Vec<PageRow> = vec![page.clone()];
    if below {
        let all = in_tree_order(queries::pages(&mut *tx, false).await?);
        rows.extend(all.into_iter().filter(|r| r.path.starts_with(&inside)));
    }
    let act = Act::of(who);
    let mut copies: HashMap<Uuid, Uuid> = HashMap::new();
    for row in rows {
        let copy = Uuid::now_v7();
        let first = row.id == page.id;
        let above = row.parent_id.and_then(|p| copies.get(&p).copied());
        let new = NewPage {
            id: copy,
            parent: if first { parent } else { above },
            slug: if first { &form.slug } else { &row.slug },
            path: &format!("{path}{}", row.path.strip_prefix(&page.path).unwrap_or_default()),
            draft: &row.draft,
            by: Some(who.account),
            live: false,
        };
        if !queries::insert_page(&mut *tx, &new).await? {
            return Ok(Err(fault("slug", "cms-pages-slug-taken")));
        }
        queries::insert_revision(&mut *tx, copy, Some(who.account), "saved", &row.draft, 1).await?;
        copies.insert(row.id, copy);
        let made = lock(&mut tx, copy).await?;
        let what = ("copy", Some(row.path.as_str()), Some(made.path.as_str()));
        note(&mut tx, act, &made, Kind::Added, what).await?;
    }
    tx.commit().await?;
    copies.get(&id).copied().ok_or(Error::NotFound).map(Ok)
}
