//! Serves photos. Who may see one is asked each time, of the database, before anything else: public photos are everybody's;
//! others are seen by staff of that area and category, by the reporter, and by the phone that holds the draft; those of the
//! library by editors. Everybody else
//! gets the same answer as for a photo that never existed.

use axum::body::Body;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::Deserialize;
use subtle::ConstantTimeEq;

use super::actions::decode;
use super::model::SIZES;
use super::model::cover::Cover;
use super::model::header::Kind;
use super::queries::{self, Rights, Size};
use crate::app::App;
use crate::auth::{Role, Staff, Viewer, Who};
use crate::error::{Error, Result};
use crate::ids::{MediaId, token_hash};
use crate::web::{respond, security};

/// `GET /media/{id}/{size}`: one size of a photo, as WebP where the browser takes it and it is smaller.
pub async fn photo(
    app: App,
    Who(viewer): Who,
    Path((id, size)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result {
    let media: MediaId = id.parse().map_err(|_| Error::NotFound)?;
    let size = size.parse().ok().filter(|s| SIZES.contains(s)).ok_or(Error::NotFound)?;
    let rights = queries::rights(&app.db, media).await?.ok_or(Error::NotFound)?;
    if !rights.public && !may_see(&app, &rights, viewer.as_ref(), &headers) {
        return Err(Error::NotFound);
    }
    deliver(&app, media, size, rights.public, &headers).await
}

/// One size of a photo whose viewer has shown their right to it in another way, such as a tracking link. Never stored.
pub async fn picture(app: &App, media: MediaId, size: &str, headers: &HeaderMap) -> Result {
    let size = size.parse().ok().filter(|s| SIZES.contains(s)).ok_or(Error::NotFound)?;
    deliver(app, media, size, false, headers).await
}

async fn deliver(
    app: &App,
    media: MediaId,
    size: i32,
    shared: bool,
    headers: &HeaderMap,
) -> Result {
    let sizes = queries::sizes(&app.db, media, size).await?;
    let size = pick(sizes, headers).ok_or(Error::NotFound)?;
    let etag = format!("\"{}\"", size.etag);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).unwrap_or("");
    if shared && known.split(',').any(|k| k.trim().trim_start_matches("W/") == etag) {
        return Ok(public(StatusCode::NOT_MODIFIED.into_response(), &etag));
    }
    let bytes = app.files.get(&size.key).await.map_err(away)?.ok_or(Error::NotFound)?;
    let mut response = image(bytes.into(), &format!("image/{}", size.format), "inline");
    if shared {
        response = public(response, &etag);
    }
    Ok(response)
}

/// `GET /media/{id}/original`: the file as it was sent, with all that it says of its sender, for staff only.
pub async fn original(app: App, Staff(viewer): Staff, Path(id): Path<String>) -> Result {
    let media: MediaId = id.parse().map_err(|_| Error::NotFound)?;
    let rights = queries::rights(&app.db, media).await?.ok_or(Error::NotFound)?;
    if !is_staffs(&rights, &viewer) {
        return Err(Error::NotFound);
    }
    let row = queries::find(&app.db, media).await?.ok_or(Error::NotFound)?;
    let name = format!("{media}.{}", Kind::ending(&row.content_type));
    if let Some(link) = app.files.presign(&row.original_key, &name).await.map_err(away)? {
        return Ok(respond::see_other(link.as_str()));
    }
    let opened = app.files.open(&row.original_key).await.map_err(away)?;
    let (length, chunks) = opened.ok_or(Error::NotFound)?;
    let disposition = format!("attachment; filename=\"{name}\"");
    let mut response = image(Body::from_stream(chunks), &row.content_type, &disposition);
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    Ok(response)
}

/// What a trial shows.
#[derive(Deserialize)]
pub struct Trial {
    #[serde(default)]
    cover: String,
}

/// `GET /media/{id}/trial`: how a photo would look with this covered, made from its original, for staff only.
pub async fn trial(
    app: App,
    Staff(viewer): Staff,
    Path(id): Path<String>,
    Query(asked): Query<Trial>,
) -> Result {
    let media: MediaId = id.parse().map_err(|_| Error::NotFound)?;
    let cover: Cover = asked.cover.parse().map_err(|()| Error::NotFound)?;
    let rights = queries::rights(&app.db, media).await?.ok_or(Error::NotFound)?;
    if !is_staffs(&rights, &viewer) {
        return Err(Error::NotFound);
    }
    let row = queries::find(&app.db, media).await?.ok_or(Error::NotFound)?;
    let turn = decode::turn().await.map_err(|key| Error::Unavailable(key.to_owned()))?;
    let original = app.files.get(&row.original_key).await.map_err(away)?.ok_or(Error::NotFound)?;
    let made = decode::trial(turn, original, cover).await.map_err(|_| Error::NotFound)?;
    Ok(image(made.into(), "image/jpeg", "inline"))
}

/// Whether this person may see a photo that is not public.
fn may_see(app: &App, rights: &Rights, viewer: Option<&Viewer>, headers: &HeaderMap) -> bool {
    let own = |v: &Viewer| {
        [rights.reporter, rights.uploaded_by, rights.draft_account].contains(&Some(v.account))
    };
    let edits = |v: &Viewer| v.is(Role::Editor) || v.is(Role::Admin);
    if rights.library {
        return viewer.is_some_and(edits);
    }
    if viewer.is_some_and(|v| own(v) || is_staffs(rights, v)) {
        return true;
    }
    let key =
        security::cookie(headers, security::draft_cookie(app.config.secure())).map(token_hash);
    matches!((&key, &rights.draft_key), (Some(key), Some(hash)) if bool::from(key.ct_eq(hash)))
}

/// Whether it belongs to a report that is this person's to work on; photos of drafts are nobody's yet.
fn is_staffs(rights: &Rights, viewer: &Viewer) -> bool {
    viewer.is_staff() && rights.category.is_some_and(|c| viewer.covers(rights.area, c))
}

fn pick(sizes: Vec<Size>, headers: &HeaderMap) -> Option<Size> {
    let accepts = headers.get_all(header::ACCEPT).iter().filter_map(|v| v.to_str().ok());
    let webp = accepts.flat_map(|v| v.split(',')).any(|kind| kind.trim().starts_with("image/webp"));
    let (webp_file, jpeg): (Vec<_>, Vec<_>) = sizes.into_iter().partition(|s| s.format == "webp");
    webp_file.into_iter().next().filter(|_| webp).or(jpeg.into_iter().next())
}

fn image(body: Body, content_type: &str, disposition: &str) -> Response {
    let mut response = Response::new(body);
    let value = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, value(content_type));
    headers.insert(header::CONTENT_DISPOSITION, value(disposition));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("accept, cookie"));
    // Should an old browser ever show a file as a page, it may do nothing there.
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; sandbox"),
    );
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
    response.extensions_mut().insert(respond::Complete);
    response
}

/// A public photo depends on nothing of the visitor but the kinds of picture that the browser takes.
fn public(mut response: Response, etag: &str) -> Response {
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=0, must-revalidate"),
    );
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    if let Ok(etag) = HeaderValue::from_str(etag) {
        headers.insert(header::ETAG, etag);
    }
    response.extensions_mut().insert(respond::Complete);
    response
}

fn away(error: anyhow::Error) -> Error {
    Error::Unavailable(format!("{error:#}"))
}
