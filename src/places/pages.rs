//! The drawn map as a picture, and the search for places.

use axum::extract::RawQuery;
use http::{HeaderValue, header};
use serde_json::json;

use super::draw::{self, Bounds, Ground, Group, MapView, Mark, Scene};
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

/// Groups on one picture at most.
const MOST_GROUPS: usize = 72;

/// Bytes of a picture at most, as far as fewer corners of borders and lines can bring it there.
const MOST_BYTES: usize = 30_000;

/// Suggestions for one search.
const SUGGESTIONS: i64 = 8;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/map/drawn.svg", Policy::Public, drawn).get(
        "/map/search",
        Policy::Public,
        search,
    )
}

/// What the address of a picture asks for; holds only possible values.
#[derive(Debug, PartialEq)]
struct Picture {
    view: MapView,
    marks: Vec<Mark>,
    groups: Vec<Group>,
    lang: Option<Lang>,
    cross: bool,
}

impl Picture {
    /// Reads `lon`, `lat`, `z`, `w`, `h`, and optional `lang`, `cross=1` and up to forty `m=lon,lat,radius in metres`, where
    /// radius 0 is a pin, or `g=lon,lat,how many` for those that stand together. None when a number is missing or is none.
    fn read(query: &str) -> Option<Self> {
        let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).collect();
        let get = |name: &str| pairs.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_ref());
        let center = Point::new(get("lon")?.parse().ok()?, get("lat")?.parse().ok()?)?;
        let size = |name: &str| get(name)?.parse::<u16>().ok();
        let marks = pairs.iter().filter(|(n, _)| n == "m").map(|(_, v)| mark(v));
        Some(Self {
            view: MapView::new(center, get("z")?.parse().ok()?, size("w")?, size("h")?),
            marks: marks.take(MOST_MARKS).collect::<Option<_>>()?,
            groups: pairs
                .iter()
                .filter(|(n, _)| n == "g")
                .map(|(_, v)| group(v))
                .take(MOST_GROUPS)
                .collect::<Option<_>>()?,
            lang: get("lang").and_then(|l| l.parse().ok()),
            cross: get("cross") == Some("1"),
        })
    }
}

fn mark(text: &str) -> Option<Mark> {
    let mut numbers = text.split(',').map(|n| n.parse::<f64>().ok().filter(|n| n.is_finite()));
    let point = Point::new(numbers.next()??, numbers.next()??)?;
    let radius_m = numbers.next().unwrap_or(Some(0.0))?.clamp(0.0, 20_000.0);
    Some(Mark { point, radius_m })
}

fn group(text: &str) -> Option<Group> {
    let mut parts = text.split(',');
    let mut degrees = || parts.next()?.parse::<f64>().ok();
    let point = Point::new(degrees()?, degrees()?)?;
    let count = parts.next()?.parse().ok().filter(|n| *n <= 9_999_999)?;
    Some(Group { point, count })
}

