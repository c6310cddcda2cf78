//! What reporters are told: ready-made texts in their language, the message before it goes, the question and its answer.

use naboom::incidents::actions;
use naboom::jobs::Job;
use naboom::worker;

use super::{path, status, version};
use crate::support::{Incident, TestApp};

/// Whoever reported this left an address.
pub async fn reached(app: &TestApp, incident: &Incident) {
    sqlx::query(
        "insert into incident_contacts (incident_id, email) values ($1, 'reporter@example.org')",
    )
    .bind(incident.id)
    .execute(&app.app.db)
    .await
    .unwrap();
}

/// The tracking link of a report, without the site.
pub async fn link(app: &TestApp, incident: &Incident) -> String {
    let submission = sqlx::query_scalar("select submission_id from incidents where id = $1")
        .bind(incident.id)
        .fetch_one(&app.app.db)
        .await
        .unwrap();
    let token = actions::tracking_token(&app.app, submission);
    sqlx::query("update incidents set tracking_hash = $1 where id = $2")
        .bind(naboom::ids::token_hash(&token))
        .bind(incident.id)
        .execute(&app.app.db)
        .await
        .unwrap();
    format!("/en/t/{token}")
}

/// The 30 seconds to undo are over.
pub async fn later(app: &TestApp) {
    app.as_owner("update jobs._private_jobs set run_at = now()").await;
    app.work().await;
}

async fn reply(app: &TestApp, used_for: &str) -> String {
    sqlx::query_scalar(
        "select id::text from reply_texts where used_for = $1 order by number limit 1",
    )
    .bind(used_for)
    .fetch_one(&app.app.db)
    .await
    .unwrap()
}

#[tokio::test]
async fn the_reporter_is_told_why_in_the_language_of_the_report() {
    let app = TestApp::start().await;
    let incident = app.incident().lang("af").create().await;
    reached(&app, &incident).await;
    let leader = app.leader().await;
    let id = reply(&app, "hide").await;
    let fields =
        [("act", "hide"), ("version", "1"), ("reply_hide", &id), ("reason", "Skryf weer.")];
    let shown = leader.post(&format!("{}/preview", path(&incident)), &fields).await;
    shown.ok().sees("Dit noem of beskuldig iemand").sees("Skryf weer.").sees("sent by e-mail");
    assert_eq!(version(&app, &incident).await, 1, "a preview decides nothing");
    let hidden = shown.hidden();
    let fields: Vec<(&str, &str)> = hidden.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    leader.post(&path(&incident), &fields).await.status(303);
    app.work().await;
    assert!(app.mail().is_empty(), "it can still be taken back");
    later(&app).await;
    let mail = app.mail_to("reporter@example.org");
    assert!(mail.subject.contains(&incident.reference));
    assert!(mail.text.contains("Dit noem of beskuldig iemand"), "{}", mail.text);
    assert!(mail.text.contains("Skryf weer.") && mail.text.contains("/af/t/"), "{}", mail.text);
}

#[tokio::test]
async fn nobody_is_told_of_what_was_taken_back() {
    let app = TestApp::start().await;
    let incident = app.incident().status("acknowledged").create().await;
    reached(&app, &incident).await;
    let leader = app.leader().await;
    let fields = [("act", "reject"), ("version", "1"), ("refusal", "Outside our area")];
    let done = leader.post(&path(&incident), &fields).await;
    assert_eq!(status(&app, &incident).await, "rejected");
    let act = leader.follow(&done).await.field("undo");
    leader.post(&format!("{}/undo", path(&incident)), &[("undo", &act)]).await.status(303);
    later(&app).await;
    assert!(app.mail().is_empty());
}

#[tokio::test]
async fn a_question_needs_words_and_what_was_typed_stays() {
    let app = TestApp::start().await;
    let incident = app.incident().create().await;
    let leader = app.leader().await;
    let fields = [("act", "ask"), ("version", "1"), ("question", ""), ("days", "7")];
    let again = leader.post(&path(&incident), &fields).await;
    again.status(422).sees("Write what happened, or why");
    assert_eq!(again.all("#question-error").len(), 1);
}

