//! Reporting, one step a page: what, where, details and photos, contact, check, sent. Every step is a form that saves the
//! draft and answers 303, so that it works without a script, the way back always works, and a phone that goes dark loses
//! nothing. The key of the draft is in a cookie of this browser, and in a link that can be opened elsewhere.

mod contact;
mod details;
mod nearby;
mod place;
mod send;
mod what;

use axum::extract::FromRequestParts;
use axum::response::Response;
use http::header;
use http::request::Parts;
use serde::Deserialize;
use serde_json::Value;

use crate::app::App;
use crate::auth::Viewer;
use crate::error::{Error, Result};
use crate::i18n::Lang;
use crate::ids::{AccountId, DraftId, token_hash};
use crate::incidents::actions;
use crate::incidents::model::report::{ReportForm, Step};
use crate::incidents::queries::report::{self as queries, Draft};
use crate::media;
use crate::web::limits;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};
use crate::web::security::{self, Sender};

/// Days that a draft lives after the last step, as its row and its cookie say.
const DRAFT_DAYS: u32 = 7;

/// Drafts that one browser may begin in an hour; an address thirty times that.
const MOST_DRAFTS: u64 = 60;

/// An hour.
const HOUR: std::time::Duration = std::time::Duration::from_secs(3600);

/// The routes of reporting.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/report", Policy::Public, what::form)
        .post("/{lang}/report", Policy::Public, what::save)
        .get("/{lang}/report/resume/{key}", Policy::Token, what::resume_form)
        .post("/{lang}/report/resume/{key}", Policy::Token, what::resume)
        .get("/{lang}/report/where", Policy::Public, place::form)
        .post("/{lang}/report/where", Policy::Public, place::save)
        .get("/{lang}/report/details", Policy::Public, details::form)
        .post_large("/{lang}/report/details", Policy::Public, media::MOST_FORM_BYTES, details::save)
        .get("/{lang}/admin/categories/{code}/preview", Policy::Admin, details::preview)
        .get("/{lang}/report/stop", Policy::Public, details::stop)
        .post("/{lang}/report/stop", Policy::Public, details::go_on)
        .get("/{lang}/report/nearby", Policy::Public, nearby::form)
        .post("/{lang}/report/nearby", Policy::Public, nearby::save)
        .get("/{lang}/report/contact", Policy::Public, contact::form)
        .post("/{lang}/report/contact", Policy::Public, contact::save)
        .get("/{lang}/report/check", Policy::Public, send::form)
        .post("/{lang}/report/check", Policy::Public, send::send)
        .get("/{lang}/report/sent", Policy::Public, send::sent)
}

/// What may stand in the address of a step.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// The draft was not found; what was just typed is kept.
    lost: Option<String>,
    /// Show what must be mended.
    mend: Option<String>,
    /// Ask which entry of the gazetteer is meant.
    choose: Option<String>,
}

/// The draft of this browser, as its cookie says.
pub(super) struct Begun {
    key: Option<String>,
    draft: Option<Draft>,
    account: Option<AccountId>,
}

impl FromRequestParts<App> for Begun {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let account = parts.extensions.get::<Viewer>().map(|v| v.account);
        let name = security::draft_cookie(app.config.secure());
        let key = security::cookie(&parts.headers, name).map(str::to_owned);
        let draft = match &key {
            Some(key) => queries::find_draft(&app.db, &token_hash(key)).await?,
            None => None,
        };
        // On a shared phone: what somebody else began while signed in is not shown.
        let others = |d: &Draft| account.is_some() && d.account.is_some() && d.account != account;
        Ok(Self { key, draft: draft.filter(|d| !others(d)), account })
    }
}

impl Begun {
    /// The draft, if it is there and not sent.
    fn open(&self) -> Option<&Draft> {
        self.draft.as_ref().filter(|d| d.incident.is_none())
    }

    /// Address of the report begun here, or sent from here last, and whether it was sent. One that somebody began while signed
    /// in is theirs.
    pub(super) fn last(&self, page: &Page) -> Option<(String, bool)> {
        let draft =
            self.draft.as_ref().filter(|d| d.account.is_none() || d.account == self.account)?;
        let sent = draft.incident.is_some();
        if !sent && draft.form.category.is_empty() {
            return None;
        }
        let path = if sent { "/report/sent" } else { draft.form.next().path() };
        Some((page.url(path), sent))
    }

    /// The draft as a step needs it: open, with a category. Else where to go instead.
    fn at_step(&self, page: &Page) -> std::result::Result<&Draft, Response> {
        match (self.open(), &self.draft) {
            (Some(draft), _) if draft.form.category.is_empty() => Err(to(page, Step::What)),
            (Some(draft), _) => Ok(draft),
            (None, Some(_)) => Err(respond::see_other(&page.url("/report/sent"))),
            (None, None) if self.key.is_some() => {
                Err(respond::see_other(&page.url("/report?lost=1")))
            }
            (None, None) => Err(to(page, Step::What)),
        }
    }

    /// The draft to write into; a new one where there is none, so that nothing sent is ever thrown away.
    async fn or_begin(self, app: &App, page: &Page, sender: &Sender) -> Result<Pen> {
        if self.open().is_some()
            && let (Some(draft), Some(key)) = (self.draft, self.key)
        {
            return Ok(Pen { draft, key, account: self.account });
        }
        Pen::new(app, page, sender).await
    }

    /// Address of the link with which this report can be gone on with elsewhere.
    fn resume_link(&self, page: &Page) -> String {
        let key = self.key.as_deref().unwrap_or_default();
        format!("{}{}", page.origin, page.url(&format!("/report/resume/{key}")))
    }
}

/// A draft being written into.
struct Pen {
    draft: Draft,
    key: String,
    account: Option<AccountId>,
}

impl Pen {
    /// An empty draft.
    async fn new(app: &App, page: &Page, sender: &Sender) -> Result<Self> {
        limits::check(app, "draft", page.viewer.as_ref(), sender, MOST_DRAFTS, HOUR).await?;
        let account = page.viewer.as_ref().map(|v| v.account);
        let (draft, key) = actions::begin_draft(app, page.lang, account).await?;
        Ok(Self { draft, key, account })
    }

    fn id(&self) -> DraftId {
        self.draft.id
    }

    /// Stores parts of the form and answers with `to`, or with the page of the report if it was sent in another window.
    async fn save(&self, app: &App, page: &Page, parts: Value, to: &str) -> Result {
        let lang = page.lang;
        let open = actions::save_draft(app, self.draft.id, lang, self.account, parts).await?;
        let to = if open { to.to_owned() } else { page.url("/report/sent") };
        Ok(self.keep(app, respond::see_other(&to)))
    }

    /// Puts the key into the browser for as long as the draft lives.
    fn keep(&self, app: &App, mut response: Response) -> Response {
        let secure = app.config.secure();
        let name = security::draft_cookie(secure);
        let cookie = security::set_cookie(name, &self.key, secure, DRAFT_DAYS);
        response.headers_mut().append(header::SET_COOKIE, cookie);
        response
    }

    /// Address of the next step that is not finished; the first one when the draft had to be begun anew.
    fn next(&self, page: &Page, form: &ReportForm) -> String {
        if form.category.is_empty() {
            return page.url("/report?lost=1");
        }
        page.url(form.next().path())
    }
}

fn to(page: &Page, step: Step) -> Response {
    respond::see_other(&page.url(step.path()))
}

/// The language that the switch inside a form asks for.
fn switched(code: &str) -> Option<Lang> {
    code.parse().ok()
}
