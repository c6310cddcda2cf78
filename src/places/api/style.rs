//! The style of the map that the browser draws: the colours of the drawn map, light and dark, over the project's own sketch
//! and over every archive. It names no server of glyphs: without one MapLibre writes labels with the fonts of the browser.
//! Only what the archives really hold becomes a layer.

use serde_json::{Value, json};

use super::super::queries;
use super::detailed_at_home;
use crate::app::App;
use crate::basemap::{Archive, Shows};
use crate::i18n::Lang;

/// Colours of one scheme, as in the sheet of the drawn map.
pub struct Colours {
    sea: &'static str,
    ground: &'static str,
    land: &'static str,
    built: &'static str,
    park: &'static str,
    water: &'static str,
    river: &'static str,
    building: &'static str,
    border: &'static str,
    band: &'static str,
    rail: &'static str,
    path: &'static str,
    /// Edge and inside of streets, regional and national roads.
    roads: [(&'static str, &'static str); 3],
    words: &'static str,
    town: &'static str,
    faint: &'static str,
    river_words: &'static str,
    halo: &'static str,
}

const LIGHT: Colours = Colours {
    sea: "#cfe3ee",
    ground: "#e6e2d5",
    land: "#f7f4ec",
    built: "#ece2cd",
    park: "#dcead0",
    water: "#b5d3e4",
    river: "#8cbbd8",
    building: "#ddd3bf",
    border: "#7d8f76",
    band: "#a9bb9f",
    rail: "#6d685c",
    path: "#b8a684",
    roads: [("#cfc5ad", "#ffffff"), ("#ad9761", "#fffaea"), ("#b5791c", "#f5bf55")],
    words: "#2b352e",
    town: "#17201b",
    faint: "#665f4b",
    river_words: "#2c6288",
    halo: "#f7f4ec",
};

const DARK: Colours = Colours {
    sea: "#0b1620",
    ground: "#0d120f",
    land: "#1a221d",
    built: "#28312a",
    park: "#1d2f21",
    water: "#1b3a50",
    river: "#33668a",
    building: "#333d35",
    border: "#7f917c",
    band: "#3d4f3d",
    rail: "#8d968c",
    path: "#5d6558",
    roads: [("#0a0e0b", "#3d483f"), ("#0a0e0b", "#6f6a55"), ("#0a0e0b", "#b98727")],
    words: "#d5dcd2",
    town: "#f2f5ee",
    faint: "#a5b09f",
    river_words: "#86b9dc",
    halo: "#121813",
};

/// `light` or `dark`.
pub fn colours(scheme: &str) -> Option<&'static Colours> {
    match scheme {
        "light" => Some(&LIGHT),
        "dark" => Some(&DARK),
        _ => None,
    }
}

/// The whole style.
pub async fn make(
    app: &App,
    colours: &'static Colours,
    lang: Lang,
    origin: &str,
) -> sqlx::Result<Value> {
    let archives = app.basemap.archives().await;
    let home = queries::base::home(&app.db).await?.map(|m| (m.lon, m.lat));
    let credits = queries::draw::credits(&app.db).await?;
    let mut sources = serde_json::Map::new();
    sources.insert(
        "own".into(),
        json!({
            "type": "geojson",
            "data": format!("{origin}/map/base/own-{lang}.geojson"),
            "attribution": named(&credits.replace("; ", " | ")),
        }),
    );
    for archive in archives.iter() {
        sources.insert(archive.name.clone(), source(archive, origin));
    }
    let mut style = Style { c: colours, lang, layers: Vec::new() };
    style.layers(&archives, home);
    let (lon, lat) = home.unwrap_or((28.7166, -24.5163));
    Ok(json!({
        "version": 8,
        "name": "Naboom",
        "metadata": { "naboom:labels": "the browser's own fonts: there is no glyphs address on purpose" },
        "center": [lon, lat],
        "zoom": 12,
        "sources": sources,
        "layers": style.layers,
    }))
}

fn source(archive: &Archive, origin: &str) -> Value {
    json!({
        "type": "vector",
        "tiles": [format!("{origin}/map/base/{}/{{z}}/{{x}}/{{y}}.mvt?v={}", archive.name, archive.tag)],
        "minzoom": archive.min_zoom,
        "maxzoom": archive.max_zoom,
        "bounds": archive.bounds,
        "attribution": named(&archive.attribution),
    })
}

