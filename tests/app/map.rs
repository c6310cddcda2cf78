//! The map: tiles that count exactly what the list counts, and show nothing that is not public.

use std::collections::BTreeMap;

use naboom::events::{self, EventKind};

use crate::support::{Answer, TestApp, until};

/// A feature of a vector tile: its attributes as text, and its first corner.
#[derive(Debug, Default)]
struct Feature {
    attributes: BTreeMap<String, String>,
    at: Option<(i64, i64)>,
}

impl Feature {
    fn number(&self, name: &str) -> i64 {
        self.attributes.get(name).map_or(0, |n| n.parse().unwrap())
    }
}

/// The fields of a message in the coding of vector tiles: number, value if it is one, bytes if it is those.
fn fields(mut bytes: &[u8]) -> Vec<(u64, u64, &[u8])> {
    fn varint(bytes: &mut &[u8]) -> u64 {
        let mut value = 0;
        for shift in (0..).step_by(7) {
            let byte = bytes[0];
            *bytes = &bytes[1..];
            value |= u64::from(byte & 127) << shift;
            if byte < 128 {
                break;
            }
        }
        value
    }
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let key = varint(&mut bytes);
        let length = match key & 7 {
            0 => {
                found.push((key >> 3, varint(&mut bytes), &[][..]));
                continue;
            }
            1 => 8,
            2 => usize::try_from(varint(&mut bytes)).unwrap(),
            _ => 4,
        };
        found.push((key >> 3, 0, &bytes[..length]));
        bytes = &bytes[length..];
    }
    found
}

fn packed(bytes: &[u8]) -> Vec<u64> {
    let (mut numbers, mut value, mut shift) = (Vec::new(), 0, 0);
    for byte in bytes {
        value |= u64::from(byte & 127) << shift;
        shift += 7;
        if *byte < 128 {
            numbers.push(value);
            (value, shift) = (0, 0);
        }
    }
    numbers
}

/// The features of a layer.
fn layer(tile: &[u8], name: &str) -> Vec<Feature> {
    let of = |bytes, number| {
        fields(bytes).into_iter().filter(move |f| f.0 == number).map(|f| f.2).collect::<Vec<_>>()
    };
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let mut found = Vec::new();
    for layer in of(tile, 3).into_iter().filter(|l| of(l, 1) == [name.as_bytes()]) {
        let keys: Vec<String> = of(layer, 3).into_iter().map(text).collect();
        let value = |bytes| match fields(bytes)[0] {
            (1, _, bytes) => text(bytes),
            (_, number, _) => number.to_string(),
        };
        let values: Vec<String> = of(layer, 4).into_iter().map(value).collect();
        for feature in of(layer, 2) {
            let tags: Vec<usize> = of(feature, 2)
                .into_iter()
                .flat_map(packed)
                .map(|n| usize::try_from(n).unwrap())
                .collect();
            let shape: Vec<u64> = of(feature, 4).into_iter().flat_map(packed).collect();
            let zigzag = |n: u64| i64::try_from(n >> 1).unwrap() ^ -i64::try_from(n & 1).unwrap();
            found.push(Feature {
                attributes: tags
                    .chunks(2)
                    .map(|pair| (keys[pair[0]].clone(), values[pair[1]].clone()))
                    .collect(),
                at: shape.get(2).map(|y| (zigzag(shape[1]), zigzag(*y))),
            });
        }
    }
    found
}

/// The tile around a point.
fn tile_of(z: u8, lon: f64, lat: f64) -> (u32, u32) {
    let side = f64::from(1u32 << z);
    let s = lat.to_radians().sin();
    let y = 0.5 - ((1.0 + s) / (1.0 - s)).ln() / (4.0 * std::f64::consts::PI);
    (((lon + 180.0) / 360.0 * side) as u32, (y * side) as u32)
}

async fn tile(app: &TestApp, z: u8, at: (f64, f64), query: &str) -> Answer {
    let (x, y) = tile_of(z, at.0, at.1);
    app.visitor().get(&format!("/map/tiles/{z}/{x}/{y}.mvt{query}")).await
}

const TOWN: (f64, f64) = (28.7166, -24.5163);

/// Reports all over the town and beyond, 900 public ones and 1 000 that nobody may see, whose places and words are found
/// nowhere else.
const MANY: &str = "
  insert into categories (id, code) values (gen_random_uuid(), 'water'), (gen_random_uuid(), 'road');
  insert into incidents (id, reference, submission_id, title, description, lang, category_id, precision_level, place,
                         public_place, publication, status, priority, reported_at)
  select gen_random_uuid(), 'NB-' || lpad(translate(n::text, '89', 'AB'), 4, '0') || '-' || case when secret then 'CAGE' else 'FREE' end,
         gen_random_uuid(), case when secret then 'canary' else 'lekkasie' end, 'x', 'en',
         (select id from categories where code = case when n % 3 = 0 then 'road' else 'water' end),
         (array['m100', 'm250', 'm500', 'suburb', 'hidden'])[n % 5 + 1]::precision_level, p, public_point(p,
           (array['m100', 'm250', 'm500', 'suburb', 'hidden'])[n % 5 + 1]::precision_level),
         case when secret then (array['pending', 'private', 'hidden'])[n % 3 + 1] else 'public' end::publication,
         (array['reported', 'acknowledged', 'in_progress', 'waiting', 'resolved', 'closed'])[n % 6 + 1]::incident_status,
         (array['low', 'medium', 'high'])[n % 3 + 1]::priority, now() - n * interval '1 day'
  from generate_series(1, 1000) n, unnest(array[true, false]) secret,
       lateral (select st_setsrid(st_makepoint(case when secret then 28.9 else 28.7 end + sin(n) / 40,
                                               -24.5 + cos(n * 7) / 40), 4326) as p) place
  where secret or n <= 900";

async fn many() -> TestApp {
    let app = TestApp::start().await;
    naboom::places::seed(&app.app, None).await.unwrap();
    app.as_owner(MANY).await;
    app
}

/// How many public reports with a place are in a tile, counted without cells.
async fn counted(app: &TestApp, z: u8, (x, y): (u32, u32), condition: &str) -> i64 {
    let statement = format!(
        "select count(*) from public_incidents i join categories c on c.id = i.category_id
         where i.place is not null and i.precision_level <> 'hidden' and ({condition}) and
           floor((st_x(i.place) + 180) / 360 * (1 << {z})) = {x} and
           floor((0.5 - asinh(tan(radians(st_y(i.place)))) / (2 * pi())) * (1 << {z})) = {y}"
    );
    sqlx::query_scalar(sqlx::AssertSqlSafe(statement)).fetch_one(&app.app.db).await.unwrap()
}

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

/// The list beside a moving map, for its box or for a spot picked on it.
async fn beside(app: &TestApp, query: &str) -> Answer {
    app.visitor().header("hx-request", "true").get(&format!("/en/map?{query}")).await
}

fn counted_in(list: &Answer) -> i64 {
    let heading = list.ok().all("#results").join("");
    let number = heading.chars().take_while(|c| c.is_ascii_digit() || c.is_whitespace());
    number.filter(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

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
