//! Where things are: the gazetteer and its search, the grid through which the public sees places, imports, the drawn map.

use std::collections::HashSet;

use naboom::i18n::Lang;
use naboom::places::{self, MapView, Mark, Point, Precision};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};

use crate::support::TestApp;

const TOWN: Point = Point { lon: 28.7166, lat: -24.5163 };

async fn seeded() -> TestApp {
    let app = TestApp::start().await;
    places::seed(&app.app, None).await.unwrap();
    app
}

/// The same points in every run, all over the municipality.
fn points(count: usize) -> Vec<Point> {
    let mut random = StdRng::seed_from_u64(560);
    let mut one =
        || Point { lon: random.random_range(27.6..29.4), lat: random.random_range(-24.95..-24.0) };
    (0..count).map(|_| one()).collect()
}

/// Metres between two points that are near each other.
fn metres(a: Point, b: Point) -> f64 {
    let x = (a.lon - b.lon) * 111_320.0 * a.lat.to_radians().cos();
    let y = (a.lat - b.lat) * 110_800.0;
    x.hypot(y)
}

fn moved(from: Point, east: f64, north: f64) -> Point {
    Point {
        lon: from.lon + east / (111_320.0 * from.lat.to_radians().cos()),
        lat: from.lat + north / 110_800.0,
    }
}

async fn shown(app: &TestApp, at: Point, level: Precision) -> Option<Point> {
    places::public_place(&app.app.db, at, level).await.unwrap().point
}

#[tokio::test]
async fn a_bare_database_gets_a_town_once() {
    let app = seeded().await;
    let count = "select count(*) from places";
    let first = app.count(count).await;
    assert!(first > 30, "{first}");
    places::seed(&app.app, None).await.unwrap();
    assert_eq!(app.count(count).await, first);
    for lang in Lang::all() {
        let names: Vec<String> =
            places::areas(&app.app.db, lang).await.unwrap().into_iter().map(|a| a.name).collect();
        assert!(names.contains(&"Naboomspruit".to_owned()), "{names:?}");
    }
    let suburbs = places::suburbs(&app.app.db, Lang::af()).await.unwrap();
    let names: Vec<&str> = suburbs.iter().map(|s| s.name.as_str()).collect();
    assert!(names.contains(&"Mookgophong-woonbuurt") && names.contains(&"Vaalwater"), "{names:?}");
    assert!(!names.contains(&"Polokwane"), "not served: {names:?}");
    let found = places::find(&app.app.db, Lang::EN, suburbs[0].id).await.unwrap().unwrap();
    assert_eq!(found.id, suburbs[0].id);
}

#[tokio::test]
async fn a_point_is_told_from_the_town_in_both_languages() {
    let app = seeded().await;
    let near = async |lang, at| places::locate(&app.app.db, lang, at).await.unwrap();
    let north = moved(TOWN, 0.0, 1200.0);
    assert_eq!(near(Lang::EN, north).await.near.unwrap(), "near Naboomspruit, 1,2 km north");
    assert_eq!(near(Lang::af(), north).await.near.unwrap(), "naby Naboomspruit, 1,2 km noord");
    assert_eq!(near(Lang::EN, TOWN).await.near.unwrap(), "near Naboomspruit");
    let veld = near(Lang::af(), Point { lon: 28.55, lat: -24.40 }).await;
    assert!(veld.served && veld.area.is_some(), "the municipality is an area too: {veld:?}");
    assert!(veld.near.unwrap().starts_with("naby Naboomspruit, "));
    let sea = near(Lang::EN, Point { lon: 31.0, lat: -29.9 }).await;
    assert!(!sea.served && sea.area.is_none() && sea.near.is_none(), "{sea:?}");
}

