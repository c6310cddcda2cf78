//! Places and photos.

use super::*;

#[tokio::test]
async fn a_place_in_words_a_suburb_and_the_gazetteer() {
    let app = town().await;
    let phone = app.visitor();
    phone.post("/af/report", &[("category", "other")]).await.status(303);
    let page = phone.get("/af/report/where").await;
    let suburbs = page.all("#suburb option");
    assert!(suburbs.iter().any(|s| s.contains("Naboomspruit")), "{suburbs:?}");
    // A name that several places have is asked once; what was typed may stand.
    let to = phone.post("/af/report/where", &[("place", "Naboomspruit")]).await;
    assert_eq!(to.location(), "/af/report/where?choose=1");
    let page = phone.follow(&to).await;
    page.ok().sees("Watter een bedoel jy?").sees("Nie een van hierdie nie");
    let id = page.attribute("input[name=found]", "value");
    let hidden = [("place", "Naboomspruit"), ("suburb", ""), ("found", "none")];
    assert_eq!(phone.post("/af/report/where", &hidden).await.location(), "/af/report/details");
    assert_eq!(
        phone.post("/af/report/where", &[("place", "Naboomspruit")]).await.location(),
        "/af/report/details"
    );
    let chosen = [("place", "Naboomspruit"), ("suburb", ""), ("found", &id)];
    phone.post("/af/report/where", &chosen).await.status(303);
    assert_eq!(
        app.count("select count(*) from report_drafts where data->'place'->>'found' is not null")
            .await,
        1
    );
    // Words alone are enough, and so is a suburb alone.
    assert_eq!(
        phone.post("/af/report/where", &[("place", "agter die ou meule")]).await.location(),
        "/af/report/details"
    );
    let suburb = page_value(&phone.get("/af/report/where").await, "Naboomspruit");
    assert_eq!(
        phone.post("/af/report/where", &[("place", ""), ("suburb", &suburb)]).await.location(),
        "/af/report/details"
    );
    phone
        .post(
            "/af/report/where",
            &[("place", ""), ("suburb", "00000000-0000-0000-0000-000000000000")],
        )
        .await
        .status(422);
}

/// The value of the first option of the suburb list whose text begins so.
fn page_value(page: &Answer, text: &str) -> String {
    let document = scraper::Html::parse_document(&page.text());
    let options = scraper::Selector::parse("#suburb option").expect("a selector");
    let mut found =
        document.select(&options).filter(|o| o.text().collect::<String>().contains(text));
    found.next().and_then(|o| o.attr("value")).expect("the suburb is in the list").to_owned()
}

#[tokio::test]
async fn the_map_is_opened_moved_and_tapped_without_a_script() {
    let app = town().await;
    let phone = app.visitor();
    phone.post("/en/report", &[("category", "pothole")]).await.status(303);
    phone.get("/en/report/where").await.ok().does_not_see("/map/drawn.svg");
    let to = phone.post("/en/report/where", &[("place", "Hans"), ("step", "open")]).await;
    assert_eq!(to.location(), "/en/report/where#map");
    let page = phone.get("/en/report/where").await;
    assert!(page.attribute("input[type=image]", "src").starts_with("/map/drawn.svg?"));
    assert_eq!(page.field("place"), "Hans");
    let view = |page: &Answer| {
        [
            ("map_lon", page.field("map_lon")),
            ("map_lat", page.field("map_lat")),
            ("map_z", page.field("map_z")),
        ]
    };
    let with = |view: &[(&'static str, String)], more: &[(&'static str, &'static str)]| {
        let mut fields: Vec<(String, String)> =
            view.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect();
        fields.extend(more.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
        fields
    };
    let pairs = |fields: &[(String, String)]| {
        fields.iter().map(|(n, v)| (n.clone(), v.clone())).collect::<Vec<_>>()
    };
    let tapped =
        pairs(&with(&view(&page), &[("place", "Hans"), ("map.x", "200"), ("map.y", "100")]));
    let tapped: Vec<(&str, &str)> = tapped.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(phone.post("/en/report/where", &tapped).await.location(), "/en/report/where#map");
    let page = phone.get("/en/report/where").await;
    page.ok().sees("You marked this place on the map");
    let moved = with(&view(&page), &[("place", "Hans"), ("step", "clear")]);
    let moved: Vec<(&str, &str)> = moved.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    phone.post("/en/report/where", &moved).await.status(303);
    phone.get("/en/report/where").await.does_not_see("You marked this place");
}

#[tokio::test]
async fn broken_and_too_large_photos_touch_neither_the_others_nor_the_text() {
    let app = town().await;
    let phone = app.visitor();
    to_details(&phone, "en", "refuse", &[("place", "Xylofoonweg 9")]).await;
    let (good, other) = (jpeg(3), jpeg(90));
    let broken = &jpeg(50)[..900];
    let large = vec![0xff; naboom::media::MOST_BYTES + 10];
    let files = [
        photo("good.jpg", &good),
        photo("broken.jpg", broken),
        photo("large.jpg", &large),
        photo("text.jpg", b"not a photo at all"),
        photo("other.jpg", &other),
    ];
    let fields = [("description", "Nobody fetched the bins."), ("q-day", "Monday")];
    let answer = phone.post_files("/en/report/details", &fields, &files).await;
    answer
        .status(422)
        .sees("broken.jpg")
        .sees("large.jpg")
        .sees("text.jpg")
        .sees("larger than 15 MB");
    assert_eq!(answer.all(".previews li").len(), 2);
    assert_eq!(answer.field("description").trim(), "Nobody fetched the bins.");
    assert_eq!(answer.field("q-day"), "Monday");
    // One is taken back; what was typed since is kept.
    let id = answer.attribute("button[name=remove]", "value");
    let to = phone
        .post_files("/en/report/details", &[("description", "Changed."), ("remove", &id)], &[])
        .await;
    assert_eq!(to.location(), "/en/report/details#photos");
    let page = phone.get("/en/report/details").await;
    assert_eq!(page.all(".previews li").len(), 1);
    assert_eq!(page.field("description").trim(), "Changed.");
    // The sender sees the photo once its sizes are made, nobody else does.
    app.work().await;
    let src = phone.get("/en/report/details").await.attribute(".previews img", "src");
    phone.get(&src).await.ok();
    app.visitor().get(&src).await.status(404);
    phone.post_files("/en/report/details", &[("description", "Changed.")], &[]).await.status(303);
    phone.post("/en/report/contact", &[]).await.status(303);
    let check = phone.get("/en/report/check").await;
    send(&phone, &check, "en").await.status(303);
    assert_eq!(app.count("select count(*) from media where incident_id is not null").await, 1);
    phone.get(&src).await.ok();
}
