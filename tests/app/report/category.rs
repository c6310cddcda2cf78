//! What the category asks for: a stop, an alert, a place that is served.

use super::*;

#[tokio::test]
async fn a_stop_question_shows_the_number_and_the_report_can_go_on() {
    let app = town().await;
    let phone = app.visitor();
    to_details(&phone, "af", "road_accident", &[("place", "N1 by die afrit")]).await;
    let fields = [("description", "Twee motors het gebots."), ("q-hurt", "yes")];
    let to = phone.post_files("/af/report/details", &fields, &[]).await;
    assert_eq!(to.location(), "/af/report/stop");
    let stop = phone.follow(&to).await;
    stop.ok().sees("Bel nou 10177").sees("Is iemand beseer");
    assert_eq!(stop.attribute("a.call", "href"), "tel:10177");
    // Nothing typed is lost, and the wrong answer can be taken back.
    assert_eq!(
        phone.get("/af/report/details").await.field("description").trim(),
        "Twee motors het gebots."
    );
    let to = phone.post("/af/report/stop", &[("answer", "no")]).await;
    assert_eq!(to.location(), "/af/report/contact");
    assert_eq!(phone.get("/af/report/details").await.field("q-hurt"), "no");
    // With help on its way the answer stays for those who act on it.
    phone.post_files("/af/report/details", &fields, &[]).await.status(303);
    assert_eq!(
        phone.post("/af/report/stop", &[("answer", "phoned")]).await.location(),
        "/af/report/contact"
    );
    phone.post("/af/report/contact", &[]).await.status(303);
    let check = phone.get("/af/report/check").await;
    send(&phone, &check, "af").await.status(303);
    assert_eq!(app.count("select count(*) from incidents where metadata->>'hurt' = 'yes' and priority = 'critical'").await, 1);
}

#[tokio::test]
async fn leaders_who_cover_it_are_alerted_at_once_without_anything_personal() {
    let app = town().await;
    let leader = app.account(&[Role::Leader]).await;
    app.account(&[Role::Resident]).await;
    let narrow = app.account(&[Role::Leader]).await;
    sqlx::query("update accounts set lang = 'af' where id = $1")
        .bind(leader)
        .execute(&app.app.db)
        .await
        .unwrap();
    let water = app.category("water_leak").await;
    sqlx::query("update account_roles set categories = array[$2] where account_id = $1")
        .bind(narrow)
        .bind(water)
        .execute(&app.app.db)
        .await
        .unwrap();
    let phone = app.visitor();
    to_details(
        &phone,
        "en",
        "fire",
        &[("place", "Xylofoonweg 9"), ("lat", "-24.5171"), ("lon", "28.7152")],
    )
    .await;
    let fields = [("description", "A shop burns."), ("q-burning", "no"), ("q-hurt", "no")];
    phone.post_files("/en/report/details", &fields, &[]).await.status(303);
    phone
        .post("/en/report/contact", &[("name", "Anna Botha"), ("phone", "0821234567")])
        .await
        .status(303);
    let check = phone.get("/en/report/check").await;
    let sent = send(&phone, &check, "en").await;
    assert_eq!(sent.location(), "/en/report/sent");
    app.work().await;
    let mails = app.mail();
    assert_eq!(mails.len(), 1, "only the leader whose rights cover fires");
    let mail = &mails[0];
    assert!(mail.subject.starts_with("Dringend: Brand (NB-"), "{}", mail.subject);
    assert!(mail.text.contains("/af/moderation/NB-"), "{}", mail.text);
    for personal in ["Anna", "4567", "Hans", "shop burns", "28.7152"] {
        assert!(!mail.text.contains(personal), "{personal}: {}", mail.text);
    }
}

