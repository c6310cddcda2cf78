//! Photos of a duplicate: with the report that it repeats, for as long as it repeats it.

use naboom::ids::MediaId;
use naboom::media::Publication;

use super::{attach, draft, jpeg, publish, send};
use crate::support::{Incident, TestApp};

/// A public report with a public photo and one that waits.
async fn with_photos(app: &TestApp) -> (Incident, MediaId, MediaId) {
    let incident = app.incident().create().await;
    let draft = draft(app).await;
    let shown = send(app, &draft, &jpeg(1)).await.expect("a photo");
    let waits = send(app, &draft, &jpeg(2)).await.expect("a photo");
    attach(app, &draft, incident.id).await;
    publish(app, shown, Publication::Public).await;
    app.work().await;
    (incident, shown, waits)
}

#[tokio::test]
async fn public_photos_of_a_duplicate_stand_with_the_original_until_that_is_taken_back() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let original = app.incident().create().await;
    let (copy, shown, waits) = with_photos(&app).await;
    let page = format!("/en/incidents/{}", original.reference);
    let own = format!("/en/incidents/{}", copy.reference);
    let (shown, waits) = (shown.to_string(), waits.to_string());
    let (leader, visitor, resident) = (app.leader().await, app.visitor(), app.resident().await);
    let sees = async |there: bool| {
        for browser in [&visitor, &resident, &leader] {
            let text = browser.get(&page).await.ok().text();
            assert_eq!(text.contains(&shown), there, "{text}");
            assert!(!text.contains(&waits));
        }
        assert!(visitor.get(&own).await.ok().text().contains(&shown), "it stays with its own");
    };
    sees(false).await;
    let path = format!("/en/moderation/{}", copy.reference);
    let decide = |version: &'static str| {
        vec![
            ("act", "status"),
            ("version", version),
            ("to", "duplicate"),
            ("other", original.reference.as_str()),
        ]
    };
    let done = leader.post(&path, &decide("1")).await;
    sees(true).await;
    let list = app.visitor().get("/en/incidents").await.ok().text();
    assert_eq!(list.matches(&shown).count(), 2, "the card of both");
    let act = leader.follow(&done).await.field("undo");
    leader.post(&format!("{path}/undo"), &[("undo", &act)]).await.status(303);
    sees(false).await;
    // Once more, and then it is reopened.
    leader.post(&path, &decide("3")).await.status(303);
    sees(true).await;
    let reopen = [("act", "status"), ("version", "4"), ("to", "in_progress"), ("text", "Another")];
    leader.post(&path, &reopen).await.status(303);
    sees(false).await;
    // A duplicate that is not public shows nothing anywhere.
    leader.post(&path, &decide("5")).await.status(303);
    let hide = [("act", "private"), ("version", "6")];
    leader.post(&path, &hide).await.status(303);
    assert!(!visitor.get(&page).await.ok().text().contains(&shown));
}