/// `GET /map/drawn.svg`: a picture of a view. It draws only what the address asks for, so it tells nobody anything new, and
/// may be kept for an hour.
async fn drawn(app: App, page: Page, RawQuery(query): RawQuery) -> Result {
    let asked = Picture::read(&query.unwrap_or_default()).ok_or(Error::NotFound)?;
    let picture = draw(&app, &asked).await?;
    let mut response = respond::public("image/svg+xml", picture, page.if_none_match());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(draw::csp()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    Ok(response)
}

/// A picture of a view as SVG, for answers that say themselves who may have them.
pub async fn picture(
    app: &App,
    lang: Lang,
    view: MapView,
    marks: &[Mark],
    groups: &[Group],
) -> sqlx::Result<String> {
    let (marks, groups) = (marks.to_vec(), groups.to_vec());
    draw(app, &Picture { view, marks, groups, lang: Some(lang), cross: false }).await
}

/// A picture with the borders and lines of a box; where they make it too large, with less detail.
async fn draw(app: &App, asked: &Picture) -> sqlx::Result<String> {
    let mut b = asked.view.bounds();
    let mut picture = sketch(app, asked, b).await?;
    for _ in 0..2 {
        if picture.len() <= MOST_BYTES {
            break;
        }
        b.detail *= 3.0;
        picture = sketch(app, asked, b).await?;
    }
    Ok(picture)
}

async fn sketch(app: &App, asked: &Picture, b: Bounds) -> sqlx::Result<String> {
    let lang = asked.lang.unwrap_or(Lang::EN);
    let (view, zoom) = (asked.view, asked.view.zoom);
    let areas = queries::draw::areas(&app.db, lang, b, &draw::area_kinds(zoom)).await?;
    let ground = Ground::of(&app.basemap, view, lang).await;
    let mut lines = queries::draw::lines(&app.db, b, &draw::line_kinds(zoom)).await?;
    lines.retain(|l| !ground.replaces(&l.kind));
    let mut labels = queries::draw::labels(&app.db, lang, b, &draw::label_kinds(zoom)).await?;
    if labels.is_empty() {
        labels.extend_from_slice(&ground.places);
    }
    let credits = ground.credits(queries::draw::credits(&app.db).await?);
    let marked = if asked.marks.is_empty() && asked.groups.is_empty() {
        "places-map-alt"
    } else {
        "places-map-alt-mark"
    };
    let scene = Scene {
        areas: &areas,
        lines: &lines,
        labels: &labels,
        ground: &ground,
        marks: &asked.marks,
        groups: &asked.groups,
        credits: &credits,
        title: &i18n::t(lang, marked),
        cross: asked.cross,
    };
    Ok(draw::svg(view, &scene))
}

/// `GET /map/search?q=`: places called like the words, for the report form's suggestions.
async fn search(app: App, page: Page, RawQuery(query): RawQuery) -> Result {
    let query = query.unwrap_or_default();
    let get = |name: &str| {
        url::form_urlencoded::parse(query.as_bytes()).find(|(n, _)| n == name).map(|(_, v)| v)
    };
    let lang = get("lang").and_then(|l| l.parse().ok()).unwrap_or(page.lang);
    let found = super::search(&app.db, lang, &get("q").unwrap_or_default(), SUGGESTIONS).await?;
    let places: Vec<_> = found
        .iter()
        .map(|p| {
            json!({
                "id": p.id, "name": p.name, "kind": p.kind, "municipality": p.municipality,
                "lon": p.point.lon, "lat": p.point.lat,
            })
        })
        .collect();
    respond::json(http::StatusCode::OK, &json!({ "places": places }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_address_of_a_view_reads_back_as_that_view() {
        let view = MapView::new(Point { lon: 28.4, lat: -24.7 }, 15, 360, 240);
        let marks = [
            Mark::pin(view.center),
            Mark { point: Point { lon: 28.41, lat: -24.71 }, radius_m: 125.0 },
        ];
        let url = view.choose_url("af", &marks);
        let read = Picture::read(url.split_once('?').unwrap().1).unwrap();
        let lang = Some(Lang::af());
        let whole = Picture { view, marks: marks.to_vec(), groups: Vec::new(), lang, cross: true };
        assert_eq!(read, whole);
        let groups = [Group { point: marks[1].point, count: 1234 }];
        let url = view.groups_url("af", &groups);
        let read = Picture::read(url.split_once('?').unwrap().1).unwrap();
        assert_eq!((read.groups.as_slice(), read.marks.len()), (&groups[..], 0));
    }

    proptest! {
        #[test]
        fn no_address_holds_an_impossible_view(query in ".{0,60}", lon in "[-0-9.eE]{0,8}", z in "[0-9]{0,4}", w in "[0-9]{0,6}") {
            prop_assert!(Picture::read(&query).is_none());
            let query = format!("lon={lon}&lat=-24.5&z={z}&w={w}&h=300&m={lon},1,{w}");
            if let Some(picture) = Picture::read(&query) {
                prop_assert!((6..=17).contains(&picture.view.zoom) && picture.view.width <= 1100);
                prop_assert!(picture.marks[0].radius_m <= 20_000.0);
            }
        }
    }
}
