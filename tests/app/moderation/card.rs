//! What the card of a report shows beside its words.

use super::path;
use crate::support::TestApp;

#[tokio::test]
async fn the_exact_place_is_drawn_for_staff_and_its_reading_is_noted() {
    let app = TestApp::start().await;
    let incident = app.incident().at(28.712_34, -24.520_56).create().await;
    sqlx::query("update incidents set address = '12 Canary Street'")
        .execute(&app.app.db)
        .await
        .unwrap();
    let leader = app.leader().await;
    let page = leader.get(&path(&incident)).await;
    page.ok().sees("12 Canary Street").sees("-24.52056, 28.71234");
    let map = page.attribute("img.mapbox", "src");
    assert!(map.contains("28.7123"), "{map}");
    leader.get(&path(&incident)).await.ok();
    let noted = "select count(*) from identity_reads where what = 'place'";
    assert_eq!(app.count(noted).await, 1, "once an hour is enough");
    leader.get("/en/moderation?q=canary").await.ok().sees(&incident.reference);
    let public = app.visitor().get(&format!("/en/incidents/{}", incident.reference)).await;
    public.ok().does_not_see("Canary Street").does_not_see("24.52056");
}

#[tokio::test]
async fn the_record_of_the_reporter_is_shown_without_a_name() {
    let app = TestApp::start().await;
    let account = app.account(&[]).await;
    let incident = app.incident().create().await;
    app.incident().status("resolved").create().await;
    app.incident().status("rejected").create().await;
    app.incident().create().await;
    sqlx::query(
        "update incidents set reporter_id = $1,
                acknowledged_at = case when status = 'resolved' then clock_timestamp() end",
    )
    .bind(account)
    .execute(&app.app.db)
    .await
    .unwrap();
    let page = app.leader().await.get(&path(&incident)).await;
    page.ok().sees("Other reports sent 3 Confirmed 1 Not taken up 1").does_not_see("Resident 1");
}

#[tokio::test]
async fn what_may_be_the_same_is_shown_with_a_measure_and_joined_with_one_tap() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let first = app.incident().title("Burst water pipe in Fifth Street").create().await;
    let second = app.incident().title("Water pipe burst, Fifth Street").at(28.7123, -24.5206);
    let second = second.create().await;
    app.incident().title("A dog barks").category("noise").at(28.9, -24.9).create().await;
    let leader = app.leader().await;
    let page = leader.get(&path(&second)).await;
    page.ok().sees("Perhaps the same").sees(&first.title).sees("m away").sees("0 hours apart");
    page.does_not_see("A dog barks");
    let fields =
        [("act", "status"), ("version", "1"), ("to", "duplicate"), ("other", &first.reference)];
    leader.post(&path(&second), &fields).await.status(303);
    assert_eq!(super::status(&app, &second).await, "duplicate");
}
