//! What somebody signed in reported, in every state, and what they follow; and what a phone knows without an account.

use askama::Template;
use axum::extract::RawQuery;

use super::report::Begun;
use crate::app::App;
use crate::auth::{SignedIn, Who};
use crate::error::Result;
use crate::incidents::model::{Card, Cursor, Order};
use crate::incidents::queries::mine;
use crate::web::page::Page;
use crate::web::paging::{PAGE, Paged};
use crate::web::respond;
use crate::web::routes::{Policy, Routes};
use crate::web::security::Sender;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/{lang}/my/reports", Policy::SignedIn, list).get(
        "/{lang}/here",
        Policy::Public,
        here,
    )
}

#[derive(Template)]
#[template(path = "incidents/mine.html")]
struct MinePage {
    page: Page,
    cards: Vec<Card>,
    followed: Vec<Card>,
    before: Option<String>,
    after: Option<String>,
}

/// `GET /{lang}/my/reports`: own reports, newest first, and what one follows.
async fn list(
    app: App,
    page: Page,
    SignedIn(viewer): SignedIn,
    RawQuery(query): RawQuery,
) -> Result {
    let query = query.unwrap_or_default();
    let below = url::form_urlencoded::parse(query.as_bytes())
        .find_map(|(name, text)| (name == "page").then(|| Cursor::open(&app.secret, &text))?);
    let rows = mine::reported(
        &app.db,
        page.lang,
        viewer.account,
        below.and_then(Cursor::at),
        below.map(|c| c.number),
        PAGE + 1,
    )
    .await?;
    let paged = Paged::new(rows, PAGE, |card: &Card| card.number);
    let followed = match below {
        None => mine::followed(&app.db, page.lang, Some(viewer.account), None).await?,
        Some(_) => Vec::new(),
    };
    let own = page.url("/my/reports");
    let after =
        paged.items.last().filter(|_| paged.next.is_some()).map(|card| {
            format!("{own}?page={}", card.cursor(Order::Newest, false).seal(&app.secret))
        });
    let before = below.is_some().then_some(own);
    respond::page(
        &page,
        &MinePage { page: page.clone(), cards: paged.items, followed, before, after },
    )
}

#[derive(Template)]
#[template(path = "incidents/mine_here.html")]
struct HerePage {
    page: Page,
    /// Public reports that this phone follows.
    followed: Vec<Card>,
    /// Address of the report that was begun or sent here last, and whether it was sent.
    last: Option<(String, bool)>,
}

/// `GET /{lang}/here`: for somebody who is not signed in, what this phone follows and last reported.
async fn here(app: App, page: Page, Who(who): Who, sender: Sender, begun: Begun) -> Result {
    if who.is_some() {
        return Ok(respond::see_other(&page.url("/my/reports")));
    }
    let device = sender.device.is_known().then(|| sender.device.hash());
    let followed = match &device {
        Some(device) => mine::followed(&app.db, page.lang, None, Some(device)).await?,
        None => Vec::new(),
    };
    let shown = HerePage { followed, last: begun.last(&page), page };
    Ok(respond::secret(respond::page(&shown.page, &shown)?))
}
