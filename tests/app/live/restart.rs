//! PostgreSQL dies in the middle: who listens is told everything once it is back, and nobody listens in vain.

use std::time::Duration;

use naboom::events::EventKind;

use super::{Stream, event, publish, run};
use crate::support::{LONG, TestApp, until};

#[tokio::test]
async fn after_a_crash_of_postgresql_every_listener_is_told_everything() {
    let app = TestApp::with().own_postgres().start().await;
    run(&app.app).await;
    let (leader, visitor) = (app.leader().await, app.visitor());
    let incident = app.incident().create().await;
    let mut list = Stream::ready(&visitor, "/live/incidents").await;
    let mut queue = Stream::ready(&leader, "/live/moderation").await;
    event(&app, EventKind::Changed, &incident).await;
    assert_eq!(list.next().await.event, "card");
    let last = queue.next().await;
    app.kill_postgres();
    // Nobody's right can be looked at, so private streams end; they begin again below.
    assert_eq!(queue.next_or_end().await, None);
    assert!(list.is_quiet().await, "a public stream waits");
    app.restart_postgres().await;
    until(LONG * 3, "the feed is read again", async || {
        app.app.feed.is_fresh(Duration::from_millis(900))
    })
    .await;
    for _ in 0..3 {
        event(&app, EventKind::Changed, &incident).await;
    }
    let mut told = Vec::new();
    for _ in 0..3 {
        told.push(list.next().await);
    }
    assert!(told.iter().all(|t| t.event == "card"));
    let header = [("last-event-id", last.id.as_str())];
    let mut queue = Stream::open(&leader, "/live/moderation", &header).await;
    for expected in &told {
        assert_eq!(queue.next().await.id, expected.id, "nothing was lost between");
    }
    assert_eq!(queue.next().await.event, "ready");
    // Pages and actions work as before, and are heard at once.
    let pending = app.incident().publication("pending").create().await;
    publish(&leader, &pending).await;
    assert!(list.next().await.data.contains(&pending.reference));
    app.jobs_may_wait();
}
