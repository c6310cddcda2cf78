//! One's own account: name and language, password, recovery codes, where one is signed in, roles.

use askama::Template;
use chrono::{DateTime, Utc};
use http::StatusCode;
use serde::Deserialize;

use super::{codes, refused};
use crate::accounts::actions;
use crate::accounts::model::{check_name, check_password};
use crate::accounts::queries::{self, Person};
use crate::app::App;
use crate::auth::{self, Grant, SignedIn, Viewer};
use crate::error::{Error, Result};
use crate::i18n::Lang;
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/account", Policy::SignedIn, show)
        .post("/{lang}/account", Policy::SignedIn, save)
        .post("/{lang}/account/password", Policy::SignedIn, password)
        .post("/{lang}/account/codes", Policy::SignedIn, fresh_codes)
        .post("/{lang}/account/sessions", Policy::SignedIn, end)
}

/// One place where the person is signed in.
struct Place {
    /// Names it in the form; the hash of the session id, not the id.
    name: String,
    browser: String,
    created_at: DateTime<Utc>,
    seen_at: DateTime<Utc>,
    /// Whether it is this one.
    here: bool,
}

/// A role, and what it is kept to, in words.
struct RoleLine {
    role: String,
    limits: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Typed {
    name: String,
    lang: String,
}

#[derive(Template)]
#[template(path = "accounts/account.html")]
struct AccountPage {
    page: Page,
    errors: FieldErrors,
    person: Person,
    typed: Typed,
    langs: Vec<(&'static str, &'static str)>,
    places: Vec<Place>,
    codes: i64,
    roles: Vec<RoleLine>,
    /// Text key of what was just done.
    done: Option<&'static str>,
}

impl AccountPage {
    /// The page with what is stored, or with what was typed.
    async fn of(
        app: &App,
        page: &Page,
        who: &Viewer,
        errors: FieldErrors,
        typed: Option<Typed>,
    ) -> Result<Self> {
        let mut db = app.db.acquire().await?;
        let person = queries::person(&mut *db, who.account).await?.ok_or(Error::SignIn)?;
        let sessions = auth::sessions_of(&mut *db, who.account).await?;
        let codes = queries::count_codes(&mut *db, who.account).await?;
        let roles = role_lines(&mut db, page, &who.grants).await?;
        let places = sessions.into_iter().map(|row| Place {
            name: respond::hex(&row.id_hash),
            here: row.id_hash == who.session,
            browser: row.browser,
            created_at: row.created_at,
            seen_at: row.seen_at,
        });
        let stored = Typed { name: person.name.clone(), lang: person.lang.code().to_owned() };
        Ok(Self {
            page: page.clone(),
            errors,
            typed: typed.unwrap_or(stored),
            langs: Lang::all().map(|lang| (lang.code(), lang.name())).collect(),
            places: places.collect(),
            codes,
            roles,
            done: done(&page.path),
            person,
        })
    }

    /// Whether there is another place than this one.
    fn elsewhere(&self) -> bool {
        self.places.iter().any(|place| !place.here)
    }
}

/// What the address says was just done.
fn done(path: &str) -> Option<&'static str> {
    match path.rsplit_once("?done=")?.1 {
        "confirmed" => Some("accounts-done-confirmed"),
        "saved" => Some("accounts-done-saved"),
        "password" => Some("accounts-done-password"),
        "ended" => Some("accounts-done-ended"),
        _ => None,
    }
}