#[tokio::test]
async fn a_question_goes_out_by_signed_link_and_the_wait_ends_by_itself() {
    let app = TestApp::start().await;
    let incident = app.incident().create().await;
    reached(&app, &incident).await;
    link(&app, &incident).await;
    let leader = app.leader().await;
    let fields =
        [("act", "ask"), ("version", "1"), ("question", "Which side of the road?"), ("days", "3")];
    leader.post(&path(&incident), &fields).await.status(303);
    later(&app).await;
    let mail = app.mail_to("reporter@example.org");
    assert!(mail.text.contains("Which side of the road?"), "{}", mail.text);
    let link = mail.text.split_whitespace().find(|w| w.contains("/t/")).expect("a link");
    let at = link.find("/en/t/").expect("in the language of the report");
    let visitor = app.visitor();
    visitor.get(&link[at..]).await.ok().sees("We have a question for you");
    let answer = format!("{}/answer", &link[at..]);
    visitor.post(&answer, &[("text", "The left side")]).await.status(303);
    assert_eq!(status(&app, &incident).await, "in_progress");
    leader.get(&path(&incident)).await.ok().sees("The left side");
    // Asked again, nobody answers.
    let v = version(&app, &incident).await.to_string();
    let fields = [("act", "ask"), ("version", v.as_str()), ("question", "And now?"), ("days", "3")];
    leader.post(&path(&incident), &fields).await.status(303);
    worker::perform(&app.app, Job::CleanUp).await.unwrap();
    assert_eq!(status(&app, &incident).await, "waiting");
    app.as_owner("update incident_waits set until = now() - interval '1 minute'").await;
    worker::perform(&app.app, Job::CleanUp).await.unwrap();
    assert_eq!(status(&app, &incident).await, "in_progress");
    leader.get(&path(&incident)).await.ok().sees("The wait is over");
    assert!(naboom::incidents::verify_history(&app.app.db).await.unwrap().is_empty());
    later(&app).await;
}

#[tokio::test]
async fn edited_words_are_published_with_one_button() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let incident = app.incident().title("Call Canary").publication("pending").create().await;
    let leader = app.leader().await;
    let fields = [
        ("act", "edit"),
        ("version", "1"),
        ("title", "A pipe leaks"),
        ("description", "Since noon"),
    ];
    leader.post(&path(&incident), &fields).await.status(303);
    let public = app.visitor().get(&format!("/en/incidents/{}", incident.reference)).await;
    public.ok().sees("A pipe leaks").does_not_see("Canary");
    leader.get(&path(&incident)).await.ok().sees("Call Canary");
}

#[tokio::test]
async fn admins_edit_the_ready_made_texts_in_every_language() {
    let app = TestApp::start().await;
    let (admin, leader) = (app.admin().await, app.leader().await);
    leader.get("/en/admin/replies").await.status(403);
    admin.get("/af/admin/replies").await.ok().sees("Noem iemand");
    let mut fields = vec![
        ("used_for", "ask"),
        ("name-en", "How deep?"),
        ("body-en", "How deep is the hole?"),
        ("name-af", "Hoe diep?"),
    ];
    admin.post("/en/admin/replies/new", &fields).await.status(422).sees("Write 1 to 900 letters");
    fields.push(("body-af", "Hoe diep is die gat?"));
    admin.post("/en/admin/replies/new", &fields).await.status(303);
    let incident = app.incident().create().await;
    leader.get(&path(&incident)).await.ok().sees("How deep?");
    let id: String =
        sqlx::query_scalar("select reply_id::text from reply_words where name = 'How deep?'")
            .fetch_one(&app.app.db)
            .await
            .unwrap();
    let retire = format!("/en/admin/replies/{id}/retire");
    leader.post(&retire, &[("retired", "yes")]).await.status(403);
    admin.post(&retire, &[("retired", "yes")]).await.status(303);
    leader.get(&path(&incident)).await.ok().does_not_see("How deep?");
    admin.get(&format!("/en/admin/replies/{id}")).await.ok().sees("Offer it again");
}

#[tokio::test]
async fn followers_of_a_duplicate_follow_the_original_and_are_told_once() {
    let app = TestApp::start().await;
    let (original, copy) = (app.incident().create().await, app.incident().create().await);
    let (both, one) = (app.resident().await, app.resident().await);
    for (browser, incident) in [(&both, &original), (&both, &copy), (&one, &copy)] {
        browser
            .post(&format!("/en/incidents/{}/follow", incident.reference), &[])
            .await
            .status(303);
    }
    let leader = app.leader().await;
    let fields =
        [("act", "status"), ("version", "1"), ("to", "duplicate"), ("other", &original.reference)];
    let done = leader.post(&path(&copy), &fields).await;
    let act = leader.follow(&done).await.field("undo");
    leader.post(&format!("{}/undo", path(&copy)), &[("undo", &act)]).await.status(303);
    later(&app).await;
    let followers = "select count(*) from incident_followers";
    assert_eq!(app.count(followers).await, 3, "what was taken back carries nobody");
    let fields =
        [("act", "status"), ("version", "3"), ("to", "duplicate"), ("other", &original.reference)];
    leader.post(&path(&copy), &fields).await.status(303);
    later(&app).await;
    assert_eq!(app.count(followers).await, 4);
    let mail = app.mail();
    assert_eq!(mail.len(), 1, "who followed both is not written to: {mail:?}");
    assert!(mail[0].to.starts_with("resident2@") && mail[0].text.contains(&original.reference));
    let old = app.visitor().get(&format!("/en/incidents/{}", copy.reference)).await;
    old.ok().sees(&original.reference);
}