/// Plain words as the HTML that MapLibre expects; OpenStreetMap asks for a link.
fn named(words: &str) -> String {
    let safe = words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;");
    safe.replace(
        "OpenStreetMap",
        r#"<a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a>"#,
    )
}

struct Style {
    c: &'static Colours,
    lang: Lang,
    layers: Vec<Value>,
}

/// Widths of a line in pixels over the zooms of the browser's map.
fn widths(narrow: f64, wide: f64) -> Value {
    json!(["interpolate", ["exponential", 1.6], ["zoom"], 6, narrow, 17, wide])
}

/// What kind of road a feature is, whatever its maker calls the property.
fn road_kind() -> Value {
    json!(["coalesce", ["get", "highway"], ["get", "class"], ["get", "kind"], ""])
}

/// Roads of a rank: 0 streets, 1 regional, 2 national; 3 paths.
fn roads_of(rank: usize) -> Value {
    const NATIONAL: [&str; 7] =
        ["motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link", "highway"];
    const REGIONAL: [&str; 5] =
        ["secondary", "secondary_link", "tertiary", "tertiary_link", "major_road"];
    const PATHS: [&str; 8] =
        ["track", "path", "footway", "cycleway", "steps", "bridleway", "pedestrian", "rail"];
    let is = |kinds: &[&str], yes: bool| json!(["match", road_kind(), kinds, yes, !yes]);
    match rank {
        2 => is(&NATIONAL, true),
        1 => is(&REGIONAL, true),
        3 => is(&PATHS, true),
        _ => is(&[&NATIONAL[..], &REGIONAL, &PATHS].concat(), false),
    }
}

/// People of a place, or a guess from its kind.
fn population() -> Value {
    let kind = json!(["coalesce", ["get", "place"], ["get", "class"], ["get", "kind"], ""]);
    let guess = json!([
        "match",
        kind,
        "city",
        200_000,
        "town",
        20_000,
        "suburb",
        4000,
        "village",
        3000,
        "quarter",
        2000,
        "neighbourhood",
        900,
        300
    ]);
    json!([
        "case",
        [">", ["to-number", ["get", "population"], 0], 0],
        ["to-number", ["get", "population"], 0],
        guess
    ])
}

impl Style {
    fn layers(&mut self, archives: &[std::sync::Arc<Archive>], home: Option<(f64, f64)>) {
        let c = self.c;
        let at_home = |a: &Archive| home.is_some_and(|(lon, lat)| a.covers(lon, lat));
        let knows_land =
            archives.iter().any(|a| at_home(a) && a.showing(Shows::Land).next().is_some());
        let detailed = detailed_at_home(archives, home);
        let named = archives.iter().any(|a| at_home(a) && a.showing(Shows::Place).next().is_some());
        let background = if knows_land { c.sea } else { c.ground };
        self.layers.push(json!({
            "id": "background", "type": "background", "paint": { "background-color": background },
        }));
        self.each(archives, Shows::Land, |s, a, l| s.fill(a, l, c.ground, 0));
        self.own(
            "land",
            "fill",
            json!(["==", ["get", "kind"], "municipality"]),
            json!({ "fill-color": c.land }),
        );
        self.own(
            "built",
            "fill",
            json!(["==", ["get", "kind"], "suburb"]),
            json!({ "fill-color": c.built }),
        );
        self.each(archives, Shows::Park, |s, a, l| s.fill(a, l, c.park, 9));
        self.each(archives, Shows::Water, |s, a, l| s.fill(a, l, c.water, 0));
        self.each(archives, Shows::River, |s, a, l| {
            // The rivers of an overview are too coarse beside better ones.
            let most = if a.is_detailed() { 24 } else { 9 };
            s.line(
                a,
                l,
                "",
                json!(true),
                json!({ "line-color": c.river, "line-width": widths(0.8, 5.0) }),
                0,
                most,
            );
        });
        if !detailed {
            let river = json!(["==", ["get", "kind"], "river"]);
            self.own(
                "rivers",
                "line",
                river,
                json!({ "line-color": c.river, "line-width": widths(0.8, 6.0) }),
            );
        }
        self.each(archives, Shows::Building, |s, a, l| s.fill(a, l, c.building, 13));
        self.each(archives, Shows::Border, |s, a, l| {
            let paint = json!({ "line-color": c.border, "line-opacity": 0.6, "line-width": widths(0.5, 1.4) });
            s.line(a, l, "", json!(true), paint, if l == "provinces" { 0 } else { 6 }, 24);
        });
        let municipality = json!(["==", ["get", "kind"], "municipality"]);
        let band = json!({ "line-color": c.band, "line-opacity": 0.35, "line-width": 7 });
        self.own("band", "line", municipality.clone(), band);
        self.own(
            "border",
            "line",
            municipality,
            json!({ "line-color": c.border, "line-width": 1.4 }),
        );
        self.roads(archives, detailed);
        self.words(archives, detailed, named);
    }

