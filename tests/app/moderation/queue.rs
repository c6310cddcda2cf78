//! Going through the queue: its tabs, the next report, what each person is offered, the way back.

use naboom::auth::Role;
use naboom::ids::AccountId;

use super::{path, status, version};
use crate::support::{Browser, Incident, TestApp};

/// A leader for one category only.
pub async fn leader_of(app: &TestApp, category: &str) -> Browser {
    let account = app.account(&[Role::Resident, Role::Leader]).await;
    limit(app, account, category).await;
    let mut browser = app.visitor();
    app.sign_in(&mut browser, account).await;
    browser
}

async fn limit(app: &TestApp, account: AccountId, category: &str) {
    let category = app.category(category).await;
    sqlx::query("update account_roles set categories = array[$2::uuid] where account_id = $1 and role = 'leader'")
        .bind(account)
        .bind(category)
        .execute(&app.app.db)
        .await
        .unwrap();
}

async fn publish(app: &TestApp, who: &Browser, incident: &Incident) -> crate::support::Answer {
    let v = version(app, incident).await.to_string();
    who.post(&path(incident), &[("act", "publish"), ("version", &v), ("tab", "new")]).await
}

#[tokio::test]
async fn after_a_decision_the_next_report_of_the_queue_comes_up() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let mut queue = Vec::new();
    for (n, priority) in ["critical", "medium", "medium", "low"].into_iter().enumerate() {
        let title = format!("Report {n}");
        let new = app.incident().title(&title).priority(priority).publication("pending");
        queue.push(new.create().await);
    }
    let leader = app.leader().await;
    // Begin in the middle: after the last comes the first that is left.
    for (now, next) in [(1, 2), (2, 3), (3, 0)] {
        let done = publish(&app, &leader, &queue[now]).await;
        assert!(done.location().contains(&queue[next].reference), "{now}: {}", done.location());
        let page = leader.follow(&done).await;
        page.ok().sees(&format!("Report {next}")).sees("Undo");
        assert_eq!(page.field("tab"), "new");
    }
    let done = publish(&app, &leader, &queue[0]).await;
    leader.follow(&done).await.ok().sees("Nothing waits here").sees("Undo");
}

#[tokio::test]
async fn what_was_rejected_before_anybody_saw_it_waits_no_more_until_that_is_taken_back() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let incident = app.incident().title("Not ours").publication("pending").create().await;
    let leader = app.leader().await;
    let reject = [("act", "reject"), ("version", "1"), ("refusal", "No"), ("tab", "new")];
    let done = leader.post(&path(&incident), &reject).await;
    let page = leader.follow(&done).await;
    page.ok().sees("Nothing waits here").does_not_see("Not ours");
    assert!(page.all(".tabs .count")[0].trim() == "0", "{:?}", page.all(".tabs .count"));
    leader.get("/en/moderation?tab=done").await.ok().sees("Not ours");
    let undo = [("undo", page.field("undo"))];
    let undo = undo.each_ref().map(|(name, act)| (*name, act.as_str()));
    leader.post(&format!("{}/undo", path(&incident)), &undo).await.status(303);
    leader.get("/en/moderation").await.ok().sees("Not ours");
}

#[tokio::test]
async fn a_decision_in_the_list_stays_in_the_list() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let one = app.incident().title("One").publication("pending").create().await;
    app.incident().title("Other").publication("pending").create().await;
    let leader = app.leader().await;
    let page = leader.get("/en/moderation").await;
    assert_eq!(page.ok().field("at"), "queue");
    let v = version(&app, &one).await.to_string();
    let fields = [("act", "publish"), ("version", v.as_str()), ("at", "queue"), ("tab", "new")];
    let done = leader.post(&path(&one), &fields).await;
    let list = leader.follow(&done).await;
    list.ok().sees("Other").sees("Undo");
    assert!(!list.all("article h2").contains(&"One".to_owned()));
}

#[tokio::test]
async fn comments_that_wait_bring_a_public_report_back_into_the_queue() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let incident = app.incident().title("Long known").status("in_progress").create().await;
    let leader = app.leader().await;
    leader.get("/en/moderation").await.ok().does_not_see("Long known");
    sqlx::query(
        "insert into incident_comments (id, incident_id, author_kind, audience, publication, lang, body, submission_id)
         values (gen_random_uuid(), $1, 'resident', 'public', 'pending', 'en', 'Still leaking', gen_random_uuid())",
    )
    .bind(incident.id)
    .execute(&app.app.db)
    .await
    .unwrap();
    leader.get("/en/moderation").await.ok().sees("Long known").sees("1 comment waits");
    let page = leader.get(&path(&incident)).await;
    let comment = page.ok().field("comment");
    let v = version(&app, &incident).await.to_string();
    let fields =
        [("act", "comment"), ("version", v.as_str()), ("comment", &comment), ("to", "public")];
    leader.post(&path(&incident), &fields).await.status(303);
    leader.get("/en/moderation").await.ok().does_not_see("Long known");
    let public = app.visitor().get(&format!("/en/incidents/{}", incident.reference)).await;
    public.ok().sees("Still leaking");
}

#[tokio::test]
async fn what_is_done_comes_latest_first_and_pages_go_on_where_they_ended() {
    let app = TestApp::start().await;
    for n in 0..25 {
        let incident = app.incident().title(&format!("Number {n:02}")).status("closed");
        let incident = incident.create().await;
        sqlx::query("update incidents set updated_at = '2026-01-01'::timestamptz + make_interval(hours => $2) where id = $1")
            .bind(incident.id)
            // The one changed last was reported first.
            .bind(25 - n)
            .execute(&app.app.db)
            .await
            .unwrap();
    }
    let leader = app.leader().await;
    let first = leader.get("/en/moderation?tab=done").await;
    let titles = first.ok().all("article h2");
    assert_eq!((titles.len(), titles[0].as_str()), (20, "Number 00"));
    let next = first.attribute("nav.pager a[rel=next]", "href");
    let second = leader.get(&next).await.ok().all("article h2");
    assert_eq!(second, ["Number 20", "Number 21", "Number 22", "Number 23", "Number 24"]);
}

