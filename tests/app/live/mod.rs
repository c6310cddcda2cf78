//! Streams: nothing is skipped, nothing private is told, listeners come back without a gap, and a right that ends ends its
//! stream.

mod drain;
mod kept;
mod keys;
mod notices;
mod restart;
mod socket;

use std::time::{Duration, Instant};

use axum::body::{Body, BodyDataStream};
use futures_util::StreamExt as _;
use http::Method;
use naboom::app::App;
use naboom::events::{self, EventKind};
use naboom::feed::{self, Position};
use serde_json::json;

use crate::support::{Browser, Incident, LONG, TestApp, until};

/// Long enough to see that nothing comes.
const QUIET: Duration = Duration::from_millis(300);

/// One event as a browser reads it.
#[derive(Clone, Debug, PartialEq)]
struct Told {
    id: String,
    event: String,
    data: String,
}

/// An open stream.
struct Stream {
    body: BodyDataStream,
    text: String,
}

impl Stream {
    async fn open(browser: &Browser, path: &str, headers: &[(&str, &str)]) -> Self {
        let answer = browser.open(Method::GET, path, headers, Default::default()).await;
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.headers()["content-type"], "text/event-stream", "{path}");
        assert_eq!(answer.headers()["cache-control"], "no-store", "{path}");
        Self { body: Body::new(answer.into_body()).into_data_stream(), text: String::new() }
    }

    /// The same, ready to hear what comes from now on.
    async fn ready(browser: &Browser, path: &str) -> Self {
        let mut stream = Self::open(browser, path, &[]).await;
        assert_eq!(stream.next().await.event, "ready");
        stream
    }

    /// The next event; none when the stream ends.
    async fn next_or_end(&mut self) -> Option<Told> {
        loop {
            if let Some(end) = self.text.find("\n\n") {
                let block: String = self.text.drain(..end + 2).collect();
                let mut told =
                    Told { id: String::new(), event: String::new(), data: String::new() };
                for line in block.lines() {
                    match line.split_once(": ") {
                        Some(("id", id)) => told.id = id.into(),
                        Some(("event", event)) => told.event = event.into(),
                        Some(("data", data)) => told.data.push_str(&format!("{data}\n")),
                        _ => {}
                    }
                }
                if told.event.is_empty() {
                    continue;
                }
                return Some(told);
            }
            let bytes = tokio::time::timeout(LONG, self.body.next()).await;
            match bytes.expect("an event comes") {
                Some(bytes) => self.text.push_str(std::str::from_utf8(&bytes.unwrap()).unwrap()),
                None => return None,
            }
        }
    }

    async fn next(&mut self) -> Told {
        self.next_or_end().await.expect("the stream goes on")
    }

    async fn is_quiet(&mut self) -> bool {
        tokio::time::timeout(QUIET, self.next_or_end()).await.is_err()
    }
}

/// A Naboom whose streams run.
async fn live() -> TestApp {
    let app = TestApp::start().await;
    run(&app.app).await;
    app
}

async fn run(app: &App) {
    tokio::spawn(naboom::live::run(app.clone()));
    until(LONG, "the reader starts", async || app.feed.is_running()).await;
}

/// Writes an event in a transaction of its own, as an action does, and wakes the reader.
async fn event(app: &TestApp, kind: EventKind, incident: &Incident) {
    let mut tx = app.app.db.begin().await.unwrap();
    events::append(&mut tx, kind, Some(incident.id), json!({})).await.unwrap();
    tx.commit().await.unwrap();
    app.app.feed.wake();
}

async fn hide(app: &TestApp, incident: &Incident) {
    let mut tx = app.app.db.begin().await.unwrap();
    sqlx::query("update incidents set publication = 'hidden' where id = $1")
        .bind(incident.id)
        .execute(&mut *tx)
        .await
        .unwrap();
    events::append(&mut tx, EventKind::Unpublished, Some(incident.id), json!({})).await.unwrap();
    tx.commit().await.unwrap();
    app.app.feed.wake();
}

async fn publish(leader: &Browser, incident: &Incident) {
    let path = format!("/en/moderation/{}", incident.reference);
    let page = leader.get(&path).await;
    let version = page.field("version");
    leader.post(&path, &[("version", &version), ("act", "publish")]).await.status(303);
}

