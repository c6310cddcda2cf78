//! The pages of the map, with and without a script, and the small map for other sites.

use super::*;
use crate::support::until;

#[tokio::test]
async fn the_list_beside_a_moving_map_holds_what_its_marks_say() {
    let app = many().await;
    for (z, query) in [(6, ""), (9, "status=open"), (12, "category=road"), (14, ""), (16, "")] {
        let features = layer(&tile(&app, z, TOWN, &format!("?{query}")).await.body, "incidents");
        for feature in features.iter().take(8) {
            let spot = &feature.attributes["spot"];
            let list = beside(&app, &format!("spot={spot}&{query}")).await;
            assert_eq!(counted_in(&list), feature.number("n"), "zoom {z}, {query}: {feature:?}");
            if let Some(reference) = feature.attributes.get("reference") {
                assert!(list.text().contains(reference) && list.text().contains("data-at="));
            }
        }
    }
    // The whole region in a box is the whole region in a tile.
    let whole = counted_in(&beside(&app, "box=27,-26,30,-23").await);
    let sum: i64 =
        layer(&tile(&app, 5, TOWN, "").await.body, "incidents").iter().map(|f| f.number("n")).sum();
    assert_eq!(whole, sum);
    assert_eq!(counted_in(&beside(&app, "box=20,-31,21,-30").await), 0);
    // Only the list is fetched, and without the header the address is an ordinary page.
    assert!(!beside(&app, "box=27,-26,30,-23").await.text().contains("<html"));
    assert!(app.visitor().get("/en/map?box=27,-26,30,-23").await.text().contains("<html"));
}

#[tokio::test]
async fn very_many_are_listed_in_the_same_order() {
    let app = many().await;
    let latest = async || {
        let list = beside(&app, "box=27,-26,30,-23&category=water&skip=20").await;
        let text = list.ok().text().to_owned();
        let found =
            text.match_indices("/en/incidents/NB-").map(|(at, _)| text[at..at + 26].to_owned());
        found.collect::<Vec<_>>()
    };
    let few = latest().await;
    // Older than all of them, so that the list begins as before.
    app.as_owner(
        "insert into incidents (id, reference, submission_id, title, description, lang, category_id, precision_level,
                                place, public_place, publication, priority, reported_at)
         select gen_random_uuid(), 'NB-' || lpad((n / 10000)::text, 4, '0') || '-' || lpad((n % 10000)::text, 4, '0'),
                gen_random_uuid(), 'old', 'x', 'en',
                (select id from categories where code = 'water'), 'm100', p, p, 'public', 'low', now() - interval '9 years'
         from generate_series(1, 10100) n, st_setsrid(st_makepoint(28.7, -24.5), 4326) p",
    )
    .await;
    assert_eq!(latest().await, few);
    assert!(counted_in(&beside(&app, "box=27,-26,30,-23").await) > 10_000 && few.len() >= 20);
}

#[tokio::test]
async fn what_lies_at_a_point_is_told_in_words() {
    let app = TestApp::start().await;
    naboom::places::seed(&app.app, None).await.unwrap();
    let here = app.visitor().get("/en/map/near?lon=28.7166&lat=-24.5163").await;
    assert!(here.ok().text().contains("near Naboomspruit") && here.text().contains("true"));
    let there = app.visitor().get("/af/map/near?lon=18.42&lat=-33.92").await;
    assert!(there.ok().text().contains("\"served\":false"));
    app.visitor().get("/en/map/near?lon=0&lat=0").await.status(404);
    for frame in ["/en/map/moving", "/af/map/moving", "/en/map/pin", "/af/map/pin"] {
        assert!(app.visitor().get(frame).await.ok().text().contains("moving-map"));
    }
    let page = app.visitor().get("/en/map").await;
    assert!(page.ok().header("content-security-policy").contains("worker-src 'self' blob:"));
    let home = app.visitor().get("/en/").await;
    assert!(!home.header("content-security-policy").contains("worker-src"));
}

#[tokio::test]
async fn the_page_shows_what_is_here_by_number_in_both_languages() {
    let app = TestApp::start().await;
    naboom::places::seed(&app.app, None).await.unwrap();
    let leak = app.incident().title("Pipe burst").create().await;
    app.incident().title("Road gone").category("road").status("resolved").create().await;
    app.incident().title("Far away").at(28.406, -24.7).create().await;
    for publication in ["private", "hidden", "pending"] {
        app.incident().title("canary").publication(publication).create().await;
    }
    let page = app.visitor().get("/en/map").await;
    page.ok().sees("2 incidents on this map").sees("Pipe burst").sees("Road gone");
    page.does_not_see("Far away").does_not_see("canary");
    let picture = page.attribute("#map", "src");
    assert_eq!(picture.matches("&m=").count(), 2, "{picture}");
    let drawn = app.visitor().get(&picture).await;
    assert!(drawn.ok().body.len() < 60_000 && drawn.text().contains(">1,2</text>"));
    app.visitor().get("/af/map").await.ok().sees("2 voorvalle op hierdie kaart");

    let open = app.visitor().get("/en/map?status=open&q=pipe").await;
    open.ok().sees("1 incident on this map").does_not_see("Road gone");
    assert!(open.all("a.go").len() == 1 && open.text().contains(&leak.reference));
    let moved = app.visitor().get("/en/map?near=Nylstroom").await;
    moved.ok().sees("Far away").does_not_see("Pipe burst");
    let lost = app.visitor().get("/en/map?near=Xqzwvk").await;
    lost.ok().sees("No place is called").sees("Pipe burst");
    let empty = app.visitor().get("/en/map?lon=20&lat=-30&z=12").await;
    empty.ok().sees("0 incidents on this map").sees("Nothing was reported here");
}

