//! The second step at sign-in: taking it, and setting it up on one's own account.

use askama::Template;
use axum::extract::Query;
use serde::Deserialize;
use tower_sessions::Session;

use super::{Next, codes, refused};
use crate::accounts::actions;
use crate::accounts::model::{secret_link, secret_text};
use crate::accounts::queries;
use crate::app::App;
use crate::auth::{self, Role, SignedIn, Viewer};
use crate::error::{Error, Result};
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/sign-in/second", Policy::Public, ask)
        .post("/{lang}/sign-in/second", Policy::Public, take)
        .get("/{lang}/account/second", Policy::SignedIn, show)
        .post("/{lang}/account/second", Policy::SignedIn, begin)
        .post("/{lang}/account/second/confirm", Policy::SignedIn, confirm)
        .post("/{lang}/account/second/end", Policy::SignedIn, end)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Typed {
    code: String,
    proof: String,
    next: String,
}

#[derive(Template)]
#[template(path = "accounts/second_ask.html")]
struct AskPage {
    page: Page,
    errors: FieldErrors,
    next: String,
}

/// `GET /{lang}/sign-in/second`: asks for the code, between the password and everything else.
async fn ask(app: App, page: Page, session: Session, Query(query): Query<Next>) -> Result {
    if auth::half_signed(&app, &session).await?.is_none() {
        return Ok(respond::see_other(&page.url("/sign-in")));
    }
    let errors = FieldErrors::default();
    let shown = AskPage { page: page.clone(), errors, next: query.safe() };
    respond::page(&page, &shown).map(respond::secret)
}

/// `POST /{lang}/sign-in/second`: on to where the person wanted.
async fn take(app: App, page: Page, session: Session, Form(typed): Form<Typed>) -> Result {
    let Some(account) = auth::half_signed(&app, &session).await? else {
        return Ok(respond::see_other(&page.url("/sign-in")));
    };
    let result = match actions::take_second(&app, &session, account, &typed.code).await {
        Ok(true) => {
            let next = respond::safe_next(&typed.next).map(str::to_owned);
            return Ok(respond::see_other(&next.unwrap_or_else(|| page.url("/account"))));
        }
        Ok(false) => Ok("accounts-second-wrong"),
        Err(error) => Err(error),
    };
    let (status, errors) = refused(result, "code")?;
    let shown = AskPage { page: page.clone(), errors, next: typed.next };
    respond::html(&page, status, &shown).map(respond::secret)
}

#[derive(Template)]
#[template(path = "accounts/second.html")]
struct SetupPage {
    page: Page,
    errors: FieldErrors,
    on: bool,
    /// The offered secret and its address for an app on this phone.
    offered: Option<(String, String)>,
    /// Whether the site wants it.
    wanted: bool,
    waits: bool,
}

impl SetupPage {
    async fn of(app: &App, page: &Page, who: &Viewer, errors: FieldErrors) -> Result<Self> {
        let second = queries::second(&app.db, who.account).await?.ok_or(Error::SignIn)?;
        let person = queries::person(&app.db, who.account).await?.ok_or(Error::SignIn)?;
        let staff = person.roles.iter().any(|role| *role != Role::Resident);
        let wanted = page.settings().second_factor;
        let login = person.email.or(person.phone).unwrap_or_default();
        let offered = second
            .secret
            .filter(|_| !second.on)
            .and_then(|stored| actions::opened(app, who.account, &stored))
            .map(|held| held.secret)
            .map(|secret| (secret_text(&secret), secret_link(&secret, &page.site_name(), &login)));
        Ok(Self {
            page: page.clone(),
            errors,
            on: second.on,
            offered,
            wanted,
            waits: wanted && !second.on && staff,
        })
    }
}

/// The page again, saying at `field` what is wrong. It may show the secret that is offered.
async fn again(
    app: &App,
    page: &Page,
    who: &Viewer,
    result: Result<&'static str>,
    field: &'static str,
) -> Result {
    let (status, errors) = refused(result, field)?;
    let shown = SetupPage::of(app, page, who, errors).await?;
    respond::html(page, status, &shown).map(respond::secret)
}

/// `GET /{lang}/account/second`: how it stands, and the next thing to do.
async fn show(app: App, page: Page, SignedIn(who): SignedIn) -> Result {
    let shown = SetupPage::of(&app, &page, &who, FieldErrors::default()).await?;
    respond::page(&page, &shown).map(respond::secret)
}

/// `POST /{lang}/account/second`: offers a secret, for the password.
async fn begin(app: App, page: Page, SignedIn(who): SignedIn, Form(typed): Form<Typed>) -> Result {
    let result = match actions::begin_second(&app, &who, typed.proof).await {
        Ok(true) => return Ok(respond::see_other(&page.url("/account/second"))),
        Ok(false) => Ok("accounts-password-wrong"),
        Err(error) => Err(error),
    };
    again(&app, &page, &who, result, "proof").await
}

/// `POST /{lang}/account/second/confirm`: turns it on with the first code; shows the recovery codes this once.
async fn confirm(
    app: App,
    page: Page,
    SignedIn(who): SignedIn,
    Form(typed): Form<Typed>,
) -> Result {
    let result = match actions::confirm_second(&app, &who, &typed.code).await {
        Ok(Some(made)) => return codes(&page, made, page.url("/account")),
        Ok(None) => Ok("accounts-second-wrong"),
        Err(error) => Err(error),
    };
    again(&app, &page, &who, result, "code").await
}

/// `POST /{lang}/account/second/end`: turns it off, for the password.
async fn end(app: App, page: Page, SignedIn(who): SignedIn, Form(typed): Form<Typed>) -> Result {
    let result = match actions::end_second(&app, &who, typed.proof).await {
        Ok(true) => return Ok(respond::see_other(&page.url("/account/second"))),
        Ok(false) => Ok("accounts-password-wrong"),
        Err(error) => Err(error),
    };
    again(&app, &page, &who, result, "proof").await
}
