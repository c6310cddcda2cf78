//! Macros, on one report and on many; many reports at once, shown before and told after.

use naboom::incidents;

use super::queue::leader_of;
use super::{path, status, version};
use crate::support::{Incident, TestApp};

async fn macro_named(app: &TestApp, name: &str) -> String {
    sqlx::query_scalar("select macro_id::text from macro_words where name = $1")
        .bind(name)
        .fetch_one(&app.app.db)
        .await
        .unwrap()
}

async fn retired(app: &TestApp, id: &str) {
    sqlx::query("update macros set retired_at = now() where id = $1::uuid")
        .bind(id)
        .execute(&app.app.db)
        .await
        .unwrap();
}

pub async fn replays(app: &TestApp) {
    let broken = incidents::verify_history(&app.app.db).await.unwrap();
    assert!(broken.is_empty(), "{broken:?}");
    assert!(incidents::replay_all(&app.app.db).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_macro_makes_two_legal_moves_in_one_act_that_can_be_taken_back() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let incident = app.incident().lang("af").publication("pending").create().await;
    let leader = app.leader().await;
    let id = macro_named(&app, "It is repaired").await;
    leader.get(&path(&incident)).await.ok().sees("It is repaired").sees("Use a macro");
    let fields = [("act", "macro"), ("version", "1"), ("macro", id.as_str()), ("tab", "done")];
    let preview = leader.post(&format!("{}/preview", path(&incident)), &fields).await;
    preview.ok().sees("Dit is herstel");
    let done = leader.post(&path(&incident), &fields).await;
    assert_eq!(
        (status(&app, &incident).await.as_str(), version(&app, &incident).await),
        ("resolved", 2)
    );
    let moves = "select count(*) from history where field = 'status' and version = 2";
    assert_eq!(app.count_as_owner(moves).await, 2);
    // The reply is in the language of the report, at the last move only.
    let replies = "select count(*) from history where note like 'Dit is herstel%'";
    assert_eq!(app.count_as_owner(replies).await, 1);
    leader.post(&path(&incident), &fields).await.status(303);
    assert_eq!(version(&app, &incident).await, 2, "the same form twice is one act");
    let act = leader.follow(&done).await.field("undo");
    leader.post(&format!("{}/undo", path(&incident)), &[("undo", &act)]).await.status(303);
    assert_eq!(status(&app, &incident).await, "reported");
    replays(&app).await;
}

#[tokio::test]
async fn the_note_of_a_macro_is_for_staff_and_goes_with_undo() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let incident = app.incident().create().await;
    let leader = app.leader().await;
    let id = macro_named(&app, "Not for this service").await;
    let fields = [("act", "macro"), ("version", "1"), ("macro", id.as_str()), ("tab", "done")];
    let done = leader.post(&path(&incident), &fields).await;
    assert_eq!(status(&app, &incident).await, "rejected");
    let page = leader.get(&path(&incident)).await;
    page.ok().sees("Kept private, because").sees("internal note");
    let act = leader.follow(&done).await.field("undo");
    leader.post(&format!("{}/undo", path(&incident)), &[("undo", &act)]).await.status(303);
    leader.get(&path(&incident)).await.ok().does_not_see("Kept private, because");
    replays(&app).await;
}

#[tokio::test]
async fn a_macro_that_may_not_be_changes_nothing() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let closed = app.incident().status("closed").create().await;
    let (leader, resident) = (app.leader().await, app.resident().await);
    let id = macro_named(&app, "It is repaired").await;
    let fields = [("act", "macro"), ("version", "1"), ("macro", id.as_str())];
    resident.post(&path(&closed), &fields).await.status(403);
    let officer = app.officer().await;
    officer.post(&path(&closed), &fields).await.status(422).sees("Your role may not do this");
    let open = app.incident().create().await;
    leader
        .post(&path(&open), &[("act", "macro"), ("version", "0"), ("macro", id.as_str())])
        .await
        .status(409)
        .sees("It is repaired");
    retired(&app, &id).await;
    leader.post(&path(&open), &fields).await.status(400);
    leader.get(&path(&open)).await.ok().does_not_see("It is repaired");
    assert_eq!((version(&app, &open).await, version(&app, &closed).await), (1, 1));
}

