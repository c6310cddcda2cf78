//! WebSockets for programs: the newest public reports (or one, or the categories) as `initial_data`, then an update for each
//! public event, with a cursor to resume from. A program that shows the key of a person sees what that person may see, never who
//! reported it or the exact place. Nothing that a program sends changes anything. Described in docs/api.md.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, RawQuery};
use bytes::Bytes;
use http::HeaderMap;
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, timeout};

use super::model::as_json;
use super::pages::{check_origin, pair};
use super::queries;
use crate::app::App;
use crate::auth::{Program, Viewer};
use crate::error::{Error, Result};
use crate::events::EventKind;
use crate::feed::{Guard, Inside, Missed, Notice, Position, Sent, Subscription, Topic};
use crate::ids::IncidentId;
use crate::incidents::Reference;
use crate::web::limits;
use crate::web::security::Sender;

/// Reports in the first message.
const NEWEST: i64 = 50;

/// The longest message that a program may send, in bytes: there is little to say.
const MOST_BYTES: usize = 4096;

/// Messages that a program may send in a minute, pongs included.
const MOST_MESSAGES: u32 = 60;

/// Sockets that one sender may open, and in how long.
const OPENED: (u64, Duration) = (60, Duration::from_secs(60));

/// A program that does not take a message for so long is gone.
const PATIENCE: Duration = Duration::from_secs(20);

/// Heartbeats that may go unanswered.
const MOST_UNANSWERED: u32 = 3;

/// What a socket follows.
#[derive(Clone, Copy)]
enum Wanted {
    All,
    One(IncidentId),
    Categories,
}

/// Whose eyes a program has, and as long as it may.
struct Eyes {
    viewer: Viewer,
    guard: Guard,
}

impl Eyes {
    fn of(app: &App, viewer: Viewer, as_staff: bool) -> Self {
        Self { guard: app.feed.guard(&viewer.session, as_staff), viewer }
    }

    fn may(&self, report: &Inside) -> bool {
        report.public
            || report.reporter == Some(self.viewer.account)
            || self.viewer.covers(report.area, report.category)
    }
}

/// `GET /ws/incidents/`: every public report; with the key of somebody on the staff, those of their limits too.
pub async fn incidents(
    app: App,
    Program(viewer): Program,
    sender: Sender,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    ws: WebSocketUpgrade,
) -> Result {
    may_open(&app, viewer.as_ref(), &sender).await?;
    let eyes = viewer.filter(Viewer::is_staff).map(|viewer| Eyes::of(&app, viewer, true));
    open(app, &headers, query, ws, Wanted::All, eyes)
}

/// `GET /ws/incidents/{reference}/`: one report.
pub async fn incident(
    app: App,
    Program(viewer): Program,
    sender: Sender,
    headers: HeaderMap,
    Path(reference): Path<String>,
    RawQuery(query): RawQuery,
    ws: WebSocketUpgrade,
) -> Result {
    let reference = Reference::parse(&reference).ok_or(Error::NotFound)?;
    may_open(&app, viewer.as_ref(), &sender).await?;
    let known = queries::known(&app.db, reference.as_str()).await?.ok_or(Error::NotFound)?;
    let eyes = viewer.filter(|v| {
        known.public || known.reporter == Some(v.account) || v.covers(known.area, known.category)
    });
    if !known.public && eyes.is_none() {
        return Err(Error::NotFound);
    }
    let mine = |viewer: &Viewer| known.reporter == Some(viewer.account);
    let eyes = eyes.map(|viewer| {
        let as_staff = !known.public && !mine(&viewer);
        Eyes::of(&app, viewer, as_staff)
    });
    open(app, &headers, query, ws, Wanted::One(known.id), eyes)
}

/// `GET /ws/incidents/categories/`: the catalogue of categories.
pub async fn categories(
    app: App,
    sender: Sender,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    ws: WebSocketUpgrade,
) -> Result {
    may_open(&app, None, &sender).await?;
    open(app, &headers, query, ws, Wanted::Categories, None)
}

/// Programs come back after a cut; one that does so all the time is told to be quieter.
async fn may_open(app: &App, who: Option<&Viewer>, sender: &Sender) -> Result<()> {
    limits::check(app, "socket", who, sender, OPENED.0, OPENED.1).await
}