    fn each(
        &mut self,
        archives: &[std::sync::Arc<Archive>],
        what: Shows,
        mut add: impl FnMut(&mut Self, &Archive, &str),
    ) {
        // Overviews first, so that the detailed lie above them.
        for archive in archives.iter().rev() {
            for layer in archive.showing(what) {
                add(self, archive, layer);
            }
        }
    }

    fn own(&mut self, id: &str, kind: &str, filter: Value, paint: Value) {
        let shows =
            if matches!(id, "land" | "built" | "band" | "border") { "area" } else { "line" };
        self.layers.push(json!({
            "id": format!("own-{id}"), "type": kind, "source": "own",
            "filter": ["all", ["==", ["get", "shows"], shows], filter], "paint": paint,
        }));
    }

    fn fill(&mut self, archive: &Archive, layer: &str, colour: &str, least: u8) {
        self.layers.push(json!({
            "id": format!("{}-{layer}", archive.name), "type": "fill", "source": archive.name,
            "source-layer": layer, "minzoom": least,
            "filter": ["==", ["geometry-type"], "Polygon"],
            "paint": { "fill-color": colour },
        }));
    }

    fn line(
        &mut self,
        archive: &Archive,
        layer: &str,
        part: &str,
        filter: Value,
        paint: Value,
        least: u8,
        most: u8,
    ) {
        self.layers.push(json!({
            "id": format!("{}-{layer}{part}", archive.name), "type": "line", "source": archive.name,
            "source-layer": layer, "minzoom": least, "maxzoom": most, "filter": filter,
            "layout": { "line-cap": "round", "line-join": "round" }, "paint": paint,
        }));
    }

    /// First all edges, then all insides, so that crossings are open; small roads first.
    fn roads(&mut self, archives: &[std::sync::Arc<Archive>], detailed: bool) {
        let c = self.c;
        let sizes = [(0.4, 9.0), (0.9, 12.0), (1.4, 14.0)];
        self.each(archives, Shows::Road, |s, a, l| {
            let paint = json!({ "line-color": c.path, "line-width": widths(0.4, 3.0), "line-dasharray": [2, 1.5] });
            s.line(a, l, "-paths", roads_of(3), paint, 13, 24);
        });
        for edge in [true, false] {
            for rank in 0..3 {
                let (narrow, wide) = sizes[rank];
                let more = if edge { 1.8 } else { 0.0 };
                let colour = if edge { c.roads[rank].0 } else { c.roads[rank].1 };
                let paint = json!({ "line-color": colour, "line-width": widths(narrow + more, wide + more) });
                let part = format!("-{}{rank}", if edge { "edge" } else { "road" });
                let least = [11, 8, 0][rank];
                self.each(archives, Shows::Road, |s, a, l| {
                    s.line(a, l, &part, roads_of(rank), paint.clone(), least, 24);
                });
                if !detailed {
                    let kind = ["street", "regional", "national"][rank];
                    let filter = json!(["==", ["get", "kind"], kind]);
                    self.own(&part[1..], "line", filter, paint);
                }
            }
        }
        let rail = json!(["==", ["get", "kind"], "railway"]);
        let paint = json!({ "line-color": c.rail, "line-width": widths(0.8, 3.0), "line-dasharray": [4, 2] });
        self.own("railway", "line", rail, paint);
    }

    /// The name of a feature in the reader's language where it is known.
    fn name(&self) -> Value {
        let has = |key: String| json!(["all", ["has", key], ["!=", ["get", key], ""]]);
        let keys = [format!("name:{}", self.lang), format!("name_{}", self.lang)];
        let [first, second] = keys;
        json!([
            "case",
            has(first.clone()),
            ["get", first],
            has(second.clone()),
            ["get", second],
            ["coalesce", ["get", "name"], ""]
        ])
    }