#[tokio::test]
async fn an_event_that_commits_late_is_skipped_by_no_reader() {
    let app = TestApp::start().await;
    let pool = &app.app.db;
    let start = feed::after(pool, Position::default(), 0).await.unwrap().end;
    // Written first, committed last, and the other way round; and one that never is.
    let (mut early, mut late, mut never) =
        (pool.begin().await.unwrap(), pool.begin().await.unwrap(), pool.begin().await.unwrap());
    events::append(&mut early, EventKind::Reported, None, json!("early")).await.unwrap();
    events::append(&mut never, EventKind::Reported, None, json!("never")).await.unwrap();
    events::append(&mut late, EventKind::Reported, None, json!("late")).await.unwrap();
    late.commit().await.unwrap();
    let read = feed::after(pool, start, 10).await.unwrap();
    assert!(read.held && read.events.is_empty(), "what could be overtaken waits: {read:?}");
    early.commit().await.unwrap();
    never.rollback().await.unwrap();
    let mut from = start;
    let mut seen = Vec::new();
    let begun = Instant::now();
    while seen.len() < 2 {
        // Other tests' transactions on the same server hold the feed up too; they end.
        assert!(begun.elapsed() < LONG);
        for event in feed::after(pool, from, 1).await.unwrap().events {
            assert!(event.at > from);
            from = event.at;
            seen.push(event.data);
        }
    }
    assert_eq!(seen, [json!("early"), json!("late")]);
}