fn open(
    app: App,
    headers: &HeaderMap,
    query: Option<String>,
    ws: WebSocketUpgrade,
    wanted: Wanted,
    eyes: Option<Eyes>,
) -> Result {
    check_origin(&app, headers)?;
    let from = pair(query.as_deref().unwrap_or(""), "after").and_then(|text| text.parse().ok());
    let topic = match wanted {
        Wanted::One(id) => Topic::Incident(id),
        Wanted::All if eyes.is_some() => Topic::Programs,
        Wanted::All | Wanted::Categories => Topic::Public,
    };
    let subscription = if app.feed.is_running() { app.feed.subscribe(topic, from) } else { None };
    let Some((subscription, missed)) = subscription else { return Err(Error::TooMany) };
    let missed = match (missed, from) {
        (Missed::These(missed), Some(_)) => Some(missed),
        // The first time, or away for too long: everything from the beginning.
        _ => None,
    };
    let ws = ws.max_message_size(MOST_BYTES).max_frame_size(MOST_BYTES);
    // A socket holds its buffers as long as it lives: small ones.
    let ws = ws.write_buffer_size(0).max_write_buffer_size(256 * 1024);
    let ws = ws.read_buffer_size(4096);
    let known = app.tasks.token();
    Ok(ws.on_upgrade(async move |mut socket| {
        // The stop waits until it has said goodbye.
        let _known = known;
        let why = match serve(&app, &mut socket, subscription, missed, wanted, eyes.as_ref()).await
        {
            Ok(()) => return,
            Err(why) => why,
        };
        let (code, reason) = why;
        let close = Message::Close(Some(CloseFrame { code, reason: reason.into() }));
        let _ = timeout(PATIENCE, socket.send(close)).await;
    }))
}

