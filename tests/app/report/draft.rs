//! Drafts: expired, resumed, in another language, too many.

use super::*;

#[tokio::test]
async fn an_expired_draft_gives_back_what_was_just_typed() {
    let app = town().await;
    let phone = app.visitor();
    to_details(&phone, "en", "refuse", &[("place", "Xylofoonweg 9")]).await;
    sqlx::query("update report_drafts set expires_at = now() - interval '1 minute'")
        .execute(&app.app.db)
        .await
        .unwrap();
    assert_eq!(phone.get("/en/report/details").await.location(), "/en/report?lost=1");
    let one = jpeg(4);
    let to = phone
        .post_files(
            "/en/report/details",
            &[("description", "Typed for a long time.")],
            &[photo("a.jpg", &one)],
        )
        .await;
    assert_eq!(to.location(), "/en/report?lost=1");
    phone
        .follow(&to)
        .await
        .ok()
        .sees("This report was open for too long")
        .sees("What you have just typed is kept");
    to_details(&phone, "en", "refuse", &[("place", "Xylofoonweg 9")]).await;
    let page = phone.get("/en/report/details").await;
    assert_eq!(page.field("description").trim(), "Typed for a long time.");
    assert_eq!(page.all(".previews li").len(), 1);
    // The same with a cookie that was lost, and with contact details.
    phone.forget();
    let to = phone.post("/en/report/contact", &[("name", "Anna")]).await;
    assert_eq!(to.location(), "/en/report?lost=1");
    assert_eq!(phone.get("/en/report/check").await.location(), "/en/report");
}

#[tokio::test]
async fn the_resume_link_opens_the_report_on_another_phone_after_asking() {
    let app = town().await;
    let phone = app.visitor();
    to_details(&phone, "en", "refuse", &[("place", "Xylofoonweg 9")]).await;
    let link = phone.get("/en/report/details").await.attribute("a.secret", "href");
    let path = link.trim_start_matches("http://127.0.0.1:8080");
    let other = app.visitor();
    let page = other.get(path).await;
    page.ok().sees("Go on with a report").does_not_see("Xylofoonweg 9");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(other.post(path, &[]).await.location(), "/en/report/details");
    assert_eq!(other.get("/en/report/where").await.field("place"), "Xylofoonweg 9");
    app.visitor().get("/en/report/resume/nothing").await.status(404).sees("not here any more");
    // Only the digest of the key is stored.
    let key = path.rsplit('/').next().unwrap().to_owned();
    let kept: i64 = sqlx::query_scalar(
        "select count(*) from report_drafts where data::text like '%' || $1 || '%'",
    )
    .bind(&key)
    .fetch_one(&app.app.db)
    .await
    .unwrap();
    assert_eq!(kept, 0);
}

#[tokio::test]
async fn the_language_switch_in_the_middle_keeps_what_was_typed() {
    let app = town().await;
    let phone = app.visitor();
    let to = phone.post("/en/report", &[("category", "refuse"), ("_lang", "af")]).await;
    assert_eq!(to.location(), "/af/report");
    assert_eq!(phone.follow(&to).await.field("category"), "refuse");
    let to = phone.post("/af/report/where", &[("place", "Xylofoonweg"), ("_lang", "en")]).await;
    assert_eq!(to.location(), "/en/report/where");
    assert_eq!(phone.follow(&to).await.field("place"), "Xylofoonweg");
    let one = jpeg(7);
    let fields = [("description", "Half a sent"), ("q-day", "Monday"), ("_lang", "af")];
    let to = phone.post_files("/en/report/details", &fields, &[photo("a.jpg", &one)]).await;
    assert_eq!(to.location(), "/af/report/details");
    let page = phone.follow(&to).await;
    assert_eq!(
        (page.field("description").trim(), page.field("q-day").as_str()),
        ("Half a sent", "Monday")
    );
    assert_eq!(page.all(".previews li").len(), 1);
    let to = phone.post("/af/report/contact", &[("phone", "08"), ("_lang", "en")]).await;
    assert_eq!(phone.follow(&to).await.field("phone"), "08");
}

#[tokio::test]
async fn somebody_signed_in_finds_their_details_and_follows_their_own_report() {
    let app = town().await;
    let phone = app.resident().await;
    let check = to_check(&phone, "en", "Hole in the road.").await;
    check.sees("None");
    let contact = phone.get("/en/report/contact").await;
    assert!(contact.field("email").is_empty(), "what was left empty stays empty");
    send(&phone, &check, "en").await.status(303);
    assert_eq!(app.count("select count(*) from incidents i join incident_followers f on f.incident_id = i.id and f.account_id = i.reporter_id").await, 1);
    phone.post("/en/report", &[("category", "refuse")]).await.status(303);
    assert!(phone.get("/en/report/contact").await.field("email").ends_with("@example.org"));
    phone.get("/en/my/reports").await.ok().sees("Hole in the road");
    // Somebody else who signs in on the same phone does not see what was begun.
    let mut other = app.visitor();
    phone.post("/en/report/where", &[("place", "A secret place")]).await.status(303);
    let link = phone.get("/en/report/where").await.attribute("a.secret", "href");
    other.post(link.trim_start_matches("http://127.0.0.1:8080"), &[]).await.status(303);
    assert_eq!(other.get("/en/report/where").await.field("place"), "A secret place");
    let account = app.account(&[Role::Resident]).await;
    app.sign_in(&mut other, account).await;
    assert_eq!(other.get("/en/report/where").await.location(), "/en/report?lost=1");
}

