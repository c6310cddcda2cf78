//! Older texts of a page: list, compare word by word, go back.

use askama::Template;
use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{Field, Fields, beside, id_of};
use crate::app::App;
use crate::auth::Editor;
use crate::cms::actions;
use crate::cms::model::{PageRow, Typed};
use crate::cms::queries::{self, Revision};
use crate::error::{Error, Result};
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/admin/pages/{id}/versions", Policy::Editor, list)
        .get("/{lang}/admin/pages/{id}/compare", Policy::Editor, show)
        .post("/{lang}/admin/pages/{id}/revert", Policy::Editor, revert)
}

#[derive(Template)]
#[template(path = "cms/versions.html")]
struct ListPage {
    page: Page,
    row: PageRow,
    revisions: Vec<Revision>,
}

/// `GET /{lang}/admin/pages/{id}/versions`: the last hundred saves, newest first.
async fn list(app: App, page: Page, who: Editor, Path((_, id)): Path<(String, String)>) -> Result {
    let id = id_of(&id)?;
    let row = actions::own_page(&mut *app.db.acquire().await?, &who, id).await?;
    let revisions = queries::revisions(&app.db, id).await?;
    respond::page(&page, &ListPage { page: page.clone(), row, revisions })
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Sides {
    old: String,
    new: String,
}

#[derive(Template)]
#[template(path = "cms/compare.html")]
struct ComparePage {
    page: Page,
    row: PageRow,
    old: Revision,
    new: Revision,
    fields: Vec<Field>,
    latest: bool,
}

/// `GET /{lang}/admin/pages/{id}/compare?old=&new=`: two saves side by side, by field and word.
async fn show(
    app: App,
    page: Page,
    who: Editor,
    Path((_, id)): Path<(String, String)>,
    Query(sides): Query<Sides>,
) -> Result {
    let id = id_of(&id)?;
    let row = actions::own_page(&mut *app.db.acquire().await?, &who, id).await?;
    let number = |text: &str| text.parse::<i64>().map_err(|_| Error::NotFound);
    let (mut old, mut new) = (number(&sides.old)?, number(&sides.new)?);
    if old > new {
        std::mem::swap(&mut old, &mut new);
    }
    let old = queries::revision(&app.db, id, old).await?.ok_or(Error::NotFound)?;
    let new = queries::revision(&app.db, id, new).await?.ok_or(Error::NotFound)?;
    let fields = beside(&page, |l| [&old, &new].map(|r| r.content.exact(l).fields()));
    let latest = old.content.0 == row.draft;
    respond::page(&page, &ComparePage { page: page.clone(), row, old, new, fields, latest })
}

/// `POST /{lang}/admin/pages/{id}/revert`: an older text becomes the draft again, as a new save.
async fn revert(
    app: App,
    page: Page,
    who: Editor,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let id = id_of(&id)?;
    let to = Typed(fields).raw("to").parse().map_err(|_| Error::NotFound)?;
    actions::revert(&app, &who, id, to).await?;
    Ok(respond::see_other(&page.url(&format!("/admin/pages/{id}?done=saved"))))
}
