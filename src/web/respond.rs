//! Answers: a page with the right cache headers, a redirect, plain bytes. A page that holds nothing of one visitor
//! gets an ETag and may be shared; every other page is `no-store`.

use askama::Template;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use sha2::{Digest, Sha256};

use super::page::Page;
use crate::error::{Error, Result};

/// Marks answers that are complete as they are, so that the error layer does not render over them.
#[derive(Clone, Copy)]
pub struct Complete;

/// A page, or a part of one, as HTML.
pub fn html(page: &Page, status: StatusCode, template: &impl Template) -> Result {
    let body = template.render()?;
    let mut response = finish(status, "text/html; charset=utf-8", body);
    let personal = page.personal() || page.hx || !status.is_success();
    if page.needs_device() {
        page.device.set_cookie(&mut response);
    }
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("cookie, hx-request, accept-encoding"));
    if personal {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        return Ok(response);
    }
    Ok(cacheable(response, page.if_none_match.as_deref()))
}

/// A page with status 200.
pub fn page(page: &Page, template: &impl Template) -> Result {
    html(page, StatusCode::OK, template)
}

/// A form shown again because something in it must be mended.
pub fn again(page: &Page, template: &impl Template) -> Result {
    html(page, StatusCode::UNPROCESSABLE_ENTITY, template)
}

/// Public bytes that caches may keep if they ask again each time: feeds, GeoJSON, the drawn map.
pub fn public(content_type: &'static str, body: String, if_none_match: Option<&str>) -> Response {
    cacheable(finish(StatusCode::OK, content_type, body), if_none_match)
}

/// Leads on with GET: after every POST that did something.
pub fn see_other(to: &str) -> Response {
    let location = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, location);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// For pages behind an unguessable address: never stored, never named in a referrer.
pub fn secret(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.remove(header::ETAG);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    response
}

/// For a page with a map that moves: its library works in a worker that it makes itself.
pub fn draws_map(mut response: Response) -> Response {
    let csp =
        HeaderValue::from_static(concat!(super::security::csp!(), "; worker-src 'self' blob:"));
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, csp);
    response
}

/// Marks answers that other sites may show inside their pages; their own policy says which.
#[derive(Clone, Copy)]
pub struct Framed;

/// For a page that other sites may show: its policy, with `frame-ancestors`, in place of the one of all pages.
pub fn framed(mut response: Response, csp: HeaderValue) -> Response {
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, csp);
    response.extensions_mut().insert(Framed);
    response
}

/// Where to go after a form that names a way back: only a path on this site.
pub fn safe_next(next: &str) -> Option<&str> {
    // Browsers drop tabs and line breaks from an address and read a backslash as a slash.
    let local = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains(|c: char| c == '\\' || c.is_control());
    local.then_some(next)
}

fn finish(status: StatusCode, content_type: &'static str, body: String) -> Response {
    let mut response = (status, body).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response.extensions_mut().insert(Complete);
    response
}

/// Gives a response its ETag, and makes it 304 when the reader has it already. Needs the body in memory, so it takes
/// responses made by `finish`, whose length is known.
fn cacheable(response: Response, if_none_match: Option<&str>) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = futures_util::FutureExt::now_or_never(axum::body::to_bytes(body, usize::MAX));
    let bytes = bytes.and_then(std::result::Result::ok).unwrap_or_default();
    let etag = format!("W/\"{}\"", hex(&Sha256::digest(&bytes)[..12]));
    let seen = if_none_match.is_some_and(|known| known.split(',').any(|k| k.trim() == etag));
    parts.headers.insert(header::ETAG, HeaderValue::from_str(&etag).expect("hex is a header"));
    parts.headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=0, must-revalidate"),
    );
    if seen {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_TYPE);
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// JSON, complete as it is.
pub fn json(status: StatusCode, value: &impl serde::Serialize) -> Result {
    let body = serde_json::to_string(value).map_err(|e| Error::Internal(e.into()))?;
    let mut response = finish(status, "application/json; charset=utf-8", body);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        assert_eq!(safe_next("/en/my/reports?x=1"), Some("/en/my/reports?x=1"));
        for bad in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/a\r\nb",
            "/\t/evil.example",
            "en",
            "",
        ] {
            assert_eq!(safe_next(bad), None, "{bad}");
        }
    }
}
