//! Registering, and confirming the e-mail address.

use askama::Template;
use axum::extract::{Path, Query};
use http::StatusCode;
use serde::Deserialize;
use tower_sessions::Session;

use super::{Next, codes, gone, onward, refused, sent, switched};
use crate::accounts::actions::{self, Confirmed, Registered};
use crate::accounts::model::check_registration;
use crate::app::App;
use crate::auth::Who;
use crate::error::Result;
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};
use crate::web::security::Sender;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/register", Policy::Public, show)
        .post("/{lang}/register", Policy::Public, register)
        .get("/{lang}/register/sent", Policy::Public, mailed)
        .get("/{lang}/verify/{token}", Policy::Token, link)
        .post("/{lang}/verify/{token}", Policy::Token, confirm)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Typed {
    login: String,
    name: String,
    password: String,
    next: String,
    #[serde(rename = "_lang")]
    lang: String,
}

#[derive(Template)]
#[template(path = "accounts/register.html")]
struct RegisterPage {
    page: Page,
    errors: FieldErrors,
    typed: Typed,
}

/// `GET /{lang}/register`: the form; who is signed in goes to their account.
async fn show(page: Page, Who(who): Who, Query(query): Query<Next>) -> Result {
    if who.is_some() {
        return Ok(respond::see_other(&page.url("/account")));
    }
    let typed = Typed { next: query.safe(), ..Typed::default() };
    respond::page(
        &page,
        &RegisterPage { page: page.clone(), errors: FieldErrors::default(), typed },
    )
}

/// `POST /{lang}/register`: by phone the account is there, by e-mail a mail is on its way, known or not.
async fn register(
    app: App,
    mut page: Page,
    session: Session,
    sender: Sender,
    Form(typed): Form<Typed>,
) -> Result {
    let again = |page: &Page, status, errors, typed| {
        respond::html(page, status, &RegisterPage { page: page.clone(), errors, typed })
    };
    if let Some(page) = switched(&page, &typed.lang) {
        return again(&page, StatusCode::OK, FieldErrors::default(), typed);
    }
    let new = match check_registration(&typed.login, &typed.name, &typed.password) {
        Ok(new) => new,
        Err(errors) => return again(&page, StatusCode::UNPROCESSABLE_ENTITY, errors, typed),
    };
    let result = match actions::register(&app, &session, &sender, page.lang, new).await {
        Ok(Registered::Mailed) => return Ok(respond::see_other(&page.url("/register/sent"))),
        Ok(Registered::WithCodes(viewer, made)) => {
            let next = onward(&page, &viewer, &typed.next);
            page.viewer = Some(viewer);
            return codes(&page, made, next);
        }
        Ok(Registered::SignedIn(viewer)) => {
            return Ok(respond::see_other(&onward(&page, &viewer, &typed.next)));
        }
        Ok(Registered::Taken) => Ok("accounts-register-taken"),
        Err(error) => Err(error),
    };
    let (status, errors) = refused(result, "login")?;
    again(&page, status, errors, typed)
}

/// `GET /{lang}/register/sent`: look into your mail.
async fn mailed(app: App, page: Page) -> Result {
    sent(&app, &page, "accounts-sent-register-title", "accounts-sent-register-text")
}

#[derive(Template)]
#[template(path = "accounts/verify.html")]
struct VerifyPage {
    page: Page,
    errors: FieldErrors,
    /// Whether the password is asked for: not on the device that registered.
    ask: bool,
}

/// `GET /{lang}/verify/{token}`: a button; opening a link changes nothing, since mail programs open links too.
async fn link(
    app: App,
    page: Page,
    sender: Sender,
    Path((_, token)): Path<(String, String)>,
) -> Result {
    let Some(found) = actions::find_link(&app, &sender, &token).await? else {
        return gone(&page, "/register");
    };
    let errors = FieldErrors::default();
    let shown = VerifyPage { page: page.clone(), errors, ask: !found.same_device };
    respond::page(&page, &shown).map(respond::secret)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Proof {
    password: String,
}

/// `POST /{lang}/verify/{token}`: confirms the address and signs in.
async fn confirm(
    app: App,
    page: Page,
    session: Session,
    sender: Sender,
    Path((_, token)): Path<(String, String)>,
    Form(proof): Form<Proof>,
) -> Result {
    let result = match actions::confirm(&app, &session, &sender, &token, proof.password).await {
        Ok(Confirmed::Yes) => return Ok(respond::see_other(&page.url("/account?done=confirmed"))),
        Ok(Confirmed::Gone) => return gone(&page, "/register"),
        Ok(Confirmed::WrongPassword) => Ok("accounts-password-wrong"),
        Err(error) => Err(error),
    };
    let (status, errors) = refused(result, "password")?;
    let shown = VerifyPage { page: page.clone(), errors, ask: true };
    respond::html(&page, status, &shown).map(respond::secret)
}
