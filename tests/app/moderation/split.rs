//! A report that holds two matters becomes two.

use naboom::ids::IncidentId;

use super::macros::replays;
use super::{path, status, version};
use crate::support::{Incident, TestApp};

async fn parts(app: &TestApp, whole: &Incident) -> Vec<Incident> {
    let rows: Vec<(IncidentId, String, String)> = sqlx::query_as(
        "select id, reference, title from incidents where split_from = $1 order by number",
    )
    .bind(whole.id)
    .fetch_all(&app.app.db)
    .await
    .unwrap();
    rows.into_iter().map(|(id, reference, title)| Incident { id, reference, title }).collect()
}

const FORM: [(&str, &str); 7] = [
    ("version", "1"),
    ("title-1", "Hole in the road"),
    ("description-1", "Deep, at the bend"),
    ("category-1", "road"),
    ("title-2", "Street light out"),
    ("description-2", ""),
    ("category-2", "water"),
];

#[tokio::test]
async fn each_part_is_a_report_of_its_own_with_place_reporter_and_followers() {
    let app = TestApp::start().await;
    app.category("road").await;
    app.jobs_may_wait();
    let whole = app.incident().title("Leak and hole").create().await;
    app.as_owner("insert into incident_contacts (incident_id, name, email) select id, 'Canary', 'c@example.org' from incidents").await;
    let follower = app.resident().await;
    follower.post(&format!("/en/incidents/{}/follow", whole.reference), &[]).await.status(303);
    let leader = app.leader().await;
    leader.get(&path(&whole)).await.ok().sees("it holds more than one matter");
    let split = format!("{}/split", path(&whole));
    leader.get(&split.replace("/en/", "/af/")).await.ok().sees("Verdeel die aanmelding");
    leader.post(&split, &FORM).await.status(303);
    leader.post(&split, &FORM).await.status(303);
    let parts = parts(&app, &whole).await;
    assert_eq!(parts.len(), 2, "the same form twice splits once");
    assert_eq!(version(&app, &whole).await, 2);
    let same = "select count(*) from incidents c join incidents w on w.id = c.split_from
                where c.place = w.place and c.status = 'reported' and c.publication = 'pending' and c.lang = w.lang
                  and c.tracking_hash is not null";
    assert_eq!(app.count(same).await, 2);
    assert_eq!(app.count("select count(*) from incident_contacts where name = 'Canary'").await, 3);
    assert_eq!(app.count("select count(*) from incident_followers").await, 3);
    let deadlines = "select count(*) from incident_deadlines";
    assert_eq!(app.count(deadlines).await, 3, "each has its own deadlines");
    leader.get(&path(&whole)).await.ok().sees("Hole in the road").sees("Split into");
    leader.get(&path(&parts[0])).await.ok().sees("Leak and hole").sees("Split from");
    // The public sees of the parts what is public.
    let public = format!("/en/incidents/{}", whole.reference);
    app.visitor().get(&public).await.ok().does_not_see("Hole in the road");
    leader.post(&path(&parts[0]), &[("act", "publish"), ("version", "1")]).await.status(303);
    app.visitor().get(&public).await.ok().sees("Hole in the road").does_not_see("Street light");
    replays(&app).await;
}

#[tokio::test]
async fn a_part_is_told_of_like_any_new_report() {
    let app = TestApp::start().await;
    app.category("road").await;
    let whole = app.incident().create().await;
    let told = [("version", "0"), ("addresses", "roads@town.example")];
    app.admin().await.post("/en/admin/categories/road/told", &told).await.status(303);
    let leader = app.leader().await;
    leader.post(&format!("{}/split", path(&whole)), &FORM).await.status(303);
    app.work().await;
    let road = &parts(&app, &whole).await[0];
    assert!(app.mail_to("roads@town.example").text.contains(&road.reference));
}

#[tokio::test]
async fn a_split_is_taken_back_while_nobody_touched_the_parts() {
    let app = TestApp::start().await;
    app.category("road").await;
    app.jobs_may_wait();
    let whole = app.incident().create().await;
    let leader = app.leader().await;
    let split = format!("{}/split", path(&whole));
    let done = leader.post(&split, &FORM[..4]).await;
    let act = leader.follow(&done).await.field("undo");
    let undo = format!("{}/undo", path(&whole));
    leader.post(&undo, &[("undo", &act)]).await.status(303);
    let first = parts(&app, &whole).await;
    assert_eq!(status(&app, &first[0]).await, "duplicate");
    let leads = "select count(*) from incidents where duplicate_of = split_from and publication = 'private'";
    assert_eq!(app.count(leads).await, 1);
    let mut again = FORM[..4].to_vec();
    again[0].1 = "3";
    let done = leader.post(&split, &again).await;
    let act = leader.follow(&done).await.field("undo");
    let second = parts(&app, &whole).await;
    let touch = [("act", "priority"), ("version", "1"), ("priority", "critical")];
    leader.post(&path(&second[1]), &touch).await.status(303);
    leader.post(&undo, &[("undo", &act)]).await.status(422).sees("works on a part already");
    replays(&app).await;
}

#[tokio::test]
async fn what_may_not_be_split_stays_whole() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let (whole, closed) =
        (app.incident().create().await, app.incident().status("closed").create().await);
    let leader = app.leader().await;
    let split = format!("{}/split", path(&whole));
    app.resident().await.post(&split, &FORM).await.status(403);
    super::queue::leader_of(&app, "fire").await.post(&split, &FORM).await.status(404);
    let mut form = FORM;
    form[0].1 = "7";
    let stale = leader.post(&split, &form).await;
    stale.status(409).sees("in the meantime");
    assert_eq!(stale.field("title-1"), "Hole in the road");
    leader.post(&split, &[("version", "1")]).await.status(422).sees("Give a title");
    let mut form = FORM;
    form[3].1 = "nonsense";
    leader.post(&split, &form).await.status(422).sees("Choose a category");
    let over = format!("{}/split", path(&closed));
    leader.post(&over, &FORM).await.status(422).sees("It is over");
    assert_eq!(app.count("select count(*) from incidents").await, 2);
}
