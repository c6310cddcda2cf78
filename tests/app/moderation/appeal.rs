//! The reporter answers a decision once; somebody else decides about it.

use naboom::auth::Role;

use super::macros::replays;
use super::replies::{later, link, reached};
use super::{path, status, version};
use crate::support::TestApp;

const REJECT: [(&str, &str); 3] = [("act", "reject"), ("version", "1"), ("refusal", "Not ours")];

#[tokio::test]
async fn the_reporter_is_told_why_appeals_once_and_somebody_else_decides() {
    let app = TestApp::start().await;
    let incident = app.incident().title("Leak").create().await;
    reached(&app, &incident).await;
    let link = link(&app, &incident).await;
    let (one, two) = (app.leader().await, app.leader().await);
    let visitor = app.visitor();
    let appeal = format!("{link}/appeal");
    visitor.get(&link).await.ok().does_not_see("I do not agree");
    visitor.post(&appeal, &[("text", "Too early")]).await.status(409);
    one.post(&path(&incident), &REJECT).await.status(303);
    later(&app).await;
    let mail = app.mail_to("reporter@example.org");
    assert!(mail.text.contains("Not ours") && mail.text.contains("say why, once"), "{}", mail.text);
    visitor.get(&link).await.ok().sees("I do not agree");
    visitor.post(&appeal, &[("text", "")]).await.status(422);
    visitor.post(&appeal, &[("text", "It is your pipe")]).await.status(303);
    visitor.get(&link).await.ok().sees("Somebody else looks at it").does_not_see("Why do you not");
    visitor.post(&appeal, &[("text", "Again")]).await.status(409);
    two.get("/en/moderation").await.ok().sees("Leak").sees("an appeal waits");
    let v = version(&app, &incident).await.to_string();
    let decide = |answer| {
        [("act", "appeal"), ("version", v.as_str()), ("verdict", "granted"), ("answer", answer)]
    };
    one.get(&path(&incident)).await.ok().sees("It is your pipe").sees("somebody else decides");
    one.post(&path(&incident), &decide("No")).await.status(422).sees("took part");
    two.post(&path(&incident), &decide("")).await.status(422).sees("Write what happened");
    two.post(&path(&incident), &decide("You are right, it is ours")).await.status(303);
    assert_eq!(status(&app, &incident).await, "in_progress");
    visitor.get(&link).await.ok().sees("you were right").sees("it is ours");
    two.get("/en/moderation").await.ok().does_not_see("an appeal waits");
    later(&app).await;
    let told = app.mail();
    let last = told.last().expect("a second mail");
    assert!(
        last.text.contains("you were right") && last.text.contains("it is ours"),
        "{}",
        last.text
    );
    replays(&app).await;
}

#[tokio::test]
async fn a_denied_appeal_can_be_taken_back_and_is_then_open_again() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let incident = app.incident().create().await;
    let link = link(&app, &incident).await;
    let (one, two) = (app.leader().await, app.leader().await);
    let hide = [("act", "hide"), ("version", "1"), ("reason", "Names a person")];
    one.post(&path(&incident), &hide).await.status(303);
    app.visitor().post(&format!("{link}/appeal"), &[("text", "It does not")]).await.status(303);
    let v = version(&app, &incident).await.to_string();
    let deny = [
        ("act", "appeal"),
        ("version", v.as_str()),
        ("verdict", "denied"),
        ("answer", "It does"),
        ("tab", "done"),
    ];
    let done = two.post(&path(&incident), &deny).await;
    app.visitor().get(&link).await.ok().sees("the decision stays");
    two.post(&path(&incident), &[("act", "appeal"), ("version", "4"), ("answer", "Again")])
        .await
        .status(422)
        .sees("No appeal waits");
    let act = two.follow(&done).await.field("undo");
    two.post(&format!("{}/undo", path(&incident)), &[("undo", &act)]).await.status(303);
    app.visitor().get(&link).await.ok().sees("Somebody else looks at it");
    let v = version(&app, &incident).await.to_string();
    let grant = [
        ("act", "appeal"),
        ("version", v.as_str()),
        ("verdict", "granted"),
        ("hidden", "yes"),
        ("answer", "We looked again"),
    ];
    two.post(&path(&incident), &grant).await.status(303);
    app.visitor().get(&format!("/en/incidents/{}", incident.reference)).await.ok();
    replays(&app).await;
}

#[tokio::test]
async fn only_the_reporter_appeals_and_nobody_decides_about_their_own() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let incident = app.incident().create().await;
    let account = app.account(&[Role::Resident, Role::Leader]).await;
    let mut reporter = app.visitor();
    app.sign_in(&mut reporter, account).await;
    sqlx::query("update incidents set reporter_id = $1 where id = $2")
        .bind(account)
        .bind(incident.id)
        .execute(&app.app.db)
        .await
        .unwrap();
    let leader = app.leader().await;
    leader.post(&path(&incident), &REJECT).await.status(303);
    let appeal = format!("/en/incidents/{}/appeal", incident.reference);
    app.visitor().post(&appeal, &[("text", "Me")]).await.status(401);
    app.resident().await.post(&appeal, &[("text", "Me")]).await.status(404);
    assert_eq!(app.count("select count(*) from incident_appeals").await, 0);
    reporter.post(&appeal, &[("text", "It is ours")]).await.status(303);
    let v = version(&app, &incident).await.to_string();
    let own =
        [("act", "appeal"), ("version", v.as_str()), ("verdict", "granted"), ("answer", "Yes")];
    reporter.post(&path(&incident), &own).await.status(422).sees("your own report");
    assert_eq!(status(&app, &incident).await, "rejected");
    replays(&app).await;
}
