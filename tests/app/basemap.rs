//! The basemap: styles, the project's own sketch, archives served as tiles and in ranges, with and without an archive.

use std::io::Write;

use serde_json::Value;

use naboom::places::{MapView, Point};

use crate::support::TestApp;

/// One tile of an archive: zoom, column, row, bytes.
type Tile = (u8, u32, u32, Vec<u8>);

/// Numbers of seven bits a byte.
fn varint(mut n: u64, out: &mut Vec<u8>) {
    while n > 0x7f {
        out.push((n & 0x7f) as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

/// Where a tile stands in an archive: written from the specification's words, so that it proves the program's own sum.
fn number(z: u8, x: u32, y: u32) -> u64 {
    let mut sum: u64 = (0..z).map(|z| 1u64 << (2 * z)).sum();
    let (mut x, mut y, n) = (i64::from(x), i64::from(y), 1i64 << z);
    let mut side = n / 2;
    while side > 0 {
        let rx = i64::from(x & side > 0);
        let ry = i64::from(y & side > 0);
        sum += (side * side * ((3 * rx) ^ ry)) as u64;
        if ry == 0 {
            if rx == 1 {
                x = n - 1 - x;
                y = n - 1 - y;
            }
            std::mem::swap(&mut x, &mut y);
        }
        side /= 2;
    }
    sum
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// An archive with these tiles, packed, over the region of the town.
pub fn archive(tiles: &[Tile], layers: &[&str], attribution: &str) -> Vec<u8> {
    let mut tiles: Vec<(u64, Vec<u8>)> =
        tiles.iter().map(|(z, x, y, bytes)| (number(*z, *x, *y), gzip(bytes))).collect();
    tiles.sort();
    let mut root = Vec::new();
    varint(tiles.len() as u64, &mut root);
    let mut last = 0;
    for (tile, _) in &tiles {
        varint(tile - last, &mut root);
        last = *tile;
    }
    tiles.iter().for_each(|_| varint(1, &mut root));
    tiles.iter().for_each(|(_, bytes)| varint(bytes.len() as u64, &mut root));
    (0..tiles.len()).for_each(|at| varint(u64::from(at == 0), &mut root));
    let root = gzip(&root);
    let layers: Vec<Value> =
        layers.iter().map(|l| serde_json::json!({ "id": l, "fields": {} })).collect();
    let about = serde_json::json!({ "attribution": attribution, "vector_layers": layers });
    let about = gzip(about.to_string().as_bytes());
    let data: Vec<u8> = tiles.into_iter().flat_map(|(_, bytes)| bytes).collect();
    let mut out = b"PMTiles\x03".to_vec();
    let mut at = 127u64;
    for length in [root.len(), about.len(), 0, data.len()] {
        out.extend(at.to_le_bytes());
        out.extend((length as u64).to_le_bytes());
        at += length as u64;
    }
    out.extend([0; 24]);
    out.extend([1, 2, 2, 1, 0, 14]);
    for degrees in [27.5, -25.1, 29.5, -23.9] {
        out.extend(((degrees * 1e7) as i32).to_le_bytes());
    }
    out.resize(127, 0);
    [out, root, about, data].concat()
}

/// A site with these archives, and the folder that they lie in.
pub async fn with_archives(archives: &[(&str, Vec<u8>)]) -> (TestApp, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in archives {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let setting = folder.path().to_str().unwrap();
    let app = TestApp::with().setting("NABOOM_BASEMAP", setting).start().await;
    naboom::places::seed(&app.app, None).await.unwrap();
    (app, folder)
}

fn json(answer: &crate::support::Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap()
}

fn ids(style: &Value) -> Vec<&str> {
    style["layers"].as_array().unwrap().iter().map(|l| l["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn without_an_archive_the_style_draws_the_projects_own_sketch() {
    let app = TestApp::start().await;
    naboom::places::seed(&app.app, None).await.unwrap();
    let visitor = app.visitor();
    for lang in ["en", "af"] {
        for scheme in ["light", "dark"] {
            let answer = visitor.get(&format!("/map/base/style-{scheme}-{lang}.json")).await;
            let style = json(answer.ok());
            assert_eq!(style["version"], 8);
            assert!(style.get("glyphs").is_none() && style.get("sprite").is_none());
            let sources: Vec<_> = style["sources"].as_object().unwrap().keys().collect();
            assert_eq!(sources, ["own"]);
            let ids = ids(&style);
            for id in ["background", "own-land", "own-road2", "own-railway", "own-places"] {
                assert!(ids.contains(&id), "{id}: {ids:?}");
            }
            let tag = answer.header("etag").to_owned();
            let browser = app.visitor().header("if-none-match", &tag);
            browser.get(&format!("/map/base/style-{scheme}-{lang}.json")).await.status(304);
        }
        let answer = visitor.get(&format!("/map/base/own-{lang}.geojson")).await;
        let own = json(answer.ok());
        assert_eq!(answer.header("content-type"), "application/geo+json");
        let shows = |what: &str| {
            own["features"].as_array().unwrap().iter().any(|f| f["properties"]["shows"] == what)
        };
        assert!(shows("area") && shows("line") && shows("place"));
        let town = if lang == "af" { "Mookgophong-woonbuurt" } else { "Mookgophong township" };
        assert!(answer.text().contains(town));
        assert!(answer.body.len() < 60_000, "{} bytes", answer.body.len());
    }
    for nothing in [
        "/map/base/style-pink-en.json",
        "/map/base/style-light-xx.json",
        "/map/base/own-xx.geojson",
        "/map/base/town.pmtiles",
        "/map/base/town/0/0/0.mvt",
        "/map/base/..%2Fsecret",
    ] {
        visitor.get(nothing).await.status(404);
    }
}

#[tokio::test]
async fn an_archive_is_served_as_tiles_and_in_ranges() {
    let tile = b"\x1a\x09\x0a\x05roads\x78\x02".to_vec();
    let bytes = archive(
        &[(0, 0, 0, tile.clone()), (14, 9498, 9338, tile.clone())],
        &["roads", "places"],
        "<a href=\"https://x.example\">&copy; OpenStreetMap contributors</a>",
    );
    let (app, _folder) =
        with_archives(&[("town.pmtiles", bytes.clone()), ("broken.pmtiles", b"no".into())]).await;
    let visitor = app.visitor();
    let style = visitor.get("/map/base/style-light-af.json").await;
    let style = json(style.ok());
    let source = &style["sources"]["town"];
    assert_eq!((source["minzoom"].as_u64(), source["maxzoom"].as_u64()), (Some(0), Some(14)));
    let named = source["attribution"].as_str().unwrap();
    assert!(named.starts_with("© <a href=\"https://www.openstreetmap.org/copyright\">"), "{named}");
    assert!(style["sources"].get("broken").is_none());
    let ids = ids(&style);
    assert!(ids.contains(&"town-roads-road2") && ids.contains(&"town-places"));
    assert!(!ids.contains(&"own-road2") && !ids.contains(&"own-places"), "the sketch gives way");

    let address = source["tiles"][0].as_str().unwrap();
    let path = address.split_once("/map/").map(|(_, rest)| format!("/map/{rest}")).unwrap();
    let path = path.replace("{z}", "14").replace("{x}", "9498").replace("{y}", "9338");
    let plain = visitor.get(&path).await;
    assert_eq!(plain.ok().body, tile);
    assert_eq!(plain.header("content-type"), "application/vnd.mapbox-vector-tile");
    assert!(plain.header("cache-control").contains("max-age=604800"));
    let packed = app.visitor().header("accept-encoding", "gzip").get(&path).await;
    assert_eq!(packed.ok().header("content-encoding"), "gzip");
    assert_eq!(packed.body, gzip(&tile), "as it is stored");
    let again = app.visitor().header("if-none-match", plain.header("etag"));
    again.get(&path).await.status(304);
    visitor.get("/map/base/town/14/0/0.mvt").await.status(204);
    for nothing in ["town/1/5/0.mvt", "town/0/0/0.png", "town/99/0/0.mvt", "village/0/0/0.mvt"] {
        visitor.get(&format!("/map/base/{nothing}")).await.status(404);
    }

    let whole = app.visitor().header("accept-encoding", "gzip").get("/map/base/town.pmtiles").await;
    assert_eq!(whole.ok().body, bytes);
    let part = app.visitor().header("range", "bytes=0-6").get("/map/base/town.pmtiles").await;
    assert_eq!(part.status(206).body, &b"PMTiles"[..]);
    assert_eq!(part.header("content-range"), format!("bytes 0-6/{}", bytes.len()));
    let beyond =
        app.visitor().header("range", "bytes=99999999-").get("/map/base/town.pmtiles").await;
    assert_eq!(beyond.status(416).header("content-range"), format!("bytes */{}", bytes.len()));
    let old = app.visitor().header("range", "bytes=0-6").header("if-range", "\"old\"");
    assert_eq!(old.get("/map/base/town.pmtiles").await.ok().body.len(), bytes.len());
}

#[tokio::test]
async fn archives_may_lie_in_the_object_store() {
    let tile = b"\x1a\x09\x0a\x05roads\x78\x02".to_vec();
    let bytes = archive(&[(0, 0, 0, tile.clone())], &["roads"], "Somebody");
    let app = TestApp::with().s3().setting("NABOOM_BASEMAP", "store:maps").start().await;
    app.app
        .files
        .put("maps/town.pmtiles", bytes.clone().into(), "application/octet-stream")
        .await
        .unwrap();
    let visitor = app.visitor();
    assert_eq!(visitor.get("/map/base/town/0/0/0.mvt").await.ok().body, tile);
    let part = app.visitor().header("range", "bytes=-4").get("/map/base/town.pmtiles").await;
    assert_eq!(part.status(206).body, bytes[bytes.len() - 4..]);
}

/// A field that holds bytes.
fn field(number: u8, body: &[u8]) -> Vec<u8> {
    let mut out = vec![number << 3 | 2];
    varint(body.len() as u64, &mut out);
    [out, body.to_vec()].concat()
}

/// Tags and points of one thing on a tile.
type Drawn<'a> = (&'a [(&'a str, &'a str)], &'a [(i64, i64)]);

/// A layer of lines or rings, each with its properties; the corners in units of a tile 4096 wide.
fn layer(name: &str, rings: bool, features: &[Drawn]) -> Vec<u8> {
    let mut out = field(1, name.as_bytes());
    let (mut words, mut values) = (Vec::new(), Vec::new());
    let mut at = 0u64;
    for (properties, corners) in features {
        let mut tags = Vec::new();
        for (key, value) in *properties {
            words.extend(field(3, key.as_bytes()));
            values.extend(field(4, &field(1, value.as_bytes())));
            varint(at, &mut tags);
            varint(at, &mut tags);
            at += 1;
        }
        let mut shape = Vec::new();
        let (mut x, mut y) = (0, 0);
        for (index, corner) in corners.iter().enumerate() {
            match index {
                0 => varint(9, &mut shape),
                1 => varint((corners.len() as u64 - 1) << 3 | 2, &mut shape),
                _ => {}
            }
            for step in [corner.0 - x, corner.1 - y] {
                varint(((step << 1) ^ (step >> 63)) as u64, &mut shape);
            }
            (x, y) = *corner;
        }
        if rings {
            varint(15, &mut shape);
        }
        let kind = vec![3 << 3, if rings { 3 } else { 2 }];
        out.extend(field(2, &[field(2, &tags), kind, field(4, &shape)].concat()));
    }
    out.extend([words, values, vec![15 << 3, 2]].concat());
    field(3, &out)
}

/// Column and row of the tile of zoom 14 in which the town lies.
fn town_tile() -> (u32, u32) {
    let (lon, lat) = (28.7166f64, (-24.5163f64).to_radians());
    let y = (1.0 - (lat.tan() + 1.0 / lat.cos()).ln() / std::f64::consts::PI) / 2.0;
    (((lon + 180.0) / 360.0 * 16384.0) as u32, (y * 16384.0) as u32)
}

fn picture(zoom: u8, lon: f64, lat: f64) -> String {
    MapView::new(Point::new(lon, lat).unwrap(), zoom, 640, 400).url("en", &[])
}

#[tokio::test]
async fn the_drawn_map_shows_the_streets_of_an_archive_in_thirty_kilobytes() {
    let main = [("highway", "primary"), ("name", "Voortrekker Street"), ("ref", "R101")];
    let side = [("highway", "residential"), ("name", "Kerk <Street>")];
    // More than any picture holds.
    let crooked: Vec<Vec<(i64, i64)>> = (0..900)
        .map(|at| (0..40).map(|x| (x * 104, at * 4 + (x * x * 7 + at) % 90)).collect())
        .collect();
    let many: Vec<Drawn> =
        crooked.iter().map(|line| (&[("highway", "service")][..], &line[..])).collect();
    let mut roads: Vec<Drawn> = vec![
        (&main[..], &[(-60, 2048), (4160, 2100)][..]),
        (&side[..], &[(2048, -60), (2048, 4160)][..]),
    ];
    roads.extend(many);
    let houses = [(&[("building", "yes")][..], &[(100, 100), (400, 100), (400, 400)][..])];
    let water = [(&[][..], &[(1000, 1000), (1900, 1000), (1900, 1900), (1000, 1900)][..])];
    let tile = [
        layer("roads", false, &roads),
        layer("buildings", true, &houses),
        layer("water", true, &water),
    ];
    let (x, y) = town_tile();
    let whole = archive(
        &[(14, x, y, tile.concat())],
        &["roads", "buildings", "water"],
        "© OpenStreetMap contributors",
    );
    let (app, _folder) = with_archives(&[("town.pmtiles", whole)]).await;
    let visitor = app.visitor();
    for zoom in 6..=17 {
        let answer = visitor.get(&picture(zoom, 28.7166, -24.5163)).await;
        assert!(answer.ok().body.len() <= 30_000, "zoom {zoom}: {} bytes", answer.body.len());
    }
    let near = visitor.get(&picture(15, 28.7166, -24.5163)).await;
    let text = near.text();
    assert!(
        text.contains(">R101</text>") && text.contains("© OpenStreetMap contributors"),
        "{text}"
    );
    assert!(text.contains("class=\"wa\"") && !text.contains("Kerk <"), "{text}");
}

#[tokio::test]
async fn the_drawn_map_of_a_real_town_is_small_and_quick() {
    let Ok(folder) = std::env::var("NABOOM_SAMPLE_DATA") else { return };
    let app = TestApp::with().setting("NABOOM_BASEMAP", &format!("{folder}/basemap")).start().await;
    let visitor = app.visitor();
    for zoom in 6..=17 {
        let begun = std::time::Instant::now();
        let answer = visitor.get(&picture(zoom, 20.4406, -34.0212)).await;
        let bytes = answer.ok().body.len();
        println!("zoom {zoom}: {bytes} bytes in {:?}", begun.elapsed());
        assert!(bytes <= 30_000, "zoom {zoom}: {bytes} bytes");
    }
}
