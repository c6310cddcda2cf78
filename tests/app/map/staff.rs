//! The map of those who work on reports: exact places within their limits, noted, and never on what everybody sees.

use super::*;
use crate::support::Browser;

async fn own_tile(who: &Browser, z: u8, at: (f64, f64), query: &str) -> Answer {
    let (x, y) = tile_of(z, at.0, at.1);
    who.get(&format!("/moderation/map/tiles/{z}/{x}/{y}.mvt{query}")).await
}

/// Off the grid of public places, whose cells are 100 m wide.
const EXACT: (f64, f64) = (28.71237, -24.52043);

#[tokio::test]
async fn whoever_works_on_reports_sees_exact_places_and_that_is_noted() {
    let app = TestApp::start().await;
    naboom::places::seed(&app.app, None).await.unwrap();
    for (title, publication) in
        [("Open", "public"), ("Waits", "pending"), ("Kept", "private"), ("Gone", "hidden")]
    {
        app.incident().title(title).at(EXACT.0, EXACT.1).publication(publication).create().await;
    }
    let lonely = app.incident().title("Alone").at(28.7301, -24.5151).publication("pending");
    let lonely = lonely.create().await;
    let leader = app.leader().await;
    let notes = "select count(*) from identity_reads where what = 'place'";
    assert_eq!(app.count_as_owner(notes).await, 0);

    // Far away they are counted, and nothing is noted.
    for z in 8..=11 {
        let wide = layer(&own_tile(&leader, z, TOWN, "").await.ok().body, "incidents");
        assert_eq!(wide.iter().map(|f| f.number("n")).sum::<i64>(), 5, "zoom {z}");
    }
    assert_eq!(app.count_as_owner(notes).await, 0);
    let near = own_tile(&leader, 14, (28.7301, -24.5151), "").await;
    assert_eq!(near.ok().header("cache-control"), "no-store");
    assert!(near.headers.get("etag").is_none());
    let features = layer(&near.body, "incidents");
    let alone = features.iter().find(|f| f.number("n") == 1).unwrap();
    assert_eq!(alone.attributes["reference"], lonely.reference);
    assert_eq!(alone.attributes["shape"], "publication-pending");
    let (tx, ty) = tile_of(14, 28.7301, -24.5151);
    let (x, y) = alone.at.unwrap();
    let side = f64::from(1u32 << 14);
    let lon = (f64::from(tx) + x as f64 / 4096.0) / side * 360.0 - 180.0;
    assert!((lon - 28.7301).abs() < 0.00003 && ty > 0 && y > 0, "{lon}");
    let noted = app.count_as_owner(notes).await;
    assert!(noted >= 1);
    own_tile(&leader, 14, (28.7301, -24.5151), "").await.ok();
    assert_eq!(app.count_as_owner(notes).await, noted, "once an hour");

    // The page: a list with what is not public, links to decide, a picture whose address tells no place.
    let page = leader.get("/en/moderation/map").await;
    page.ok().sees("Waits").sees("Kept").sees("Gone").sees("Alone").sees("Waiting for a leader");
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.text().contains(&format!("/en/moderation/{}", lonely.reference)));
    let picture = page.attribute("#map", "src").replace("&amp;", "&");
    assert!(!picture.contains("m=") && picture.starts_with("/en/moderation/map/drawn.svg?"));
    let drawn = leader.get(&picture).await;
    assert!(drawn.ok().text().contains("<svg") && drawn.text().contains(">2,3,4…</text>"));
    assert_eq!(drawn.header("cache-control"), "no-store");
    assert_eq!(app.count_as_owner(notes).await, 5);
    leader
        .get("/af/moderation/map?status=resolved")
        .await
        .ok()
        .sees("0 voorvalle op hierdie kaart");
    let frame = leader.get("/af/moderation/map/moving").await;
    assert!(frame.ok().text().contains("/moderation/map/tiles"));
    leader.get("/en/moderation").await.ok().sees("See them on a map");
    let part = leader.header("hx-request", "true");
    let list = part.get("/en/moderation/map?box=27,-26,30,-23").await;
    assert!(list.ok().text().contains("28.73010,-24.51510,0"), "{}", list.text());
    assert_eq!(counted_in(&list), 5);
}

