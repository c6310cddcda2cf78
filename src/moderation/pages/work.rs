//! What staff choose for themselves: when they are on call, and the mail of the morning, which its own link stops too.

use askama::Template;
use axum::extract::Path;
use axum::response::IntoResponse;
use http::StatusCode;

use super::Fields;
use crate::app::App;
use crate::auth::{Staff, Viewer};
use crate::error::{Error, Result};
use crate::moderation::actions;
use crate::moderation::model::{self, Settings, Typed};
use crate::moderation::queries::work as queries;
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;

#[derive(Template)]
#[template(path = "moderation/work.html")]
struct WorkPage {
    page: Page,
    errors: FieldErrors,
    on_call: bool,
    from: String,
    until: String,
    digest: bool,
    /// Who is on call now.
    others: Vec<String>,
    saved: bool,
}

impl WorkPage {
    async fn of(app: &App, page: &Page, who: &Viewer) -> Result<Self> {
        let set = queries::settings(&app.db, who.account).await?;
        let time = |t: chrono::NaiveTime| t.format("%H:%M").to_string();
        let (from, until) = set.hours.map(|(f, u)| (time(f), time(u))).unwrap_or_default();
        Ok(Self {
            page: page.clone(),
            errors: FieldErrors::default(),
            on_call: set.on_call,
            from,
            until,
            digest: set.digest,
            others: queries::on_call(&app.db).await?,
            saved: page.path.ends_with("?done=saved"),
        })
    }
}

/// `GET /{lang}/moderation/work`: whether one is on call, and the mail of the morning.
pub async fn work(app: App, page: Page, who: Staff) -> Result {
    respond::page(&page, &WorkPage::of(&app, &page, &who).await?)
}

/// `POST /{lang}/moderation/work`: keeps that.
pub async fn set_work(app: App, page: Page, who: Staff, Form(fields): Fields) -> Result {
    let typed = Typed::read(fields);
    let set: std::result::Result<Settings, FieldErrors> = model::settings(&typed);
    match set {
        Ok(set) => {
            actions::set_work(&app, &who, &set).await?;
            Ok(respond::see_other(&page.url("/moderation/work?done=saved")))
        }
        Err(errors) => {
            let shown = WorkPage::of(&app, &page, &who).await?;
            let kept = |field: &str| typed.get(field).to_owned();
            let ticked = |field: &str| typed.get(field) == "yes";
            let (on_call, digest) = (ticked("on_call"), ticked("digest"));
            let (from, until) = (kept("from"), kept("until"));
            let again = WorkPage { errors, on_call, digest, from, until, ..shown };
            respond::again(&page, &again)
        }
    }
}

/// `GET /{lang}/moderation/alarm`: the number of the newest life-threatening report that nobody has looked at, for the sound.
pub async fn alarm(app: App, who: Staff) -> Result {
    Ok(match queries::alarm(&app.db, who.limits()).await? {
        Some(alarm) => alarm.number.to_string().into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}

#[derive(Template)]
#[template(path = "moderation/stop.html")]
struct StopPage {
    page: Page,
    token: String,
    done: bool,
}

/// `GET /stop/{token}`: asks whether the mail of the morning shall stop; nobody needs to sign in.
pub async fn stop_form(app: App, mut page: Page, Path(token): Path<String>) -> Result {
    let account = actions::stops(&app, &token).ok_or(Error::NotFound)?;
    page.lang = queries::lang(&app.db, account).await?.ok_or(Error::NotFound)?;
    Ok(respond::secret(respond::page(&page, &StopPage { page: page.clone(), token, done: false })?))
}

/// `POST /stop/{token}`: stops it; mail programs post here by themselves when somebody presses their own button.
pub async fn stop(app: App, mut page: Page, Path(token): Path<String>) -> Result {
    let account = actions::stop_digest(&app, &token).await?;
    page.lang = queries::lang(&app.db, account).await?.ok_or(Error::NotFound)?;
    Ok(respond::secret(respond::page(&page, &StopPage { page: page.clone(), token, done: true })?))
}
