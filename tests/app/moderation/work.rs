//! On call, life-threatening reports first, the mail of the morning, the figures.

use naboom::auth::Role;
use naboom::jobs::{self, Job};

use super::path;
use crate::support::TestApp;

async fn run(app: &TestApp, job: Job) {
    let mut conn = app.app.db.acquire().await.unwrap();
    jobs::enqueue(&mut conn, &job).await.unwrap();
    drop(conn);
    app.work().await;
}

fn to<'a>(app: &'a TestApp, start: &'a str) -> impl Fn() -> usize + 'a {
    move || app.mail().iter().filter(|m| m.to.starts_with(start)).count()
}

const LIFE: &str = "update categories set life_threatening = true where code = 'water'";

#[tokio::test]
async fn life_threatening_categories_come_first_also_over_pages() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    for _ in 0..12 {
        app.incident().title("Lamp out").category("lights").priority("critical").create().await;
        app.incident().title("Somebody drowns").priority("low").create().await;
    }
    let leader = app.leader().await;
    let first = leader.get("/en/moderation").await;
    assert!(first.ok().all("article h2")[0].contains("Lamp"), "by priority");
    app.as_owner(LIFE).await;
    let first = leader.get("/en/moderation").await;
    let titles = first.ok().all("article h2");
    assert!(titles.iter().take(12).all(|t| t.contains("drowns")), "{titles:?}");
    first.sees("A life-threatening report waits").sees("Life-threatening: before all others");
    let next = leader.get(&first.attribute(".pager a[rel=next]", "href")).await;
    let rest = next.ok().all("article h2");
    assert!(rest.len() == 4 && rest.iter().all(|t| t.contains("Lamp")), "{rest:?}");
    let newest = leader.get("/en/moderation/alarm").await.ok().text();
    assert_eq!(first.attribute("[data-alarm]", "data-alarm"), newest);
    assert_eq!(first.attribute("[data-alarm]", "data-sound"), "off");
    app.resident().await.get("/en/moderation/alarm").await.status(403);
    app.as_owner("update incidents set status = 'acknowledged'").await;
    leader.get("/en/moderation/alarm").await.status(204);
}

#[tokio::test]
async fn alerts_go_to_those_on_call_and_to_everybody_when_nobody_is() {
    let app = TestApp::start().await;
    let (one, _two) = (app.leader().await, app.leader().await);
    let incident = app.incident().create().await;
    let alert = Job::AlertLeaders { incident: incident.id };
    run(&app, alert.clone()).await;
    assert_eq!(app.mail().len(), 2);
    let url = "/en/moderation/work";
    one.post(url, &[("on_call", "yes"), ("from", "18:00")]).await.status(422).sees("another end");
    one.post(url, &[("on_call", "yes"), ("digest", "yes")]).await.status(303);
    one.get(url).await.ok().sees("On call now: Leader 1");
    one.get("/en/moderation").await.ok();
    assert_eq!(one.get("/en/moderation").await.attribute("[data-alarm]", "data-sound"), "on");
    run(&app, alert.clone()).await;
    assert_eq!((to(&app, "leader1")(), to(&app, "leader2")()), (2, 1));
    // Outside their hours nobody is.
    app.as_owner(
        "update staff_settings set on_call_from = (now() at time zone 'Africa/Johannesburg')::time + interval '1 hour',
           on_call_until = (now() at time zone 'Africa/Johannesburg')::time + interval '2 hours'",
    )
    .await;
    run(&app, alert.clone()).await;
    assert_eq!((to(&app, "leader1")(), to(&app, "leader2")()), (3, 2));
    // Over midnight, or whatever the hour is now.
    app.as_owner(
        "update staff_settings set on_call_from = (now() at time zone 'Africa/Johannesburg')::time - interval '1 minute',
           on_call_until = (now() at time zone 'Africa/Johannesburg')::time - interval '2 minutes'",
    )
    .await;
    run(&app, alert).await;
    assert_eq!((to(&app, "leader1")(), to(&app, "leader2")()), (4, 2));
}

