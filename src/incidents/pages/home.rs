//! The first page: what this is, the one button, what happened lately.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;

use crate::app::App;
use crate::error::{Error, Result};
use crate::i18n::Lang;
use crate::incidents::model::{Card, Filter};
use crate::incidents::queries::browse::{self, Figures, Wanted};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// Reports on the first page: two screens of a phone.
const NEWEST: i64 = 6;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/{lang}", Policy::Public, bare).get("/{lang}/", Policy::Public, home)
}

#[derive(Template)]
#[template(path = "incidents/home.html")]
struct HomePage {
    page: Page,
    cards: Vec<Card>,
    figures: Figures,
}

impl HomePage {
    /// A bounded count in words: `1 000+` beyond what is counted.
    fn about(&self, n: &i64) -> String {
        super::list::about(&self.page, *n)
    }
}

/// `GET /{lang}/`: the home page.
async fn home(app: App, page: Page) -> Result {
    let mut db = browse::planned(&app.db).await?;
    let newest = Wanted::new(&Filter::default(), &[], None);
    let cards = browse::cards(&mut *db, page.lang, &newest, None, NEWEST).await?;
    let figures = browse::figures(&mut *db).await?;
    db.commit().await?;
    respond::page(&page, &HomePage { page: page.clone(), cards, figures })
}

/// `GET /{lang}`: leads to the home page of a language; anything else in one word is nothing here.
async fn bare(Path(lang): Path<String>) -> Result {
    let lang: Lang = lang.parse().map_err(|_| Error::NotFound)?;
    Ok(moved(&format!("/{lang}/")))
}

/// A permanent redirect to the one right address of a page.
pub fn moved(to: &str) -> Response {
    let mut response = respond::see_other(to);
    *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
    response
}
