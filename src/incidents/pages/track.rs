//! The tracking link: what somebody who reported without an account sees of their report, and what they may do with it.
//! The token in the address is the key: never stored by caches, never named in a referrer, never logged.

use askama::Template;
use axum::extract::{Path, RawQuery};
use chrono::Utc;
use http::{HeaderMap, StatusCode};

use super::show::Typed;
use super::speak::{PrivatePage, Said, Saying, slow_down};
use crate::app::App;
use crate::error::{Error, Result};
use crate::i18n::Lang;
use crate::ids::{MediaId, SubmissionId, token_hash};
use crate::incidents::actions::{self, Actor, MOST_SAID, Proof};
use crate::incidents::model::{MAP_HEIGHT, MAP_WIDTH, Shown, Step, timeline};
use crate::incidents::queries::show;
use crate::media;
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};
use crate::web::security::Sender;

/// The routes of this file. The address without a language is the one people keep; those with one are where its links lead.
pub fn routes() -> Routes {
    Routes::new()
        .get("/t/{token}", Policy::Token, kept)
        .get("/t/{token}/photo/{id}/{size}", Policy::Token, photo)
        .get("/{lang}/t/{token}", Policy::Token, page)
        .post("/{lang}/t/{token}/answer", Policy::Token, answer)
        .post("/{lang}/t/{token}/appeal", Policy::Token, appeal)
        .post("/{lang}/t/{token}/comment", Policy::Token, comment)
        .get("/{lang}/t/{token}/private", Policy::Token, private_form)
        .post("/{lang}/t/{token}/private", Policy::Token, private)
}

type Place = Path<(String, String)>;

#[derive(Template)]
#[template(path = "incidents/track.html")]
struct TrackPage {
    page: Page,
    i: Shown,
    steps: Vec<Step>,
    token: String,
    errors: FieldErrors,
    typed: String,
    submission: SubmissionId,
}

impl TrackPage {
    fn photo(&self, id: &MediaId, size: i32) -> String {
        format!("/t/{}/photo/{id}/{size}", self.token)
    }

    fn act(&self, what: &str) -> String {
        self.page.url(&format!("/t/{}/{what}", self.token))
    }

    fn may_be_reopened(&self) -> bool {
        self.i.may_be_reopened(Utc::now())
    }

    fn most_said(&self) -> usize {
        MOST_SAID
    }

    /// The sending of the second form on the page.
    fn fresh(&self) -> SubmissionId {
        SubmissionId::new()
    }

    fn map_size(&self) -> (u16, u16) {
        (MAP_WIDTH, MAP_HEIGHT)
    }
}

async fn find(app: &App, page: &Page, token: &str) -> Result<Shown> {
    show::tracked(&app.db, &token_hash(token), page.lang).await?.ok_or(Error::NotFound)
}

/// `GET /t/{token}`: one's own report, in the reader's language or that of `?lang=`.
async fn kept(
    app: App,
    mut page: Page,
    Path(token): Path<String>,
    RawQuery(query): RawQuery,
) -> Result {
    let query = query.unwrap_or_default();
    let asked = url::form_urlencoded::parse(query.as_bytes())
        .find_map(|(name, value)| (name == "lang").then(|| value.parse::<Lang>().ok())?);
    page.lang = asked.unwrap_or(page.lang);
    // What the page's own links add a language to.
    page.path = format!("/t/{token}");
    let i = find(&app, &page, &token).await?;
    render(&app, &page, token, i, Typed::default()).await
}

/// `GET /{lang}/t/{token}`: the same in one language.
async fn page(app: App, page: Page, Path((_, token)): Place) -> Result {
    let i = find(&app, &page, &token).await?;
    render(&app, &page, token, i, Typed::default()).await
}

async fn render(app: &App, page: &Page, token: String, i: Shown, typed: Typed) -> Result {
    let steps = timeline(&i, &show::past(&app.db, i.id).await?);
    let status =
        if typed.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let view = TrackPage {
        page: page.clone(),
        i,
        steps,
        token,
        errors: typed.errors,
        typed: typed.text,
        submission: typed.submission.unwrap_or_else(SubmissionId::new),
    };
    Ok(respond::secret(respond::html(page, status, &view)?))
}

/// `GET /t/{token}/photo/{id}/{size}`: a photo of one's own report, before a leader has seen it.
async fn photo(
    app: App,
    page: Page,
    Path((token, id, size)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result {
    let id: MediaId = id.parse().map_err(|_| Error::NotFound)?;
    let i = find(&app, &page, &token).await?;
    if !i.photos.iter().any(|p| p.id == id) {
        return Err(Error::NotFound);
    }
    Ok(respond::secret(media::picture(&app, id, &size, &headers).await?))
}

/// `POST /{lang}/t/{token}/answer`: answers the question the report waits for, or says that it is not solved.
async fn answer(
    app: App,
    page: Page,
    sender: Sender,
    Path((_, token)): Place,
    Form(said): Form<Said>,
) -> Result {
    says(&app, &page, &sender, token, said, Saying::Answer).await
}

/// `POST /{lang}/t/{token}/appeal`: answers, once, that it was hidden or not taken up.
async fn appeal(
    app: App,
    page: Page,
    sender: Sender,
    Path((_, token)): Place,
    Form(said): Form<Said>,
) -> Result {
    says(&app, &page, &sender, token, said, Saying::Appeal).await
}

/// `POST /{lang}/t/{token}/comment`: says something for everybody, as the reporter.
async fn comment(
    app: App,
    page: Page,
    sender: Sender,
    Path((_, token)): Place,
    Form(said): Form<Said>,
) -> Result {
    says(&app, &page, &sender, token, said, Saying::Comment).await
}

/// Words of whoever holds the link.
async fn says(
    app: &App,
    page: &Page,
    sender: &Sender,
    token: String,
    said: Said,
    saying: Saying,
) -> Result {
    let i = find(app, page, &token).await?;
    let typed = said.check();
    if !typed.errors.is_empty() {
        return render(app, page, token, i, typed).await;
    }
    slow_down(app, page, sender).await?;
    let (actor, who) = (Actor::visitor(Some(sender.ip)), Proof::Link(token_hash(&token)));
    saying.carry_out(app, page, (&actor, &who), i.id, &typed).await?;
    let below = if matches!(saying, Saying::Comment) { "#comments" } else { "" };
    Ok(back(page, &token, below))
}

/// `GET /{lang}/t/{token}/private`: asks whether the reporter means it.
async fn private_form(app: App, page: Page, Path((_, token)): Place) -> Result {
    let i = find(&app, &page, &token).await?;
    let back = page.url(&format!("/t/{token}"));
    let view = PrivatePage { action: format!("{back}/private"), page: page.clone(), back, i };
    Ok(respond::secret(respond::page(&page, &view)?))
}

/// `POST /{lang}/t/{token}/private`: takes the report from public view.
async fn private(app: App, page: Page, sender: Sender, Path((_, token)): Place) -> Result {
    let i = find(&app, &page, &token).await?;
    let (actor, who) = (Actor::visitor(Some(sender.ip)), Proof::Link(token_hash(&token)));
    actions::make_private(&app, &actor, &who, i.id).await?;
    Ok(back(&page, &token, ""))
}

fn back(page: &Page, token: &str, part: &str) -> axum::response::Response {
    respond::secret(respond::see_other(&page.url(&format!("/t/{token}{part}"))))
}
