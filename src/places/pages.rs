//! The drawn map as a picture, and the search for places.

use axum::extract::RawQuery;
use axum_extra::extract::Query;
use serde::Deserialize;
use serde_json::json;

use super::actions::BOUNDARIES;
use super::draw::{self, MapView, Mark, Scene};
use super::model::Point;
use super::queries;
use crate::app::App;
use crate::error::{Error, Result};
use crate::i18n::{self, Lang};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// Marks on one picture at most.
const MOST_MARKS: usize = 40;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/map/drawn.svg", Policy::Public, drawn).get(
        "/map/search",
        Policy::Public,
        search,
    )
}

#[derive(Deserialize)]
struct View {
    lon: f64,
    lat: f64,
    z: u8,
    w: u16,
    h: u16,
    #[serde(default)]
    lang: String,
    #[serde(default)]
    dark: String,
    /// Each `lon,lat,radius in metres`; radius 0 is a pin.
    #[serde(default)]
    m: Vec<String>,
}

fn mark(text: &str) -> Option<Mark> {
    let mut numbers = text.split(',').map(|n| n.parse::<f64>().ok());
    let point = Point::new(numbers.next()??, numbers.next()??)?;
    let radius_m = numbers.next().flatten().unwrap_or(0.0).clamp(0.0, 20_000.0);
    Some(Mark { point, radius_m })
}

/// `GET /map/drawn.svg`: a picture of a view. It draws only what the address asks for, so it tells nobody anything new.
async fn drawn(
    app: App,
    page: Page,
    query: std::result::Result<Query<View>, axum_extra::extract::QueryRejection>,
) -> Result {
    let Ok(Query(asked)) = query else { return Err(Error::NotFound) };
    let center = Point::new(asked.lon, asked.lat).ok_or(Error::NotFound)?;
    let view = MapView::new(center, asked.z, asked.w, asked.h);
    let lang: Lang = asked.lang.parse().unwrap_or(page.lang);
    let (b, detail) = (view.bounds(), view.pixel_degrees());
    let areas = queries::area_shapes(&app.db, lang, b, detail).await?;
    let lines = queries::line_shapes(&app.db, b, detail).await?;
    let labels = queries::labels(&app.db, lang, b).await?;
    let marks: Vec<Mark> = asked.m.iter().take(MOST_MARKS).filter_map(|m| mark(m)).collect();
    let credit = if queries::has_source(&app.db, BOUNDARIES).await? { BOUNDARIES } else { "" };
    let alt =
        i18n::t(lang, if marks.is_empty() { "places-map-alt" } else { "places-map-alt-mark" });
    let scene =
        Scene { areas: &areas, lines: &lines, labels: &labels, marks: &marks, credit, alt: &alt };
    let picture = draw::svg(view, &scene, asked.dark == "1");
    Ok(respond::public("image/svg+xml", picture, page.if_none_match()))
}

/// `GET /map/search?q=`: places like the words, for the report form's suggestions.
async fn search(app: App, page: Page, RawQuery(query): RawQuery) -> Result {
    let q = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .find(|(name, _)| name == "q")
        .map(|(_, value)| value.chars().take(100).collect::<String>())
        .unwrap_or_default();
    let found = queries::search(&app.db, page.lang, &q, 8).await?;
    let places: Vec<_> = found
        .iter()
        .map(|p| json!({ "name": p.name, "kind": p.kind, "municipality": p.municipality, "lon": p.point.lon, "lat": p.point.lat }))
        .collect();
    respond::json(http::StatusCode::OK, &json!({ "places": places }))
}