/// Code and reason with which we close.
type Why = (u16, &'static str);

const AWAY: Why = (1001, "the node stops: connect again");
const SLOW: Why = (1013, "too slow: connect again with the last cursor");
const FAULT: Why = (1011, "not available now: connect again later");
const LOUD: Why = (1008, "too many messages");
const GONE: Why = (1000, "no longer public");
const ENDED: Why = (4401, "this key is not good any more");

async fn serve(
    app: &App,
    socket: &mut WebSocket,
    mut subscription: Subscription,
    missed: Option<Vec<Arc<Notice>>>,
    wanted: Wanted,
    eyes: Option<&Eyes>,
) -> std::result::Result<(), Why> {
    match missed {
        Some(missed) => {
            let resumed = json!({ "type": "resumed", "cursor": subscription.at.to_string() });
            for notice in &missed {
                tell(app, socket, notice, wanted, eyes).await?;
            }
            say(socket, resumed.to_string()).await?;
        }
        None => {
            let first = initial(app, wanted, eyes, subscription.at).await.map_err(|_| FAULT)?;
            say(socket, first.to_string()).await?;
        }
    }
    let (mut unanswered, mut heard, mut minute) = (0, 0, Instant::now());
    loop {
        tokio::select! {
            () = ended(eyes) => return Err(ENDED),
            sent = subscription.receiver.recv() => match sent {
                Ok(Sent::Notice(notice)) => {
                    tell(app, socket, &notice, wanted, eyes).await?;
                }
                Ok(Sent::Nudge(_)) => {}
                Ok(Sent::Beat) => {
                    unanswered += 1;
                    if unanswered > MOST_UNANSWERED {
                        return Ok(());
                    }
                    put(socket, Message::Ping(Bytes::new())).await?;
                }
                Ok(Sent::Afresh(at)) => {
                    let first = initial(app, wanted, eyes, at).await.map_err(|_| FAULT)?;
                    say(socket, first.to_string()).await?;
                }
                Err(RecvError::Lagged(_)) => return Err(SLOW),
                Err(RecvError::Closed) => return Err(AWAY),
            },
            message = socket.recv() => {
                let Some(Ok(message)) = message else { return Ok(()) };
                if minute.elapsed() > Duration::from_secs(60) {
                    (heard, minute) = (0, Instant::now());
                }
                heard += 1;
                if heard > MOST_MESSAGES {
                    return Err(LOUD);
                }
                unanswered = 0;
                match message {
                    Message::Close(_) => return Ok(()),
                    Message::Text(text) if asks_ping(&text) => {
                        say(socket, json!({ "type": "pong" }).to_string()).await?;
                    }
                    _ => {}
                }
            }
        }
    }
}

/// Browsers' programs cannot send the protocol's own ping.
fn asks_ping(text: &str) -> bool {
    serde_json::from_str::<Value>(text).is_ok_and(|v| v["type"] == "ping")
}

/// Passes a notice on, if it concerns this socket. A report that is gone ends its own socket.
async fn tell(
    app: &App,
    socket: &mut WebSocket,
    notice: &Notice,
    wanted: Wanted,
    eyes: Option<&Eyes>,
) -> std::result::Result<(), Why> {
    if let Some(eyes) = eyes {
        return tell_inside(app, socket, notice, wanted, eyes).await;
    }
    match wanted {
        Wanted::All | Wanted::One(_) if notice.json.is_empty() => Ok(()),
        Wanted::All => say_shared(socket, &notice.json).await,
        Wanted::One(id) if notice.incident == Some(id) => {
            say_shared(socket, &notice.json).await?;
            if notice.facts.is_none() { Err(GONE) } else { Ok(()) }
        }
        Wanted::Categories if !notice.categories.is_empty() => {
            say_shared(socket, &notice.categories).await
        }
        Wanted::One(_) | Wanted::Categories => Ok(()),
    }
}

/// The same for a program with a key.
async fn tell_inside(
    app: &App,
    socket: &mut WebSocket,
    notice: &Notice,
    wanted: Wanted,
    eyes: &Eyes,
) -> std::result::Result<(), Why> {
    let Some(incident) = notice.incident else { return Ok(()) };
    if notice.kind == Some(EventKind::Claimed) {
        return Ok(());
    }
    let one = match wanted {
        Wanted::One(id) if id == incident => true,
        Wanted::All => false,
        Wanted::One(_) | Wanted::Categories => return Ok(()),
    };
    // Made for all of them at once, unless nobody listened when it happened.
    let inside = match &notice.inside {
        Some(inside) => Some(inside.clone()),
        None => queries::inside(&app.db, incident, notice).await.map_err(|_| FAULT)?,
    };
    match inside.filter(|inside| eyes.may(inside)) {
        Some(inside) => say_shared(socket, &inside.json).await,
        None if one => Err(GONE),
        None => Ok(()),
    }
}

/// Returns when the right of a program has ended; one that follows what everybody sees needs none.
async fn ended(eyes: Option<&Eyes>) {
    match eyes {
        Some(eyes) => eyes.guard.ended().await,
        None => std::future::pending().await,
    }
}

/// The bytes that all sockets share.
async fn say_shared(socket: &mut WebSocket, bytes: &Bytes) -> std::result::Result<(), Why> {
    let text = axum::extract::ws::Utf8Bytes::try_from(bytes.clone()).map_err(|_| FAULT)?;
    put(socket, Message::Text(text)).await
}

async fn say(socket: &mut WebSocket, text: String) -> std::result::Result<(), Why> {
    put(socket, Message::Text(text.into())).await
}

async fn put(socket: &mut WebSocket, message: Message) -> std::result::Result<(), Why> {
    match timeout(PATIENCE, socket.send(message)).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(SLOW),
    }
}

async fn initial(
    app: &App,
    wanted: Wanted,
    eyes: Option<&Eyes>,
    at: Position,
) -> sqlx::Result<Value> {
    let cursor = at.to_string();
    if let Wanted::Categories = wanted {
        let categories = queries::catalogue(&app.db).await?;
        return Ok(json!({ "type": "initial_data", "categories": categories, "cursor": cursor }));
    }
    if let Some(eyes) = eyes {
        let reports = match wanted {
            Wanted::One(id) => queries::one_inside(&app.db, id).await?.into_iter().collect(),
            _ => queries::newest_inside(&app.db, eyes.viewer.limits(), NEWEST).await?,
        };
        return Ok(json!({ "type": "initial_data", "incidents": reports, "cursor": cursor }));
    }
    let reports = match wanted {
        Wanted::One(id) => {
            queries::public(&app.db, id).await?.map(|p| (id, p)).into_iter().collect()
        }
        _ => queries::newest(&app.db, NEWEST).await?,
    };
    let reports: Vec<Value> =
        reports.iter().map(|(id, p)| as_json(*id, &p.title, &p.facts)).collect();
    Ok(json!({ "type": "initial_data", "incidents": reports, "cursor": cursor }))
}
