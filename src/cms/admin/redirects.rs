//! Redirects: list with counts, add, paste a table with a dry run, take away.

use askama::Template;
use axum::extract::{Path, Query};
use serde::Deserialize;

use super::editors::SiteEditor;
use super::{Fields, id_of};
use crate::app::App;
use crate::cms::actions::{self, Added};
use crate::cms::model::{RedirectForm, Typed, redirect_lines};
use crate::cms::queries::{self, RedirectRow};
use crate::error::Result;
use crate::web::form::{FieldErrors, Form, clean};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/admin/redirects", Policy::Editor, list)
        .post("/{lang}/admin/redirects", Policy::Editor, add)
        .get("/{lang}/admin/redirects/import", Policy::Editor, import)
        .post("/{lang}/admin/redirects/import", Policy::Editor, do_import)
        .post("/{lang}/admin/redirects/{id}/remove", Policy::Editor, remove)
}

#[derive(Template)]
#[template(path = "cms/redirects.html")]
struct ListPage {
    page: Page,
    errors: FieldErrors,
    q: String,
    typed: RedirectForm,
    rows: Vec<RedirectRow>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    q: String,
}

/// `GET /{lang}/admin/redirects`: the redirects, newest first.
async fn list(app: App, page: Page, _who: SiteEditor, Query(asked): Query<Asked>) -> Result {
    let q = clean(&asked.q, false);
    let rows = queries::redirects(&app.db, &q).await?;
    let (errors, typed) = (FieldErrors::default(), RedirectForm::default());
    respond::page(&page, &ListPage { page: page.clone(), errors, q, typed, rows })
}

/// `POST /{lang}/admin/redirects`: adds one.
async fn add(app: App, page: Page, who: SiteEditor, Form(fields): Fields) -> Result {
    let typed = RedirectForm::read(&Typed(fields));
    match actions::add_redirect(&app, &who, &typed).await? {
        Added::Stored(..) => Ok(respond::see_other(&page.url("/admin/redirects"))),
        Added::Refused(field, key) => {
            let mut errors = FieldErrors::default();
            errors.add(field, key);
            let rows = queries::redirects(&app.db, "").await?;
            let shown = ListPage { page: page.clone(), errors, q: String::new(), typed, rows };
            respond::again(&page, &shown)
        }
    }
}

/// A line of the import and what comes of it.
struct Line {
    source: String,
    target: String,
    fault: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "cms/redirects_import.html")]
struct ImportPage {
    page: Page,
    errors: FieldErrors,
    text: String,
    lines: Vec<Line>,
    good: usize,
    stored: bool,
}

/// `GET /{lang}/admin/redirects/import`: an empty table.
async fn import(page: Page, _who: SiteEditor) -> Result {
    let shown = ImportPage {
        page: page.clone(),
        errors: FieldErrors::default(),
        text: String::new(),
        lines: Vec::new(),
        good: 0,
        stored: false,
    };
    respond::page(&page, &shown)
}

/// `POST /{lang}/admin/redirects/import`: says what each line would come to, or adds them.
async fn do_import(app: App, page: Page, who: SiteEditor, Form(fields): Fields) -> Result {
    let typed = Typed(fields);
    let text = typed.raw("lines").to_owned();
    let stored = typed.raw("then") == "store";
    let forms = redirect_lines(&text);
    let results = actions::import_redirects(&app, &who, &forms, !stored).await?;
    let line = |(form, result): (RedirectForm, Added)| match result {
        Added::Stored(source, target) => Line { source, target, fault: None },
        Added::Refused(_, key) => {
            Line { source: form.source, target: form.target, fault: Some(key) }
        }
    };
    let lines: Vec<Line> = forms.into_iter().zip(results).map(line).collect();
    let good = lines.iter().filter(|l| l.fault.is_none()).count();
    let mut errors = FieldErrors::default();
    if lines.is_empty() {
        errors.add("lines", "cms-redirects-lines-none");
    }
    let shown = ImportPage { page: page.clone(), errors, text, lines, good, stored };
    if shown.lines.is_empty() {
        respond::again(&page, &shown)
    } else {
        respond::page(&page, &shown)
    }
}

/// `POST /{lang}/admin/redirects/{id}/remove`: takes one away.
async fn remove(
    app: App,
    page: Page,
    who: SiteEditor,
    Path((_, id)): Path<(String, String)>,
) -> Result {
    let id = id_of(&id)?;
    actions::remove_redirect(&app, &who, id).await?;
    Ok(respond::see_other(&page.url("/admin/redirects")))
}