#[tokio::test]
async fn the_buttons_of_the_page_move_it_and_keep_the_filter() {
    let app = TestApp::start().await;
    naboom::places::seed(&app.app, None).await.unwrap();
    let page = app.visitor().get("/en/map?status=open").await;
    assert!(page.ok().text().contains(r#"name="status" value="open""#));
    let (lon, lat) = (page.field("lon"), page.field("lat"));
    let again = app.visitor().get(&format!("/en/map?lon={lon}&lat={lat}&z=13")).await;
    assert_eq!((again.field("lon"), again.field("lat")), (lon.clone(), lat.clone()));
    let north = app.visitor().get(&format!("/en/map?lon={lon}&lat={lat}&z=13&step=n")).await;
    assert!(north.field("lat").parse::<f64>().unwrap() > lat.parse::<f64>().unwrap());
    let out = app.visitor().get(&format!("/en/map?lon={lon}&lat={lat}&z=13&step=out")).await;
    assert_eq!(out.field("z"), "12");
}

#[tokio::test]
async fn many_are_counted_on_the_picture_and_leafed_through_in_the_list() {
    let app = many().await;
    for z in [6, 9, 12, 13] {
        let address = format!("/en/map?lon={}&lat={}&z={z}", TOWN.0, TOWN.1);
        let page = app.visitor().get(&address).await;
        let heading = page.ok().all("#results").join("");
        let count: i64 = heading.split(' ').next().unwrap().parse().unwrap();
        let picture = page.attribute("#map", "src");
        let drawn: i64 = picture
            .split("&g=")
            .skip(1)
            .map(|g| g.rsplit(',').next().unwrap().parse::<i64>().unwrap())
            .sum();
        assert_eq!(drawn, count, "zoom {z}: {picture}");
        assert!(count > 20 && !page.text().contains("canary"));
        app.visitor().get(&picture).await.ok();
        let mut seen = std::collections::BTreeSet::new();
        for skip in (0..count).step_by(20) {
            let part = app.visitor().get(&format!("{address}&skip={skip}")).await;
            let links = part.ok().text();
            let found = links
                .match_indices("/en/incidents/NB-")
                .map(|(at, _)| links[at + 14..at + 26].to_owned());
            seen.extend(found);
        }
        assert_eq!(i64::try_from(seen.len()).unwrap(), count, "every one is listed once: zoom {z}");
    }
}

#[tokio::test]
async fn other_sites_show_the_small_map_only_when_an_administrator_names_them() {
    let app = TestApp::start().await;
    naboom::places::seed(&app.app, None).await.unwrap();
    app.incident().title("Burst pipe in Kerk Street").at(28.7166, -24.5163).create().await;
    let hidden = app.incident().title("Canary of the hidden").publication("hidden");
    hidden.at(28.7166, -24.5163).create().await;
    let visitor = app.visitor();
    let en = visitor.get("/embed/map?lang=en").await;
    en.ok().sees("Burst pipe in Kerk Street").does_not_see("Canary");
    assert!(en.headers.get("x-frame-options").is_none() && en.headers.get("set-cookie").is_none());
    let policy = en.header("content-security-policy");
    assert!(policy.ends_with("frame-ancestors 'self'") && policy.contains("script-src 'none'"));
    assert!(!en.text().contains("<script"));
    let picture = en.attribute("img.mapbox", "src");
    visitor.get(&picture.replace("&amp;", "&")).await.ok();
    let af = visitor.get("/embed/map?lang=af&status=resolved").await;
    af.ok().sees("Maak die hele kaart oop").does_not_see("Burst pipe");
    assert!(af.attribute("p a[target]", "href").starts_with("/af/map?"));

    app.as_owner(
        r#"update site_settings set data = data || '{"embed":["https://town.example"]}', version = version + 1"#,
    )
    .await;
    until(crate::support::LONG, "the new setting is read", async || {
        let answer = visitor.get("/embed/map").await;
        answer.header("content-security-policy").ends_with("'self' https://town.example")
    })
    .await;
    let other = visitor.get("/en/map").await;
    assert_eq!(other.ok().header("x-frame-options"), "DENY");
    let admin = app.admin().await;
    let settings = admin.get("/en/admin/settings").await;
    settings.ok().sees("/embed/map?lang=en");
    assert!(settings.text().contains("https://town.example</textarea>"));
}
