//! Deciding, as leaders do it: the queue, one report, two at once, the way back.

mod appeal;
mod card;
mod claims;
mod deadlines;
mod filters;
mod macros;
mod queue;
mod random;
mod replies;
mod rights;
mod split;
mod two;
mod work;

use naboom::auth::Role;
use naboom::incidents::{self, Status, move_needs};

use crate::support::{Incident, TestApp};

fn path(incident: &Incident) -> String {
    format!("/en/moderation/{}", incident.reference)
}

async fn version(app: &TestApp, incident: &Incident) -> i32 {
    sqlx::query_scalar("select version from incidents where id = $1")
        .bind(incident.id)
        .fetch_one(&app.app.db)
        .await
        .unwrap()
}

async fn status(app: &TestApp, incident: &Incident) -> String {
    sqlx::query_scalar("select status::text from incidents where id = $1")
        .bind(incident.id)
        .fetch_one(&app.app.db)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_leader_publishes_with_one_tap_and_everybody_sees_it() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let incident =
        app.incident().title("Riool in die straat").publication("pending").create().await;
    let public = format!("/af/incidents/{}", incident.reference);
    app.visitor().get(&public).await.status(404);
    let leader = app.leader().await;
    leader.get("/af/moderation").await.ok().sees("Riool in die straat").sees("Publiseer");
    let v = version(&app, &incident).await.to_string();
    let done = leader.post(&path(&incident), &[("act", "publish"), ("version", &v)]).await;
    leader.follow(&done).await.ok().sees("Undo");
    app.visitor().get(&public).await.ok().sees("Riool in die straat").sees("Ontvangs erken");
    assert_eq!(status(&app, &incident).await, "acknowledged");
}

#[tokio::test]
async fn hiding_needs_a_reason_and_takes_it_from_the_public_at_once() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let incident = app.incident().title("Only for a while").create().await;
    let public = format!("/en/incidents/{}", incident.reference);
    let lists = ["/en/incidents", "/feeds/incidents.geojson"];
    app.visitor().get(&public).await.ok();
    for list in lists {
        assert!(app.visitor().get(list).await.ok().text().contains("Only for a while"), "{list}");
    }
    let leader = app.leader().await;
    let v = version(&app, &incident).await.to_string();
    let refused =
        leader.post(&path(&incident), &[("act", "hide"), ("version", &v), ("reason", " ")]).await;
    refused.status(422).sees("Give a reason");
    leader
        .post(&path(&incident), &[("act", "hide"), ("version", &v), ("reason", "Names a person")])
        .await
        .status(303);
    app.visitor().get(&public).await.status(404);
    for list in lists {
        app.visitor().get(list).await.ok().does_not_see("Only for a while");
    }
}

#[tokio::test]
async fn every_move_of_status_is_made_or_refused_as_the_rules_say() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let (leader, officer) = (app.leader().await, app.officer().await);
    let other = app.incident().create().await;
    for from in Status::ALL.into_iter().filter(|s| *s != Status::Duplicate) {
        for to in Status::ALL {
            for (who, browser) in [(Role::Leader, &leader), (Role::Officer, &officer)] {
                let incident = app.incident().status(from.as_str()).create().await;
                let v = version(&app, &incident).await.to_string();
                let other = if to == Status::Duplicate { other.reference.as_str() } else { "" };
                let fields = [
                    ("act", "status"),
                    ("version", &v),
                    ("to", to.as_str()),
                    ("text", "Done so"),
                    ("other", other),
                ];
                let answer = browser.post(&path(&incident), &fields).await;
                let over = matches!(from, Status::Closed | Status::Rejected);
                let legal = move_needs(from, to).is_some() && !(over && who == Role::Officer);
                let expected = if legal { 303 } else { 422 };
                assert_eq!(answer.status.as_u16(), expected, "{who:?}: {from} -> {to}");
                assert_eq!(
                    status(&app, &incident).await,
                    if legal { to.as_str() } else { from.as_str() }
                );
            }
        }
    }
}

#[tokio::test]
async fn a_text_that_is_needed_is_asked_for_and_what_was_typed_stays() {
    let app = TestApp::start().await;
    let incident = app.incident().status("acknowledged").create().await;
    let leader = app.leader().await;
    let v = version(&app, &incident).await.to_string();
    let answer = leader
        .post(
            &path(&incident),
            &[("act", "status"), ("version", &v), ("to", "resolved"), ("text", "")],
        )
        .await;
    answer.status(422).sees("Write what happened, or why");
    let long = "x".repeat(2001);
    let answer = leader
        .post(
            &path(&incident),
            &[("act", "status"), ("version", &v), ("to", "resolved"), ("text", &long)],
        )
        .await;
    assert!(answer.status(422).text().contains(&long), "the long text is still there");
}

