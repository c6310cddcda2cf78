//! A copy of a page, with those below it if wanted.

use askama::Template;
use axum::extract::Path;

use super::{Fields, PlacePage, id_of};
use crate::app::App;
use crate::auth::Editor;
use crate::cms::actions;
use crate::cms::model::{PlaceForm, Typed};
use crate::error::Result;
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/{lang}/admin/pages/{id}/copy", Policy::Editor, form).post(
        "/{lang}/admin/pages/{id}/copy",
        Policy::Editor,
        copy,
    )
}

#[derive(Template)]
#[template(path = "cms/page_copy.html")]
struct CopyPage {
    page: Page,
    /// Where it goes; the fields are those of a page that moves.
    place: PlacePage,
    title: String,
    below: bool,
}

/// `GET /{lang}/admin/pages/{id}/copy`: where the copy goes.
async fn form(app: App, page: Page, who: Editor, Path((_, id)): Path<(String, String)>) -> Result {
    let row = actions::own_present(&mut *app.db.acquire().await?, &who, id_of(&id)?).await?;
    let typed = PlaceForm {
        slug: format!("{}-2", row.slug),
        parent: row.parent_id.map(|p| p.to_string()).unwrap_or_default(),
        ..PlaceForm::default()
    };
    let title = row.draft.title(page.lang);
    let none = FieldErrors::default();
    let place = PlacePage::of(&app, &page, &who, Some(row), typed, none).await?;
    respond::page(&page, &CopyPage { page: page.clone(), place, title, below: false })
}

/// `POST /{lang}/admin/pages/{id}/copy`: makes it, as a draft.
async fn copy(
    app: App,
    page: Page,
    who: Editor,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let id = id_of(&id)?;
    let typed = Typed(fields);
    let (form, below) = (PlaceForm::read(&typed), typed.is_ticked("below"));
    let mut errors = form.check(false);
    if errors.is_empty() {
        match actions::copy_page(&app, &who, id, &form, below).await? {
            Ok(copy) => return Ok(respond::see_other(&page.url(&format!("/admin/pages/{copy}")))),
            Err(faults) => errors = faults,
        }
    }
    let row = actions::own_present(&mut *app.db.acquire().await?, &who, id).await?;
    let title = row.draft.title(page.lang);
    let place = PlacePage::of(&app, &page, &who, Some(row), form, errors).await?;
    respond::again(&page, &CopyPage { page: page.clone(), place, title, below })
}
