//! Who hears of each new report in a category: set by administrators, and told nothing of the reporter.

use naboom::auth::Role;

use crate::support::TestApp;

const TOLD: &str = "/en/admin/categories/water_leak/told";

#[tokio::test]
async fn those_who_are_set_hear_of_it_each_once_and_nothing_personal() {
    let app = TestApp::start().await;
    naboom::categories::seed(&app.app).await.unwrap();
    let admin = app.admin().await;
    let wide = app.account(&[Role::Leader]).await;
    let narrow = app.account(&[Role::Leader]).await;
    let fire = app.category("fire").await;
    sqlx::query("update account_roles set categories = array[$2] where account_id = $1")
        .bind(narrow)
        .bind(fire)
        .execute(&app.app.db)
        .await
        .unwrap();
    let listed: String = sqlx::query_scalar("select email::text from accounts where id = $1")
        .bind(wide)
        .fetch_one(&app.app.db)
        .await
        .unwrap();
    admin.get(TOLD).await.ok().sees("Who hears of a new report");
    let addresses = format!("Works@town.example\n{}", listed.to_uppercase());
    let set = [("version", "0"), ("roles", "leader"), ("addresses", &addresses), ("lang", "af")];
    admin.post(TOLD, &set).await.status(303);
    let stale = [("version", "0"), ("roles", "officer")];
    admin.post(TOLD, &stale).await.status(422).sees("Somebody else changed it");
    assert_eq!(app.count("select count(*) from category_changes where field = 'told'").await, 1);
    let water = app.category("water_leak").await;
    let incident = app.incident().category("water_leak").create().await;
    let mut tx = app.app.db.begin().await.unwrap();
    naboom::categories::tell_new(&mut tx, water, incident.id).await.unwrap();
    naboom::categories::tell_new(&mut tx, water, incident.id).await.unwrap();
    tx.commit().await.unwrap();
    app.work().await;
    let mails = app.mail();
    let mut to: Vec<String> = mails.iter().map(|m| m.to.to_lowercase()).collect();
    to.sort();
    let mut wanted = vec![listed.to_lowercase(), "works@town.example".to_owned()];
    wanted.sort();
    assert_eq!(to, wanted);
    let works = app.mail_to("Works@town.example");
    assert!(works.subject.starts_with("Nuwe aanmelding: "), "{}", works.subject);
    assert!(works.text.contains("/af/incidents/NB-"), "{}", works.text);
    assert!(app.mail_to(&listed).text.contains("/moderation/NB-"));
}

#[tokio::test]
async fn two_who_set_it_at_once_see_both_and_nothing_typed_is_lost() {
    let app = TestApp::start().await;
    naboom::categories::seed(&app.app).await.unwrap();
    let (one, two) = (app.admin().await, app.admin().await);
    let first = [("version", "0"), ("roles", "leader"), ("addresses", "water@town.example")];
    one.post(TOLD, &first).await.status(303);
    // The same form once more is no conflict.
    one.post(TOLD, &first).await.status(303);
    let second = [("version", "0"), ("addresses", "roads@town.example")];
    let answer = two.post(TOLD, &second).await;
    answer.status(422).sees("Stored now: Community leader, water@town.example");
    assert_eq!(answer.field("addresses").trim(), "roads@town.example");
    let again = [("version", &*answer.field("version")), ("addresses", "roads@town.example")];
    two.post(TOLD, &again).await.status(303);
    assert_eq!(two.get(TOLD).await.field("addresses").trim(), "roads@town.example");
}

#[tokio::test]
async fn wrong_addresses_are_refused_and_only_administrators_set_them() {
    let app = TestApp::start().await;
    naboom::categories::seed(&app.app).await.unwrap();
    let admin = app.admin().await;
    let wrong = [("version", "0"), ("addresses", "no address")];
    let answer = admin.post(TOLD, &wrong).await;
    answer.status(422).sees("Enter up to 20 e-mail addresses");
    assert_eq!(answer.field("addresses").trim(), "no address");
    assert_eq!(app.count("select count(*) from category_told").await, 0);
    admin.get("/en/admin/categories/nothing/told").await.status(404);
    for who in [app.leader().await, app.editor().await, app.resident().await] {
        who.get(TOLD).await.status(403);
        who.post(TOLD, &wrong).await.status(403);
    }
}
