//! Tiles that count exactly what the list counts.

use naboom::events::{self, EventKind};

use super::*;
use crate::support::until;

#[tokio::test]
async fn a_tile_counts_what_the_list_counts_at_every_zoom_and_with_every_filter() {
    let app = many().await;
    let filters = [
        ("", "true"),
        ("?status=open", "i.status in ('reported', 'acknowledged', 'in_progress', 'waiting')"),
        ("?status=resolved", "i.status = 'resolved'"),
        ("?category=road", "c.code = 'road'"),
        ("?category=road&priority=low", "c.code = 'road' and i.priority = 'low'"),
        ("?q=lekkasie", "i.title = 'lekkasie'"),
        ("?q=canary", "false"),
    ];
    for (query, condition) in filters {
        for z in 4..=16 {
            let answer = tile(&app, z, TOWN, query).await;
            let features = layer(&answer.body, "incidents");
            let sum: i64 = features.iter().map(|f| f.number("n")).sum();
            let expected = counted(&app, z, tile_of(z, TOWN.0, TOWN.1), condition).await;
            assert_eq!(sum, expected, "zoom {z}, {query}");
            for feature in &features {
                let by_status: i64 = ["reported", "acknowledged", "in_progress", "waiting"]
                    .into_iter()
                    .chain(["resolved", "closed", "rejected", "duplicate"])
                    .map(|status| feature.number(status))
                    .sum();
                assert_eq!(by_status, feature.number("n"), "{feature:?}");
                let single = feature.attributes.contains_key("reference");
                assert_eq!(single, feature.number("n") == 1, "{feature:?}");
                let (x, y) = feature.at.unwrap();
                assert!((0..4096).contains(&x) && (0..4096).contains(&y), "{feature:?}");
            }
        }
        let list = app.visitor().get(&format!("/en/incidents{query}")).await;
        let heading = list.all("h2.results").join("").replace('\u{a0}', "");
        let listed: i64 = heading.split(' ').next().unwrap().parse().unwrap_or(0);
        let hidden =
            condition.to_owned() + ") and (i.precision_level = 'hidden' or i.place is null";
        let statement = format!(
            "select count(*) from public_incidents i join categories c on c.id = i.category_id where ({hidden})"
        );
        let without_place: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(statement))
            .fetch_one(&app.app.db)
            .await
            .unwrap();
        let sum: i64 = layer(&tile(&app, 5, TOWN, query).await.body, "incidents")
            .iter()
            .map(|f| f.number("n"))
            .sum();
        assert_eq!(sum + without_place, listed, "the whole region is the list: {query}");
    }
}

#[tokio::test]
async fn what_is_counted_ahead_stays_what_would_be_counted() {
    let app = many().await;
    let changes = [
        "update incidents set status = 'closed' where number % 5 = 0",
        "update incidents set publication = 'hidden' where number % 7 = 0",
        "select map_fold()",
        "update incidents set publication = 'public' where number % 14 = 0 and title <> 'canary'",
        "update incidents set public_place = st_translate(public_place, 0.2, 0.1) where number % 9 = 0",
        "delete from incidents where number % 11 = 0",
        "update incidents set precision_level = 'hidden' where number % 13 = 0",
        "select map_fold()",
        "update incidents set status = 'waiting' where number % 17 = 0",
    ];
    for change in changes {
        app.as_owner(change).await;
    }
    for (query, condition) in [
        ("", "true"),
        ("?status=closed", "i.status = 'closed'"),
        ("?status=open", "i.status in ('reported', 'acknowledged', 'in_progress', 'waiting')"),
    ] {
        for z in 4..=13 {
            for at in [TOWN, (28.9, -24.4)] {
                let features = layer(&tile(&app, z, at, query).await.body, "incidents");
                let sum: i64 = features.iter().map(|f| f.number("n")).sum();
                let expected = counted(&app, z, tile_of(z, at.0, at.1), condition).await;
                assert_eq!(sum, expected, "zoom {z}, {query}");
                let single = |f: &&Feature| f.number("n") == 1;
                assert!(
                    features.iter().filter(single).all(|f| f.attributes.contains_key("reference"))
                );
            }
        }
        let whole = format!("box=27,-26,30,-23&{}", query.trim_start_matches('?'));
        let five = layer(&tile(&app, 5, TOWN, query).await.body, "incidents");
        let sum: i64 = five.iter().map(|f| f.number("n")).sum();
        assert_eq!(counted_in(&beside(&app, &whole).await), sum, "{query}");
    }
    app.as_owner("truncate incidents cascade").await;
    app.as_owner("insert into map_changes values (0, 'reported', 0, 0); select map_fold()").await;
    let left: i64 =
        sqlx::query_scalar("select count(*) from map_counts").fetch_one(&app.app.db).await.unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn a_tile_is_asked_for_again_only_when_something_happened() {
    let app = TestApp::start().await;
    naboom::places::seed(&app.app, None).await.unwrap();
    app.incident().create().await;
    let first = tile(&app, 12, TOWN, "").await;
    first.ok();
    assert_eq!(first.header("content-type"), "application/vnd.mapbox-vector-tile");
    assert!(first.header("cache-control").contains("must-revalidate"));
    let known = first.header("etag").to_owned();
    let again = async || {
        let (x, y) = tile_of(12, TOWN.0, TOWN.1);
        let browser = app.visitor().header("if-none-match", &known);
        browser.get(&format!("/map/tiles/12/{x}/{y}.mvt")).await
    };
    again().await.status(304);
    let second = app.incident().create().await;
    let mut conn = app.app.db.acquire().await.unwrap();
    let id = Some(second.id);
    events::append(&mut conn, EventKind::Published, id, serde_json::json!({})).await.unwrap();
    let second = std::time::Duration::from_secs(1);
    until(second, "the tile stays old", async || again().await.status.as_u16() != 304).await;
    let fresh = again().await;
    fresh.ok();
    let sum: i64 = layer(&fresh.body, "incidents").iter().map(|f| f.number("n")).sum();
    assert_eq!(sum, 2);
}

#[tokio::test]
async fn empty_and_impossible_tiles_are_told_apart() {
    let app = TestApp::start().await;
    tile(&app, 10, (0.0, 0.0), "").await.status(204);
    for path in ["3/0/0.mvt", "17/0/0.mvt", "6/64/0.mvt", "6/1/1", "6/1/1.png", "6/1/-1.mvt"] {
        app.visitor().get(&format!("/map/tiles/{path}")).await.status(404);
    }
}

#[tokio::test]
async fn areas_stand_on_the_tiles_in_both_languages() {
    let app = TestApp::start().await;
    naboom::places::seed(&app.app, None).await.unwrap();
    let areas = layer(&tile(&app, 13, TOWN, "").await.body, "areas");
    let names: Vec<_> = areas.iter().filter_map(|f| f.attributes.get("name_af")).collect();
    assert!(names.iter().any(|n| *n == "Naboomspruit"), "{names:?}");
    let wide = layer(&tile(&app, 6, TOWN, "").await.body, "areas");
    assert!(!wide.is_empty() && wide.iter().all(|f| f.attributes["kind"] == "municipality"));
}