#[tokio::test]
async fn the_limits_of_a_leader_hold_on_the_map() {
    let app = TestApp::start().await;
    naboom::places::seed(&app.app, None).await.unwrap();
    app.incident().title("Mine").at(EXACT.0, EXACT.1).category("water").create().await;
    app.incident().title("Other").at(EXACT.0, EXACT.1).category("road").create().await;
    app.incident().title("Elsewhere").at(28.74, -24.54).category("water").create().await;
    app.as_owner(
        "insert into areas (id, code, kind, name_en, name_af, shape, source, served)
         select gen_random_uuid(), 'ALLOWED', 'ward', 'x', 'x', st_multi(st_makeenvelope(28.70, -24.53, 28.72, -24.51, 4326)), 't', true;
         update incidents set area_id = (select id from areas where code = 'ALLOWED') where title in ('Mine', 'Other')",
    )
    .await;
    let leader = app.leader().await;
    app.as_owner(
        "update account_roles set areas = array[(select id from areas where code = 'ALLOWED')],
           categories = array[(select id from categories where code = 'water')] where role = 'leader'",
    )
    .await;
    for z in 8..=16 {
        let features = layer(&own_tile(&leader, z, EXACT, "").await.ok().body, "incidents");
        assert_eq!(features.iter().map(|f| f.number("n")).sum::<i64>(), 1, "zoom {z}");
    }
    let there = own_tile(&leader, 16, (28.74, -24.54), "").await;
    assert!(layer(&there.body, "incidents").is_empty());
    let page = leader.get("/en/moderation/map").await;
    page.ok().sees("Mine").does_not_see("Other").does_not_see("Elsewhere");
    assert_eq!(app.count_as_owner("select count(*) from identity_reads").await, 1);
    let spot = leader.header("hx-request", "true").get("/en/moderation/map?spot=4-0").await;
    assert_eq!(counted_in(&spot), 0);
}

#[tokio::test]
async fn nobody_else_sees_it_and_the_public_map_never_tells_an_exact_place() {
    let app = TestApp::start().await;
    naboom::places::seed(&app.app, None).await.unwrap();
    app.incident().at(EXACT.0, EXACT.1).create().await;
    let (x, y) = tile_of(14, EXACT.0, EXACT.1);
    let tile_path = format!("/moderation/map/tiles/14/{x}/{y}.mvt");
    let pages = ["/en/moderation/map", "/en/moderation/map/drawn.svg", "/en/moderation/map/moving"];
    let (resident, editor) = (app.resident().await, app.editor().await);
    for path in pages.into_iter().chain([tile_path.as_str()]) {
        resident.get(path).await.status(403);
        editor.get(path).await.status(403);
        let visitor = app.visitor().get(path).await;
        assert!([303, 401].contains(&visitor.status.as_u16()), "{path}: {}", visitor.status);
    }
    // Where it is drawn, to a tenth of a metre: the corner of a public cell, for the leader too.
    let leader = app.leader().await;
    let own = layer(&own_tile(&leader, 16, EXACT, "").await.ok().body, "incidents")[0].at;
    for z in 8..=16 {
        let public = tile(&app, z, EXACT, "").await;
        let again = leader
            .get(&format!(
                "/map/tiles/{z}/{}/{}.mvt",
                tile_of(z, EXACT.0, EXACT.1).0,
                tile_of(z, EXACT.0, EXACT.1).1
            ))
            .await;
        assert_eq!(public.ok().body, again.ok().body, "the leader's public tile is everybody's");
        if z == 16 {
            assert_ne!(layer(&public.body, "incidents")[0].at, own);
        }
    }
    for path in ["7/73/73.mvt", "17/0/0.mvt", "9/1/1.png"] {
        leader.get(&format!("/moderation/map/tiles/{path}")).await.status(404);
    }
}