/// Roles in words, with the names of areas and categories they are kept to.
async fn role_lines(
    db: &mut sqlx::PgConnection,
    page: &Page,
    grants: &[Grant],
) -> Result<Vec<RoleLine>> {
    let limited = grants.iter().any(|g| !g.areas.is_empty() || !g.categories.is_empty());
    let (areas, categories) = match limited {
        true => (
            queries::areas(&mut *db, page.lang).await?,
            queries::categories(&mut *db, page.lang).await?,
        ),
        false => (Vec::new(), Vec::new()),
    };
    let line = |grant: &Grant| {
        let areas = areas.iter().filter(|a| grant.areas.contains(&a.id)).map(|a| &a.name);
        let categories =
            categories.iter().filter(|c| grant.categories.contains(&c.id)).map(|c| &c.name);
        RoleLine {
            role: page.t(&format!("accounts-role-{}", grant.role)),
            limits: areas.chain(categories).cloned().collect(),
        }
    };
    Ok(grants.iter().map(line).collect())
}

/// `GET /{lang}/account`: one's own account.
async fn show(app: App, page: Page, SignedIn(who): SignedIn) -> Result {
    let shown = AccountPage::of(&app, &page, &who, FieldErrors::default(), None).await?;
    respond::page(&page, &shown)
}

/// `POST /{lang}/account`: keeps name and language.
async fn save(app: App, page: Page, SignedIn(who): SignedIn, Form(typed): Form<Typed>) -> Result {
    let mut errors = FieldErrors::default();
    let name = check_name(&mut errors, &typed.name);
    let lang = typed.lang.parse::<Lang>();
    if lang.is_err() {
        errors.add("lang", "accounts-lang-choose");
    }
    match lang {
        Ok(lang) if errors.is_empty() => {
            actions::save_profile(&app, &who, &name, lang).await?;
            Ok(respond::see_other(&page.url("/account?done=saved")))
        }
        _ => {
            let shown = AccountPage::of(&app, &page, &who, errors, Some(typed)).await?;
            respond::again(&page, &shown)
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Passwords {
    old: String,
    new: String,
}

/// `POST /{lang}/account/password`: changes the password; every other session ends.
async fn password(
    app: App,
    page: Page,
    SignedIn(who): SignedIn,
    Form(typed): Form<Passwords>,
) -> Result {
    let mut errors = FieldErrors::default();
    check_password(&mut errors, "new", &typed.new, &[&who.name]);
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if errors.is_empty() {
        let result = match actions::change_password(&app, &who, typed.old, typed.new).await {
            Ok(true) => return Ok(respond::see_other(&page.url("/account?done=password"))),
            Ok(false) => Ok("accounts-password-wrong"),
            Err(error) => Err(error),
        };
        (status, errors) = refused(result, "old")?;
    }
    let shown = AccountPage::of(&app, &page, &who, errors, None).await?;
    respond::html(&page, status, &shown)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Proof {
    proof: String,
}

/// `POST /{lang}/account/codes`: fresh recovery codes, shown this once.
async fn fresh_codes(
    app: App,
    page: Page,
    SignedIn(who): SignedIn,
    Form(typed): Form<Proof>,
) -> Result {
    let result = match actions::new_codes(&app, &who, typed.proof).await {
        Ok(Some(made)) => return codes(&page, made, page.url("/account")),
        Ok(None) => Ok("accounts-password-wrong"),
        Err(error) => Err(error),
    };
    let (status, errors) = refused(result, "proof")?;
    let shown = AccountPage::of(&app, &page, &who, errors, None).await?;
    respond::html(&page, status, &shown)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct End {
    session: String,
}

/// `POST /{lang}/account/sessions`: ends one session, or `others`; this one ends by signing out.
async fn end(app: App, page: Page, SignedIn(who): SignedIn, Form(typed): Form<End>) -> Result {
    match unhex(&typed.session) {
        _ if typed.session == "others" => actions::end_other_sessions(&app, &who).await?,
        Some(session) => actions::end_session(&app, &who, &session).await?,
        None => return Err(Error::BadRequest("error-help-bad-request")),
    }
    Ok(respond::see_other(&page.url("/account?done=ended")))
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.len() == 64 && text.is_ascii();
    let byte = |at| u8::from_str_radix(&text[at..at + 2], 16).ok();
    if digits { (0..64).step_by(2).map(byte).collect() } else { None }
}