#[tokio::test]
async fn admins_make_order_and_retire_macros_in_both_languages() {
    let app = TestApp::start().await;
    let (admin, leader) = (app.admin().await, app.leader().await);
    leader.get("/en/admin/macros").await.status(403);
    leader.post("/en/admin/macros/new", &[]).await.status(403);
    admin.get("/af/admin/macros").await.ok().sees("Dit is herstel");
    let mut fields = vec![
        ("name-en", "Close it"),
        ("name-af", "Sluit dit"),
        ("first", "resolved"),
        ("then", "acknowledged"),
    ];
    let wrong = admin.post("/en/admin/macros/new", &fields).await;
    wrong.status(422).sees("cannot be reached like this");
    fields[3] = ("then", "closed");
    fields.push(("reply-en", "It is over."));
    admin.post("/en/admin/macros/new", &fields).await.status(422).sees("cannot be without it");
    fields.push(("reply-af", "Dit is verby."));
    admin.post("/en/admin/macros/new", &fields).await.status(303);
    let id = macro_named(&app, "Close it").await;
    let move_up = format!("/en/admin/macros/{id}/move");
    leader.post(&move_up, &[("way", "up")]).await.status(403);
    for _ in 0..3 {
        admin.post(&move_up, &[("way", "up")]).await.status(303);
    }
    let incident = app.incident().create().await;
    let page = leader.get(&path(&incident)).await;
    assert_eq!(page.ok().all("#macro option")[0], "Close it");
    admin.get(&format!("/af/admin/macros/{id}")).await.ok().sees("Dit is verby.");
    let retire = format!("/en/admin/macros/{id}/retire");
    leader.post(&retire, &[("retired", "yes")]).await.status(403);
    admin.post(&retire, &[("retired", "yes")]).await.status(303);
    leader.get(&path(&incident)).await.ok().does_not_see("Close it");
    admin.get(&format!("/en/admin/macros/{id}")).await.ok().sees("Offer it again");
}

fn chosen<'a>(deed: &'a str, picks: &'a [&Incident]) -> Vec<(&'a str, &'a str)> {
    let picks = picks.iter().map(|i| ("pick", i.reference.as_str()));
    [("deed", deed)].into_iter().chain(picks).collect()
}

fn fields(hidden: &[(String, String)]) -> Vec<(&str, &str)> {
    hidden.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect()
}

#[tokio::test]
async fn many_reports_are_shown_before_and_told_line_by_line_after() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let good = app.incident().title("Good one").publication("pending").create().await;
    let moved = app.incident().title("Moved on").publication("pending").create().await;
    let over = app.incident().title("Over").status("closed").create().await;
    let outside = app.incident().title("Canary of others").category("fire").create().await;
    let leader = leader_of(&app, "water").await;
    let all = [&good, &moved, &over, &outside];
    let form = chosen("acknowledged", &all);
    let preview = leader.post("/en/moderation/bulk", &form).await;
    preview.ok().sees("2 of 4").sees("cannot follow").sees("Not there for you");
    preview.does_not_see("Canary of others");
    for incident in [&good, &moved, &over, &outside] {
        assert_eq!(version(&app, incident).await, 1, "a preview does nothing");
    }
    let other = app.leader().await;
    other
        .post(&path(&moved), &[("act", "priority"), ("version", "1"), ("priority", "high")])
        .await
        .status(303);
    let hidden = preview.hidden();
    let mut send: Vec<(String, String)> = hidden.clone();
    for (name, value) in &mut send {
        // As if somebody wrote the others into the form.
        if name == "pick" {
            *value = format!("{value} {}.1 {}.1", over.reference, outside.reference);
        }
    }
    let result = leader.post("/en/moderation/bulk/do", &fields(&send)).await;
    result.ok().sees("Done: 1 of 4").sees("somebody changed it").sees("cannot follow");
    result.does_not_see("Canary of others");
    assert_eq!(status(&app, &good).await, "acknowledged");
    for untouched in [&moved, &over, &outside] {
        assert_ne!(status(&app, untouched).await, "acknowledged");
    }
    let again = leader.post("/en/moderation/bulk/do", &fields(&send)).await;
    again.ok().sees("Done: 1 of 4");
    assert_eq!(version(&app, &good).await, 2, "sent again it is done once");
    let back = leader.post("/en/moderation/bulk/undo", &fields(&again.hidden())).await;
    back.ok().sees("Taken back: 1.");
    assert_eq!(status(&app, &good).await, "reported");
    leader.post("/en/moderation/bulk/undo", &fields(&again.hidden())).await.ok().sees("too late");
    replays(&app).await;
}

