//! Editors: which sections they work on, and whether they publish; and the check for pages that concern the whole site.

use askama::Template;
use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use uuid::Uuid;

use super::Fields;
use crate::app::App;
use crate::auth::{Admin, Editor, Viewer};
use crate::cms::actions::{self, Saved};
use crate::cms::model::{PUBLISHES, RightsForm, Typed, in_tree_order};
use crate::cms::queries::{self, EditorRow};
use crate::error::{Error, Result};
use crate::ids::AccountId;
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// An editor who is not kept to sections: for notices and redirects, which concern the whole site.
pub struct SiteEditor(pub Viewer);

impl FromRequestParts<App> for SiteEditor {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> std::result::Result<Self, Error> {
        let Editor(who) = Editor::from_request_parts(parts, app).await?;
        let mut db = app.db.acquire().await?;
        let rights = actions::rights(&mut db, &who).await?;
        if rights.everywhere() { Ok(Self(who)) } else { Err(Error::Forbidden) }
    }
}

impl std::ops::Deref for SiteEditor {
    type Target = Viewer;
    fn deref(&self) -> &Viewer {
        &self.0
    }
}

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/admin/editors", Policy::Admin, list)
        .get("/{lang}/admin/editors/{id}", Policy::Admin, edit)
        .post("/{lang}/admin/editors/{id}", Policy::Admin, save)
}

#[derive(Template)]
#[template(path = "cms/editors.html")]
struct ListPage {
    page: Page,
    rows: Vec<EditorRow>,
    done: bool,
}

/// `GET /{lang}/admin/editors`: everybody who edits, with what they may do.
async fn list(app: App, page: Page, _who: Admin) -> Result {
    let rows = queries::editors(&app.db).await?;
    let done = page.path.ends_with("?done=saved");
    respond::page(&page, &ListPage { page: page.clone(), rows, done })
}

#[derive(Template)]
#[template(path = "cms/editor.html")]
struct EditPage {
    page: Page,
    errors: FieldErrors,
    id: AccountId,
    name: String,
    typed: RightsForm,
    publishes: Vec<(&'static str, String)>,
    /// Pages that can be sections: those with room below them.
    sections: Vec<(Uuid, String)>,
}

impl EditPage {
    async fn of(
        app: &App,
        page: &Page,
        id: AccountId,
        typed: Option<RightsForm>,
        errors: FieldErrors,
    ) -> Result<Self> {
        let mut db = app.db.acquire().await?;
        let editors = queries::editors(&mut *db).await?;
        let editor = editors.into_iter().find(|e| e.id == id).ok_or(Error::NotFound)?;
        let stored = match queries::editor_rights(&mut *db, id).await? {
            Some(row) => RightsForm {
                publishes: row.publishes,
                sections: row.sections,
                version: row.version,
            },
            None => RightsForm { publishes: PUBLISHES[0].into(), ..RightsForm::default() },
        };
        let rows = in_tree_order(queries::pages(&mut *db, false).await?);
        let section = |row: &crate::cms::model::PageRow| {
            let indent = "– ".repeat(row.level() - 1);
            (row.id, format!("{indent}{}", row.draft.title(page.lang)))
        };
        Ok(Self {
            page: page.clone(),
            errors,
            id,
            name: editor.name,
            // Shown again after somebody else's change, it may be saved over that: the admin has been told.
            typed: typed.map_or(stored.clone(), |t| RightsForm { version: stored.version, ..t }),
            publishes: PUBLISHES.map(|p| (p, page.t(&format!("cms-editors-publishes-{p}")))).into(),
            sections: rows.iter().map(section).collect(),
        })
    }
}

/// `GET /{lang}/admin/editors/{id}`: what one editor may do.
async fn edit(app: App, page: Page, _who: Admin, Path((_, id)): Path<(String, String)>) -> Result {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let shown = EditPage::of(&app, &page, id, None, FieldErrors::default()).await?;
    respond::page(&page, &shown)
}

/// `POST /{lang}/admin/editors/{id}`: sets it.
async fn save(
    app: App,
    page: Page,
    who: Admin,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let id: AccountId = id.parse().map_err(|_| Error::NotFound)?;
    let form = RightsForm::read(&Typed(fields));
    match actions::save_rights(&app, &who, id, &form).await? {
        Saved::Stored => Ok(respond::see_other(&page.url("/admin/editors?done=saved"))),
        Saved::Stale => {
            let mut errors = FieldErrors::default();
            errors.add("publishes", "cms-form-stale");
            respond::again(&page, &EditPage::of(&app, &page, id, Some(form), errors).await?)
        }
    }
}
