//! Signing in and out.

use askama::Template;
use axum::extract::Query;
use http::{HeaderValue, StatusCode, header};
use serde::Deserialize;
use tower_sessions::Session;

use super::{Next, onward, refused, switched};
use crate::accounts::actions;
use crate::app::App;
use crate::auth::{self, Who};
use crate::error::Result;
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};
use crate::web::security::{self, Sender};

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/sign-in", Policy::Public, show)
        .post("/{lang}/sign-in", Policy::Public, sign_in)
        .post("/{lang}/sign-out", Policy::Public, sign_out)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Typed {
    login: String,
    password: String,
    next: String,
    #[serde(rename = "_lang")]
    lang: String,
}

#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
struct SignInPage {
    page: Page,
    errors: FieldErrors,
    typed: Typed,
    /// Whether a password was just reset.
    reset: bool,
}

impl SignInPage {
    fn new(page: &Page, errors: FieldErrors, typed: Typed) -> Self {
        let reset = page.path.ends_with("?done=reset");
        Self { page: page.clone(), errors, typed, reset }
    }
}

/// `GET /{lang}/sign-in`: the form; who is signed in goes on.
async fn show(
    app: App,
    page: Page,
    session: Session,
    Who(who): Who,
    Query(query): Query<Next>,
) -> Result {
    if who.is_none() && auth::half_signed(&app, &session).await?.is_some() {
        return Ok(respond::see_other(&page.url("/sign-in/second")));
    }
    if who.is_some() {
        let next = respond::safe_next(&query.next).map(str::to_owned);
        return Ok(respond::see_other(&next.unwrap_or_else(|| page.url("/account"))));
    }
    let typed = Typed { next: query.safe(), ..Typed::default() };
    respond::page(&page, &SignInPage::new(&page, FieldErrors::default(), typed))
}

/// `POST /{lang}/sign-in`: on to where the person wanted; one answer for every reason not to.
async fn sign_in(
    app: App,
    page: Page,
    session: Session,
    sender: Sender,
    Form(mut typed): Form<Typed>,
) -> Result {
    if let Some(page) = switched(&page, &typed.lang) {
        let shown = SignInPage::new(&page, FieldErrors::default(), typed);
        return respond::html(&page, StatusCode::OK, &shown);
    }
    let password = std::mem::take(&mut typed.password);
    let result = match actions::sign_in(&app, &session, &sender, &typed.login, password).await {
        Ok(Some(viewer)) => {
            let next = onward(&page, &viewer, &typed.next);
            if auth::half_signed(&app, &session).await?.is_some() {
                let mut query = url::form_urlencoded::Serializer::new(String::new());
                let query = query.append_pair("next", &next).finish();
                return Ok(respond::see_other(&page.url(&format!("/sign-in/second?{query}"))));
            }
            return Ok(respond::see_other(&next));
        }
        Ok(None) => Ok("accounts-sign-in-wrong"),
        Err(error) => Err(error),
    };
    let (status, errors) = refused(result, "login")?;
    respond::html(&page, status, &SignInPage::new(&page, errors, typed))
}

/// `POST /{lang}/sign-out`: ends this session for good, and whatever this browser kept of the person goes with it, also the
/// report being written; who is signed out already just sees the home page.
async fn sign_out(app: App, page: Page, session: Session) -> Result {
    auth::sign_out(&session).await?;
    let mut response = respond::see_other(&page.url("/"));
    let secure = app.config.secure();
    let draft = security::set_cookie(security::draft_cookie(secure), "", secure, 0);
    let headers = response.headers_mut();
    headers.append(header::SET_COOKIE, draft);
    headers.insert("clear-site-data", HeaderValue::from_static("\"storage\""));
    Ok(response)
}
