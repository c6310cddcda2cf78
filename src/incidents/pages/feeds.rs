//! The public list for programs: Atom for readers of news, GeoJSON for maps. The same filters as the list, in the same words.

use askama::Template;
use axum::extract::RawQuery;
use chrono::{DateTime, Utc};
use http::{HeaderMap, header};
use serde_json::{Value, json};

use crate::app::App;
use crate::error::{Error, Result};
use crate::i18n::{self, Lang};
use crate::incidents::model::{Assigned, Filter};
use crate::incidents::queries::browse::{self, Entry, Wanted};
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// Entries of the Atom feed.
const NEWEST: i64 = 50;

/// Features of the GeoJSON.
const FEATURES: i64 = 1000;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/feeds/incidents.atom", Policy::Public, atom).get(
        "/feeds/incidents.geojson",
        Policy::Public,
        geojson,
    )
}

#[derive(Template)]
#[template(path = "incidents/feed.xml")]
struct Feed {
    lang: Lang,
    origin: String,
    /// The query as asked for, for the feed's own address.
    query: String,
    updated: DateTime<Utc>,
    entries: Vec<Entry>,
}

impl Feed {
    fn t(&self, key: &str) -> String {
        i18n::t(self.lang, key)
    }

    fn status(&self, entry: &Entry) -> String {
        i18n::t(self.lang, &format!("incidents-status-{}", entry.status))
    }

    fn iso(&self, at: &DateTime<Utc>) -> String {
        iso(*at)
    }
}

fn iso(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// The list that a feed's address asks for, in the language of `lang=` or the site's own: a feed has no reader's language.
async fn read(app: &App, query: &str, limit: i64) -> Result<(Lang, Filter, Vec<Entry>)> {
    let lang = url::form_urlencoded::parse(query.as_bytes())
        .find_map(|(name, code)| (name == "lang").then(|| code.parse().ok())?)
        .or_else(|| app.config.default_lang.parse().ok())
        .unwrap_or(Lang::EN);
    let filter = Filter { assignee: Assigned::Any, ..Filter::read(query) };
    let mut db = browse::planned(&app.db).await?;
    let choices = browse::choices(&mut db, lang, filter.words(), false).await?;
    let wanted = Wanted::new(&filter, &choices, None);
    let entries = browse::entries(&mut *db, lang, &wanted, limit).await?;
    db.commit().await?;
    Ok((lang, filter, entries))
}

fn known(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok())
}

/// `GET /feeds/incidents.atom`: the newest 50 reports of the list.
async fn atom(app: App, RawQuery(query): RawQuery, headers: HeaderMap) -> Result {
    let (lang, filter, entries) = read(&app, query.as_deref().unwrap_or(""), NEWEST).await?;
    let updated = entries.iter().map(|e| e.updated_at).max().unwrap_or_default();
    let origin = app.config.absolute("");
    let query = filter.query_with("lang", lang.code());
    let feed = Feed { lang, origin, query, updated, entries }.render()?;
    // XML knows no way to write most control characters.
    let feed = feed.replace(|c: char| c.is_control() && !matches!(c, '\n' | '\t'), "");
    Ok(respond::public("application/atom+xml; charset=utf-8", feed, known(&headers)))
}

/// `GET /feeds/incidents.geojson`: up to 1 000 reports of the list with their public places (RFC 7946).
async fn geojson(app: App, RawQuery(query): RawQuery, headers: HeaderMap) -> Result {
    let (lang, _, entries) = read(&app, query.as_deref().unwrap_or(""), FEATURES).await?;
    let origin = app.config.absolute("");
    let features: Vec<Value> = entries.iter().map(|e| feature(&origin, lang, e)).collect();
    let body = serde_json::to_string(&json!({ "type": "FeatureCollection", "features": features }))
        .map_err(|e| Error::Internal(e.into()))?;
    Ok(respond::public("application/geo+json", body, known(&headers)))
}

fn feature(origin: &str, lang: Lang, entry: &Entry) -> Value {
    let geometry = match (entry.lon, entry.lat) {
        (Some(lon), Some(lat)) => {
            json!({ "type": "Point", "coordinates": [round(lon), round(lat)] })
        }
        _ => Value::Null,
    };
    json!({
        "type": "Feature",
        "id": entry.reference,
        "geometry": geometry,
        "properties": {
            "reference": entry.reference,
            "title": entry.title,
            "lang": entry.lang,
            "category": entry.category_code,
            "category_name": entry.category,
            "status": entry.status,
            "priority": entry.priority,
            "place": entry.place,
            "precision": entry.precision,
            "reported_at": iso(entry.reported_at),
            "updated_at": iso(entry.updated_at),
            "url": format!("{origin}/{lang}/incidents/{}", entry.reference),
        },
    })
}

/// About a metre, which is far finer than any public place.
fn round(degrees: f64) -> f64 {
    (degrees * 1e5).round() / 1e5
}
