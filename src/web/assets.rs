//! Static files: built by the asset step into `static/dist` under hashed names with brotli and gzip copies,
//! embedded in the program, served unchanged for a year.

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::response::IntoResponse;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use rust_embed::RustEmbed;

use crate::error::{Error, Result};

#[derive(RustEmbed)]
#[folder = "static/dist"]
struct Dist;

static NAMES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    Dist::get("manifest.json")
        .and_then(|file| serde_json::from_slice(&file.data).ok())
        .unwrap_or_default()
});

/// The address of a static file by its plain name: `css/site.css` is `/static/css/site.1a2b3c4d.css`.
pub fn url(name: &str) -> String {
    let hashed = NAMES.get(name).map_or(name, String::as_str);
    format!("/static/{hashed}")
}

/// Every plain name and its hashed one, for tests of budgets.
pub fn names() -> &'static HashMap<String, String> {
    &NAMES
}

/// `GET /static/{*path}`: one static file, in the smallest form the browser takes.
pub async fn serve(Path(path): Path<String>, headers: HeaderMap) -> Result {
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or("");
    let accepts =
        |name: &str| accepts.split(',').any(|part| part.trim().split(';').next() == Some(name));
    if path.ends_with(".br") || path.ends_with(".gz") {
        return Err(Error::NotFound);
    }
    let packed = [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(name, _)| accepts(name))
        .find_map(|(name, ending)| Some((Dist::get(&format!("{path}{ending}"))?, Some(name))));
    let (file, encoding) =
        packed.or_else(|| Some((Dist::get(&path)?, None))).ok_or(Error::NotFound)?;
    let mut response = (StatusCode::OK, file.data.into_owned()).into_response();
    let out = response.headers_mut();
    let kind = mime_guess::from_path(&path).first_or_octet_stream();
    let kind = if kind.type_() == mime_guess::mime::TEXT || kind.subtype() == "javascript" {
        format!("{kind}; charset=utf-8")
    } else {
        kind.to_string()
    };
    out.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_str(&kind).map_err(|e| Error::Internal(e.into()))?,
    );
    if let Some(encoding) = encoding {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    out.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    Ok(response)
}