#[tokio::test]
async fn every_point_of_a_cell_is_shown_as_its_middle() {
    let app = seeded().await;
    for level in [Precision::M100, Precision::M250, Precision::M500] {
        let cell = level.cell_metres().unwrap();
        for at in points(60) {
            let middle = shown(&app, at, level).await.unwrap();
            // Half the diagonal of the cell, and a little for the projection's scale.
            assert!(metres(at, middle) <= cell * 0.7072 * 1.003 + 0.5, "{at:?} {middle:?}");
            assert_eq!(shown(&app, middle, level).await, Some(middle), "the middle stays");
            let inside = cell * 0.48;
            for (east, north) in [(inside, inside), (-inside, inside), (0.0, -inside)] {
                // The cells are turned by up to a degree against north.
                let (east, north) = (east * 0.95, north * 0.95);
                let same = shown(&app, moved(middle, east, north), level).await;
                assert_eq!(same, Some(middle), "{level:?} {middle:?} {east} {north}");
            }
            for (east, north) in [(cell * 0.55, 0.0), (0.0, cell * 0.55), (-cell * 0.55, 0.0)] {
                let next = shown(&app, moved(middle, east, north), level).await.unwrap();
                assert_ne!(next, middle, "beyond the border lies another cell");
                assert!((metres(next, middle) - cell).abs() < cell * 0.02);
            }
        }
    }
}

#[tokio::test]
async fn the_public_place_never_is_the_exact_one() {
    let app = seeded().await;
    let mut suburbs = HashSet::new();
    for at in points(300) {
        for level in Precision::ALL {
            let public = places::public_place(&app.app.db, at, level).await.unwrap();
            let again = places::public_place(&app.app.db, at, level).await.unwrap();
            assert_eq!(public, again, "asking twice tells nothing more");
            match public.point {
                Some(point) => {
                    assert!(metres(point, at) > 0.05, "{level:?} shows the exact place {at:?}");
                    let there = places::locate(&app.app.db, Lang::EN, point).await.unwrap();
                    assert_eq!(public.area, there.area, "the area is that of the public point");
                }
                None => assert!(public.area.is_none()),
            }
            match level {
                Precision::Hidden => assert_eq!(public.point, None),
                Precision::Suburb => {
                    suburbs.extend(public.point.map(|p| format!("{:.4},{:.4}", p.lon, p.lat)));
                }
                _ => assert!(public.point.is_some()),
            }
        }
    }
    assert!(suburbs.len() <= 25, "300 places are shown as a handful of towns: {suburbs:?}");
}

#[tokio::test]
async fn a_farm_is_never_the_public_place_of_what_happened_on_it() {
    let app = seeded().await;
    let farm = "id,name,kind,lat,lon\nx:1,Wolwefontein,farm,-24.34,28.75\nx:2,Klipplaat,place,-24.36,28.76\n";
    places::import_places(&app.app, farm.as_bytes(), false).await.unwrap();
    let at = Point { lon: 28.7504, lat: -24.3404 };
    let public = shown(&app, at, Precision::Suburb).await.unwrap();
    assert!(metres(public, at) > 10_000.0, "{public:?}");
    let located = places::locate(&app.app.db, Lang::EN, at).await.unwrap();
    assert!(located.near.unwrap().contains("Wolwefontein"), "to the reporter it may be named");
}

