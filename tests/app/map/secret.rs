//! Nothing that is not public is on anything that everybody sees.

use super::*;

#[tokio::test]
async fn a_tile_shows_public_reports_at_their_public_places_only() {
    let app = many().await;
    for z in 4..=16 {
        for at in [TOWN, (28.9, -24.5), (28.88, -24.49), (28.91, -24.51)] {
            let answer = tile(&app, z, at, "").await;
            let bytes = String::from_utf8_lossy(&answer.body);
            assert!(!bytes.contains("CAGE") && !bytes.contains("canary"), "zoom {z}");
            if z >= 9 && at.0 > 28.8 {
                assert!(layer(&answer.body, "incidents").is_empty(), "zoom {z}");
            }
        }
    }
    // The exact place of a report in a coarse cell is nowhere: two in the same cell stand on each other.
    let (a, b) = ((28.7150, -24.5201), (28.7151, -24.5202));
    for at in [a, b] {
        app.incident().at(at.0, at.1).title("twin").create().await;
    }
    let twins = layer(&tile(&app, 16, a, "?q=twin").await.body, "incidents");
    assert!(twins.len() == 1 && twins[0].number("n") == 2, "{twins:?}");
}

#[tokio::test]
async fn nothing_secret_is_on_any_map_list_search_or_feed() {
    let app = many().await;
    let secret = |answer: &Answer| {
        let bytes = String::from_utf8_lossy(&answer.body);
        bytes.contains("CAGE") || bytes.contains("canary")
    };
    for z in 6..=17 {
        let page = app.visitor().get(&format!("/en/map?lon=28.9&lat=-24.5&z={z}&q=canary")).await;
        page.ok().sees("0 incidents on this map");
        let page = app.visitor().get(&format!("/en/map?lon=28.9&lat=-24.5&z={z}")).await;
        assert!(!secret(page.ok()), "zoom {z}");
        let drawn = app.visitor().get(&page.attribute("#map", "src")).await;
        assert!(!secret(drawn.ok()), "zoom {z}");
        if z >= 12 {
            page.sees("0 incidents on this map");
        }
    }
    let list = beside(&app, "box=28.85,-24.55,28.95,-24.45").await;
    assert!(counted_in(&list) == 0 && !secret(&list));
    let words = "lon=28.9&lat=-24.5&q=canary";
    for path in [
        "/feeds/incidents.geojson",
        "/feeds/incidents.atom",
        "/map/search?q=canary",
        "/en/incidents",
    ] {
        let join = if path.contains('?') { '&' } else { '?' };
        for address in [path.to_owned(), format!("{path}{join}{words}")] {
            let answer = app.visitor().get(&address).await;
            let shown = String::from_utf8_lossy(&answer.ok().body).replace("q=canary", "");
            let typed = shown.replace("value=\"canary\"", "").replace("“canary”", "");
            assert!(!typed.contains("CAGE") && !typed.contains("canary"), "{address}");
        }
    }
}