    fn symbol(&mut self, id: String, source: &str, layer: Option<&str>, least: u8, rest: Value) {
        let mut symbol = json!({ "id": id, "type": "symbol", "source": source, "minzoom": least });
        if let Some(layer) = layer {
            symbol["source-layer"] = layer.into();
        }
        for part in ["filter", "layout", "paint"] {
            symbol[part] = rest[part].clone();
        }
        self.layers.push(symbol);
    }

    fn words(&mut self, archives: &[std::sync::Arc<Archive>], detailed: bool, named: bool) {
        let c = self.c;
        let plain = json!(["system-ui", "Roboto", "Noto Sans", "Arial", "sans-serif"]);
        // The first word tells MapLibre the weight; no font is called so, and the next is taken.
        let bold = json!(["Bold", "system-ui", "Roboto", "Noto Sans", "Arial", "sans-serif"]);
        let paint = |colour: &str| json!({ "text-color": colour, "text-halo-color": c.halo, "text-halo-width": 1.6 });
        let along = |text: Value, size: f64| {
            json!({
                "symbol-placement": "line", "text-field": text, "text-font": plain, "text-size": size,
                "text-max-angle": 40,
            })
        };
        let name = self.name();
        let road = json!(["case", ["!=", name, ""], name, ["coalesce", ["get", "ref"], ""]]);
        self.each(archives, Shows::Address, |s, a, l| {
            let number = json!(["to-string", ["coalesce", ["get", "housenumber"], ""]]);
            let layout = json!({ "text-field": number, "text-font": plain, "text-size": 10 });
            let rest = json!({ "filter": true, "layout": layout, "paint": paint(c.faint) });
            s.symbol(format!("{}-{l}", a.name), &a.name, Some(l), 17, rest);
        });
        self.each(archives, Shows::River, |s, a, l| {
            let rest = json!({ "filter": ["has", "name"], "layout": along(name.clone(), 11.0), "paint": paint(c.river_words) });
            s.symbol(format!("{}-{l}-names", a.name), &a.name, Some(l), 11, rest);
        });
        self.each(archives, Shows::RoadName, |s, a, l| {
            let rest = json!({ "filter": true, "layout": along(road.clone(), 12.0), "paint": paint(c.words) });
            s.symbol(format!("{}-{l}-names", a.name), &a.name, Some(l), 12, rest);
        });
        if !detailed {
            let lines = json!(["==", ["get", "shows"], "line"]);
            let river = json!(["==", ["get", "kind"], "river"]);
            let rest = json!({ "filter": ["all", lines, ["!", river]], "layout": along(name.clone(), 12.0), "paint": paint(c.words) });
            self.symbol("own-road-names".into(), "own", None, 7, rest);
            let rest = json!({ "filter": ["all", lines, river], "layout": along(name.clone(), 11.0), "paint": paint(c.river_words) });
            self.symbol("own-river-names".into(), "own", None, 9, rest);
        }
        let size = json!([
            "interpolate",
            ["linear"],
            population(),
            0,
            11.5,
            5000,
            13,
            50_000,
            16,
            1_000_000,
            19
        ]);
        let layout = json!({
            "text-field": name, "text-font": bold, "text-size": size, "text-max-width": 8,
            "symbol-sort-key": ["-", 0, population()],
        });
        // Smaller places appear as one comes closer.
        let least = json!(["step", ["zoom"], 100_000, 5, 20_000, 7, 5000, 9, 500, 11, 0]);
        let enough = json!([">=", population(), least]);
        if !named {
            let filter = json!(["all", ["==", ["get", "shows"], "place"], enough]);
            let rest = json!({ "filter": filter, "layout": layout, "paint": paint(c.town) });
            self.symbol("own-places".into(), "own", None, 0, rest);
        }
        self.each(archives, Shows::Place, |s, a, l| {
            let rest = json!({ "filter": enough, "layout": layout, "paint": paint(c.town) });
            s.symbol(format!("{}-{l}", a.name), &a.name, Some(l), 0, rest);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_to_name_cannot_bring_markup() {
        assert_eq!(named("A & <b>"), "A &amp; &lt;b&gt;");
        assert!(named("© OpenStreetMap contributors").contains("openstreetmap.org/copyright"));
    }
}
