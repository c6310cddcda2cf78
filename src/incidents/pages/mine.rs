//! What somebody signed in reported, in every state, and what they follow.

use askama::Template;
use axum::extract::RawQuery;

use crate::app::App;
use crate::auth::SignedIn;
use crate::error::Result;
use crate::incidents::model::{Card, Cursor, Order};
use crate::incidents::queries::mine;
use crate::web::page::Page;
use crate::web::paging::{PAGE, Paged};
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/{lang}/my/reports", Policy::SignedIn, list)
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
        None => mine::followed(&app.db, page.lang, viewer.account).await?,
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
