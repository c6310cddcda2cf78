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

const ADMIN: &str = "/en/admin/deadlines";

/// Deadlines of the category "water", day and night: four hours to look, forty to resolve.
fn water(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let set = [
        ("form", "category"),
        ("code", "water"),
        ("look", "4"),
        ("resolve", "40"),
        ("around_clock", "yes"),
    ];
    set.iter().chain(more).copied().collect()
}

async fn passed(app: &TestApp) {
    let mut conn = app.app.db.acquire().await.unwrap();
    naboom::jobs::enqueue(&mut conn, &naboom::jobs::Job::PassDeadlines).await.unwrap();
    drop(conn);
    app.work().await;
}

#[tokio::test]
async fn the_last_quarter_of_a_deadline_is_nearly_due() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    app.incident().title("Fresh").create().await;
    let near = app.incident().title("Near").create().await;
    app.as_owner(
        "update incidents set reported_at = now() - interval '195 minutes' where title = 'Near'",
    )
    .await;
    let (admin, leader) = (app.admin().await, app.leader().await);
    admin.post(ADMIN, &water(&[])).await.status(303);
    let list = leader.get("/af/moderation?tab=soon").await;
    list.ok().sees("Near").sees("Amper verskuldig 1").sees("Sperdatum").does_not_see("Fresh");
    // Somebody looked: what is left is the time to resolve it.
    leader
        .post(&path(&near), &[("act", "status"), ("version", "1"), ("to", "acknowledged")])
        .await
        .status(303);
    leader.get("/en/moderation?tab=soon").await.ok().sees("Nearly due 0").does_not_see("Near ");
    app.as_owner("update incident_deadlines set resolve_by = now() + interval '1 hour', resolve_soon = now()")
        .await;
    leader.get("/en/moderation?tab=soon").await.ok().sees("Nearly due 2");
    app.as_owner("update incident_deadlines set resolve_by = now() - interval '1 hour'").await;
    leader.get("/en/moderation?tab=soon").await.ok().sees("Nearly due 0").sees("Overdue 2");
}

#[tokio::test]
async fn everybody_sees_what_is_overdue_where_the_category_lets_them() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let late = app.incident().title("Late one").create().await;
    app.as_owner("update incidents set reported_at = now() - interval '5 hours'").await;
    let (admin, visitor) = (app.admin().await, app.visitor());
    let pages = ["/en/incidents".to_owned(), format!("/en/incidents/{}", late.reference)];
    admin.post(ADMIN, &water(&[])).await.status(303);
    passed(&app).await;
    for page in &pages {
        visitor.get(page).await.ok().sees("Late one").does_not_see("Overdue");
    }
    admin.post(ADMIN, &water(&[("show_late", "yes")])).await.status(303);
    admin.get(ADMIN).await.ok();
    for page in &pages {
        app.visitor().get(page).await.ok().sees("Overdue");
    }
    app.as_owner("update incidents set publication = 'private'").await;
    assert_eq!(app.count("select count(*) from public_late").await, 0);
}

#[tokio::test]
async fn a_passed_deadline_raises_the_priority_once_and_history_names_the_system() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let late = app.incident().priority("low").create().await;
    let admin = app.admin().await;
    admin.post(ADMIN, &water(&[("late_rule", "priority")])).await.status(303);
    app.as_owner("update incident_deadlines set look_by = now() - interval '1 minute'").await;
    for _ in 0..2 {
        passed(&app).await;
    }
    let raised = "select count(*) from incidents where priority = 'medium' and version = 2";
    assert_eq!(app.count(raised).await, 1);
    admin.get(&path(&late)).await.ok().sees("Naboom");
    let rows = "select count(*) from history where kind = 'changed' and actor_kind = 'system' and field = 'priority'";
    assert_eq!(app.count(rows).await, 1);
    // The second deadline is a second time.
    app.as_owner("update incident_deadlines set resolve_by = now() - interval '1 minute'").await;
    passed(&app).await;
    assert_eq!(app.count("select count(*) from incidents where priority = 'high'").await, 1);
    // What was looked at in time, or waits, stays as it is.
    app.as_owner("update incident_deadlines set resolve_passed = false").await;
    app.as_owner("update incidents set status = 'resolved'").await;
    passed(&app).await;
    assert_eq!(app.count("select count(*) from incidents where priority = 'high'").await, 1);
}

#[tokio::test]
async fn a_passed_deadline_escalates_and_tells_who_works_on_it_or_the_officers() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let late = app.incident().create().await;
    let (admin, leader) = (app.admin().await, app.leader().await);
    let officer = app.account(&[naboom::auth::Role::Officer]).await;
    let address = "update accounts set email_verified_at = now() where email is not null";
    app.as_owner(address).await;
    let email: String = sqlx::query_scalar("select email::text from accounts where id = $1")
        .bind(officer)
        .fetch_one(&app.app.db)
        .await
        .unwrap();
    admin.post(ADMIN, &water(&[("late_rule", "escalate")])).await.status(303);
    app.as_owner("update incident_deadlines set look_by = now() - interval '1 minute'").await;
    passed(&app).await;
    let mail = app.mail_to(&email);
    assert!(mail.text.contains(&late.reference), "{mail:?}");
    leader.get(&path(&late)).await.ok().sees("Escalated").sees("A deadline of this report passed");
    assert_eq!(app.count("select count(*) from incidents where escalated_by is null").await, 1);
    naboom::incidents::replay_all(&app.app.db).await.unwrap();
}
