//! Merging a category into another, after a look at what that moves.

use askama::Template;
use axum::extract::Path;

use super::{Fields, to};
use crate::app::App;
use crate::auth::Admin;
use crate::categories::actions::{self, NotMerged};
use crate::categories::model::Category;
use crate::categories::queries::{self, Uses};
use crate::error::{Error, Result};
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;

#[derive(Template)]
#[template(path = "categories/merge.html")]
struct MergePage {
    page: Page,
    errors: FieldErrors,
    category: Category,
    uses: Uses,
    /// Categories that can take its reports.
    others: Vec<(String, String)>,
    into: String,
    /// Ticked: the person read what it moves.
    sure: bool,
}

/// `GET /{lang}/admin/categories/{code}/merge`: what would move, and where to.
pub(super) async fn form(
    app: App,
    page: Page,
    _who: Admin,
    Path((_, code)): Path<(String, String)>,
) -> Result {
    let shown = merge_page(&app, page, &code, "", false, FieldErrors::default()).await?;
    respond::page(&shown.page, &shown)
}

/// `POST /{lang}/admin/categories/{code}/merge`: merges it.
pub(super) async fn merge(
    app: App,
    page: Page,
    who: Admin,
    Path((_, code)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let get = |name: &str| fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str());
    let (into, sure) = (get("into"), !get("sure").is_empty());
    let mut errors = FieldErrors::default();
    if into.is_empty() {
        errors.add("into", "categories-merge-choose");
    }
    if !sure {
        errors.add("sure", "categories-merge-be-sure");
    }
    if errors.is_empty() {
        match actions::merge(&app, who.account, &code, into).await? {
            Ok(()) => return Ok(to(&page, &format!("/{code}"))),
            Err(NotMerged(key)) => errors.add("into", key),
        }
    }
    let shown = merge_page(&app, page, &code, into, sure, errors).await?;
    respond::again(&shown.page, &shown)
}

async fn merge_page(
    app: &App,
    page: Page,
    code: &str,
    into: &str,
    sure: bool,
    errors: FieldErrors,
) -> Result<MergePage> {
    let category = queries::find_exact(&app.db, page.lang, code).await?.ok_or(Error::NotFound)?;
    let uses = queries::uses_of(&app.db, category.id, code).await?;
    let others = queries::list(&app.db, page.lang, false).await?;
    let others = others.into_iter().filter(|c| c.id != category.id).map(|c| (c.code, c.name));
    let others = others.collect();
    Ok(MergePage { page, errors, category, uses, others, into: into.to_owned(), sure })
}
