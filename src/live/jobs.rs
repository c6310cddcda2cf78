//! The tasks of a node that runs streams: one reads the feed, one hears of commits on other nodes, one tells them of ours,
//! one keeps connections alive, one ends streams whose right has ended.

use std::time::{Duration, Instant};

use chrono::Utc;
use sqlx::PgPool;
use sqlx::postgres::{PgListener, PgPoolOptions};

use super::model::{self, frame, signal};
use super::queries;
use crate::app::App;
use crate::auth;
use crate::error::Error;
use crate::events::EventKind;
use crate::feed::{self, Event, Notice, Position, Topic};
use crate::i18n::Lang;
use crate::incidents;

/// The channel on which nodes tell each other that something was committed, in PostgreSQL and in Redis.
pub const CHANNEL: &str = "naboom:events";

/// The net under the wake-ups: the feed is read this often in any case.
const POLL: Duration = Duration::from_millis(500);

/// How soon to look again for events that wait for an older transaction: shortest and longest pause.
const HELD: (Duration, Duration) = (Duration::from_millis(4), Duration::from_millis(64));

/// Pause after a fault, such as the database being away.
const FAULT: Duration = Duration::from_millis(500);

/// Events read at once.
const BATCH: i64 = 200;

/// Proxies cut a connection that says nothing for a minute or less.
const BEAT: Duration = Duration::from_secs(15);

/// How often deadlines are looked at.
const CLOCK: Duration = Duration::from_secs(5);

/// A stream ends within a second of its right: looked at twice in that time.
const RIGHTS: Duration = Duration::from_millis(400);

/// Runs the streams of this node until the program stops.
pub async fn run(app: App) {
    // Connections of their own: busy pages cannot make the streams wait, nor streams the pages.
    let options = (*app.db.connect_options()).clone();
    let db = PgPoolOptions::new()
        .max_connections(3)
        .acquire_timeout(Duration::from_secs(3))
        .connect_lazy_with(options);
    // What listeners share is made over them too.
    let app = app.beside(db.clone());
    tokio::select! {
        () = app.shutdown.cancelled() => {}
        () = async { tokio::join!(read(&app, &db), hear(&app, &db), tell(app.clone()), beat(&app), guard(&app, &db), clock(&app, &db)); } => {}
    }
    app.feed.close();
    db.close().await;
}

/// Tells the other nodes of commits on this one, over Redis when there is one, else over PostgreSQL. Many at once are one.
pub async fn tell(app: App) {
    loop {
        app.feed.told.notified().await;
        let told = match app.redis_events.clone() {
            Some(mut redis) => {
                let mut publish = redis::cmd("PUBLISH");
                publish.arg(CHANNEL).arg("");
                publish.query_async::<()>(&mut redis).await.map_err(|e| e.to_string())
            }
            None => queries::notify(&app.db).await.map_err(|e| e.to_string()),
        };
        if let Err(cause) = told {
            // They look by themselves, only later.
            tracing::debug!(cause, "the other nodes were not told of a commit");
            tokio::time::sleep(FAULT).await;
        }
    }
}

/// Wakes the reader when another node tells of a commit.
async fn hear(app: &App, db: &PgPool) {
    loop {
        let heard = match app.config.redis_events_url.as_ref().or(app.config.redis_url.as_ref()) {
            Some(url) => hear_redis(app, url.expose()).await,
            None => hear_postgres(app, db).await,
        };
        if let Err(error) = heard {
            tracing::debug!(cause = %error, "wake-ups are not heard; the feed is polled");
        }
        tokio::time::sleep(FAULT).await;
    }
}

async fn hear_postgres(app: &App, db: &PgPool) -> anyhow::Result<()> {
    let mut listener = PgListener::connect_with(db).await?;
    listener.listen(CHANNEL).await?;
    loop {
        listener.recv().await?;
        app.feed.woken.notify_one();
    }
}

