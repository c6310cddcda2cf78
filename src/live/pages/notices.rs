//! Personal notices: what happened to the reports that somebody made or follows, and how much of it they have not seen.

use askama::Template;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, Method};

use crate::accounts;
use crate::app::App;
use crate::auth::{SignedIn, Viewer};
use crate::error::Result;
use crate::i18n::Lang;
use crate::live::queries::{Line, lines};
use crate::web::page::{Page, Unread};
use crate::web::respond;

/// Notices on the page.
const MOST: i64 = 50;

/// The badge counts no further.
const MOST_COUNTED: i64 = 100;

#[derive(Template)]
#[template(path = "live/notices.html")]
struct NoticesPage {
    page: Page,
    lines: Vec<Line>,
}

impl NoticesPage {
    /// What happened, in the reader's language.
    fn says(&self, line: &Line) -> String {
        let page = &self.page;
        match (line.what.as_str(), line.word.as_str()) {
            ("status", "waiting") if line.own => page.t("live-notices-question"),
            ("status", status) => {
                let status = page.t(&format!("incidents-status-{status}"));
                page.t1("live-notices-status", "status", status)
            }
            ("publication", "public") => page.t("live-notices-public"),
            ("publication", _) => page.t("live-notices-not-public"),
            _ => page.t("live-notices-comment"),
        }
    }
}

#[derive(Template)]
#[template(path = "live/_badge.html")]
struct Badge {
    page: Page,
}

/// `GET /{lang}/my/notices`: what happened. Opening the page counts as reading; fetching it again behind it does not.
pub async fn list(app: App, page: Page, SignedIn(who): SignedIn, headers: HeaderMap) -> Result {
    let lines = lines(&app.db, who.account, false, MOST).await?;
    let newest = lines.first().filter(|line| line.unread).map(|line| line.at);
    let opened = headers.get("sec-fetch-dest").is_none_or(|dest| dest == "document")
        && !headers.contains_key("sec-purpose");
    if let Some(newest) = newest.filter(|_| opened) {
        accounts::notices_seen(&app.db, who.account, newest).await?;
    }
    let mut page = page;
    if opened {
        page.unread = 0;
    }
    respond::page(&page, &NoticesPage { page: page.clone(), lines })
}

/// `GET /{lang}/my/notices/unread`: the badge alone.
pub async fn unread(page: Page, _: SignedIn) -> Result {
    respond::page(&page, &Badge { page: page.clone() })
}

/// Counts what somebody signed in has not seen, for the badge on the page that they open. A fault here costs the badge, not
/// the page.
pub async fn count(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let first = request.uri().path().split('/').nth(1).unwrap_or("");
    let page = *request.method() == Method::GET && first.parse::<Lang>().is_ok();
    let viewer = request.extensions().get::<Viewer>().filter(|_| page);
    if let Some(account) = viewer.map(|viewer| viewer.account) {
        match lines(&app.db, account, true, MOST_COUNTED).await {
            Ok(lines) => drop(request.extensions_mut().insert(Unread(lines.len()))),
            Err(error) => tracing::warn!(cause = %error, "unread notices were not counted"),
        }
    }
    next.run(request).await
}
