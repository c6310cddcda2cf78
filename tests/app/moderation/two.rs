//! Two people decide, where a category asks for it; and publishing is a right of its own.

use naboom::auth::Role;

use super::macros::replays;
use super::{path, status, version};
use crate::support::{Browser, Incident, TestApp};

async fn two_people(app: &TestApp) {
    app.category("water").await;
    let admin = app.admin().await;
    admin.post("/en/admin/two-people", &[("category", "water")]).await.status(303);
}

async fn publication(app: &TestApp, incident: &Incident) -> String {
    sqlx::query_scalar("select publication::text from incidents where id = $1")
        .bind(incident.id)
        .fetch_one(&app.app.db)
        .await
        .unwrap()
}

async fn act(app: &TestApp, who: &Browser, incident: &Incident, act: &str) -> u16 {
    let v = version(app, incident).await.to_string();
    let fields = [("act", act), ("version", v.as_str()), ("refusal", "No"), ("reason", "Names")];
    who.post(&path(incident), &fields).await.status.as_u16()
}

#[tokio::test]
async fn the_first_proposes_and_only_somebody_else_makes_it_so() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    two_people(&app).await;
    let incident = app.incident().title("Leak").publication("pending").create().await;
    let (one, two) = (app.leader().await, app.leader().await);
    one.get(&path(&incident)).await.ok().sees("Two people decide here");
    assert_eq!(act(&app, &one, &incident, "publish").await, 303);
    assert_eq!(publication(&app, &incident).await, "pending");
    one.get("/en/moderation").await.ok().sees("Leader 1 proposes: publish");
    for again in ["publish", "confirm"] {
        assert_eq!(act(&app, &one, &incident, again).await, 422, "{again}");
    }
    two.get(&path(&incident)).await.ok().sees("Leader 1 proposes: publish").sees("Confirm");
    assert_eq!(act(&app, &two, &incident, "confirm").await, 303);
    assert_eq!(publication(&app, &incident).await, "public");
    assert_eq!(status(&app, &incident).await, "acknowledged");
    assert_eq!(act(&app, &two, &incident, "confirm").await, 422);
    app.visitor().get(&format!("/en/incidents/{}", incident.reference)).await.ok();
    replays(&app).await;
}

#[tokio::test]
async fn the_same_decision_of_a_second_person_confirms_and_another_is_a_new_proposal() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    two_people(&app).await;
    let incident = app.incident().create().await;
    let (one, two) = (app.leader().await, app.leader().await);
    assert_eq!(act(&app, &one, &incident, "reject").await, 303);
    assert_eq!(act(&app, &two, &incident, "hide").await, 303);
    assert_eq!(
        (status(&app, &incident).await.as_str(), publication(&app, &incident).await.as_str()),
        ("reported", "public")
    );
    assert_eq!(act(&app, &one, &incident, "hide").await, 303);
    assert_eq!(publication(&app, &incident).await, "hidden");
    // Work needs no second person.
    let v = version(&app, &incident).await.to_string();
    let work = [("act", "status"), ("version", v.as_str()), ("to", "in_progress")];
    two.post(&path(&incident), &work).await.status(303);
    assert_eq!(status(&app, &incident).await, "in_progress");
    replays(&app).await;
}

#[tokio::test]
async fn a_proposal_is_withdrawn_or_taken_back_and_confirming_can_be_undone() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    two_people(&app).await;
    let incident = app.incident().publication("pending").create().await;
    let (one, two) = (app.leader().await, app.leader().await);
    assert_eq!(act(&app, &one, &incident, "publish").await, 303);
    assert_eq!(act(&app, &two, &incident, "withdraw").await, 303);
    assert_eq!(act(&app, &two, &incident, "confirm").await, 422);
    assert_eq!(act(&app, &one, &incident, "publish").await, 303);
    let v = version(&app, &incident).await.to_string();
    let fields = [("act", "confirm"), ("version", v.as_str()), ("tab", "done")];
    let done = two.post(&path(&incident), &fields).await;
    let undo = two.follow(&done).await.field("undo");
    two.post(&format!("{}/undo", path(&incident)), &[("undo", &undo)]).await.status(303);
    assert_eq!(publication(&app, &incident).await, "pending");
    two.get(&path(&incident)).await.ok().sees("Leader 1 proposes: publish");
    replays(&app).await;
}

#[tokio::test]
async fn only_admins_say_where_two_people_decide() {
    let app = TestApp::start().await;
    let (admin, leader) = (app.admin().await, app.leader().await);
    leader.get("/en/admin/two-people").await.status(403);
    leader.post("/en/admin/two-people", &[("category", "water")]).await.status(403);
    admin.get("/af/admin/two-people").await.ok().sees("Twee mense besluit");
    two_people(&app).await;
    let rules = "select count(*) from moderation_rules where two_people";
    assert_eq!(app.count(rules).await, 1);
    admin.post("/en/admin/two-people", &[]).await.status(303);
    assert_eq!(app.count(rules).await, 0);
}

#[tokio::test]
async fn whoever_may_not_publish_moderates_but_makes_nothing_public() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let incident = app.incident().title("Leak").publication("pending").create().await;
    let account = app.account(&[Role::Resident, Role::Leader]).await;
    let mut leader = app.visitor();
    app.sign_in(&mut leader, account).await;
    let person = format!("/en/admin/people/{account}");
    let admin = app.admin().await;
    leader.post(&format!("{person}/publishing"), &[("publish", "yes")]).await.status(403);
    admin.get(&person).await.ok().sees("may make reports, photos and comments public");
    admin.post(&format!("{person}/publishing"), &[("publish", "no")]).await.status(303);
    admin.get(&person).await.ok().sees("make nothing public").sees("May not publish any more");
    leader.get(&path(&incident)).await.ok().does_not_see("Save and publish");
    let refused = leader.post(&path(&incident), &[("act", "publish"), ("version", "1")]).await;
    refused.status(422).sees("You may not publish");
    let bulk = [("deed", "publish"), ("pick", incident.reference.as_str())];
    leader.post("/en/moderation/bulk", &bulk).await.ok().sees("You may not publish");
    assert_eq!(act(&app, &leader, &incident, "hide").await, 303);
    assert_eq!(publication(&app, &incident).await, "hidden");
    admin.post(&format!("{person}/publishing"), &[("publish", "yes")]).await.status(303);
    assert_eq!(act(&app, &leader, &incident, "publish").await, 303);
    assert_eq!(publication(&app, &incident).await, "public");
}
