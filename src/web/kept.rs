//! Public pages are made once for all who ask at about the same time, and given again until an event changes what everybody
//! sees. Only what is on the list below is kept, only for readers without a session, and only answers that say themselves that
//! everybody may have them. An answer is given again only while this node is sure of having read every event older than
//! [`SURE`]; so a hidden report is gone within a second of the commit, whatever happens to the wake-ups.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDateTime, SubsecRound as _, TimeDelta, Utc};
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
const HEADERS: [HeaderName; 7] = [
    header::CONTENT_TYPE,
    header::CONTENT_ENCODING,
    header::CACHE_CONTROL,
    header::ETAG,
    header::LAST_MODIFIED,
    header::VARY,
    header::REFERRER_POLICY,
];

/// Answers from what is kept, or keeps what is made.
pub async fn answers(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(key) = key(&request).filter(|_| app.feed.is_fresh(SURE)) else {
        return next.run(request).await;
    };
    let known = Known::of(request.headers());
    // What is made from here on holds everything up to this place, so it may be given until the place moves.
    let generation = app.feed.public_at().to_string();
    let changed = last_modified(app.feed.public_since(), Utc::now());
    if let Some(answer) = app.answers.held(&key, &generation) {
        return give(&answer, &known);
    }
    let turn = tokio::time::timeout(PATIENCE, app.answers.turn(&key)).await;
    let made = match (app.answers.held(&key, &generation), &turn) {
        (Some(answer), _) => Some(answer),
        (None, Ok(_)) => app.answers.shared(&key, &generation).await,
        (None, Err(_)) => None,
    };
    if let Some(answer) = made {
        return give(&answer, &known);
    }
    let (response, answer) = make(request, next, changed).await;
    match answer {
        Some(answer) => {
            app.answers.keep(&key, &generation, answer.clone()).await;
            give(&answer, &known)
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

/// Home, list, one report, feeds, tiles of the map.
fn is_listed(path: &str) -> bool {
    let mut parts = path.trim_start_matches('/').split('/');
    let first = parts.next().unwrap_or("");
    let rest: Vec<&str> = parts.collect();
    match (first, rest.as_slice()) {
        ("feeds", ["incidents.atom" | "incidents.geojson"]) => true,
        ("map", ["tiles", z, x, y]) => [z, x, y].iter().all(|part| part.len() <= 12),
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

/// What the reader has already.
struct Known {
    tags: Option<String>,
    since: Option<NaiveDateTime>,
}

impl Known {
    fn of(headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name).and_then(|v| v.to_str().ok());
        Self {
            tags: text(header::IF_NONE_MATCH).map(str::to_owned),
            since: text(header::IF_MODIFIED_SINCE).and_then(moment),
        }
    }

    /// Whether that is this answer: by its tag if the reader named one, else by its time.
    fn is(&self, headers: &HeaderMap) -> bool {
        let text = |name| headers.get(name).and_then(|v| v.to_str().ok());
        match &self.tags {
            Some(tags) => text(header::ETAG)
                .is_some_and(|tag| tags.split(',').any(|known| known.trim() == tag)),
            None => self
                .since
                .zip(text(header::LAST_MODIFIED).and_then(moment))
                .is_some_and(|(since, changed)| changed <= since),
        }
    }
}

/// As HTTP writes a moment.
const MOMENT: &str = "%a, %d %b %Y %H:%M:%S GMT";

fn moment(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text, MOMENT).ok()
}

/// The time of the last change that everybody sees, rounded up; none while another could still fall into that second.
fn last_modified(changed: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<HeaderValue> {
    let changed = changed?.trunc_subsecs(0) + TimeDelta::seconds(1);
    let past = changed < now;
    HeaderValue::from_str(&changed.format(MOMENT).to_string()).ok().filter(|_| past)
}

/// Makes the whole answer; with it what may be kept of it.
async fn make(
    mut request: Request,
    next: Next,
    changed: Option<HeaderValue>,
) -> (Response, Option<Answer>) {
    // Whoever comes later may not have it yet.
    request.headers_mut().remove(header::IF_NONE_MATCH);
    request.headers_mut().remove(header::IF_MODIFIED_SINCE);
    let response = next.run(request).await;
    if !is_for_everybody(&response) {
        return (response, None);
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, MOST_BYTES).await else {
        let failed = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        return (failed, None);
    };
    if let Some(changed) = changed {
        parts.headers.insert(header::LAST_MODIFIED, changed);
    }
    let kept = HEADERS.iter().filter_map(|name| {
        let value = parts.headers.get(name)?.to_str().ok()?;
        Some((name.as_str().to_owned(), value.to_owned()))
    });
    let answer = Answer { headers: kept.collect(), body: bytes.clone() };
    (Response::from_parts(parts, Body::from(bytes)), Some(answer))
}

fn give(answer: &Answer, known: &Known) -> Response {
    let mut response = Response::new(Body::empty());
    for (name, value) in &answer.headers {
        let pair = (HeaderName::try_from(name.as_str()), HeaderValue::try_from(value.as_str()));
        if let (Ok(name), Ok(value)) = pair {
            response.headers_mut().insert(name, value);
        }
    }
    response.extensions_mut().insert(super::respond::Complete);
    if known.is(response.headers()) {
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
            "/map/tiles/9/296/291.mvt?category=water",
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
            "/moderation/map/tiles/9/296/291.mvt",
            "/en/incidents/NB-0000-0000/follow",
        ] {
            assert_eq!(key_of(path, &[]), None, "{path}");
        }
    }

    #[test]
    fn a_moment_is_told_when_no_other_change_can_fall_into_it() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let changed = Some(at("2026-03-05T10:00:00.2Z"));
        assert_eq!(last_modified(changed, at("2026-03-05T10:00:00.9Z")), None);
        let told = last_modified(changed, at("2026-03-05T10:00:01.1Z")).unwrap();
        assert_eq!(told, "Thu, 05 Mar 2026 10:00:01 GMT");
        let with = |name: HeaderName, value: &str| {
            HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
        };
        let mut answer = with(header::LAST_MODIFIED, told.to_str().unwrap());
        answer.insert(header::ETAG, HeaderValue::from_static("W/\"1\""));
        let has = |name: HeaderName, value: &str| Known::of(&with(name, value)).is(&answer);
        assert!(has(header::IF_MODIFIED_SINCE, "Thu, 05 Mar 2026 10:00:01 GMT"));
        assert!(!has(header::IF_MODIFIED_SINCE, "Thu, 05 Mar 2026 10:00:00 GMT"));
        assert!(!has(header::IF_MODIFIED_SINCE, "yesterday"));
        assert!(has(header::IF_NONE_MATCH, "W/\"0\", W/\"1\""));
        // Who names a tag goes by it alone.
        let mut both = with(header::IF_NONE_MATCH, "W/\"0\"");
        both.insert(header::IF_MODIFIED_SINCE, told);
        assert!(!Known::of(&both).is(&answer));
        assert!(!Known::of(&HeaderMap::new()).is(&answer));
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