#[tokio::test]
async fn limits_hold_on_every_read_and_write() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let theirs = app.incident().title("Their water").publication("pending").create().await;
    let other = app.incident().title("A lamp").category("lights").publication("pending");
    let other = other.create().await;
    let leader = leader_of(&app, "water").await;
    leader.get("/en/moderation").await.ok().sees("Their water").does_not_see("A lamp");
    leader.get("/en/moderation?q=lamp").await.ok().does_not_see("A lamp");
    leader.get(&path(&theirs)).await.ok();
    leader.get(&path(&other)).await.status(404);
    for (way, fields) in [
        ("", vec![("act", "publish"), ("version", "1")]),
        ("", vec![("act", "words"), ("version", "1"), ("title", "X"), ("description", "Y")]),
        ("/keep", vec![("title", "X")]),
        ("/say", vec![("body", "X"), ("audience", "internal")]),
        ("/say", vec![("body", "X"), ("audience", "public")]),
        ("/reveal", vec![("why", "Because")]),
        ("/undo", vec![("undo", "0196f0d2-0000-7000-8000-000000000000")]),
    ] {
        leader.post(&format!("{}{way}", path(&other)), &fields).await.status(404);
    }
    assert_eq!(version(&app, &other).await, 1);
    assert_eq!(app.count("select count(*) from identity_reads where reason = 'Because'").await, 0);
}

#[tokio::test]
async fn who_moves_a_report_out_of_their_limits_may_take_that_back() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let incident = app.incident().status("acknowledged").create().await;
    app.category("lights").await;
    let leader = leader_of(&app, "water").await;
    let fields = [("act", "category"), ("version", "1"), ("category", "lights")];
    let done = leader.post(&path(&incident), &fields).await;
    let page = leader.follow(&done).await;
    let act = page.ok().sees("Undo").field("undo");
    leader.get(&path(&incident)).await.status(404);
    let undo = format!("{}/undo", path(&incident));
    let back = leader.post(&undo, &[("undo", &act)]).await;
    leader.follow(&back).await.ok();
    let water = "select count(*) from incidents i join categories c on c.id = i.category_id where c.code = 'water'";
    assert_eq!(app.count(water).await, 1);
}

#[tokio::test]
async fn only_what_this_person_may_do_is_offered() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let account = app.account(&[Role::Resident, Role::Leader]).await;
    let mut reporter = app.visitor();
    app.sign_in(&mut reporter, account).await;
    let own = app.incident().title("My own").publication("pending").create().await;
    sqlx::query("update incidents set reporter_id = $1 where id = $2")
        .bind(account)
        .bind(own.id)
        .execute(&app.app.db)
        .await
        .unwrap();
    let page = reporter.get(&path(&own)).await;
    page.ok().sees("You reported this yourself");
    assert!(
        page.all("button[value=publish], button[value=private], #priority, input[name=to]")
            .is_empty()
    );
    let list = reporter.get("/en/moderation").await;
    assert!(list.ok().all("button[value=publish]").is_empty());
    assert!(
        !app.leader().await.get("/en/moderation").await.all("button[value=publish]").is_empty()
    );
    let closed = app.incident().status("closed").create().await;
    let moves = |page: &crate::support::Answer| page.ok().all("input[name=to][type=radio]").len();
    assert_eq!(moves(&app.officer().await.get(&path(&closed)).await), 0);
    assert_eq!(moves(&app.leader().await.get(&path(&closed)).await), 1);
    assert_eq!(status(&app, &closed).await, "closed");
}

#[tokio::test]
async fn from_the_conflict_back_to_the_report_with_what_was_typed() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let incident = app.incident().status("acknowledged").create().await;
    let (one, two) = (app.leader().await, app.leader().await);
    let first = [("act", "status"), ("version", "1"), ("to", "in_progress")];
    one.post(&path(&incident), &first).await.status(303);
    let mine =
        [("act", "status"), ("version", "1"), ("to", "resolved"), ("text", "Fixed by the team")];
    let conflict = two.post(&path(&incident), &mine).await;
    let keep = conflict.status(409).attribute("button[formaction]", "formaction");
    let hidden = conflict.hidden();
    let fields: Vec<(&str, &str)> = hidden.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let page = two.post(&keep, &fields).await;
    assert_eq!(page.ok().field("text").trim(), "Fixed by the team");
    assert_eq!(page.attribute("input[name=to][checked]", "value"), "resolved");
    assert_eq!(page.field("version"), "2");
    assert_eq!(status(&app, &incident).await, "in_progress");
}

#[tokio::test]
async fn history_is_told_in_words() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let incident = app.incident().status("acknowledged").create().await;
    let account = app.account(&[Role::Resident, Role::Leader]).await;
    let mut leader = app.visitor();
    app.sign_in(&mut leader, account).await;
    let id = account.to_string();
    leader.post(&path(&incident), &[("act", "assign"), ("version", "1"), ("assignee", &id)]).await;
    leader
        .post(&path(&incident), &[("act", "priority"), ("version", "2"), ("priority", "high")])
        .await;
    let page = leader.get(&path(&incident).replace("/en/", "/af/")).await;
    page.ok().sees("Toegewys aan Leader").sees("Verander: Prioriteit Gemiddeld Hoog");
    let history = page.all("ol.line").join(" ");
    assert!(!history.contains(&id) && !history.contains("assigned_to"), "{history}");
}
