//! Who hears of each new report in a category.

use askama::Template;
use axum::extract::Path;

use super::{Fields, to};
use crate::app::App;
use crate::auth::{Admin, Role};
use crate::categories::actions;
use crate::categories::model::{Category, TOLD, ToldForm};
use crate::categories::queries;
use crate::error::{Error, Result};
use crate::i18n::Lang;
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;

#[derive(Template)]
#[template(path = "categories/told.html")]
struct ToldPage {
    page: Page,
    errors: FieldErrors,
    category: Category,
    typed: ToldForm,
    roles: Vec<(Role, String)>,
    langs: Vec<(&'static str, &'static str)>,
    /// What somebody else stored in the meantime.
    stale: Option<ToldForm>,
}

impl ToldPage {
    /// What somebody else stored, in words.
    fn now(&self) -> Option<String> {
        let stored = self.stale.as_ref()?;
        let roles = self.roles.iter().filter(|(role, _)| stored.has(role)).map(|(_, name)| name);
        let all: Vec<&str> = roles.chain(&stored.addresses).map(String::as_str).collect();
        let nobody = || self.page.t("categories-told-nobody");
        Some(if all.is_empty() { nobody() } else { all.join(", ") })
    }
}

async fn told_page(
    app: &App,
    page: &Page,
    code: &str,
    typed: Option<ToldForm>,
    errors: FieldErrors,
) -> Result<ToldPage> {
    let mut db = app.db.acquire().await?;
    let category = queries::find_exact(&mut *db, page.lang, code).await?.ok_or(Error::NotFound)?;
    let stored = queries::told(&mut *db, category.id).await?.unwrap_or_default();
    Ok(ToldPage {
        page: page.clone(),
        errors,
        category,
        typed: typed.unwrap_or(stored),
        roles: TOLD.map(|role| (role, page.t(&format!("accounts-role-{role}")))).into(),
        langs: Lang::all().map(|l| (l.code(), l.name())).collect(),
        stale: None,
    })
}

/// `GET /{lang}/admin/categories/{code}/told`: who hears of it.
pub(super) async fn form(
    app: App,
    page: Page,
    _who: Admin,
    Path((_, code)): Path<(String, String)>,
) -> Result {
    let shown = told_page(&app, &page, &code, None, FieldErrors::default()).await?;
    respond::page(&page, &shown)
}

/// `POST /{lang}/admin/categories/{code}/told`: stores that.
pub(super) async fn save(
    app: App,
    page: Page,
    who: Admin,
    Path((_, code)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let typed = ToldForm::read(&fields);
    let errors = typed.check();
    if !errors.is_empty() {
        return respond::again(&page, &told_page(&app, &page, &code, Some(typed), errors).await?);
    }
    if actions::save_told(&app, who.account, &code, &typed).await? {
        return Ok(to(&page, &format!("/{code}")));
    }
    // What was typed stays, to be saved over what is stored now.
    let now = told_page(&app, &page, &code, None, errors).await?;
    let typed = ToldForm { version: now.typed.version, ..typed };
    respond::again(&page, &ToldPage { stale: Some(now.typed), typed, ..now })
}
