//! Keys for one's own programs.

use askama::Template;
use http::StatusCode;
use serde::Deserialize;

use super::refused;
use crate::accounts::actions::{self, Made};
use crate::accounts::queries::{self, Key};
use crate::app::App;
use crate::auth::{SignedIn, Viewer};
use crate::error::{Error, Result};
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// For how many days a key may be good.
const DAYS: [i32; 3] = [30, 90, 365];

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/account/keys", Policy::SignedIn, show)
        .post("/{lang}/account/keys", Policy::SignedIn, make)
        .post("/{lang}/account/keys/end", Policy::SignedIn, end)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Typed {
    name: String,
    days: String,
    proof: String,
    key: String,
}

#[derive(Template)]
#[template(path = "accounts/keys.html")]
struct KeysPage {
    page: Page,
    errors: FieldErrors,
    keys: Vec<Key>,
    /// The key that was just made, shown this once.
    made: Option<String>,
    called: String,
    days: String,
    choices: Vec<(String, String)>,
    /// Whether a key shows what only staff see.
    staff: bool,
}

impl KeysPage {
    async fn of(
        app: &App,
        page: &Page,
        who: &Viewer,
        errors: FieldErrors,
        typed: Typed,
    ) -> Result<Self> {
        let choice =
            |days: i32| (days.to_string(), page.t1("accounts-keys-days", "days", i64::from(days)));
        let days = Some(typed.days).filter(|days| !days.is_empty());
        Ok(Self {
            page: page.clone(),
            errors,
            keys: queries::keys(&app.db, who.account).await?,
            made: None,
            called: typed.name,
            days: days.unwrap_or_else(|| DAYS[1].to_string()),
            choices: DAYS.map(choice).into(),
            staff: who.is_staff(),
        })
    }
}

/// `GET /{lang}/account/keys`: the keys, and the form for another.
async fn show(app: App, page: Page, SignedIn(who): SignedIn) -> Result {
    let none = FieldErrors::default();
    respond::page(&page, &KeysPage::of(&app, &page, &who, none, Typed::default()).await?)
}

/// `POST /{lang}/account/keys`: makes a key, and shows it this once.
async fn make(
    app: App,
    page: Page,
    SignedIn(who): SignedIn,
    Form(mut typed): Form<Typed>,
) -> Result {
    let mut errors = FieldErrors::default();
    let name = typed.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 60 {
        errors.add("name", "accounts-keys-name-wrong");
    }
    let days = typed.days.parse().ok().filter(|days| DAYS.contains(days));
    if days.is_none() {
        errors.add("days", "accounts-keys-days-choose");
    }
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(days) = days.filter(|_| errors.is_empty()) {
        let proof = std::mem::take(&mut typed.proof);
        let (result, field) = match actions::make_key(&app, &who, &name, days, proof).await {
            Ok(Made::Key(key)) => {
                let mut shown = KeysPage::of(&app, &page, &who, errors, Typed::default()).await?;
                shown.made = Some(key);
                return respond::page(&page, &shown).map(respond::secret);
            }
            Ok(Made::WrongPassword) => (Ok("accounts-password-wrong"), "proof"),
            Ok(Made::Enough) => (Ok("accounts-keys-enough"), "name"),
            Err(error) => (Err(error), "proof"),
        };
        (status, errors) = refused(result, field)?;
    }
    let shown = KeysPage::of(&app, &page, &who, errors, typed).await?;
    respond::html(&page, status, &shown)
}

/// `POST /{lang}/account/keys/end`: the key is good no more.
async fn end(app: App, page: Page, SignedIn(who): SignedIn, Form(typed): Form<Typed>) -> Result {
    let key = typed.key.parse().map_err(|_| Error::BadRequest("error-help-bad-request"))?;
    actions::end_key(&app, &who, key).await?;
    Ok(respond::see_other(&page.url("/account/keys")))
}
