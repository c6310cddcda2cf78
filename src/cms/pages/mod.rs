//! What the public reads: content pages, old addresses that lead on, and the page on which a notice is put away without a
//! script.

mod feeds;
mod search;

use askama::Template;
use axum::extract::{Path, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use chrono::{DateTime, Utc};
use http::{HeaderValue, Method, StatusCode, header};

use crate::app::App;
use crate::cms::model::{
    Block, Content, Extras, Html, MOST_COSTLY, MOST_IMAGES, contents, images, is_path, render,
};
use crate::cms::queries;
use crate::error::{Error, Result};
use crate::i18n::{self, Lang};
use crate::web::page::{NOTICE_COOKIE, Page};
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// How long a notice stays away: 30 days.
const AWAY: u32 = 30 * 86_400;

/// Size of a drawn map of an area, in pixels.
const MAP: (u32, u32) = (640, 420);

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/p/{*path}", Policy::Public, show)
        .get("/{lang}/notice", Policy::Public, notice)
        .post("/{lang}/notice", Policy::Public, hide_notice)
        .merge(search::routes())
        .merge(feeds::routes())
}

/// A link to another page.
struct Link {
    href: String,
    lang: Lang,
    title: String,
}

/// A content page as the public reads it; previews are made of the same.
#[derive(Template)]
#[template(path = "cms/page.html")]
pub struct PublicPage {
    page: Page,
    /// The language of the text, which may not be the reader's.
    text_lang: Lang,
    title: String,
    summary: String,
    contents: Vec<(String, String)>,
    body: Html,
    above: Option<Link>,
    below: Vec<Link>,
    at: DateTime<Utc>,
    /// Languages in which the page is whole, with its address.
    alternates: Vec<(Lang, String)>,
    /// The one address of this text: in its own language.
    canonical: String,
    /// The feed of what is below it, if anything is.
    feed: Option<String>,
}

impl PublicPage {
    /// Reads what stands around the text and writes the text as markup. None if no language is whole.
    pub async fn of(
        app: &App,
        page: Page,
        path: &str,
        content: &Content,
        at: DateTime<Utc>,
    ) -> Result<Option<Self>> {
        let Some((text_lang, text)) = content.shown(page.lang) else { return Ok(None) };
        let above = path.rsplit_once('/').map(|(above, _)| above);
        let mut paths: Vec<String> = above.map(str::to_owned).into_iter().collect();
        for block in &text.body {
            if let Block::Pages { paths: more } = block {
                paths.extend(more.iter().cloned());
            }
        }
        let linked = queries::linked(&app.db, path, &paths).await?;
        let link = |l: &queries::Linked| {
            let (lang, title) = l.titles.best(page.lang);
            let href = page.url(&format!("/p/{}", l.path));
            Link { href, lang, title: title.to_owned() }
        };
        let extras = Extras {
            titles: linked
                .iter()
                .map(|l| {
                    let (lang, title) = l.titles.best(page.lang);
                    (l.path.clone(), (lang, title.to_owned()))
                })
                .collect(),
            ..extras(app, page.lang, &text.body).await?
        };
        let children = linked.iter().any(|l| l.child);
        let feed = children.then(|| format!("/feeds/pages.atom?section={path}&lang={}", page.lang));
        let whole = |l: &Lang| content.exact(*l).is_whole();
        let address = |l: Lang| (l, format!("{}/{l}/p/{path}", page.origin));
        Ok(Some(Self {
            text_lang,
            title: text.title.clone(),
            summary: text.summary.clone(),
            contents: contents(&text.body),
            body: render(&page, page.lang, &text.body, &extras),
            above: linked.iter().find(|l| Some(l.path.as_str()) == above).map(link),
            below: linked.iter().filter(|l| l.child).map(link).collect(),
            at,
            alternates: Lang::all().filter(whole).map(address).collect(),
            canonical: address(text_lang).1,
            feed,
            page,
        }))
    }
}