#[tokio::test]
async fn leaders_get_one_mail_a_morning_in_their_language_until_they_stop_it() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let incident = app.incident().title("Secret words").create().await;
    app.category("lights").await;
    app.as_owner("update incident_deadlines set look_by = now() - interval '1 minute'").await;
    let leader = app.account(&[Role::Leader]).await;
    let none = app.account(&[Role::Leader]).await;
    app.account(&[Role::Resident]).await;
    app.as_owner("update accounts set lang = 'af'").await;
    app.as_owner(
        "update account_roles set categories = array(select id from categories where code = 'lights')
         where account_id = (select id from accounts where email = 'leader2@example.org')",
    )
    .await;
    let day = |n: u32| chrono::NaiveDate::from_ymd_opt(2026, 11, n).unwrap();
    for account in [leader, none, leader] {
        run(&app, Job::Digest { account, day: day(24) }).await;
    }
    let mail = app.mail();
    assert_eq!(mail.len(), 1, "one a day, and none where nothing waits: {mail:?}");
    assert!(mail[0].subject.contains("1 agterstallig"), "{mail:?}");
    assert!(mail[0].text.contains(&incident.reference) && !mail[0].text.contains("Secret"));
    let stop = mail[0].text.lines().find_map(|l| l.split_once("/stop/")).unwrap().1.to_owned();
    let (stop, visitor) = (format!("/stop/{stop}"), app.visitor());
    visitor.get(&stop).await.ok().sees("Stop hierdie pos");
    visitor.get(&format!("{stop}x")).await.status(404);
    run(&app, Job::Digest { account: leader, day: day(25) }).await;
    assert_eq!(app.mail().len(), 2, "looking stops nothing");
    // A mail program says nothing of where it comes from, and has no token.
    let program = app.visitor().old();
    program.post(&stop, &[("List-Unsubscribe", "One-Click")]).await.ok().sees("nie meer nie");
    run(&app, Job::Digest { account: leader, day: day(26) }).await;
    assert_eq!(app.mail().len(), 2);
    // In the settings it can be had again.
    let mut browser = app.visitor();
    app.sign_in(&mut browser, leader).await;
    browser.get("/af/account").await.ok().sees("Bystand en pos");
    browser.post("/af/moderation/work", &[("digest", "yes")]).await.status(303);
    run(&app, Job::Digest { account: leader, day: day(26) }).await;
    assert_eq!(app.mail().len(), 3);
}

#[tokio::test]
async fn figures_count_decisions_conflicts_and_undos_and_name_people_to_admins_only() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let incident = app.incident().create().await;
    let (leader, other, admin) = (app.leader().await, app.leader().await, app.admin().await);
    let fields = [("act", "status"), ("version", "1"), ("to", "acknowledged")];
    let done = leader.post(&path(&incident), &fields).await;
    let late = [("act", "status"), ("version", "1"), ("to", "in_progress"), ("text", "x")];
    other.post(&path(&incident), &late).await.status(409);
    let act = leader.follow(&done).await.field("undo");
    leader.post(&format!("{}/undo", path(&incident)), &[("undo", &act)]).await.status(303);
    let fields = [("act", "status"), ("version", "3"), ("to", "acknowledged")];
    leader.post(&path(&incident), &fields).await.status(303);
    app.as_owner(
        "update incidents set reported_at = now() - interval '1 hour', acknowledged_at = now() - interval '30 minutes'",
    )
    .await;
    let url = "/en/moderation/figures";
    let whole = leader.get(url).await;
    whole.ok().sees("30 min").sees("1 · 50,0 %").does_not_see("By person");
    let all = admin.get(url).await;
    let rows = all.ok().sees("By person").all("tbody tr");
    assert!(
        rows.len() == 1 && rows[0].contains("Leader 1"),
        "who only met a conflict did nothing: {rows:?}"
    );
    assert_eq!(app.count("select count(*) from moderation_conflicts").await, 1);
    app.resident().await.get(url).await.status(403);
}