#[tokio::test]
async fn many_need_words_where_one_does_and_macros_speak_the_language_of_each() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let one = app.incident().create().await;
    let two = app.incident().lang("af").publication("pending").create().await;
    let leader = app.leader().await;
    let preview = leader.post("/en/moderation/bulk", &chosen("rejected", &[&one, &two])).await;
    preview.ok().sees("2 of 2").sees("Your words");
    let hidden = preview.hidden();
    let refused = leader.post("/en/moderation/bulk/do", &fields(&hidden)).await;
    refused.status(422).sees("Write what happened, or why");
    let mut form = fields(&hidden);
    form.push(("text", "Sent twice by mistake"));
    leader.post("/en/moderation/bulk/do", &form).await.ok().sees("Done: 2 of 2");
    let told = "select count(*) from incidents where status_note = 'Sent twice by mistake'";
    assert_eq!(app.count(told).await, 2);
    let id = format!("macro-{}", macro_named(&app, "Publish, and I see to it").await);
    let (one, two) = (
        app.incident().create().await,
        app.incident().lang("af").publication("pending").create().await,
    );
    let preview = leader.post("/af/moderation/bulk", &chosen(&id, &[&one, &two])).await;
    preview.ok().sees("Publiseer, en ek sien daarna om").sees("2 van 2");
    leader.post("/af/moderation/bulk/do", &fields(&preview.hidden())).await.ok().sees("2 van 2");
    assert_eq!(
        app.count("select count(*) from incidents where status_note = 'Iemand sien daarna om.'")
            .await,
        1
    );
    assert_eq!(app.count("select count(*) from incidents where assigned_to is not null").await, 2);
    replays(&app).await;
}

#[tokio::test]
async fn nothing_chosen_too_much_chosen_and_unknown_deeds_are_refused() {
    let app = TestApp::start().await;
    let incident = app.incident().create().await;
    let (leader, resident) = (app.leader().await, app.resident().await);
    let one = [&incident];
    let form = chosen("publish", &one);
    for to in ["", "/do", "/undo"] {
        resident.post(&format!("/en/moderation/bulk{to}"), &form).await.status(403);
    }
    for to in ["", "/do"] {
        let to = format!("/en/moderation/bulk{to}");
        leader.post(&to, &[("deed", "publish")]).await.status(422).sees("Choose at least one");
        leader.post(&to, &chosen("drop", &[&incident])).await.status(422).sees("Choose what to do");
    }
    let references: Vec<String> =
        (0..51).map(|_| incidents::Reference::random().to_string()).collect();
    let mut form = vec![("deed", "publish")];
    form.extend(references.iter().map(|r| ("pick", r.as_str())));
    leader.post("/en/moderation/bulk", &form).await.status(422).sees("at most 50");
    leader.get("/en/moderation").await.ok().sees("See what will happen");
    assert_eq!(version(&app, &incident).await, 1);
}