/// Incidents and maps that the blocks show.
async fn extras(app: &App, lang: Lang, body: &[Block]) -> Result<Extras> {
    let mut extras = Extras::default();
    let mut codes = Vec::new();
    // A stored page may hold more than a published one may; the rest stays without rows.
    let costly = body.iter().enumerate().filter(|(_, b)| b.is_costly());
    for (at, block) in costly.take(MOST_COSTLY) {
        match block {
            Block::Incidents { status, category, area } => {
                let rows = queries::incidents(&app.db, status, category, area).await?;
                let row = |r: queries::Listed| {
                    let status = i18n::t(lang, &format!("incidents-status-{}", r.status));
                    let meta = format!("{status} · {}", i18n::date(lang, r.reported_at));
                    (format!("/{lang}/incidents/{}", r.reference), r.title, meta)
                };
                extras.incidents.insert(at, rows.into_iter().map(row).collect());
            }
            Block::Map { area } => codes.push(area.clone()),
            _ => {}
        }
    }
    let numbers: Vec<i64> = images(body).into_iter().take(MOST_IMAGES).collect();
    if !numbers.is_empty() {
        let most = numbers.len() as i64;
        let found = queries::pictures(&app.db, Some(&numbers), "", None, most).await?;
        extras.pictures = found.into_iter().map(|p| (p.number, p)).collect();
    }
    if !codes.is_empty() {
        for area in queries::areas(&app.db, lang, &codes).await? {
            // A tile of 256 pixels shows 360 degrees at zoom 0.
            let zoom = (f64::from(MAP.0) / 256.0 * 360.0 / area.wide.max(1e-6)).log2().floor();
            let zoom = zoom.clamp(6.0, 17.0);
            let (lon, lat, (w, h)) = (area.lon, area.lat, MAP);
            let src = format!(
                "/map/drawn.svg?lon={lon:.5}&lat={lat:.5}&z={zoom}&w={w}&h={h}&lang={lang}"
            );
            extras.maps.insert(area.code, (area.name, src));
        }
    }
    Ok(extras)
}

/// `GET /{lang}/p/{path}`: a content page; an old address leads to the new one.
async fn show(app: App, page: Page, Path((_, path)): Path<(String, String)>) -> Result {
    if !is_path(&path) {
        return Err(Error::NotFound);
    }
    let Some(live) = queries::live_page(&app.db, &path).await? else {
        return lead_on(&app, page.lang, &format!("/p/{path}")).await;
    };
    let shown = PublicPage::of(&app, page.clone(), &path, &live.content.0, live.at).await?;
    respond::page(&page, &shown.ok_or(Error::NotFound)?)
}

/// Where an old address leads: `path` is without its language, which the new address gets.
async fn lead_on(app: &App, lang: Lang, path: &str) -> Result {
    let sources = [path.to_owned(), format!("/{lang}{path}")];
    let lead = queries::redirect(&app.db, &sources).await?.ok_or(Error::NotFound)?;
    // A count that is lost harms nobody; a reader who waits for it is harmed.
    let db = app.db.clone();
    tokio::spawn(async move { queries::count_hit(&db, lead.id).await });
    let first = lead.target.split('/').nth(1).unwrap_or("");
    let named = !lead.target.starts_with('/') || first.parse::<Lang>().is_ok();
    let to = if named { lead.target } else { format!("/{lang}{}", lead.target) };
    let mut response: Response = respond::see_other(&to);
    *response.status_mut() = StatusCode::MOVED_PERMANENTLY;
    Ok(response)
}

/// A layer: what would be answered with "not found" leads on if it is an old address.
pub async fn lost(State(app): State<App>, request: Request, next: Next) -> Response {
    let reads = request.method() == Method::GET || request.method() == Method::HEAD;
    let whole = request.uri().path().to_owned();
    let inner = whole.trim_start_matches('/');
    let (first, rest) = inner.split_once('/').unwrap_or((inner, ""));
    let (lang, path) = match first.parse::<Lang>() {
        Ok(lang) => (Some(lang), format!("/{rest}")),
        Err(_) => (None, whole.clone()),
    };
    let headers = lang.is_none().then(|| request.headers().clone());
    let response = next.run(request).await;
    let path = path.trim_end_matches('/');
    let program =
        ["/api/", "/static/", "/media/", "/live/", "/p/"].iter().any(|s| path.starts_with(s));
    if response.status() != StatusCode::NOT_FOUND || !reads || program || path.len() > 300 {
        return response;
    }
    // Not found stays not found when nothing leads on, or nobody can tell.
    let guess = |headers: http::HeaderMap| {
        Lang::accept(headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?)
    };
    let lang = lang.or_else(|| guess(headers?)).unwrap_or(Lang::EN);
    lead_on(&app, lang, path).await.unwrap_or(response)
}

#[derive(Template)]
#[template(path = "cms/notice_hide.html")]
struct NoticePage {
    page: Page,
}

/// `GET /{lang}/notice`: the notice of the moment, with a button that puts it away.
async fn notice(page: Page) -> Result {
    respond::page(&page, &NoticePage { page: page.clone() })
}

/// `POST /{lang}/notice`: puts it away on this device.
async fn hide_notice(page: Page) -> Result {
    let mut response = respond::see_other(&page.url("/"));
    if let Some(notice) = page.any_notice() {
        let cookie =
            format!("{NOTICE_COOKIE}={}; Path=/; Max-Age={AWAY}; SameSite=Lax", notice.key());
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    Ok(response)
}
