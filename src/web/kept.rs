//! Public pages are made once for all who ask at about the same time, and given again until an event changes what everybody
//! sees. Only what is on the list below is kept, only for readers without a session, and only answers that say themselves that
//! everybody may have them. An answer is given again only while this node is sure of having read every event older than
//! [`SURE`]; so a hidden report is gone within a second of the commit, whatever happens to the wake-ups.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};

use crate::app::App;
use crate::cache::Answer;
use crate::i18n::Lang;

/// The feed must have been read completely so shortly ago.
const SURE: Duration = Duration::from_millis(900);

/// How long a reader waits for another's answer before one is made for them too.
const PATIENCE: Duration = Duration::from_secs(1);

/// Longer answers are not kept, in bytes.
const MOST_BYTES: usize = 1024 * 1024;

/// Names that may stand in the query of an address whose answer is kept; others would make as many answers as there are
/// addresses.
const NAMES: [&str; 9] =
    ["q", "status", "priority", "category", "area", "from", "to", "order", "lang"];

/// Headers that belong to the content, and are kept with it.
const HEADERS: [HeaderName; 6] = [
    header::CONTENT_TYPE,
    header::CONTENT_ENCODING,
    header::CACHE_CONTROL,
    header::ETAG,
    header::VARY,
    header::REFERRER_POLICY,
];

/// Answers from what is kept, or keeps what is made.
pub async fn answers(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(key) = key(&request).filter(|_| app.feed.is_fresh(SURE)) else {
        return next.run(request).await;
    };
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    // What is made from here on holds everything up to this place, so it may be given until the place moves.
    let generation = app.feed.public_at().to_string();
    if let Some(answer) = app.answers.held(&key, &generation) {
        return give(&answer, known.as_ref());
    }
    let turn = tokio::time::timeout(PATIENCE, app.answers.turn(&key)).await;
    let made = match (app.answers.held(&key, &generation), &turn) {
        (Some(answer), _) => Some(answer),
        (None, Ok(_)) => app.answers.shared(&key, &generation).await,
        (None, Err(_)) => None,
    };
    if let Some(answer) = made {
        return give(&answer, known.as_ref());
    }
    let (response, answer) = make(request, next).await;
    match answer {
        Some(answer) => {
            app.answers.keep(&key, &generation, answer.clone()).await;
            give(&answer, known.as_ref())
        }
        None => response,
    }
}

/// The name under which an answer is kept; none when it may not be.
fn key(request: &Request) -> Option<String> {
    let headers = request.headers();
    let path = request.uri().path();
    let query = request.uri().query().unwrap_or("");
    let plain = request.method() == Method::GET
        && !headers.contains_key(header::AUTHORIZATION)
        && !headers.contains_key(header::RANGE)
        && !headers.contains_key("hx-request")
        && only_harmless_cookies(headers)
        && query.len() <= 200;
    let named = || url::form_urlencoded::parse(query.as_bytes()).all(|(n, _)| NAMES.contains(&&*n));
    let form = encoding(headers).filter(|_| plain && is_listed(path) && named())?;
    Some(format!("{form}:{path}?{query}"))
}

/// Home, list, one report, feeds.
fn is_listed(path: &str) -> bool {
    let mut parts = path.trim_start_matches('/').split('/');
    let first = parts.next().unwrap_or("");
    let rest: Vec<&str> = parts.collect();
    match (first, rest.as_slice()) {
        ("feeds", ["incidents.atom" | "incidents.geojson"]) => true,
        (lang, [""] | ["incidents"]) => lang.parse::<Lang>().is_ok(),
        (lang, ["incidents", reference]) => {
            lang.parse::<Lang>().is_ok() && reference.len() <= 16 && !reference.is_empty()
        }
        _ => false,
    }
}

/// A page depends on the cookies of sessions and drafts; not on those of the device and the language.
fn only_harmless_cookies(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(header::COOKIE).iter();
    values.all(|value| {
        value.to_str().is_ok_and(|text| {
            text.split(';').all(|pair| {
                let name = pair.split('=').next().unwrap_or("").trim();
                matches!(name, "naboom-device" | "__Host-naboom-device" | "naboom-lang" | "")
            })
        })
    })
}

