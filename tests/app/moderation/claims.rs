//! Who is on a report: claimed by opening it, left by going on, taken over with a note.

use super::{path, version};
use crate::support::TestApp;

const CLAIMS: &str = "select count(*) from incident_claims where until > now()";

#[tokio::test]
async fn whoever_opens_a_report_is_seen_to_be_on_it_until_they_leave() {
    let app = TestApp::start().await;
    let (one, two) = (app.incident().create().await, app.incident().create().await);
    let (first, second) = (app.leader().await, app.leader().await);
    first.get(&path(&one)).await.ok().sees("You are on this report");
    second.get("/en/moderation").await.ok().sees("Leader 1 is on it");
    second.get(&path(&one)).await.ok().sees("Leader 1 is on this report");
    // Opening another one, or the queue, leaves it.
    first.get(&path(&two)).await.ok().sees("You are on this report");
    assert_eq!(app.count(CLAIMS).await, 1);
    first.get("/en/moderation").await.ok().does_not_see("is on it");
    assert_eq!(app.count(CLAIMS).await, 0);
    first.get(&path(&one)).await.ok();
    first.post("/en/moderation/leave", &[]).await.status(303);
    assert_eq!(app.count(CLAIMS).await, 0);
}

#[tokio::test]
async fn a_claim_ends_after_ten_minutes_and_is_renewed_by_what_one_does() {
    let app = TestApp::start().await;
    let incident = app.incident().create().await;
    let (first, second) = (app.leader().await, app.leader().await);
    first.get(&path(&incident)).await.ok();
    app.as_owner("update incident_claims set until = now() + interval '1 minute'").await;
    first.get(&path(&incident)).await.ok();
    let left = "select count(*) from incident_claims where until > now() + interval '9 minutes'";
    assert_eq!(app.count(left).await, 1);
    app.as_owner("update incident_claims set until = now() - interval '1 second'").await;
    second.get(&path(&incident)).await.ok().sees("You are on this report");
}

#[tokio::test]
async fn taking_over_needs_a_note_that_everybody_of_the_staff_reads() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let incident = app.incident().create().await;
    let (first, second) = (app.leader().await, app.leader().await);
    first.get(&path(&incident)).await.ok();
    let take = format!("{}/take", path(&incident));
    second.post(&take, &[("takeover", "")]).await.status(422).sees("Say why you take it over");
    second.post(&take, &[("takeover", "I stand next to it")]).await.status(303);
    second.get(&path(&incident)).await.ok().sees("You are on this report");
    first.get(&path(&incident)).await.ok().sees("Leader 2 is on").sees("I stand next to it");
    assert_eq!(version(&app, &incident).await, 1);
}

#[tokio::test]
async fn the_next_report_is_one_that_nobody_else_is_on() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let mut queue = Vec::new();
    for _ in 0..3 {
        queue.push(app.incident().publication("pending").create().await);
    }
    let (first, second) = (app.leader().await, app.leader().await);
    first.get(&path(&queue[1])).await.ok();
    let fields = [("act", "publish"), ("version", "1"), ("tab", "new")];
    let done = second.post(&path(&queue[0]), &fields).await;
    assert!(done.location().contains(&queue[2].reference), "{}", done.location());
}