#[tokio::test]
async fn names_are_found_as_people_type_them() {
    let app = seeded().await;
    let more = "id,name,name_en,name_af,alt_names,kind,lat,lon,population\n\
        s:1,Kerkstraat,Church Street,Kerkstraat,,street,-24.515,28.715,0\n\
        s:2,Kerk Street,,,,street,-23.9,29.45,0\n\
        s:3,Oxford,,,,place,-24.45,28.6,0\n\
        s:4,Môrelig,,,,farm,-24.43,28.62,0\n\
        s:5,Naboomkoppies,,,,farm,-25.9,28.1,0\n";
    let report = places::import_places(&app.app, more.as_bytes(), false).await.unwrap();
    assert_eq!(report.new, 5, "{report}");
    let wanted = [
        ("mookgopong", "Naboomspruit"),
        ("Mookgophong", "Naboomspruit"),
        ("mokgophong", "Naboomspruit"),
        ("Nylstroom", "Modimolle"),
        ("nylstrom", "Modimolle"),
        ("naboomsprui", "Naboomspruit"),
        ("nabomspruit", "Naboomspruit"),
        ("naboom", "Naboomspruit"),
        ("kerkstraat", "Kerkstraat"),
        ("Kerk Street", "Kerkstraat"),
        ("kerk st", "Kerkstraat"),
        ("KERK STR.", "Kerkstraat"),
        ("church street", "Kerkstraat"),
        ("kerk", "Kerkstraat"),
        ("kerkstr", "Kerkstraat"),
        ("kerk stra", "Kerkstraat"),
        ("morelig", "Môrelig"),
        ("MO\u{302}RELIG", "Môrelig"),
        ("oxford", "Oxford"),
        ("bela bela", "Bela-Bela"),
        ("warmbad", "Bela-Bela"),
        ("rankins pas", "Rankin’s Pass"),
        ("van rensburg", "Hans van Rensburg Street"),
        ("potgietersrus", "Mokopane"),
    ];
    for (typed, name) in wanted {
        let found = places::search(&app.app.db, Lang::EN, typed, 5).await.unwrap();
        let first = found.first().map(|p| p.name.clone()).unwrap_or_default();
        let hit = first.starts_with(name) || (name == "Kerkstraat" && first.starts_with("Church"));
        assert!(hit, "{typed}: {found:?}");
    }
    let other = places::search(&app.app.db, Lang::EN, "nylstroom", 1).await.unwrap();
    assert_eq!(other[0].name, "Modimolle (Nylstroom)", "the name that was typed is there");
    for nothing in ["", " ", "k", "straat", "%", "_", "'", "|", "zzzzqqq", "\0", "’n"] {
        let found = places::search(&app.app.db, Lang::af(), nothing, 5).await.unwrap();
        assert!(found.is_empty(), "{nothing:?}: {found:?}");
    }
    let long = "a".repeat(5000);
    assert!(places::search(&app.app.db, Lang::EN, &long, 1_000_000).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_search_address_answers_in_json() {
    let app = seeded().await;
    let answer = app.visitor().get("/map/search?q=mookgopong&lang=af").await;
    answer.ok();
    let body: Value = serde_json::from_str(&answer.text()).unwrap();
    let first = &body["places"][0];
    assert_eq!(first["name"], "Naboomspruit (Mookgopong)");
    assert_eq!((first["kind"].as_str(), first["lon"].as_f64()), (Some("town"), Some(28.7166)));
    let nothing = app.visitor().get("/map/search").await;
    assert_eq!(nothing.ok().text(), r#"{"places":[]}"#);
}

const GAZETTEER: &str = "id,name,name_en,name_af,alt_names,kind,lat,lon,population,province_code,muni_name,source\n\
    wof:1,Naboomspruit,Mookgophong,Naboomspruit,Mookgopong|Naboom,place,-24.51587,28.71684,29778,LIM,Modimolle-Mookgophong,quattroshapes\n\
    gn:2,\"Klip,\nfontein\",,,,place,-24.4,28.85,0,LIM,Modimolle-Mookgophong,geonames\n\
    gn:3,Swapped,,,,place,28.85,-24.4,0,LIM,,geonames\n\
    gn:4,,,,,place,-24.4,28.85,0,LIM,,geonames\n\
    gn:5,Nowhere,,,,place,0,0,0,LIM,,geonames\n\
    gn:6,Comma,,,,place,\"-24,4\",28.85,0,LIM,,geonames\n\
    gn:7,Odd,,,,castle,-24.4,28.85,0,LIM,,geonames\n\
    gn:2,Twice,,,,place,-24.4,28.85,0,LIM,,geonames\n\
    gn:8,London,,,,place,51.5,-0.1,0,LIM,,geonames\n\
    gn:9,Many,,,,place,-24.4,28.85,lots,LIM,,geonames\n";

#[tokio::test]
async fn a_gazetteer_is_imported_again_and_again_and_wrong_rows_are_explained() {
    let app = seeded().await;
    let before = app.count("select count(*) from places").await;
    let dry = places::import_places(&app.app, GAZETTEER.as_bytes(), true).await.unwrap();
    assert_eq!((dry.new, dry.changed, dry.same, dry.refused.len()), (2, 0, 0, 8), "{dry}");
    assert_eq!(app.count("select count(*) from places").await, before, "a dry run keeps nothing");
    let first = places::import_places(&app.app, GAZETTEER.as_bytes(), false).await.unwrap();
    assert_eq!((first.new, first.refused.len()), (2, 8));
    let why = |line: usize| {
        first.refused.iter().find(|(l, _)| *l == line).map(|(_, w)| w.as_str()).unwrap_or("taken")
    };
    assert_eq!(why(5), "latitude and longitude are swapped");
    assert_eq!(why(6), "no name");
    assert!(why(7).contains("no position"), "{}", why(7));
    assert!(why(8).contains("\"-24,4\" is not a number"), "{}", why(8));
    assert!(why(9).contains("castle") && why(9).contains("landmark"), "{}", why(9));
    assert_eq!(why(10), "the same id stands on line 3");
    assert!(why(11).contains("not in southern Africa"));
    assert!(why(12).contains("lots"));
    let second = places::import_places(&app.app, GAZETTEER.as_bytes(), false).await.unwrap();
    assert_eq!((second.new, second.changed, second.same), (0, 0, 2), "{second}");
    let renamed = GAZETTEER.replace("Naboom,place", "Naboom|NBS,place");
    let third = places::import_places(&app.app, renamed.as_bytes(), false).await.unwrap();
    assert_eq!((third.new, third.changed, third.same), (0, 1, 1), "{third}");
    // The sketched town gave way to the real row, which took over that it is a town; a new seed does not bring it back.
    places::seed(&app.app, None).await.unwrap();
    let found = places::search(&app.app.db, Lang::af(), "naboomspruit", 5).await.unwrap();
    let towns: Vec<_> = found.iter().filter(|p| p.name == "Naboomspruit").collect();
    assert_eq!((towns.len(), towns[0].kind.as_str()), (1, "town"), "{found:?}");
    let no_columns = places::import_places(&app.app, "a,b\n1,2\n".as_bytes(), false).await;
    assert!(no_columns.unwrap_err().to_string().contains("no column id, name, kind, lat, lon"));
}

fn square(code: &str, west: f64, south: f64, side: f64, more: Value) -> Value {
    let (e, n) = (west + side, south + side);
    let mut properties = json!({ "code": code, "name": code });
    properties.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({
        "type": "Feature",
        "properties": properties,
        "geometry": { "type": "Polygon", "coordinates": [[[west, south], [e, south], [e, n], [west, n], [west, south]]] },
    })
}

#[tokio::test]
async fn areas_are_imported_again_and_again_and_wrong_ones_are_explained() {
    let app = seeded().await;
    let mut swapped = square("W9", 28.7, -24.6, 0.1, json!({ "ward_no": 9 }));
    swapped["geometry"]["coordinates"][0][2] = json!([-24.5, 28.8]);
    let mut open = square("W8", 28.7, -24.6, 0.1, json!({ "ward_no": 8 }));
    open["geometry"]["coordinates"][0].as_array_mut().unwrap().pop();
    open["geometry"]["coordinates"][0].as_array_mut().unwrap().push(json!([28.69, -24.61]));
    let features = vec![
        square(
            "W1",
            28.65,
            -24.55,
            0.1,
            json!({ "ward_no": 1, "muni_code": "LIM368", "label_en": "Ward 1", "label_af": "Wyk 1" }),
        ),
        square("LIM367", 28.9, -24.3, 0.3, json!({})),
        swapped,
        open,
        square("", 28.7, -24.6, 0.1, json!({})),
        square("X", 28.7, -24.6, 0.1, json!({ "kind": "kingdom" })),
        json!({ "type": "Feature", "properties": { "code": "P", "name": "P" }, "geometry": { "type": "Point", "coordinates": [28.7, -24.5] } }),
    ];
    let text = json!({ "type": "FeatureCollection", "features": features }).to_string();
    let before = app.count("select count(*) from areas").await;
    let dry = places::import_areas(&app.app, &text, true).await.unwrap();
    assert_eq!((dry.new, dry.refused.len()), (2, 5), "{dry}");
    assert_eq!(app.count("select count(*) from areas").await, before);
    assert_eq!(app.count("select count(*) from map_credits").await, 0);
    let first = places::import_areas(&app.app, &text, false).await.unwrap();
    let why: Vec<&str> = first.refused.iter().map(|(_, why)| why.as_str()).collect();
    assert_eq!(why[0], "latitude and longitude are swapped");
    assert!(why[1].contains("does not end where it begins"), "{why:?}");
    assert!(why[2].contains("needs a code") && why[3].contains("kingdom"), "{why:?}");
    assert_eq!(why[4], "needs a polygon");
    let second = places::import_areas(&app.app, &text, false).await.unwrap();
    assert_eq!((second.new, second.changed, second.same), (0, 0, 2), "{second}");
    let areas = places::areas(&app.app.db, Lang::af()).await.unwrap();
    assert!(areas.iter().any(|a| a.code == "W1" && a.name == "Wyk 1"));
    assert!(!areas.iter().any(|a| a.code == "LIM367"), "a neighbour is drawn, not served");
    let ward = places::locate(&app.app.db, Lang::EN, Point { lon: 28.66, lat: -24.46 }).await;
    let code = areas.iter().find(|a| Some(a.id) == ward.as_ref().unwrap().area).map(|a| &a.code);
    assert_eq!(code.map(String::as_str), Some("W1"), "the smallest area counts");
    assert!(places::import_areas(&app.app, "{}", false).await.is_err());
    assert!(places::import_areas(&app.app, "<kml>", false).await.is_err());
}

#[tokio::test]
async fn lines_are_imported_again_and_again() {
    let app = TestApp::start().await;
    let line = |id: &str, kind: &str| {
        json!({ "type": "Feature", "properties": { "id": id, "kind": kind, "name": "R1" },
                "geometry": { "type": "LineString", "coordinates": [[28.7, -24.5], [28.8, -24.4]] } })
    };
    let text = json!({ "type": "FeatureCollection", "features": [line("a", "regional"), line("b", "canal"), line("", "river")] }).to_string();
    let first = places::import_lines(&app.app, &text, false).await.unwrap();
    assert_eq!((first.new, first.refused.len()), (1, 2), "{first}");
    assert!(first.refused[0].1.contains("canal"));
    let second = places::import_lines(&app.app, &text, false).await.unwrap();
    assert_eq!((second.new, second.same), (0, 1));
}

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

#[tokio::test]
async fn reports_follow_when_areas_are_drawn_anew() {
    let app = seeded().await;
    let report = app.incident().at(TOWN.lon, TOWN.lat).create().await;
    assert_eq!(naboom::incidents::actions::resettle(&app.app).await.unwrap(), 1);
    let area = async || -> String {
        sqlx::query_scalar(
            "select a.code from incidents i join areas a on a.id = i.area_id where i.id = $1",
        )
        .bind(report.id)
        .fetch_one(&app.app.db)
        .await
        .unwrap()
    };
    let sketched = area().await;
    let ring =
        [[28.70, -24.53], [28.73, -24.53], [28.73, -24.50], [28.70, -24.50], [28.70, -24.53]];
    let ward = json!({ "type": "FeatureCollection", "features": [{
        "type": "Feature",
        "properties": { "code": "93608004", "ward_no": 4, "muni_code": "LIM368", "label_en": "Ward 4", "label_af": "Wyk 4", "source": "MDB" },
        "geometry": { "type": "Polygon", "coordinates": [ring] },
    }] });
    places::import_areas(&app.app, &ward.to_string(), false).await.unwrap();
    assert_eq!(naboom::incidents::actions::resettle(&app.app).await.unwrap(), 1);
    assert_ne!(area().await, sketched);
    assert_eq!(area().await, "93608004");
    assert_eq!(naboom::incidents::actions::resettle(&app.app).await.unwrap(), 0, "once is enough");
}

#[tokio::test]
async fn a_place_is_told_by_its_street_where_the_gazetteer_has_one() {
    let app = seeded().await;
    let csv = "id,name,name_af,kind,lat,lon\n\
        test:1,Voortrekker Street,Voortrekkerstraat,street,-24.5168,28.7160\n\
        test:2,Kerk Street,Kerkstraat,street,-24.5100,28.7160\n";
    places::import_places(&app.app, csv.as_bytes(), false).await.unwrap();
    let near = async |lang, at| places::locate(&app.app.db, lang, at).await.unwrap().near.unwrap();
    assert_eq!(near(Lang::EN, TOWN).await, "near Voortrekker Street, Naboomspruit");
    assert_eq!(near(Lang::af(), TOWN).await, "naby Voortrekkerstraat, Naboomspruit");
    let beside = moved(TOWN, 400.0, 0.0);
    assert_eq!(near(Lang::EN, beside).await, "near Naboomspruit", "no street is that near");
}

#[tokio::test]
async fn an_admin_finds_an_area_and_corrects_it_and_that_stays_known() {
    let app = seeded().await;
    app.incident().at(TOWN.lon, TOWN.lat).create().await;
    let admin = app.admin().await;
    admin.get("/en/admin").await.ok().sees("Areas");
    let list = admin.get("/en/admin/areas?q=NABOOM").await;
    list.ok().sees("Naboomspruit").does_not_see("Vaalwater");
    let path = list.attribute("tbody a", "href");
    let page = admin.get(&path).await;
    page.ok().sees("LIM368:naboomspruit").sees("The town serves this area");
    admin.get(&page.attribute("img.mapbox", "src").replace("&amp;", "&")).await.ok();
    let wrong = admin.post(&path, &[("name_en", " "), ("name_af", "Naboom")]).await;
    wrong.status(422).sees("Enter a name");
    assert_eq!(wrong.field("name_af"), "Naboom");
    let fields = [("name_en", "Naboom town"), ("name_af", "Naboomdorp")];
    let saved = admin.follow(admin.post(&path, &fields).await.status(303)).await;
    saved.ok().sees("The area was saved").sees("Naboomspruit → Naboom town").sees("yes → no");
    admin.get("/af/admin/areas?q=naboomdorp").await.ok().sees("nie bedien nie");
    let names = places::areas(&app.app.db, Lang::EN).await.unwrap();
    assert!(!names.iter().any(|a| a.name.contains("Naboom")), "what is not served is not offered");
    let again = [("served", "yes"), ("name_en", "Naboom town"), ("name_af", "Naboomdorp")];
    admin.post(&path, &again).await.status(303);
    admin.post(&path, &again).await.status(303);
    assert_eq!(
        app.count("select count(*) from area_changes").await,
        4,
        "the same again is no change"
    );
    app.leader().await.get("/en/admin/areas").await.status(403);
}

#[tokio::test]
async fn a_search_among_fifty_thousand_places_takes_under_five_milliseconds() {
    let app = seeded().await;
    app.as_owner(
        "insert into places (id, source_id, name, kind, point, population)
         select gen_random_uuid(), 'made:' || n, initcap(translate(md5(n::text), '0123456789', 'aeioulmnrt')) || ' ' ||
                (array['Street', 'Laan', 'Road', 'Park'])[n % 4 + 1],
                (array['street', 'suburb', 'farm', 'place'])[n % 4 + 1],
                st_setsrid(st_makepoint(24 + random() * 7, -29 + random() * 6), 4326), n % 900
         from generate_series(1, 50000) n;
         analyze places",
    )
    .await;
    for q in ["naboom", "Kerk str", "voortrekkr", "modim", "nylstroom", "xqzwvk"] {
        let mut times = Vec::new();
        for _ in 0..9 {
            let start = std::time::Instant::now();
            places::search(&app.app.db, Lang::EN, q, 8).await.unwrap();
            times.push(start.elapsed());
        }
        times.sort();
        println!("{q}: {:?}", times[4]);
        // Twice the aim: the machine that tests may be busy.
        assert!(times[4].as_micros() < 10_000, "{q} takes {:?}", times[4]);
    }
}
