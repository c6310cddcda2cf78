//! What a browser needs to draw the map itself, without any other service: a style for each scheme and language, the tiles of
//! the archives, whole archives in ranges, and the project's own sketch of the region as GeoJSON, which is enough alone.

mod own;
mod ranges;
mod style;

use axum::body::Body;
use axum::extract::Path;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::app::App;
use crate::basemap::Archive;
use crate::error::{Error, Result};
use crate::i18n::Lang;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// How long a tile may be kept; its address changes with the archive.
const TILE_LIFE: HeaderValue = HeaderValue::from_static("public, max-age=604800");

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/map/base/{file}", Policy::Public, file).get(
        "/map/base/{archive}/{z}/{x}/{y}",
        Policy::Public,
        tile,
    )
}

/// `GET /map/base/{file}`: a style (`style-light-en.json`), the own sketch (`own-en.geojson`), or an archive
/// (`town.pmtiles`), whole or in ranges.
async fn file(app: App, page: Page, headers: HeaderMap, Path(file): Path<String>) -> Result {
    if let Some(name) = file.strip_suffix(".pmtiles") {
        let archive = app.basemap.archive(name).await.ok_or(Error::NotFound)?;
        return Ok(ranges::answer(archive, &headers));
    }
    let language = |text: &str| text.parse::<Lang>().map_err(|_| Error::NotFound);
    if let Some(lang) = file.strip_prefix("own-").and_then(|f| f.strip_suffix(".geojson")) {
        let body = own::geojson(&app, language(lang)?).await?;
        return Ok(respond::public("application/geo+json", body, page.if_none_match()));
    }
    let style = file.strip_prefix("style-").and_then(|f| f.strip_suffix(".json"));
    let (scheme, lang) = style.and_then(|s| s.split_once('-')).ok_or(Error::NotFound)?;
    let colours = style::colours(scheme).ok_or(Error::NotFound)?;
    let made = style::make(&app, colours, language(lang)?, &origin(&app, &headers)).await?;
    let mut response =
        respond::public("application/json; charset=utf-8", made.to_string(), page.if_none_match());
    // On this machine the site has several names, and addresses in a style must be whole.
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("host"));
    Ok(response)
}

/// The site as the reader addressed it: on this machine by any of its names, else by the one that is set.
fn origin(app: &App, headers: &HeaderMap) -> String {
    let own = app.config.absolute("");
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok());
    match host.filter(|_| app.config.is_local()) {
        Some(host) => format!("http://{host}"),
        None => own,
    }
}

/// `GET /map/base/{archive}/{z}/{x}/{y}.mvt`: one tile as it is stored; 204 where the archive has nothing.
async fn tile(
    app: App,
    Path((name, z, x, y)): Path<(String, u8, u32, String)>,
    headers: HeaderMap,
) -> Result {
    let y: u32 = y.strip_suffix(".mvt").and_then(|y| y.parse().ok()).ok_or(Error::NotFound)?;
    let archive = app.basemap.archive(&name).await.ok_or(Error::NotFound)?;
    if z > 24 || x >> z != 0 || y >> z != 0 {
        return Err(Error::NotFound);
    }
    let tag = format!("W/\"{}-{z}-{x}-{y}\"", archive.tag);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|k| k.trim() == tag)) {
        return Ok(answer(StatusCode::NOT_MODIFIED, Body::empty(), &tag));
    }
    let Some(bytes) = archive.tile(z, x, y).await? else {
        return Ok(answer(StatusCode::NO_CONTENT, Body::empty(), &tag));
    };
    let packed = archive.gzip && takes_gzip(&headers);
    let bytes = if packed { bytes } else { archive.unpacked(&bytes)? };
    let mut response = answer(StatusCode::OK, Body::from(bytes), &tag);
    let out = response.headers_mut();
    let kind = HeaderValue::from_static("application/vnd.mapbox-vector-tile");
    out.insert(header::CONTENT_TYPE, kind);
    if packed {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok(response)
}

fn answer(status: StatusCode, body: Body, tag: &str) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let out = response.headers_mut();
    out.insert(header::ETAG, HeaderValue::from_str(tag).expect("hex and numbers"));
    out.insert(header::CACHE_CONTROL, TILE_LIFE);
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response.extensions_mut().insert(respond::Complete);
    response
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or("");
    accepts.split(',').any(|part| {
        let mut words = part.split(';').map(str::trim);
        words.next() == Some("gzip") && !words.any(|w| w == "q=0" || w == "q=0.0")
    })
}

/// Archives that know home street by street: where one does, the sketch of the project's own gives way.
fn detailed_at_home(archives: &[std::sync::Arc<Archive>], home: Option<(f64, f64)>) -> bool {
    let at_home = |a: &Archive| home.is_some_and(|(lon, lat)| a.covers(lon, lat));
    archives.iter().any(|a| a.is_detailed() && at_home(a))
}
