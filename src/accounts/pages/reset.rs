//! A new password: by mailed link, or by recovery code.

use askama::Template;
use axum::extract::Path;
use http::StatusCode;
use serde::Deserialize;

use super::{gone, refused, sent, switched};
use crate::accounts::actions;
use crate::accounts::model::{Login, check_password};
use crate::app::App;
use crate::error::Result;
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};
use crate::web::security::Sender;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/reset", Policy::Public, show)
        .post("/{lang}/reset", Policy::Public, ask)
        .get("/{lang}/reset/sent", Policy::Public, mailed)
        .get("/{lang}/reset/code", Policy::Public, code)
        .post("/{lang}/reset/code", Policy::Public, by_code)
        .get("/{lang}/reset/{token}", Policy::Token, link)
        .post("/{lang}/reset/{token}", Policy::Token, by_link)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Typed {
    login: String,
    code: String,
    password: String,
    #[serde(rename = "_lang")]
    lang: String,
}

#[derive(Template)]
#[template(path = "accounts/reset.html")]
struct AskPage {
    page: Page,
    errors: FieldErrors,
    typed: Typed,
}

#[derive(Template)]
#[template(path = "accounts/reset_code.html")]
struct CodePage {
    page: Page,
    errors: FieldErrors,
    typed: Typed,
}

#[derive(Template)]
#[template(path = "accounts/reset_link.html")]
struct LinkPage {
    page: Page,
    errors: FieldErrors,
}

/// `GET /{lang}/reset`: the form that asks for a link.
async fn show(page: Page) -> Result {
    let (errors, typed) = (FieldErrors::default(), Typed::default());
    respond::page(&page, &AskPage { page: page.clone(), errors, typed })
}

/// `POST /{lang}/reset`: mails a link, and says so whether the address is known or not; numbers go on to the code.
async fn ask(app: App, page: Page, sender: Sender, Form(typed): Form<Typed>) -> Result {
    let again = |page: &Page, status, errors, typed| {
        respond::html(page, status, &AskPage { page: page.clone(), errors, typed })
    };
    if let Some(page) = switched(&page, &typed.lang) {
        return again(&page, StatusCode::OK, FieldErrors::default(), typed);
    }
    let result = match typed.login.parse::<Login>() {
        Ok(Login::Phone(_)) => {
            let errors = FieldErrors::default();
            return respond::page(&page, &CodePage { page: page.clone(), errors, typed });
        }
        Ok(login) => match actions::ask_reset(&app, &sender, &login).await {
            Ok(()) => return Ok(respond::see_other(&page.url("/reset/sent"))),
            Err(error) => Err(error),
        },
        Err(_) => Ok("accounts-login-wrong"),
    };
    let (status, errors) = refused(result, "login")?;
    again(&page, status, errors, typed)
}

/// `GET /{lang}/reset/sent`: look into your mail.
async fn mailed(app: App, page: Page) -> Result {
    sent(&app, &page, "accounts-sent-reset-title", "accounts-sent-reset-text")
}

/// `GET /{lang}/reset/code`: a new password by recovery code.
async fn code(page: Page) -> Result {
    let (errors, typed) = (FieldErrors::default(), Typed::default());
    respond::page(&page, &CodePage { page: page.clone(), errors, typed })
}

/// `POST /{lang}/reset/code`: sets the new password; login and code are judged together.
async fn by_code(app: App, page: Page, sender: Sender, Form(typed): Form<Typed>) -> Result {
    let again = |page: &Page, status, errors, typed| {
        respond::html(page, status, &CodePage { page: page.clone(), errors, typed })
    };
    if let Some(page) = switched(&page, &typed.lang) {
        return again(&page, StatusCode::OK, FieldErrors::default(), typed);
    }
    let mut errors = FieldErrors::default();
    check_password(&mut errors, "password", &typed.password, &[typed.login.trim()]);
    if !errors.is_empty() {
        return again(&page, StatusCode::UNPROCESSABLE_ENTITY, errors, typed);
    }
    let password = typed.password.clone();
    let done = actions::reset_by_code(&app, &sender, &typed.login, &typed.code, password).await;
    let result = match done {
        Ok(true) => return Ok(respond::see_other(&page.url("/sign-in?done=reset"))),
        Ok(false) => Ok("accounts-code-wrong"),
        Err(error) => Err(error),
    };
    let (status, errors) = refused(result, "code")?;
    again(&page, status, errors, typed)
}

/// `GET /{lang}/reset/{token}`: a new password by mailed link.
async fn link(app: App, page: Page, Path((_, token)): Path<(String, String)>) -> Result {
    if !actions::find_reset(&app, &token).await? {
        return gone(&page, "/reset");
    }
    let errors = FieldErrors::default();
    respond::page(&page, &LinkPage { page: page.clone(), errors }).map(respond::secret)
}

/// `POST /{lang}/reset/{token}`: sets the new password and uses the link up.
async fn by_link(
    app: App,
    page: Page,
    Path((_, token)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result {
    let mut errors = FieldErrors::default();
    check_password(&mut errors, "password", &typed.password, &[]);
    if !errors.is_empty() {
        let shown = LinkPage { page: page.clone(), errors };
        return respond::again(&page, &shown).map(respond::secret);
    }
    if !actions::reset_by_link(&app, &token, typed.password).await? {
        return gone(&page, "/reset");
    }
    Ok(respond::see_other(&page.url("/sign-in?done=reset")))
}