async fn hear_redis(app: &App, url: &str) -> anyhow::Result<()> {
    use futures_util::StreamExt;
    let mut listener = redis::Client::open(url)?.get_async_pubsub().await?;
    listener.subscribe(CHANNEL).await?;
    let mut messages = listener.on_message();
    while messages.next().await.is_some() {
        app.feed.woken.notify_one();
    }
    anyhow::bail!("redis ended the connection")
}

async fn beat(app: &App) {
    loop {
        tokio::time::sleep(BEAT).await;
        app.feed.beat();
    }
}

/// Ends the streams of those who are not signed in any more, or not as staff. While the database cannot be asked, nobody's
/// right is known, so all of them end; they come back with it.
async fn guard(app: &App, db: &PgPool) {
    loop {
        tokio::time::sleep(RIGHTS).await;
        let sessions = app.feed.guarded();
        if sessions.is_empty() {
            continue;
        }
        let asked = tokio::time::timeout(RIGHTS, auth::still(db, &sessions)).await;
        match asked {
            Ok(Ok(still)) => app.feed.keep_only(&sessions, &still),
            _ => app.feed.keep_only(&sessions, &[]),
        }
    }
}

/// A deadline that passes is no event, for nobody commits anything; the open queues are told all the same.
async fn clock(app: &App, db: &PgPool) {
    let mut since = Utc::now();
    loop {
        tokio::time::sleep(CLOCK).await;
        let now = Utc::now();
        if !app.feed.has(&Topic::Staff) {
            since = now;
            continue;
        }
        // While the database is away the time that passes stays to be looked at.
        if let Ok(passed) = queries::time_passed(db, since, now).await {
            since = now;
            if passed {
                app.feed.nudge(&Topic::Staff);
            }
        }
    }
}

enum Step {
    /// There may be more.
    More,
    /// Everything committed so far was published.
    Done,
    /// Committed events wait for an older transaction.
    Held,
}