/// In which form the reader takes it, as the compression layer chooses; none for those who weigh forms against each other.
fn encoding(headers: &HeaderMap) -> Option<&'static str> {
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or("");
    let takes = |name: &str| accepts.split(',').any(|part| part.trim() == name);
    let form = if takes("br") {
        "br"
    } else if takes("gzip") {
        "gzip"
    } else {
        "plain"
    };
    (!accepts.contains([';', '*'])).then_some(form)
}

fn is_for_everybody(response: &Response) -> bool {
    let headers = response.headers();
    let control = headers.get(header::CACHE_CONTROL).and_then(|v| v.to_str().ok());
    response.status() == StatusCode::OK
        && control.is_some_and(|control| control.starts_with("public"))
        && !headers.contains_key(header::SET_COOKIE)
}

/// Makes the whole answer; with it what may be kept of it.
async fn make(mut request: Request, next: Next) -> (Response, Option<Answer>) {
    // Whoever comes later may not have it yet.
    request.headers_mut().remove(header::IF_NONE_MATCH);
    let response = next.run(request).await;
    if !is_for_everybody(&response) {
        return (response, None);
    }
    let (parts, body) = response.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, MOST_BYTES).await else {
        let failed = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        return (failed, None);
    };
    let kept = HEADERS.iter().filter_map(|name| {
        let value = parts.headers.get(name)?.to_str().ok()?;
        Some((name.as_str().to_owned(), value.to_owned()))
    });
    let answer = Answer { headers: kept.collect(), body: bytes.clone() };
    (Response::from_parts(parts, Body::from(bytes)), Some(answer))
}

fn give(answer: &Answer, known: Option<&HeaderValue>) -> Response {
    let mut response = Response::new(Body::empty());
    for (name, value) in &answer.headers {
        let pair = (HeaderName::try_from(name.as_str()), HeaderValue::try_from(value.as_str()));
        if let (Ok(name), Ok(value)) = pair {
            response.headers_mut().insert(name, value);
        }
    }
    response.extensions_mut().insert(super::respond::Complete);
    let etag = response.headers().get(header::ETAG).and_then(|v| v.to_str().ok());
    let seen = known
        .and_then(|v| v.to_str().ok())
        .zip(etag)
        .is_some_and(|(known, etag)| known.split(',').any(|k| k.trim() == etag));
    if seen {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response.headers_mut().remove(header::CONTENT_TYPE);
        response.headers_mut().remove(header::CONTENT_ENCODING);
    } else {
        *response.body_mut() = Body::from(answer.body.clone());
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key_of(path: &str, headers: &[(&str, &str)]) -> Option<String> {
        let mut request = http::Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        key(&request.body(Body::empty()).unwrap())
    }

    #[test]
    fn only_public_addresses_are_kept_and_only_for_readers_without_a_session() {
        for path in [
            "/en/",
            "/af/incidents?status=open&q=x",
            "/en/incidents/NB-0000-0000",
            "/feeds/incidents.atom?lang=af",
        ] {
            assert!(key_of(path, &[]).is_some(), "{path}");
            assert!(key_of(path, &[("cookie", "naboom-device=x; naboom-lang=af")]).is_some());
            for cookie in ["naboom=x", "naboom-lang=af; __Host-naboom=x", "naboom-draft=x"] {
                assert_eq!(key_of(path, &[("cookie", cookie)]), None, "{path} {cookie}");
            }
            assert_eq!(key_of(path, &[("hx-request", "true")]), None);
            assert_eq!(key_of(path, &[("authorization", "Bearer x")]), None);
        }
        for path in [
            "/en/moderation",
            "/t/key",
            "/xx/incidents",
            "/en/incidents?page=sealed",
            "/en/incidents?utm=1",
            "/en/report",
            "/live/incidents",
            "/en/incidents/NB-0000-0000/follow",
        ] {
            assert_eq!(key_of(path, &[]), None, "{path}");
        }
    }

    #[test]
    fn each_form_is_kept_by_itself() {
        let with = |accepts| key_of("/en/", &[("accept-encoding", accepts)]);
        assert_eq!(with("gzip, deflate, br").as_deref(), Some("br:/en/?"));
        assert_eq!(with("gzip").as_deref(), Some("gzip:/en/?"));
        assert_eq!(with("br;q=0, gzip"), None);
        assert!(key_of("/en/", &[]).unwrap().starts_with("plain:"));
    }
}
