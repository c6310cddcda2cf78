//! One’s own reports, feeds, and what pages weigh.

use super::*;

#[tokio::test]
async fn my_reports_are_there_in_every_state_and_what_i_follow() {
    let app = TestApp::start().await;
    let resident = app.resident().await;
    for (n, publication) in ["pending", "public", "hidden", "private"].into_iter().enumerate() {
        let mine =
            app.incident().title(&format!("Mine {n}")).publication(publication).create().await;
        reported_by(&app, &mine, resident.account.unwrap()).await;
    }
    let theirs = app.incident().title("Theirs").create().await;
    resident.post(&format!("{}/follow", show(&theirs)), &[]).await.status(303);
    let page = resident.get("/af/my/reports").await;
    page.ok()
        .sees("My aanmeldings")
        .sees("Wag op moderering")
        .sees("Versteek")
        .sees("Privaat")
        .sees("Theirs");
    assert_eq!(page.all(".card h3"), ["Mine 3", "Mine 2", "Mine 1", "Mine 0", "Theirs"]);
    set(&app, &theirs, "publication = 'hidden'", "").await;
    resident.get("/en/my/reports").await.ok().does_not_see("Theirs");
    app.visitor().get("/en/my/reports").await.location();
    app.resident().await.get("/en/my/reports").await.ok().sees("You have not reported anything");
}

#[tokio::test]
async fn my_reports_have_pages_too() {
    let app = TestApp::start().await;
    let resident = app.resident().await;
    for n in 0..25 {
        let mine = app.incident().title(&format!("Mine {n:02}")).create().await;
        reported_by(&app, &mine, resident.account.unwrap()).await;
    }
    let first = resident.get("/en/my/reports").await;
    assert_eq!(first.all(".card h3").len(), 20);
    let second = resident.get(&first.attribute(".pager [rel=next]", "href")).await;
    assert_eq!(second.all(".card h3"), ["Mine 04", "Mine 03", "Mine 02", "Mine 01", "Mine 00"]);
}

// ---- feeds ----

#[tokio::test]
async fn the_atom_feed_is_the_list_for_readers_of_news() {
    let app = TestApp::start().await;
    app.incident().title("Leak & <b>").description("Bell \u{7} rings").create().await;
    app.incident().title("Hole").category("pothole").create().await;
    let feed = app.visitor().get("/feeds/incidents.atom?category=water&lang=af").await;
    assert_eq!(feed.ok().header("content-type"), "application/atom+xml; charset=utf-8");
    let text = feed.text();
    assert!(text.starts_with("<?xml"), "{text}");
    assert!(
        text.contains("Leak &#38; &#60;b&#62;")
            && !text.contains("Hole")
            && !text.contains('\u{7}'),
        "{text}"
    );
    assert!(text.contains("xml:lang=\"af-ZA\"") && text.contains("Aangemeld"));
    let again = app.visitor().header("if-none-match", feed.header("etag"));
    again.get("/feeds/incidents.atom?category=water&lang=af").await.status(304);
    // No reader's language and no cookie change it: the address says all.
    let plain = app.visitor().header("accept-language", "af").get("/feeds/incidents.atom").await;
    assert_eq!(plain.ok().body, app.visitor().get("/feeds/incidents.atom").await.body);
}

#[tokio::test]
async fn the_geojson_holds_public_places_alone() {
    let app = TestApp::start().await;
    app.incident().title("Leak").at(28.71234567, -24.5208765).create().await;
    let coarse = app.incident().title("Not shown").create().await;
    set(&app, &coarse, "precision_level = 'hidden'", "").await;
    let answer = app.visitor().get("/feeds/incidents.geojson").await;
    assert_eq!(answer.ok().header("content-type"), "application/geo+json");
    let json: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(json["type"], "FeatureCollection");
    let features = json["features"].as_array().unwrap();
    assert_eq!(features[0]["geometry"], serde_json::Value::Null);
    assert_eq!(features[1]["geometry"]["coordinates"], serde_json::json!([28.712, -24.521]));
    assert_eq!(features[1]["properties"]["title"], "Leak");
    assert!(!answer.text().contains("28.71234567"));
    assert_eq!(
        app.visitor()
            .get("/feeds/incidents.geojson?status=done")
            .await
            .text()
            .matches("Feature\"")
            .count(),
        0
    );
}

// ---- budgets and plans ----

#[tokio::test]
async fn full_pages_fit_a_weak_signal() {
    let app = TestApp::start().await;
    naboom::categories::seed(&app.app).await.unwrap();
    for n in 0..25 {
        let title = format!(
            "’n Groot waterlek nommer {n} by die hoek van Kerkstraat en Louis Trichardtstraat"
        );
        let made = app
            .incident()
            .title(&title)
            .description(&"Die water loop al dae lank. ".repeat(20))
            .category("water_leak")
            .create()
            .await;
        said(
            &app,
            made.id,
            "Dit is nou erger as gister, die pad is nat tot by die skool.",
            "public",
            "public",
        )
        .await;
    }
    let one = app.visitor().get("/en/incidents").await.attribute(".card a.go", "href");
    for path in
        ["/af/", "/af/incidents", "/af/incidents?q=waterlek&status=open&order=priority", &one]
    {
        let page = app.visitor().header("accept-encoding", "br").get(path).await;
        assert_eq!(page.ok().header("content-encoding"), "br", "{path}");
        assert!(page.body.len() <= 10 * 1024, "{path}: {} bytes", page.body.len());
    }
}