#[tokio::test]
async fn a_similar_report_nearby_can_be_followed_instead() {
    let app = town().await;
    let there = app
        .incident()
        .category("pothole")
        .title("Deep pothole in the left lane")
        .at(28.7152, -24.5171)
        .create()
        .await;
    let hidden = app
        .incident()
        .category("pothole")
        .title("Pothole, not public")
        .publication("pending")
        .at(28.7152, -24.5171)
        .create()
        .await;
    let closed = app
        .incident()
        .category("pothole")
        .title("Pothole, mended")
        .status("closed")
        .at(28.7152, -24.5171)
        .create()
        .await;
    let far = app
        .incident()
        .category("pothole")
        .title("Pothole at the other end")
        .at(28.76, -24.55)
        .create()
        .await;
    let phone = app.visitor();
    let place = [("place", ""), ("lat", "-24.5172"), ("lon", "28.7155")];
    to_details(&phone, "en", "pothole", &place).await;
    let to = phone
        .post_files("/en/report/details", &[("description", "Big hole in the road.")], &[])
        .await;
    assert_eq!(to.location(), "/en/report/nearby");
    let page = phone.follow(&to).await;
    page.ok().sees("Is it one of these?").sees(&there.title).does_not_see(&hidden.title);
    page.does_not_see(&closed.title).does_not_see(&far.title);
    // A report that is not public cannot be followed, whoever knows its reference.
    let to = phone.post("/en/report/nearby", &[("same", &there.reference)]).await;
    phone.follow(&to).await.ok().sees("You follow this report now").sees(&there.reference);
    assert_eq!(
        app.count("select count(*) from incident_followers where device_hash is not null").await,
        1
    );
    phone.post("/en/report/nearby", &[("same", &there.reference)]).await.status(303);
    assert_eq!(app.count("select count(*) from incident_followers").await, 1);
    assert_eq!(app.count("select count(*) from incidents").await, 4, "no second report");
    // It was something else after all.
    let to = phone.post("/en/report/nearby", &[("different", "1")]).await;
    assert_eq!(to.location(), "/en/report/contact");
    assert_eq!(app.count("select count(*) from incident_followers").await, 0);
    phone.post("/en/report/contact", &[]).await.status(303);
    let check = phone.get("/en/report/check").await;
    send(&phone, &check, "en").await.status(303);
    assert_eq!(app.count("select count(*) from incidents").await, 5);
    // Asked once: changing the text does not bring the question back for the same category.
    let anna = app.resident().await;
    to_details(&anna, "en", "pothole", &place).await;
    anna.post_files("/en/report/details", &[("description", "A hole.")], &[]).await.status(303);
    anna.post("/en/report/nearby", &[("same", &there.reference)]).await.status(303);
    assert_eq!(
        app.count("select count(*) from incident_followers where account_id is not null").await,
        1
    );
}

#[tokio::test]
async fn outside_the_area_is_taken_where_the_category_allows_it() {
    let app = town().await;
    let phone = app.visitor();
    phone.post("/en/report", &[("category", "water_leak")]).await.status(303);
    // Cape Town.
    let place = [("place", "Long Street"), ("lat", "-33.92"), ("lon", "18.42"), ("accuracy", "20")];
    let wrong = phone.post("/en/report/where", &place).await;
    wrong.status(422).sees("outside the area that we serve");
    assert_eq!((wrong.field("place"), wrong.field("lat")), ("Long Street".into(), "-33.92".into()));
    phone.post("/en/report", &[("category", "veld_fire")]).await.status(303);
    assert_eq!(phone.post("/en/report/where", &place).await.location(), "/en/report/details");
    phone.get("/en/report/where").await.ok().sees("You can still report it");
    let fields = [("description", "Smoke on the mountain."), ("q-near_homes", "no")];
    phone.post_files("/en/report/details", &fields, &[]).await.status(303);
    phone.post("/en/report/contact", &[]).await.status(303);
    let check = phone.get("/en/report/check").await;
    check.ok().sees("You can still report it");
    send(&phone, &check, "en").await.status(303);
    // Going back to a category that stays inside is noticed before sending.
    let other = app.visitor();
    other.post("/en/report", &[("category", "veld_fire")]).await.status(303);
    other.post("/en/report/where", &place).await.status(303);
    other.post_files("/en/report/details", &fields, &[]).await.status(303);
    other.post("/en/report/contact", &[]).await.status(303);
    other.post("/en/report", &[("category", "refuse")]).await.status(303);
    other.post_files("/en/report/details", &[("description", "Bins.")], &[]).await.status(303);
    assert_eq!(other.get("/en/report/check").await.location(), "/en/report/where?mend=1");
    other.get("/en/report/where?mend=1").await.ok().sees("outside the area that we serve");
}
