//! Pages for programs: news of a section as Atom, and what search engines ask for.

use askama::Template;
use axum::extract::Query;
use chrono::{DateTime, SecondsFormat, Utc};
use http::{HeaderMap, header};
use serde::Deserialize;

use crate::app::App;
use crate::cms::model::is_path;
use crate::cms::queries::{self, Latest};
use crate::error::{Error, Result};
use crate::i18n::{self, Lang};
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// Pages of the program that are worth finding.
const ENTRANCES: [&str; 4] = ["/", "/incidents", "/map", "/report"];

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/feeds/pages.atom", Policy::Public, atom)
        .get("/sitemap.xml", Policy::Public, sitemap)
        .get("/robots.txt", Policy::Public, robots)
}

fn origin(app: &App) -> String {
    app.config.absolute("")
}

fn known(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok())
}

fn iso(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// XML knows no way to write most control characters.
fn xml(text: &str) -> String {
    text.replace(|c: char| c.is_control() && !matches!(c, '\n' | '\t'), "")
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    section: String,
    lang: String,
}

/// A page of the feed.
struct News {
    path: String,
    lang: Lang,
    title: String,
    summary: String,
    at: String,
}

impl News {
    fn of(page: &Latest, lang: Lang) -> Option<Self> {
        let (lang, text) = page.content.shown(lang)?;
        let (title, summary) = (text.title.clone(), text.summary.clone());
        Some(Self { path: page.path.clone(), lang, title, summary, at: iso(page.at) })
    }
}

#[derive(Template)]
#[template(path = "cms/pages.atom.xml")]
struct Feed<'a> {
    origin: &'a str,
    lang: Lang,
    section: &'a str,
    title: String,
    updated: String,
    news: Vec<News>,
}

/// `GET /feeds/pages.atom?section=&lang=`: the 50 pages of a section, or of the site, that were published last.
async fn atom(app: App, Query(asked): Query<Asked>, headers: HeaderMap) -> Result {
    let section = asked.section.as_str();
    if !section.is_empty() && !is_path(section) {
        return Err(Error::NotFound);
    }
    let default = || app.config.default_lang.parse().unwrap_or(Lang::EN);
    let lang: Lang = asked.lang.parse().unwrap_or_else(|_| default());
    let pages = queries::latest(&app.db, section).await?;
    let news: Vec<News> = pages.iter().filter_map(|p| News::of(p, lang)).collect();
    let top = news.iter().find(|n| n.path == section).map(|n| n.title.clone());
    if !section.is_empty() && top.is_none() {
        return Err(Error::NotFound);
    }
    let title = top.unwrap_or_else(|| i18n::t(lang, "cms-feed-title"));
    let updated = iso(pages.iter().map(|p| p.at).max().unwrap_or_default());
    let feed = Feed { origin: &origin(&app), lang, section, title, updated, news }.render()?;
    Ok(respond::public("application/atom+xml; charset=utf-8", xml(&feed), known(&headers)))
}

/// One thing of the map of the site: the same page in several languages.
struct Place {
    /// Each language's address, with the language's name for programs.
    langs: Vec<(&'static str, String)>,
    at: Option<String>,
}

#[derive(Template)]
#[template(path = "cms/sitemap.xml")]
struct SiteMap {
    places: Vec<Place>,
}

/// `GET /sitemap.xml`: the entrances, public pages, and the newest public reports, each in every language it has.
async fn sitemap(app: App, headers: HeaderMap) -> Result {
    let origin = origin(&app);
    let place = |path: &str, langs: &mut dyn Iterator<Item = Lang>, at: Option<DateTime<Utc>>| {
        let address = |l: Lang| (l.locale(), format!("{origin}/{l}{path}"));
        Place { langs: langs.map(address).collect(), at: at.map(iso) }
    };
    let mut places: Vec<Place> =
        ENTRANCES.iter().map(|path| place(path, &mut Lang::all(), None)).collect();
    for page in queries::mapped_pages(&app.db).await? {
        let mut langs = Lang::all().filter(|l| page.langs.iter().any(|code| code == l.code()));
        places.push(place(&format!("/p/{}", page.path), &mut langs, Some(page.at)));
    }
    for incident in queries::mapped_incidents(&app.db).await? {
        let path = format!("/incidents/{}", incident.reference);
        places.push(place(&path, &mut Lang::all(), Some(incident.updated_at)));
    }
    let map = xml(&SiteMap { places }.render()?);
    Ok(respond::public("application/xml; charset=utf-8", map, known(&headers)))
}

/// `GET /robots.txt`: what search engines may leave alone, and where the map of the site is.
async fn robots(app: App, headers: HeaderMap) -> Result {
    let mut text = "User-agent: *\n".to_owned();
    for lang in Lang::all() {
        for path in ["/admin", "/account", "/moderation", "/my/", "/report/", "/search", "/sign-in"]
        {
            text.push_str(&format!("Disallow: /{lang}{path}\n"));
        }
    }
    text.push_str(&format!("Disallow: /api/\nSitemap: {}/sitemap.xml\n", origin(&app)));
    Ok(respond::public("text/plain; charset=utf-8", text, known(&headers)))
}