#[tokio::test]
async fn the_later_of_two_leaders_sees_both_versions_and_may_apply_theirs() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let incident = app.incident().status("acknowledged").create().await;
    let (one, two) = (app.leader().await, app.leader().await);
    let v = version(&app, &incident).await.to_string();
    one.post(&path(&incident), &[("act", "status"), ("version", &v), ("to", "in_progress")])
        .await
        .status(303);
    let mine = [
        ("act", "status"),
        ("version", v.as_str()),
        ("to", "resolved"),
        ("text", "Fixed by the team"),
    ];
    let conflict = two.post(&path(&incident), &mine).await;
    conflict.status(409).sees("Somebody was quicker").sees("In progress").sees("Fixed by the team");
    assert_eq!(status(&app, &incident).await, "in_progress");
    let again = conflict.hidden();
    let again: Vec<(&str, &str)> = again.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    two.post(&path(&incident), &again).await.status(303);
    assert_eq!(status(&app, &incident).await, "resolved");
}

#[tokio::test]
async fn twenty_leaders_at_once_lose_no_update() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let incident = app.incident().priority("low").create().await;
    let start = version(&app, &incident).await;
    let mut leaders = Vec::new();
    for _ in 0..20 {
        leaders.push(app.leader().await);
    }
    let v = start.to_string();
    let texts: Vec<String> = (0..20).map(|n| format!("Title by leader {n}")).collect();
    let sent = leaders.iter().zip(&texts).map(|(leader, title)| {
        let fields = [
            ("act", "words"),
            ("version", v.as_str()),
            ("title", title.as_str()),
            ("description", "The same for all"),
        ];
        let path = path(&incident);
        async move { leader.post(&path, &fields).await.status.as_u16() }
    });
    let answers = futures_util::future::join_all(sent).await;
    assert_eq!(answers.iter().filter(|s| **s == 303).count(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|s| **s == 409).count(), 19, "{answers:?}");
    assert_eq!(version(&app, &incident).await, start + 1);
    assert!(incidents::verify_history(&app.app.db).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_decision_can_be_taken_back_for_a_while() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let incident = app.incident().status("acknowledged").create().await;
    let leader = app.leader().await;
    let v = version(&app, &incident).await.to_string();
    let done = leader
        .post(&path(&incident), &[("act", "status"), ("version", &v), ("to", "in_progress")])
        .await;
    let page = leader.follow(&done).await;
    let act = page.ok().field("undo");
    let undo = format!("{}/undo", path(&incident));
    app.leader().await.post(&undo, &[("undo", &act)]).await.status(422).sees("too late");
    leader.post(&undo, &[("undo", &act)]).await.status(303);
    assert_eq!(status(&app, &incident).await, "acknowledged");
    assert_eq!(app.count_as_owner("select count(*) from history where kind = 'undo'").await, 1);
    leader.post(&undo, &[("undo", &act)]).await.status(422);
}

#[tokio::test]
async fn who_reported_it_is_shown_for_a_reason_that_is_kept() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let incident = app.incident().create().await;
    app.as_owner("insert into incident_contacts (incident_id, name, phone) select id, 'Sannie Canary', '+27820000001' from incidents").await;
    let leader = app.leader().await;
    leader.get(&path(&incident)).await.ok().does_not_see("Sannie Canary");
    let reveal = format!("{}/reveal", path(&incident));
    leader.post(&reveal, &[("why", "")]).await.status(422).does_not_see("Sannie Canary");
    leader
        .post(&reveal, &[("why", "Ask where the tap is")])
        .await
        .ok()
        .sees("Sannie Canary")
        .sees("+27820000001");
    assert_eq!(
        app.count("select count(*) from identity_reads where what = 'identity' and reason = 'Ask where the tap is'")
            .await,
        1
    );
}

#[tokio::test]
async fn notes_are_for_staff_and_comments_for_everybody() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let incident = app.incident().create().await;
    let leader = app.leader().await;
    let say = format!("{}/say", path(&incident));
    leader.post(&say, &[("body", "Inner canary"), ("audience", "internal")]).await.status(303);
    leader
        .post(&say, &[("body", "The team comes at two"), ("audience", "public")])
        .await
        .status(303);
    leader.post(&say, &[("body", ""), ("audience", "public")]).await.status(422);
    leader.get(&path(&incident)).await.ok().sees("Inner canary").sees("The team comes at two");
    let public = app.visitor().get(&format!("/en/incidents/{}", incident.reference)).await;
    public.ok().sees("The team comes at two").does_not_see("Inner canary");
}

#[tokio::test]
async fn flags_name_what_must_go_before_publishing() {
    let app = TestApp::start().await;
    let incident = app
        .incident()
        .description("Bel Pieter by 082 123 4567")
        .publication("pending")
        .create()
        .await;
    let leader = app.leader().await;
    leader.get("/af/moderation").await.ok().sees("Bevat ’n telefoonnommer");
    leader.get(&path(&incident)).await.ok().sees("Holds a phone number");
}
