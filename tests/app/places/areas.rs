//! Gazetteer, areas and lines: imported, and corrected by hand.

use super::*;

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
async fn an_import_leaves_the_names_that_somebody_corrected() {
    let app = TestApp::start().await;
    let file = |label: &str| {
        let more = json!({ "kind": "ward", "label_en": label, "label_af": label });
        json!({ "type": "FeatureCollection", "features": [square("W1", 28.7, -24.6, 0.1, more)] })
            .to_string()
    };
    places::import_areas(&app.app, &file("Ward 1"), false).await.unwrap();
    let id: uuid::Uuid =
        sqlx::query_scalar("select id from areas").fetch_one(&app.app.db).await.unwrap();
    let admin = app.admin().await;
    let fields = [("name_en", "The hill"), ("name_af", "Ward 1"), ("served", "yes")];
    admin.post(&format!("/en/admin/areas/{id}"), &fields).await.status(303);
    for dry_run in [true, false] {
        let report = places::import_areas(&app.app, &file("Ward one"), dry_run).await.unwrap();
        let said = report.to_string();
        assert!(said.contains("1 corrected names left") && said.contains("The hill"), "{said}");
    }
    let names: (String, String) =
        sqlx::query_as("select name_en, name_af from areas").fetch_one(&app.app.db).await.unwrap();
    assert_eq!(names, ("The hill".into(), "Ward one".into()));
    let history = admin.get("/en/admin/history?subject=area").await;
    history.ok().sees("The hill").sees("Ward 1");
    admin.get("/af/admin/history?subject=area").await.ok().sees("Gebied");
}