#[tokio::test]
async fn too_many_reports_in_an_hour_are_refused_and_nothing_is_lost() {
    let app = town().await;
    let phone = app.visitor();
    // The device cookie comes with the first form.
    phone.get("/en/report").await.ok();
    for n in 0..20 {
        let check = to_check(&phone, "en", &format!("Hole number {n} of many.")).await;
        send(&phone, &check, "en").await.status(303);
    }
    let check = to_check(&phone, "en", "One hole too many.").await;
    let answer = send(&phone, &check, "en").await;
    answer.status(429).sees("Nothing is lost").sees("One hole too many.");
    send(&phone, &answer, "en").await.status(429);
    assert_eq!(app.count("select count(*) from incidents").await, 20);
    // A neighbour behind the same address is not hindered.
    let other = app.visitor();
    other.get("/en/report").await.ok();
    let check = to_check(&other, "en", "The neighbour sees it too.").await;
    send(&other, &check, "en").await.status(303);
}

#[tokio::test]
async fn another_report_begun_on_the_phone_is_never_sent_in_place_of_the_one_on_the_page() {
    let app = town().await;
    let phone = app.visitor();
    let old = to_check(&phone, "en", "The first one.").await;
    phone.post("/en/report", &[("fresh", "1")]).await.status(303);
    to_check(&phone, "en", "The second one.").await;
    let answer = send(&phone, &old, "en").await;
    answer.status(422).sees("Check this report again").sees("The second one.");
    send(&phone, &answer, "en").await.status(303);
    assert_eq!(
        app.count("select count(*) from incidents where description = 'The second one.'").await,
        1
    );
    assert_eq!(app.count("select count(*) from incidents").await, 1);
}

#[tokio::test]
async fn a_hidden_category_shows_the_public_no_place_at_all() {
    let app = town().await;
    let phone = app.visitor();
    let place = [("place", "Xylofoonweg 9 4"), ("lat", "-24.5171"), ("lon", "28.7152")];
    to_details(&phone, "en", "assault", &place).await;
    let fields = [("description", "Somebody was hit."), ("q-now", "no")];
    phone.post_files("/en/report/details", &fields, &[]).await.status(303);
    phone.post("/en/report/contact", &[]).await.status(303);
    let check = phone.get("/en/report/check").await;
    check.ok().sees("The place is not shown.");
    send(&phone, &check, "en").await.status(303);
    assert_eq!(
        app.count(
            "select count(*) from incidents where place is not null and area_id is not null and public_place is null
             and public_area_id is null and public_address = '' and publication = 'pending'"
        )
        .await,
        1
    );
}

#[tokio::test]
async fn the_clean_up_forgets_old_drafts_and_devices() {
    let app = town().await;
    let phone = app.visitor();
    let check = to_check(&phone, "en", "Hole in the road.").await;
    send(&phone, &check, "en").await.status(303);
    to_details(&phone, "en", "refuse", &[("place", "Xylofoonweg 9")]).await;
    sqlx::raw_sql(
        "update report_drafts set expires_at = now() - interval '1 day' where incident_id is null;
         update incident_contacts set created_at = now() - interval '31 days'",
    )
    .execute(&app.app.db)
    .await
    .unwrap();
    incidents::clean_up(&app.app.db).await.unwrap();
    assert_eq!(app.count("select count(*) from report_drafts").await, 1);
    assert_eq!(
        app.count("select count(*) from incident_contacts where ip is null and browser = ''").await,
        1
    );
}

#[tokio::test]
async fn a_store_that_is_away_takes_the_text_all_the_same() {
    let app = town().await;
    let phone = app.visitor();
    to_details(&phone, "en", "refuse", &[("place", "Xylofoonweg 9")]).await;
    // The folder of stored files becomes a file, so that nothing can be put into it.
    let folder = app.app.config.data_dir.join("media");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::write(&folder, b"in the way").unwrap();
    let one = jpeg(5);
    let answer = phone
        .post_files("/en/report/details", &[("description", "Bins.")], &[photo("a.jpg", &one)])
        .await;
    answer.status(422).sees("Your text is safe");
    let to = phone.post_files("/en/report/details", &[("description", "Bins.")], &[]).await;
    assert_eq!(to.location(), "/en/report/contact");
}
