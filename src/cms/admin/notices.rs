//! Notices over every page.

use askama::Template;
use axum::extract::Path;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::editors::SiteEditor;
use super::{Fields, id_of};
use crate::app::App;
use crate::cms::actions::{self, Saved};
use crate::cms::model::{NoticeForm, NoticeRow, Typed};
use crate::cms::queries;
use crate::error::{Error, Result};
use crate::i18n::Lang;
use crate::site::Severity;
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/admin/notices", Policy::Editor, list)
        .get("/{lang}/admin/notices/new", Policy::Editor, new)
        .post("/{lang}/admin/notices/new", Policy::Editor, create)
        .get("/{lang}/admin/notices/{id}", Policy::Editor, edit)
        .post("/{lang}/admin/notices/{id}", Policy::Editor, save)
        .post("/{lang}/admin/notices/{id}/remove", Policy::Editor, remove)
}

#[derive(Template)]
#[template(path = "cms/notices.html")]
struct ListPage {
    page: Page,
    rows: Vec<NoticeRow>,
    now: DateTime<Utc>,
}

/// `GET /{lang}/admin/notices`: the notices, latest first.
async fn list(app: App, page: Page, _who: SiteEditor) -> Result {
    let rows = queries::notices(&app.db).await?;
    respond::page(&page, &ListPage { page: page.clone(), rows, now: Utc::now() })
}

#[derive(Template)]
#[template(path = "cms/notice.html")]
struct EditPage {
    page: Page,
    errors: FieldErrors,
    typed: NoticeForm,
    /// None while it is being added.
    id: Option<Uuid>,
    severities: Vec<(&'static str, String)>,
    langs: Vec<Lang>,
}

impl EditPage {
    fn new(page: &Page, id: Option<Uuid>, typed: NoticeForm, errors: FieldErrors) -> Self {
        let word = |s: Severity| (s.as_str(), page.t(&format!("cms-severity-{s}")));
        Self {
            page: page.clone(),
            errors,
            typed,
            id,
            severities: Severity::ALL.map(word).into(),
            langs: Lang::all().collect(),
        }
    }
}

/// `GET /{lang}/admin/notices/new`: an empty form.
async fn new(page: Page, _who: SiteEditor) -> Result {
    let typed = NoticeForm { severity: "info".into(), ..NoticeForm::default() };
    respond::page(&page, &EditPage::new(&page, None, typed, FieldErrors::default()))
}

/// `POST /{lang}/admin/notices/new`: adds a notice.
async fn create(app: App, page: Page, who: SiteEditor, Form(fields): Fields) -> Result {
    let form = NoticeForm::read(&Typed(fields));
    match form.check(Utc::now()) {
        Ok(checked) => {
            actions::add_notice(&app, &who, &form, checked).await?;
            Ok(respond::see_other(&page.url("/admin/notices")))
        }
        Err(errors) => respond::again(&page, &EditPage::new(&page, None, form, errors)),
    }
}

/// `GET /{lang}/admin/notices/{id}`: one notice.
async fn edit(
    app: App,
    page: Page,
    _who: SiteEditor,
    Path((_, id)): Path<(String, String)>,
) -> Result {
    let id = id_of(&id)?;
    let row = queries::notice(&app.db, id).await?.ok_or(Error::NotFound)?;
    let form = NoticeForm::of(&row);
    respond::page(&page, &EditPage::new(&page, Some(id), form, FieldErrors::default()))
}

/// `POST /{lang}/admin/notices/{id}`: saves it; readers who put it away see it again.
async fn save(
    app: App,
    page: Page,
    who: SiteEditor,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let id = id_of(&id)?;
    let mut form = NoticeForm::read(&Typed(fields));
    let errors = match form.check(Utc::now()) {
        Ok(checked) => match actions::save_notice(&app, &who, id, &form, checked).await? {
            Saved::Stored => return Ok(respond::see_other(&page.url("/admin/notices"))),
            Saved::Stale => {
                let now = queries::notice(&app.db, id).await?.ok_or(Error::NotFound)?;
                form.version = now.version;
                let mut errors = FieldErrors::default();
                errors.add("text-en", "cms-form-stale");
                errors
            }
        },
        Err(errors) => errors,
    };
    respond::again(&page, &EditPage::new(&page, Some(id), form, errors))
}

/// `POST /{lang}/admin/notices/{id}/remove`: takes it away.
async fn remove(
    app: App,
    page: Page,
    who: SiteEditor,
    Path((_, id)): Path<(String, String)>,
) -> Result {
    let id = id_of(&id)?;
    actions::remove_notice(&app, &who, id).await?;
    Ok(respond::see_other(&page.url("/admin/notices")))
}
