//! Deadlines: counted in the hours of the week without holidays, set by admins, standing still while a report waits.

use super::path;
use crate::support::TestApp;

#[tokio::test]
async fn a_deadline_counts_only_hours_that_are_open_and_no_holidays() {
    let app = TestApp::start().await;
    for (start, minutes, around, end) in [
        // Monday morning before opening, within the day.
        ("2026-11-23 06:00+02", 60, false, "2026-11-23 08:30+02"),
        // Friday afternoon goes on on Monday.
        ("2026-11-27 15:30+02", 120, false, "2026-11-30 08:30+02"),
        // Exactly until closing time.
        ("2026-11-27 15:30+02", 60, false, "2026-11-27 16:30+02"),
        // Over the Day of Reconciliation, a Wednesday.
        ("2026-12-15 16:00+02", 60, false, "2026-12-17 08:00+02"),
        ("2026-12-15 16:00+02", 60, true, "2026-12-15 17:00+02"),
    ] {
        let right: Option<bool> =
            sqlx::query_scalar("select deadline_after($1::timestamptz, $2, $3) = $4::timestamptz")
                .bind(start)
                .bind(minutes)
                .bind(around)
                .bind(end)
                .fetch_one(&app.app.db)
                .await
                .unwrap();
        assert_eq!(right, Some(true), "{start} + {minutes}");
    }
    app.as_owner("delete from deadline_hours").await;
    assert_eq!(app.count("select count(deadline_after(now(), 60, false))").await, 0);
}

#[tokio::test]
async fn what_is_past_its_deadline_has_a_tab_and_a_mark() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let late = app.incident().title("Late one").create().await;
    let dry = app.incident().title("In time").category("lights").create().await;
    app.as_owner("update incidents set reported_at = now() - interval '5 hours'").await;
    let (admin, leader) = (app.admin().await, app.leader().await);
    let mut fields =
        vec![("form", "category"), ("code", "water"), ("look", "x"), ("resolve", "48")];
    leader.post("/en/admin/deadlines", &fields).await.status(403);
    admin.post("/en/admin/deadlines", &fields).await.status(422).sees("Type whole hours");
    fields[2].1 = "4";
    fields.push(("around_clock", "yes"));
    admin.post("/en/admin/deadlines", &fields).await.status(303);
    admin.get("/af/admin/deadlines").await.ok().sees("kyk 4 h");
    let list = leader.get("/en/moderation?tab=overdue").await;
    list.ok().sees("Late one").sees("Overdue since").sees("Overdue 1").does_not_see("In time");
    leader.get(&path(&late)).await.ok().sees("First look due").sees("(overdue)");
    leader.get(&path(&dry)).await.ok().does_not_see("First look due");
    let fields = [("act", "status"), ("version", "1"), ("to", "acknowledged")];
    leader.post(&path(&late), &fields).await.status(303);
    leader.get("/en/moderation?tab=overdue").await.ok().does_not_see("Late one");
    // While it waits the time to resolve stands still.
    app.as_owner("update incident_deadlines set resolve_by = now() + interval '1 hour'").await;
    let fields = [("act", "ask"), ("version", "2"), ("question", "Where?"), ("days", "3")];
    leader.post(&path(&late), &fields).await.status(303);
    app.as_owner("update incident_deadlines set paused_at = now() - interval '2 hours'").await;
    let fields = [("act", "status"), ("version", "3"), ("to", "in_progress"), ("text", "Found it")];
    leader.post(&path(&late), &fields).await.status(303);
    let left =
        "select count(*) from incident_deadlines where resolve_by > now() + interval '170 minutes'";
    assert_eq!(app.count(left).await, 1);
}

#[tokio::test]
async fn admins_edit_the_hours_and_the_holidays() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let url = "/en/admin/deadlines";
    let wrong = [("form", "week"), ("opens-6", "12:00"), ("closes-6", "08:00")];
    let again = admin.post(url, &wrong).await;
    assert_eq!(again.status(422).field("opens-6"), "12:00");
    let right = [("form", "week"), ("opens-6", "08:00"), ("closes-6", "12:00")];
    admin.post(url, &right).await.status(303);
    assert_eq!(app.count("select count(*) from deadline_hours").await, 1);
    let day = [
        ("form", "holiday"),
        ("day", "2027-02-01"),
        ("name_en", "Town day"),
        ("name_af", "Dorpsdag"),
    ];
    admin.post(url, &day).await.status(303);
    admin.get("/af/admin/deadlines").await.ok().sees("2027-02-01 · Dorpsdag");
    admin.post(url, &[("form", "remove"), ("day", "2027-02-01")]).await.status(303);
    admin.get("/af/admin/deadlines").await.ok().does_not_see("Dorpsdag");
    admin.post(url, &[("form", "holiday"), ("day", "x")]).await.status(422).sees("Choose a day");
}
