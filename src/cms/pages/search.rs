//! Finding a page by its words.

use askama::Template;
use axum::extract::Query;
use serde::Deserialize;

use crate::app::App;
use crate::cms::model::{excerpt, search_words};
use crate::cms::queries;
use crate::error::Result;
use crate::i18n::Lang;
use crate::web::form::clean;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// Letters of a search at most; what is longer is cut.
const MOST_TYPED: usize = 100;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/{lang}/search", Policy::Public, search)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    q: String,
}

/// A page that was found.
struct Hit {
    href: String,
    lang: Lang,
    title: String,
    excerpt: String,
}

#[derive(Template)]
#[template(path = "cms/search.html")]
struct SearchPage {
    page: Page,
    q: String,
    hits: Vec<Hit>,
}

/// `GET /{lang}/search?q=`: public pages that hold every word, with a way on to the reports.
async fn search(app: App, page: Page, Query(asked): Query<Asked>) -> Result {
    let q: String = clean(&asked.q, false).chars().take(MOST_TYPED).collect();
    let words = search_words(&q);
    let found = if words.is_empty() {
        Vec::new()
    } else {
        queries::search_pages(&app.db, page.lang, &words).await?
    };
    let hit = |f: queries::Found| {
        let lang: Lang = f.lang.parse().ok()?;
        let text = f.content.exact(lang);
        // Words in another language are read in that language.
        let href = format!("/{lang}/p/{}", f.path);
        Some(Hit { href, lang, excerpt: excerpt(&text, &words), title: text.title })
    };
    let hits = found.into_iter().filter_map(hit).collect();
    respond::page(&page, &SearchPage { page: page.clone(), q, hits })
}