async fn read(app: &App, db: &PgPool) {
    let mut cursor = None;
    let mut held = HELD.0;
    let mut well = true;
    loop {
        let moment = Instant::now();
        let pause = match step(app, db, &mut cursor).await {
            Ok(Step::More) => Duration::ZERO,
            Ok(Step::Done) => {
                app.feed.seen_until(moment);
                held = HELD.0;
                POLL
            }
            Ok(Step::Held) => {
                held = (held * 2).min(HELD.1);
                held
            }
            Err(error) => {
                if well {
                    tracing::warn!(cause = %format!("{error:#}"), "the feed is not read; it goes on where it was");
                }
                well = false;
                tokio::time::sleep(FAULT).await;
                continue;
            }
        };
        well = true;
        tokio::select! {
            () = app.feed.woken.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

async fn step(app: &App, db: &PgPool, cursor: &mut Option<Position>) -> anyhow::Result<Step> {
    let from = match *cursor {
        Some(from) => from,
        None => begin(app, db, cursor).await?,
    };
    let batch = feed::after(db, from, BATCH).await?;
    if batch.end.is_of_another_life(from) {
        tracing::warn!(
            epoch = batch.end.epoch,
            "the database lost what was read: streams start afresh"
        );
        begin(app, db, cursor).await?;
        return Ok(Step::More);
    }
    let full = batch.events.len() == usize::try_from(BATCH).unwrap_or(0);
    for event in batch.events {
        let at = event.at;
        let (notice, topics) = notice(app, db, event).await?;
        app.feed.publish(notice, &topics);
        *cursor = Some(at);
    }
    Ok(if full {
        Step::More
    } else if batch.held {
        Step::Held
    } else {
        Step::Done
    })
}

async fn begin(app: &App, db: &PgPool, cursor: &mut Option<Position>) -> anyhow::Result<Position> {
    let end = feed::after(db, Position::default(), 0).await?.end;
    let public = feed::last_public(db, end).await?.unwrap_or(end);
    app.feed.begin(end, public);
    *cursor = Some(end);
    Ok(end)
}

/// What listeners share about an event, and who they are. Fragments are made only when somebody wants them.
async fn notice(app: &App, db: &PgPool, event: Event) -> sqlx::Result<(Notice, Vec<Topic>)> {
    let mut notice = Notice {
        at: event.at,
        // Nobody but staff is told even the kind of what is theirs.
        kind: event.kind.filter(|_| !model::is_internal(&event)),
        incident: event.incident,
        signal: signal(event.at),
        ..Notice::default()
    };
    let Some(incident) = event.incident else {
        // The catalogue, or an import: every list may have changed. The site: every page, but no list.
        notice.public = true;
        notice.listed = event.kind != Some(EventKind::SiteChanged);
        if event.kind == Some(EventKind::CategoriesChanged) {
            let update = serde_json::json!({
                "type": "category_update", "categories": queries::catalogue(db).await?, "cursor": event.at.to_string(),
            });
            notice.categories = update.to_string().into();
        }
        return Ok((notice, vec![Topic::Public]));
    };
    if event.kind == Some(EventKind::Claimed) {
        return Ok((notice, vec![Topic::Staff]));
    }
    let mut topics = vec![Topic::Incident(incident), Topic::Staff, Topic::Programs];
    if app.feed.has(&Topic::Programs) {
        notice.inside = queries::inside(db, incident, &notice).await?;
    }
    if app.feed.has_people() {
        let people = queries::people(db, incident).await?;
        topics.extend(people.iter().map(|p| Topic::Person(*p)));
        notice.people = Some(people);
    }
    if model::is_internal(&event) {
        return Ok((notice, topics));
    }
    let mut data = serde_json::Value::Null;
    let reference = match queries::public(db, incident).await? {
        Some(public) => {
            data = model::as_json(incident, &public.title, &public.facts);
            let reference = public.facts.reference.clone();
            notice.facts = Some(public.facts);
            reference
        }
        // Only what was public can be gone; of anything else nobody hears.
        None if event.kind == Some(EventKind::Unpublished) => {
            queries::reference(db, incident).await?.unwrap_or_default()
        }
        None => return Ok((notice, topics)),
    };
    topics.push(Topic::Public);
    notice.public = true;
    notice.listed = model::is_listed(event.kind);
    notice.gone = frame(event.at, "gone", &reference);
    let update = serde_json::json!({
        "type": "incident_update", "incident_id": incident, "reference": reference,
        "action": model::action(event.kind), "data": data, "cursor": event.at.to_string(),
    });
    notice.json = update.to_string().into();
    if notice.facts.is_some() {
        fragments(app, &mut notice, &reference).await?;
    }
    Ok((notice, topics))
}

/// Makes the fragments that somebody listens for. A fault of ours here costs the fragment, not the event: listeners get the
/// signal instead.
async fn fragments(app: &App, notice: &mut Notice, reference: &str) -> sqlx::Result<()> {
    let Some(incident) = notice.incident else { return Ok(()) };
    let cards = notice.listed && app.feed.has(&Topic::Public);
    let pages = app.feed.has(&Topic::Incident(incident));
    for lang in Lang::all() {
        if cards && let Some(html) = fault(incidents::card(app, lang, incident).await)? {
            notice.cards.push((lang, frame(notice.at, "card", &html)));
        }
        if pages && let Some(html) = fault(incidents::now(app, lang, reference).await)? {
            notice.pages.push((lang, frame(notice.at, "now", &html)));
        }
    }
    Ok(())
}

/// The database being away is worth another try; anything else is logged and left out.
fn fault(made: crate::error::Result<Option<String>>) -> sqlx::Result<Option<String>> {
    match made {
        Ok(html) => Ok(html),
        Err(Error::Unavailable(cause)) => Err(sqlx::Error::Io(std::io::Error::other(cause))),
        Err(error) => {
            tracing::error!(cause = %error, "a fragment was not made");
            Ok(None)
        }
    }
}
