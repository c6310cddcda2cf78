//! Server-sent events. Each stream begins with what its listener missed since the place it names (`Last-Event-ID`, or `after`
//! in the address of a first connection), then follows. Every event has an id; a comment every 15 seconds keeps the connection
//! open. Refusals are 204, which makes a browser stop asking.

mod notices;

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream::{self, Stream};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use tokio::sync::broadcast::error::RecvError;

use crate::app::App;
use crate::auth::{SignedIn, Staff, Viewer};
use crate::error::{Error, Result};
use crate::events::EventKind;
use crate::feed::{self, Guard, Missed, Position, Sent, Subscription};
use crate::i18n::Lang;
use crate::ids::IncidentId;
use crate::incidents::{Filter, Reference};
use crate::live::model::{BEAT, Follow, frame, signal};
use crate::live::queries;
use crate::web::page::Page;

pub use notices::{count as count_unread, list as notices, unread};

/// Missed events that are read from the database one by one; who missed more starts afresh.
const MOST_MISSED: i64 = 500;

/// When to come back after a cut, in milliseconds: at least, and up to so much more, so that not all come at once.
const RETRY: (u64, u64) = (1500, 3000);

/// `GET /live/incidents`: the public list, narrowed by the same words as the list itself.
pub async fn list(app: App, page: Page, headers: HeaderMap, RawQuery(query): RawQuery) -> Result {
    let query = query.unwrap_or_default();
    let filter = Filter::read(&query);
    let follow = Follow::List(Box::new(filter), lang(&page, &query));
    stream_of(&app, follow, None, &headers, &query).await
}

/// `GET /live/incidents/{reference}`: one report. Whoever sees more of it than everybody gets signals instead of fragments.
pub async fn incident(
    app: App,
    page: Page,
    headers: HeaderMap,
    Path(reference): Path<String>,
    RawQuery(query): RawQuery,
) -> Result {
    let query = query.unwrap_or_default();
    let reference = Reference::parse(&reference).ok_or(Error::NotFound)?;
    let known = queries::known(&app.db, reference.as_str()).await?.ok_or(Error::NotFound)?;
    let may = |v: &Viewer| {
        known.public || known.reporter == Some(v.account) || v.covers(known.area, known.category)
    };
    let (follow, guard) = match &page.viewer {
        Some(viewer) if may(viewer) => {
            let as_staff = !known.public && known.reporter != Some(viewer.account);
            (Follow::Own(known.id), Some(app.feed.guard(&viewer.session, as_staff)))
        }
        None if known.public => (Follow::Incident(known.id, lang(&page, &query)), None),
        _ => return Err(Error::NotFound),
    };
    stream_of(&app, follow, guard, &headers, &query).await
}

