//! Tiles for browsers that draw the map themselves, and the small map for other sites.

mod embed;
mod kept;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use axum_extra::extract::Query;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Deserialize;
use serde_json::json;

use super::model::Tile;
use super::queries;
use crate::app::App;
use crate::error::{Error, Result};
use crate::i18n::Lang;
use crate::incidents::{self, Assigned, Filter, Wanted};
use crate::places::{self, Point};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};
use kept::{Kept, Tag};

/// The routes of this file. The tiles kept in memory live as long as they do.
pub fn routes() -> Routes {
    let kept = Arc::new(Kept::default());
    let tile =
        move |app: App, path: Path<(u8, u32, String)>, query: RawQuery, headers: HeaderMap| {
            tile(kept.clone(), app, path, query, headers)
        };
    Routes::new()
        .get("/map/tiles/{z}/{x}/{y}", Policy::Public, tile)
        .get("/{lang}/map/near", Policy::Public, near)
        .merge(embed::routes())
}

/// A point in the query of an address.
#[derive(Deserialize)]
struct Spot {
    lon: f64,
    lat: f64,
}

/// `GET /{lang}/map/near?lon=&lat=`: what lies at a point, in words, and whether it is served.
async fn near(app: App, page: Page, Query(spot): Query<Spot>) -> Result {
    let at = Point::new(spot.lon, spot.lat).ok_or(Error::NotFound)?;
    let found = places::locate(&app.db, page.lang, at).await?;
    respond::json(StatusCode::OK, &json!({ "near": found.near, "served": found.served }))
}

/// `GET /map/tiles/{z}/{x}/{y}.mvt`: incidents and areas of a tile, with the filters of the list; 204 when it is empty.
async fn tile(
    kept: Arc<Kept>,
    app: App,
    Path((z, x, y)): Path<(u8, u32, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result {
    let y = y.strip_suffix(".mvt").and_then(|y| y.parse().ok()).ok_or(Error::NotFound)?;
    let tile = Tile::new(z, x, y).ok_or(Error::NotFound)?;
    let filter = Filter::read(query.as_deref().unwrap_or(""));
    let filter = Filter { assignee: Assigned::Any, order: Default::default(), ..filter };
    let revision = kept.revision(|| queries::revision(&app.db)).await?;
    let key = format!("{z}/{x}/{y}{}", filter.query());
    let (bytes, tag) = match kept.get(&revision, &key) {
        Some(there) => there,
        None => kept.put(&revision, key, made(&app, &filter, tile).await?),
    };
    let known = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok());
    Ok(answer(bytes, tag, known))
}

/// Makes a tile: layers simply follow each other.
async fn made(app: &App, filter: &Filter, tile: Tile) -> sqlx::Result<Bytes> {
    let mut db = incidents::planned(&app.db).await?;
    let choices = match filter.is_any() {
        true => incidents::choices(&mut db, Lang::EN, filter.words(), false).await?,
        false => Vec::new(),
    };
    let wanted = Wanted::new(filter, &choices, None);
    let mut bytes = queries::incidents(&mut *db, &wanted, tile).await?;
    bytes.extend(queries::areas(&mut *db, tile, &places::area_kinds(tile.z)).await?);
    db.commit().await?;
    Ok(bytes.into())
}

fn answer(bytes: Bytes, tag: Tag, known: Option<&str>) -> Response {
    let seen =
        known.is_some_and(|known| known.split(',').any(|k| k.trim() == tag.to_str().unwrap_or("")));
    let (status, body) = match (seen, bytes.is_empty()) {
        (true, _) => (StatusCode::NOT_MODIFIED, Bytes::new()),
        (false, true) => (StatusCode::NO_CONTENT, Bytes::new()),
        (false, false) => (StatusCode::OK, bytes),
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::ETAG, tag);
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=0, must-revalidate"),
    );
    if status == StatusCode::OK {
        let kind = HeaderValue::from_static("application/vnd.mapbox-vector-tile");
        headers.insert(header::CONTENT_TYPE, kind);
    }
    response.extensions_mut().insert(respond::Complete);
    response
}