#[tokio::test]
async fn many_writers_at_once_and_every_event_arrives_once_in_order() {
    let app = TestApp::with().setting("DATABASE_CONNECTIONS", "20").start().await;
    run(&app.app).await;
    let incident = app.incident().create().await;
    let mut stream = Stream::ready(&app.visitor(), "/live/incidents").await;
    let writers = (0..8).map(|writer| {
        let (pool, id) = (app.app.db.clone(), incident.id);
        let feed = app.app.feed.clone();
        tokio::spawn(async move {
            for n in 0..10_u64 {
                let mut tx = pool.begin().await.unwrap();
                events::append(&mut tx, EventKind::Changed, Some(id), json!({})).await.unwrap();
                // Sequence numbers are given; who commits first is another matter.
                tokio::time::sleep(Duration::from_millis((writer * 7 + n * 3) % 11)).await;
                tx.commit().await.unwrap();
                feed.wake();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    let mut last = Position::default();
    for _ in 0..80 {
        let told = stream.next().await;
        let at: Position = told.id.parse().unwrap();
        assert!(at > last, "{at} after {last}");
        assert_eq!(told.event, "card");
        last = at;
    }
    assert!(stream.is_quiet().await);
}

#[tokio::test]
async fn a_published_report_appears_on_every_open_list_in_its_language() {
    let app = live().await;
    let (leader, visitor) = (app.leader().await, app.visitor());
    let incident = app.incident().publication("pending").title("Pipe burst").create().await;
    let mut english = Stream::ready(&visitor, "/live/incidents?lang=en").await;
    let mut afrikaans = Stream::ready(&visitor, "/live/incidents?lang=af").await;
    let begun = Instant::now();
    publish(&leader, &incident).await;
    let told = english.next().await;
    println!("commit to stream, at most: {:?}", begun.elapsed());
    assert_eq!(told.event, "card");
    let link = format!("href=\"/en/incidents/{}\"", incident.reference);
    assert!(told.data.contains(&link) && told.data.contains("Pipe burst"), "{}", told.data);
    assert!(told.data.contains("Water (en)"), "{}", told.data);
    let link = format!("href=\"/af/incidents/{}\"", incident.reference);
    let same = afrikaans.next().await;
    assert!(same.data.contains(&link) && same.data.contains("Water (af)"), "{}", same.data);
    assert_eq!(same.id, told.id);
    app.work().await;
}

#[tokio::test]
async fn a_list_hears_only_of_what_is_public_and_in_it() {
    let app = live().await;
    let visitor = app.visitor();
    let water = app.incident().category("water").create().await;
    let hidden = app.incident().publication("pending").create().await;
    let mut all = Stream::ready(&visitor, "/live/incidents").await;
    let mut roads = Stream::ready(&visitor, "/live/incidents?category=roads").await;
    let mut searched = Stream::ready(&visitor, "/live/incidents?q=pipe").await;
    event(&app, EventKind::Reported, &hidden).await;
    event(&app, EventKind::Changed, &hidden).await;
    event(&app, EventKind::Changed, &water).await;
    assert_eq!(all.next().await.event, "card");
    let out = roads.next().await;
    assert_eq!((out.event.as_str(), out.data.trim()), ("gone", water.reference.as_str()));
    assert_eq!(searched.next().await.event, "signal");
    // What people say, and who follows, changes no list.
    event(&app, EventKind::Commented, &water).await;
    event(&app, EventKind::Followed, &water).await;
    hide(&app, &water).await;
    let out = all.next().await;
    assert_eq!((out.event.as_str(), out.data.trim()), ("gone", water.reference.as_str()));
    assert!(all.is_quiet().await);
}

#[tokio::test]
async fn the_page_of_a_report_follows_it_and_ends_with_it() {
    let app = live().await;
    let visitor = app.visitor();
    let (mine, other) = (app.incident().create().await, app.incident().create().await);
    let path = format!("/live/incidents/{}?lang=af", mine.reference);
    let mut stream = Stream::ready(&visitor, &path).await;
    event(&app, EventKind::Changed, &other).await;
    event(&app, EventKind::Commented, &mine).await;
    let told = stream.next().await;
    assert_eq!(told.event, "now");
    assert!(told.data.contains("id=\"now\"") && told.data.contains(&mine.title));
    let page = visitor.get(&format!("/af/incidents/{}", mine.reference)).await;
    let shown = page.all("#now");
    let fragment = scraper::Html::parse_fragment(&told.data);
    let words: Vec<&str> = fragment.root_element().text().flat_map(str::split_whitespace).collect();
    assert_eq!(shown, [words.join(" ")], "the fragment is what the page shows");
    hide(&app, &mine).await;
    assert_eq!(stream.next().await.event, "gone");
    assert_eq!(stream.next_or_end().await, None);
    // Whoever asks again is told that there is nothing, exactly as for a report that never was.
    for path in [path.as_str(), "/live/incidents/NB-0000-0000"] {
        let again =
            visitor.send(Method::GET, path, &[("accept", "text/event-stream")], Default::default());
        again.await.status(204);
    }
}

#[tokio::test]
async fn staff_and_residents_get_a_signal_without_content() {
    let app = live().await;
    let (leader, resident) = (app.leader().await, app.resident().await);
    let pending = app.incident().publication("pending").title("Secret words").create().await;
    sqlx::query("update incidents set reporter_id = $2 where id = $1")
        .bind(pending.id)
        .bind(resident.account.unwrap())
        .execute(&app.app.db)
        .await
        .unwrap();
    let mut queue = Stream::ready(&leader, "/live/moderation").await;
    let mut own = Stream::ready(&resident, "/live/me").await;
    let mut page =
        Stream::ready(&resident, &format!("/live/incidents/{}", pending.reference)).await;
    let mut stranger = Stream::ready(&app.resident().await, "/live/me").await;
    event(&app, EventKind::Changed, &pending).await;
    for stream in [&mut queue, &mut own, &mut page] {
        let told = stream.next().await;
        assert_eq!((told.event.as_str(), told.data.as_str()), ("signal", "1\n"));
    }
    assert!(stranger.is_quiet().await);
}

#[tokio::test]
async fn a_stream_ends_within_a_second_of_its_right() {
    let app = live().await;
    let (leader, resident) = (app.leader().await, app.resident().await);
    let mut queue = Stream::ready(&leader, "/live/moderation").await;
    let mut own = Stream::ready(&resident, "/live/me").await;
    let mut public = Stream::ready(&app.visitor(), "/live/incidents").await;
    sqlx::query("delete from account_roles where account_id = $1 and role = 'leader'")
        .bind(leader.account.unwrap())
        .execute(&app.app.db)
        .await
        .unwrap();
    let token = resident.get("/en/account").await.field("_token");
    resident.post("/en/sign-out", &[("_token", &token)]).await.status(303);
    let begun = Instant::now();
    assert_eq!(queue.next_or_end().await, None);
    assert_eq!(own.next_or_end().await, None);
    assert!(begun.elapsed() < Duration::from_millis(1000), "{:?}", begun.elapsed());
    assert!(public.is_quiet().await);
    for browser in [&leader, &resident] {
        let headers = [("accept", "text/event-stream")];
        browser
            .send(Method::GET, "/live/moderation", &headers, Default::default())
            .await
            .status(204);
    }
}

#[tokio::test]
async fn a_listener_that_comes_back_has_every_event_in_order() {
    let app = live().await;
    let visitor = app.visitor();
    let incident = app.incident().create().await;
    let mut whole = Stream::ready(&visitor, "/live/incidents").await;
    let mut cut = Stream::ready(&visitor, "/live/incidents").await;
    event(&app, EventKind::Changed, &incident).await;
    let known = cut.next().await;
    drop(cut);
    for _ in 0..5 {
        event(&app, EventKind::Changed, &incident).await;
    }
    let mut told = Vec::new();
    for _ in 0..6 {
        told.push(whole.next().await);
    }
    assert_eq!(told[0], known);
    // By the header that browsers send, and by the address that a page was given.
    let by_address = format!("/live/incidents?after={}", known.id);
    let header = [("last-event-id", known.id.as_str())];
    for (path, headers) in [("/live/incidents", &header[..]), (by_address.as_str(), &[])] {
        let mut back = Stream::open(&visitor, path, headers).await;
        for expected in &told[1..] {
            assert_eq!(&back.next().await, expected);
        }
        assert_eq!(back.next().await.event, "ready");
    }
}

#[tokio::test]
async fn after_a_restart_the_gap_is_read_from_the_database() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let (incident, pending) =
        (app.incident().create().await, app.incident().publication("pending").create().await);
    for incident in [&incident, &pending, &incident, &incident] {
        event(&app, EventKind::Changed, incident).await;
    }
    let mut ids: Vec<String> = Vec::new();
    // Other tests' transactions on the same server hold the feed up; they end.
    until(LONG, "all four can be read", async || {
        let start = Position { epoch: 1, xid: 0, id: 0 };
        let all = feed::after(&app.app.db, start, 10).await.unwrap();
        ids = all.events.iter().map(|e| e.at.to_string()).collect();
        ids.len() == 4
    })
    .await;
    run(&app.app).await;
    let path = format!("/live/incidents?after={}", ids[0]);
    let mut back = Stream::open(&visitor, &path, &[]).await;
    for id in &ids[2..] {
        let told = back.next().await;
        assert_eq!((told.event.as_str(), &told.id), ("signal", id));
    }
    assert_eq!(back.next().await.event, "ready");
}

#[tokio::test]
async fn a_place_older_than_what_is_kept_or_of_another_life_starts_afresh() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let incident = app.incident().create().await;
    event(&app, EventKind::Changed, &incident).await;
    run(&app.app).await;
    for place in ["1-1-1", "7-999999-9", "0-0-0", "nonsense"] {
        let mut back = Stream::open(&visitor, "/live/incidents", &[("last-event-id", place)]).await;
        assert_eq!(back.next().await.event, "afresh", "{place}");
        assert_eq!(back.next().await.event, "ready", "{place}");
    }
}

#[tokio::test]
async fn a_restored_database_tells_every_listener_to_start_afresh() {
    let app = live().await;
    let mut stream = Stream::ready(&app.visitor(), "/live/incidents").await;
    let renewed = feed::renew(&app.owner()).await;
    assert_eq!(renewed.unwrap(), 2);
    assert!(feed::renew(&app.app.db).await.is_err(), "the serving role may not");
    let told = stream.next().await;
    assert_eq!(told.event, "afresh");
    assert!(told.id.starts_with("2-"), "{}", told.id);
    let incident = app.incident().create().await;
    event(&app, EventKind::Changed, &incident).await;
    assert_eq!(stream.next().await.event, "card");
}

#[tokio::test]
async fn two_nodes_show_each_others_changes_with_and_without_redis() {
    for with in [TestApp::with(), TestApp::with().redis()] {
        let one = with.start().await;
        run(&one.app).await;
        // Another node over the same database and Redis.
        let two = one.another_node().await;
        run(&two.app).await;
        let leader = one.leader().await;
        let mut stream = Stream::ready(&two.visitor(), "/live/incidents").await;
        // The first wake-up may come before the other node listens for it; then its own look finds it.
        for n in 0..2 {
            let incident = one.incident().publication("pending").create().await;
            publish(&leader, &incident).await;
            let begun = Instant::now();
            let told = stream.next().await;
            assert!(told.data.contains(&incident.reference));
            if n == 1 {
                println!("commit on one node to a listener of the other: {:?}", begun.elapsed());
            }
        }
        one.work().await;
    }
}

#[tokio::test]
async fn a_stopping_node_lets_its_listeners_go() {
    let app = live().await;
    let mut stream = Stream::ready(&app.visitor(), "/live/incidents").await;
    app.app.shutdown.cancel();
    assert_eq!(stream.next_or_end().await, None);
    until(LONG, "the feed closes", async || !app.app.feed.is_open()).await;
    // Who asks now is told to come back, not that there is nothing.
    let answer = app.visitor().get("/live/incidents").await;
    assert!(answer.ok().text().starts_with("retry: "), "{}", answer.text());
    assert_eq!(app.app.feed.listeners(), 0);
}

#[tokio::test]
async fn no_other_site_may_listen() {
    let app = live().await;
    for header in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
        app.visitor().header(header.0, header.1).get("/live/incidents").await.status(403);
    }
}
