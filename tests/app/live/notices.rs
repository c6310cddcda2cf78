//! Personal notices and their badge; and what open pages are told though no report changed.

use std::time::Duration;

use super::{Stream, event, live, publish};
use crate::support::{Browser, Incident, LONG, TestApp, until};
use naboom::events::EventKind;

async fn report_of(app: &TestApp, person: &Browser, title: &str) -> Incident {
    let incident = app.incident().publication("pending").title(title).create().await;
    sqlx::query("update incidents set reporter_id = $2 where id = $1")
        .bind(incident.id)
        .bind(person.account.unwrap())
        .execute(&app.app.db)
        .await
        .unwrap();
    incident
}

#[tokio::test]
async fn a_reporter_reads_what_others_did_and_the_badge_counts_what_is_new() {
    let app = live().await;
    let (leader, resident) = (app.leader().await, app.resident().await);
    let incident = report_of(&app, &resident, "Pipe burst").await;
    let mut own = Stream::ready(&resident, "/live/me").await;
    let page = resident.get("/en/incidents").await;
    assert_eq!(page.ok().all("a#unread").len(), 0);
    publish(&leader, &incident).await;
    assert_eq!(own.next().await.event, "signal");
    // The badge stands on every page, and is fetched alone by pages that follow.
    let badge = resident.get("/en/incidents").await;
    assert_eq!(badge.ok().all("a#unread .count"), ["2"]);
    let alone = resident.get("/af/my/notices/unread").await;
    alone.ok().sees("2 ongeleesde kennisgewings");
    assert!(alone.body.len() < 1000);
    // Fetching the page again behind it reads nothing; opening it does.
    let behind = resident.header("sec-fetch-dest", "empty");
    behind.get("/en/my/notices").await.ok().sees("Everybody can see it now").sees("Pipe burst");
    assert_eq!(behind.get("/en/account").await.all("a#unread .count"), ["2"]);
    let resident = behind.header("sec-fetch-dest", "document");
    let opened = resident.get("/en/my/notices").await;
    assert_eq!(opened.ok().all("main .tag").len(), 2, "what is new is marked once");
    assert_eq!(opened.all("a#unread").len(), 0);
    let later = resident.get("/en/my/notices").await;
    later.ok().sees("Everybody can see it now");
    assert_eq!(later.all("main .tag").len(), 0);
    // The leader did it, and has no news of it; nobody else has any.
    for other in [leader, app.resident().await] {
        other.get("/en/my/notices").await.ok().sees("Nothing has happened yet");
    }
    app.visitor().get("/en/my/notices").await.status(303);
    app.work().await;
}

#[tokio::test]
async fn open_queues_are_told_who_is_on_what_and_that_time_has_passed() {
    let app = live().await;
    let (leader, other) = (app.leader().await, app.leader().await);
    let incident = app.incident().publication("pending").create().await;
    let resident = app.resident().await;
    let mut queue = Stream::ready(&other, "/live/moderation").await;
    let mut stranger = Stream::ready(&resident, "/live/me").await;
    let path = format!("/en/moderation/{}", incident.reference);
    leader.get(&path).await.ok();
    assert_eq!(queue.next().await.event, "signal");
    // Looking again changes nothing; leaving does.
    leader.get(&path).await.ok();
    assert!(queue.is_quiet().await);
    leader.get("/en/moderation").await.ok();
    assert_eq!(queue.next().await.event, "signal");
    assert!(stranger.is_quiet().await);
    sqlx::query("update incident_deadlines set look_by = clock_timestamp() + interval '100 ms' where incident_id = $1")
        .bind(incident.id)
        .execute(&app.app.db)
        .await
        .unwrap();
    assert_eq!(queue.next().await.event, "signal", "a deadline has passed");
}

#[tokio::test]
async fn what_an_administrator_changes_is_on_every_page_at_once() {
    let app = live().await;
    let two = app.another_node().await;
    super::run(&two.app).await;
    let (admin, visitor, elsewhere) = (app.admin().await, app.visitor(), two.visitor());
    for browser in [&visitor, &elsewhere] {
        browser.get("/en/incidents").await.ok();
    }
    let form = admin.get("/en/admin/settings").await;
    let mut fields: Vec<(String, String)> = form.hidden();
    for name in ["name-en", "name-af"] {
        fields.push((name.into(), "Naboom of the north".into()));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    admin.post("/en/admin/settings", &fields).await.status(303);
    for browser in [&visitor, &elsewhere] {
        until(Duration::from_secs(1), "the new name is shown", async || {
            browser.get("/en/incidents").await.text().contains("Naboom of the north")
        })
        .await;
    }
    // No list was fetched again for it.
    let mut list = Stream::ready(&visitor, "/live/incidents").await;
    let before = app.count("select count(*) from events where kind = 'site_changed'").await;
    assert!(before > 0);
    let incident = app.incident().create().await;
    event(&app, EventKind::Changed, &incident).await;
    assert_eq!(list.next().await.event, "card");
    until(LONG, "both nodes are there", async || two.app.feed.at() == app.app.feed.at()).await;
}
