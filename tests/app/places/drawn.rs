//! The map that the server draws.

use super::*;

/// The drawn map stays under 30 kilobytes (UI.md), is well-formed, and says whose data it shows.
async fn draws_small(app: &TestApp, credits: bool) {
    let visitor = app.visitor();
    let marks: Vec<Mark> = points(20)
        .into_iter()
        .enumerate()
        .map(|(i, point)| Mark { point, radius_m: [0.0, 125.0, 1000.0][i % 3] })
        .collect();
    for zoom in MapView::WIDEST..=MapView::CLOSEST {
        for center in [TOWN, Point { lon: 28.41, lat: -24.70 }, Point { lon: 29.4, lat: -23.9 }] {
            for (w, h) in [(288, 288), (640, 400), (1100, 800)] {
                let view = MapView::new(center, zoom, w, h);
                let answer = visitor.get(&view.url("af", &marks)).await;
                let picture = answer.ok().text();
                let size = picture.len();
                assert!(size <= 30_000, "zoom {zoom}, {w} x {h}: {size} bytes");
                assert!(picture.starts_with("<svg") && picture.ends_with("</svg>"));
                assert!(!picture.contains("NaN") && !picture.contains("inf"), "zoom {zoom}");
                assert_eq!(picture.contains("GeoNames"), credits);
                assert_eq!(picture.contains("OCHA ROSEA"), credits);
            }
        }
    }
}

#[tokio::test]
async fn the_drawn_map_is_small_at_every_zoom() {
    let app = seeded().await;
    draws_small(&app, false).await;
    let town = MapView::new(TOWN, 12, 360, 300);
    let english = app.visitor().get(&town.url("en", &[])).await.ok().text();
    assert!(english.contains("Naboomspruit") && english.contains(">R520<"), "{english}");
    let afrikaans = app.visitor().get(&town.url("af", &[])).await.ok().text();
    assert!(afrikaans.contains("Kaart van die omgewing"));
}

#[tokio::test]
async fn the_drawn_map_over_real_data_is_small_too_and_names_its_makers() {
    // Sample data is no part of the project; where a folder is named, the same must hold over it.
    let Ok(folder) = std::env::var("NABOOM_SAMPLE_DATA") else { return };
    let app = TestApp::start().await;
    places::seed(&app.app, Some(folder.as_ref())).await.unwrap();
    draws_small(&app, true).await;
    let areas = places::areas(&app.app.db, Lang::EN).await.unwrap();
    assert_eq!(areas.len(), 15, "fourteen wards and the municipality: {areas:?}");
    let near = places::locate(&app.app.db, Lang::af(), moved(TOWN, 0.0, 1250.0)).await.unwrap();
    assert_eq!(near.near.unwrap(), "naby Naboomspruit, 1,2 km noord");
    for typed in ["mookgopong", "mokgophong", "Nylstroom", "nylstrom"] {
        let found = places::search(&app.app.db, Lang::EN, typed, 3).await.unwrap();
        let right = ["Mookgophong", "Modimolle"].iter().any(|n| found[0].name.starts_with(n));
        assert!(right, "{typed}: {found:?}");
    }
}

#[tokio::test]
async fn the_picture_may_be_kept_and_carries_its_own_security_header() {
    let app = seeded().await;
    let url = MapView::town().choose_url("en", &[Mark::pin(TOWN)]);
    let answer = app.visitor().get(&url).await;
    answer.ok();
    assert_eq!(answer.header("content-type"), "image/svg+xml");
    assert!(answer.header("cache-control").starts_with("public, max-age="));
    let csp = answer.header("content-security-policy");
    assert!(csp.starts_with("default-src 'none'; style-src 'sha256-"), "{csp}");
    assert!(!csp.contains("unsafe"));
    assert!(answer.text().contains("class=\"x\"") && answer.text().contains("class=\"pd\""));
    let known = app.visitor().header("if-none-match", answer.header("etag"));
    known.get(&url).await.status(304);
}

#[tokio::test]
async fn an_address_that_is_no_view_is_not_found() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    for query in [
        "",
        "lon=28&lat=-24",
        "lon=x&lat=-24&z=12&w=300&h=300",
        "lon=NaN&lat=-24&z=12&w=300&h=300",
        "lon=0&lat=0&z=12&w=300&h=300",
        "lon=28&lat=-240&z=12&w=300&h=300",
        "lon=28&lat=-24&z=-1&w=300&h=300",
        "lon=28&lat=-24&z=12&w=99999999&h=300",
        "lon=28&lat=-24&z=12&w=300&h=300&m=1",
        "lon=28&lat=-24&z=12&w=300&h=300&m=28,-24,inf",
    ] {
        visitor.get(&format!("/map/drawn.svg?{query}")).await.status(404);
    }
    // Nothing is loaded: still a picture. Sizes are brought into range.
    let huge = visitor.get("/map/drawn.svg?lon=28.7&lat=-24.5&z=99&w=65535&h=65535").await;
    assert!(huge.ok().text().contains(r#"width="1100" height="800""#));
}
