//! Where things are: the gazetteer and its search, the grid through which the public sees places, imports, the drawn map.

mod areas;
mod drawn;

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
