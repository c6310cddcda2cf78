//! Pages of accounts for everybody, one file for each kind.

mod account;
mod dev_mail;
mod keys;
mod register;
mod reset;
mod second;
mod sign_in;
mod view_as;

use askama::Template;
use http::StatusCode;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Viewer;
use crate::error::{Error, Result};
use crate::web::form::FieldErrors;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::Routes;

/// The routes of these files.
pub fn routes() -> Routes {
    Routes::new()
        .merge(register::routes())
        .merge(sign_in::routes())
        .merge(second::routes())
        .merge(reset::routes())
        .merge(account::routes())
        .merge(keys::routes())
        .merge(dev_mail::routes())
        .merge(view_as::routes())
}

/// Where to go afterwards, as it stands in the address of the sign-in page.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Next {
    next: String,
}

impl Next {
    /// The path, if it is one of this site.
    fn safe(&self) -> String {
        respond::safe_next(&self.next).unwrap_or_default().to_owned()
    }
}

/// Where somebody goes who just signed in: on to where they wanted, or to what they have to do with most.
fn onward(page: &Page, viewer: &Viewer, next: &str) -> String {
    match respond::safe_next(next) {
        Some(next) => next.to_owned(),
        None if viewer.is_staff() => page.url("/moderation"),
        None => page.url("/my/reports"),
    }
}

/// The page in the language that its switch asks for, when that is what the form was sent for.
fn switched(page: &Page, code: &str) -> Option<Page> {
    let mut page = page.clone();
    page.lang = code.parse().ok()?;
    Some(page)
}

/// One line over a form, tied to its first field: the form again with 429 when it was tried too often, else with 422.
fn refused(result: Result<&'static str>, field: &'static str) -> Result<(StatusCode, FieldErrors)> {
    let mut errors = FieldErrors::default();
    let status = match result {
        Ok(key) => {
            errors.add(field, key);
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(Error::TooMany) => {
            errors.add(field, "accounts-too-many");
            StatusCode::TOO_MANY_REQUESTS
        }
        Err(error) => return Err(error),
    };
    Ok((status, errors))
}

#[derive(Template)]
#[template(path = "accounts/sent.html")]
struct SentPage {
    page: Page,
    title: String,
    text: String,
    /// Whether there is a page that shows the mail.
    local: bool,
}

/// Says that a mail is on its way, whether it is or not.
fn sent(app: &App, page: &Page, title: &str, text: &str) -> Result {
    let (title, text) = (page.t(title), page.t(text));
    let shown = SentPage { page: page.clone(), title, text, local: dev_mail::is_shown(app) };
    respond::page(page, &shown)
}

#[derive(Template)]
#[template(path = "accounts/gone.html")]
struct GonePage {
    page: Page,
    /// Where to get a new link.
    again: String,
}

/// A link that does not work any more: used, expired, or never made.
fn gone(page: &Page, again: &str) -> Result {
    let shown = GonePage { page: page.clone(), again: page.url(again) };
    respond::html(page, StatusCode::GONE, &shown).map(respond::secret)
}

#[derive(Template)]
#[template(path = "accounts/codes.html")]
struct CodesPage {
    page: Page,
    codes: Vec<String>,
    next: String,
}

/// Shows recovery codes, this once.
fn codes(page: &Page, codes: Vec<String>, next: String) -> Result {
    let shown = CodesPage { page: page.clone(), codes, next };
    respond::page(page, &shown).map(respond::secret)
}