/// `GET /live/moderation`: that something in the queue changed.
pub async fn moderation(
    app: App,
    who: Staff,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result {
    let guard = app.feed.guard(&who.session, true);
    stream_of(&app, Follow::Staff, Some(guard), &headers, &query.unwrap_or_default()).await
}

/// `GET /live/me`: that something changed in a report that one made or follows.
pub async fn me(app: App, who: SignedIn, headers: HeaderMap, RawQuery(query): RawQuery) -> Result {
    let guard = app.feed.guard(&who.session, false);
    let follow = Follow::Person(who.account);
    stream_of(&app, follow, Some(guard), &headers, &query.unwrap_or_default()).await
}

/// The value of a name in the query of an address.
pub fn pair(query: &str, wanted: &str) -> Option<String> {
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs.find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
}

fn lang(page: &Page, query: &str) -> Lang {
    pair(query, "lang").and_then(|code| code.parse().ok()).unwrap_or(page.lang)
}

/// Streams are for this site's own pages: a browser that comes from another one is refused.
pub fn check_origin(app: &App, headers: &HeaderMap) -> Result<()> {
    let text = |name: HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    let site = text(HeaderName::from_static("sec-fetch-site"));
    let foreign = text(header::ORIGIN)
        .is_some_and(|origin| origin != app.config.origin.origin().ascii_serialization());
    if foreign || site.is_some_and(|s| !matches!(s, "same-origin" | "none")) {
        return Err(Error::Forbidden);
    }
    Ok(())
}

async fn stream_of(
    app: &App,
    follow: Follow,
    guard: Option<Guard>,
    headers: &HeaderMap,
    query: &str,
) -> Result {
    check_origin(app, headers)?;
    // What a browser remembers from the stream is newer than what the page said.
    let named = headers.get("last-event-id").and_then(|v| v.to_str().ok()).map(str::to_owned);
    let named = named.filter(|n| !n.is_empty()).or_else(|| pair(query, "after"));
    let from = named.map(|n| n.parse::<Position>().unwrap_or_default());
    let (least, more) = RETRY;
    let mut first = VecDeque::from([Bytes::from(format!(
        "retry: {}\n\n",
        least + rand::random_range(0..more)
    ))]);
    let subscription =
        if app.feed.is_running() { app.feed.subscribe(follow.topic(), from) } else { None };
    let Some((subscription, kept)) = subscription else {
        // Stopping, or full: the browser comes back, perhaps to another node.
        return Ok(answer(Body::from(first.pop_front().unwrap_or_default())));
    };
    let at = subscription.at;
    match (kept, from) {
        (Missed::These(notices), _) => first.extend(notices.iter().filter_map(|n| follow.says(n))),
        (Missed::Older, None) => {}
        (Missed::Older, Some(from)) => first.extend(missed(app, &follow, from, at).await?),
    }
    first.push_back(frame(at, "ready", "1"));
    let listener = Listener { follow, subscription, guard, first, over: false };
    let open = Open(Arc::new(Mutex::new(Some(listener))));
    let mut response = answer(Body::from_stream(open.clone().into_stream()));
    response.extensions_mut().insert(open);
    Ok(response)
}

fn answer(body: Body) -> Response {
    let mut response = (StatusCode::OK, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // nginx would keep events back until it has a buffer full of them.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}

/// What a listener missed that is not in memory any more: each event that concerns it as a signal under its own id; or, when
/// that cannot be told completely, that it must start afresh.
async fn missed(app: &App, follow: &Follow, from: Position, to: Position) -> Result<Vec<Bytes>> {
    let afresh = || vec![frame(to, "afresh", "1")];
    if !feed::reaches_back(&app.db, from).await? {
        return Ok(afresh());
    }
    let events = feed::after(&app.db, from, MOST_MISSED).await?.events;
    if events.len() >= usize::try_from(MOST_MISSED).unwrap_or(0) {
        return Ok(afresh());
    }
    let ids: Vec<IncidentId> = events.iter().filter_map(|e| e.incident).collect();
    let among = match follow {
        Follow::List(..) => queries::public_among(&app.db, &ids).await?,
        Follow::Person(account) => queries::own_among(&app.db, &ids, *account).await?,
        Follow::Incident(id, _) | Follow::Own(id) => vec![*id],
        Follow::Staff => ids.clone(),
    };
    let concerns = |e: &feed::Event| match e.incident {
        _ if e.kind == Some(EventKind::Claimed) => matches!(follow, Follow::Staff),
        Some(id) if among.contains(&id) => true,
        Some(_) => matches!(follow, Follow::List(..)) && e.kind == Some(EventKind::Unpublished),
        None => matches!(follow, Follow::List(..)),
    };
    let told = events.iter().filter(|e| e.at <= to && concerns(e));
    Ok(told.map(|e| signal(e.at)).collect())
}

/// A stream that begins. The listener is handed to whoever asks first: the server, or the body of the answer.
#[derive(Clone)]
pub struct Open(Arc<Mutex<Option<Listener>>>);

impl Open {
    /// The listener, once.
    pub fn take(&self) -> Option<Listener> {
        self.0.lock().expect("no panic while it is held").take()
    }

    fn into_stream(self) -> impl Stream<Item = std::result::Result<Bytes, Infallible>> {
        stream::unfold((self, None), async |(open, listener)| {
            let mut listener = match listener {
                Some(listener) => listener,
                None => open.take()?,
            };
            let bytes = listener.next().await?;
            Some((Ok(bytes), (open, Some(listener))))
        })
    }
}

/// One open stream. This is all that an idle listener costs us, beside its connection.
pub struct Listener {
    follow: Follow,
    subscription: Subscription,
    guard: Option<Guard>,
    first: VecDeque<Bytes>,
    over: bool,
}

impl Listener {
    /// What to send next; none at the end of the stream.
    pub async fn next(&mut self) -> Option<Bytes> {
        if let Some(bytes) = self.first.pop_front() {
            return Some(bytes);
        }
        self.first.shrink_to_fit();
        while !self.over {
            let heard = self.subscription.receiver.recv();
            let sent = match &self.guard {
                None => heard.await,
                Some(guard) => tokio::select! {
                    biased;
                    () = guard.ended() => return None,
                    sent = heard => sent,
                },
            };
            let says = match sent {
                Ok(Sent::Beat) => Some(BEAT),
                Ok(Sent::Nudge(at)) => Some(signal(at)),
                Ok(Sent::Afresh(at)) => Some(frame(at, "afresh", "1")),
                Ok(Sent::Notice(notice)) => {
                    self.over = self.follow.ends_with(&notice);
                    self.follow.says(&notice)
                }
                // The node stops, or this one did not keep up: it comes back, and is told what it missed.
                Err(RecvError::Lagged(_) | RecvError::Closed) => return None,
            };
            if says.is_some() {
                return says;
            }
        }
        None
    }
}
