//! What the archives of the basemap show of a view: water, parks, houses, roads, the names of streets, cut to the picture and
//! thinned to what a pixel can show. The picture has room for so many bytes of each; the larger come first, the rest is left
//! out. Tiles are read and drawn away from the threads that answer.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

use bytes::Bytes;

use super::super::Point;
use super::super::queries::draw::Label;
use super::cut::{Frame, Run, clip_line, cut, length, middle};
use super::names::Names;
use super::{MapView, path};
use crate::basemap::tile::{self, Feature, Shape};
use crate::basemap::{Archive, Basemap, Shows};
use crate::i18n::Lang;

/// Pixels drawn beyond the edge.
const MARGIN: f64 = 12.0;

/// Tiles read for one picture at most.
const MOST_TILES: usize = 16;

/// Ways by rank: the word that the sketch uses for them, and the bytes that they may take.
const WAYS: [(&str, usize); 5] =
    [("path", 1000), ("street", 8500), ("regional", 3000), ("national", 2000), ("river", 1500)];

/// Bytes for surfaces.
const WATER: usize = 1200;
const PARKS: usize = 1000;
const HOUSES: usize = 3000;

/// A tile that was read: whose, its zoom, column and row, its bytes.
type Read = (Arc<Archive>, (u8, u32, u32), Bytes);

/// What the archives show of a view.
#[derive(Default)]
pub struct Ground {
    water: String,
    parks: String,
    houses: String,
    ways: BTreeMap<&'static str, String>,
    streets: Vec<Street>,
    /// Settlements that an archive names, for a region of which the gazetteer knows nothing.
    pub places: Vec<Label>,
    detailed: bool,
    credits: Vec<String>,
}

/// Where a road may be named.
struct Street {
    name: String,
    number: String,
    national: bool,
    at: (f64, f64),
    degrees: f64,
    room: f64,
}

/// Places of the same name within so many pixels are one.
const SAME_PX: f64 = 80.0;

impl Ground {
    /// Reads the tiles of a view. What cannot be read is left out: the rest of the picture is better than none.
    pub async fn of(basemap: &Basemap, view: MapView, lang: Lang) -> Self {
        let mut read = Vec::new();
        for archive in basemap.archives().await.iter() {
            for (z, x, y) in tiles(archive, view) {
                match archive.plain_tile(z, x, y).await {
                    Ok(Some(bytes)) => read.push((archive.clone(), (z, x, y), bytes)),
                    Ok(None) => {}
                    Err(error) => tracing::warn!("a tile of {} is broken: {error:#}", archive.name),
                }
            }
        }
        if read.is_empty() {
            return Self::default();
        }
        let made = tokio::task::spawn_blocking(move || Sketch::new(view, lang).all(&read));
        made.await.unwrap_or_default()
    }

    /// Whether the sketch's lines of this kind would stand beside better ones.
    pub fn replaces(&self, kind: &str) -> bool {
        self.detailed && kind != "railway"
    }

    /// The path of all ways of a kind.
    pub fn ways(&self, kind: &str) -> &str {
        self.ways.get(kind).map_or("", String::as_str)
    }

    /// Parks, water, houses.
    pub fn surfaces(&self, out: &mut String) {
        for (class, d) in [("pk", &self.parks), ("wa", &self.water), ("bd", &self.houses)] {
            if !d.is_empty() {
                let _ = write!(out, r#"<path class="{class}" d="{d}"/>"#);
            }
        }
    }

    /// Roads by number and streets by name.
    pub fn names(&self, names: &mut Names) {
        let mut said = BTreeSet::new();
        for street in self.streets.iter().filter(|s| !s.number.is_empty()) {
            if !said.contains(&street.number)
                && names.plate(street.at, street.national, &street.number)
            {
                said.insert(&street.number);
            }
        }
        for street in self.streets.iter().filter(|s| !s.name.is_empty()) {
            if said.insert(&street.name) {
                names.street(street.at, street.degrees, street.room, &street.name);
            }
        }
    }

    /// Whom to name, after those who are named already.
    pub fn credits(&self, known: String) -> String {
        let more = self.credits.iter().filter(|c| !known.contains(c.as_str())).cloned();
        [known.clone()]
            .into_iter()
            .filter(|k| !k.is_empty())
            .chain(more)
            .collect::<Vec<_>>()
            .join("; ")
    }
}

/// The tiles of an archive that lie under a view: half as many across as the picture has, which is fine enough.
fn tiles(archive: &Archive, view: MapView) -> Vec<(u8, u32, u32)> {
    let z = (view.zoom - 1).min(archive.max_zoom);
    if z < archive.min_zoom {
        return Vec::new();
    }
    let count = f64::from(1u32 << z);
    let column = |p: Point| ((p.lon + 180.0) / 360.0 * count).clamp(0.0, count - 1.0) as u32;
    let row = |p: Point| {
        let s = p.lat.to_radians().sin();
        let y = 0.5 - ((1.0 + s) / (1.0 - s)).ln() / (4.0 * std::f64::consts::PI);
        (y * count).clamp(0.0, count - 1.0) as u32
    };
    let (w, h) = (f64::from(view.width), f64::from(view.height));
    let (a, b) = (view.to_point(0.0, 0.0), view.to_point(w, h));
    let [west, south, east, north] = archive.bounds;
    if b.lon < west || a.lon > east || a.lat < south || b.lat > north {
        return Vec::new();
    }
    let rows = row(a)..=row(b);
    rows.flat_map(|y| (column(a)..=column(b)).map(move |x| (z, x, y))).take(MOST_TILES).collect()
}

/// Shapes that are gathered before the largest are chosen.
struct Sketch {
    view: MapView,
    lang: Lang,
    ground: Ground,
    water: Vec<(f64, Run)>,
    parks: Vec<(f64, Run)>,
    houses: Vec<(f64, Run)>,
    ways: BTreeMap<&'static str, Vec<(f64, Run)>>,
}

impl Sketch {
    fn new(view: MapView, lang: Lang) -> Self {
        Self {
            view,
            lang,
            ground: Ground::default(),
            water: Vec::new(),
            parks: Vec::new(),
            houses: Vec::new(),
            ways: BTreeMap::new(),
        }
    }

    fn all(mut self, tiles: &[Read]) -> Ground {
        for (archive, at, bytes) in tiles {
            let credit = archive.attribution.clone();
            if !credit.is_empty() && !self.ground.credits.contains(&credit) {
                self.ground.credits.push(credit);
            }
            self.tile(archive, *at, bytes);
        }
        let mut ground = self.ground;
        ground.water = drawn(self.water, WATER, true);
        ground.parks = drawn(self.parks, PARKS, true);
        ground.houses = drawn(self.houses, HOUSES, true);
        for (kind, most) in WAYS {
            let runs = self.ways.remove(kind).unwrap_or_default();
            ground.ways.insert(kind, drawn(runs, most, false));
        }
        ground.streets.sort_by(|a, b| b.national.cmp(&a.national).then(b.room.total_cmp(&a.room)));
        ground.places.sort_by_key(|p| std::cmp::Reverse(p.population));
        ground
    }

    fn tile(&mut self, archive: &Archive, (z, x, y): (u8, u32, u32), bytes: &[u8]) {
        const ALL: [Shows; 6] =
            [Shows::Park, Shows::Water, Shows::River, Shows::Building, Shows::Road, Shows::Place];
        let zoom = self.view.zoom;
        let wanted: Vec<(&str, Shows)> = ALL
            .into_iter()
            .flat_map(|what| archive.showing(what).map(move |l| (l, what)))
            .collect();
        let names: Vec<&str> = wanted.iter().map(|(l, _)| *l).collect();
        let Some(layers) = tile::layers(bytes, &names) else { return };
        let side = 256.0 * f64::from(1u32 << (zoom - z.min(zoom)));
        let (left, top) = corner(self.view, z, x, y);
        let (w, h) = (f64::from(self.view.width), f64::from(self.view.height));
        // A little more than the tile, so that neighbours touch; not its whole margin, so that nothing is drawn twice.
        let frame = [
            (left - 0.6).max(-MARGIN),
            (top - 0.6).max(-MARGIN),
            (left + side + 0.6).min(w + MARGIN),
            (top + side + 0.6).min(h + MARGIN),
        ];
        for layer in layers {
            let what = wanted.iter().find(|(l, _)| *l == layer.name).map(|(_, what)| *what);
            let scale = side / f64::from(layer.extent);
            for feature in &layer.features {
                let runs = feature.parts.iter().map(|part| {
                    let pixels = part
                        .iter()
                        .map(|(x, y)| (left + f64::from(*x) * scale, top + f64::from(*y) * scale));
                    pixels.collect::<Run>()
                });
                match (what, feature.shape) {
                    (Some(Shows::Road), Shape::Lines) => self.road(feature, runs, frame),
                    (Some(Shows::River), Shape::Lines) if archive.is_detailed() || zoom <= 8 => {
                        self.way("river", runs, frame);
                    }
                    (Some(Shows::Place), Shape::Points) => self.place(feature, runs, frame),
                    (Some(Shows::Water), Shape::Rings) => cut(runs, frame, &mut self.water),
                    (Some(Shows::Park), Shape::Rings) if zoom >= 11 => {
                        cut(runs, frame, &mut self.parks);
                    }
                    (Some(Shows::Building), Shape::Rings) if zoom >= 16 => {
                        cut(runs, frame, &mut self.houses);
                    }
                    _ => {}
                }
            }
        }
        if archive.is_detailed() && archive.showing(Shows::Road).next().is_some() {
            self.ground.detailed = true;
        }
    }

    fn road(&mut self, feature: &Feature<'_>, runs: impl Iterator<Item = Run>, frame: Frame) {
        let kind = ["highway", "class", "kind"].into_iter().find_map(|k| feature.text(k));
        let (rank, least) = match kind.unwrap_or("").trim_end_matches("_link") {
            "motorway" | "trunk" | "primary" | "highway" => ("national", 6),
            "secondary" | "tertiary" | "major_road" => ("regional", 9),
            "track" | "path" | "footway" | "cycleway" | "steps" | "bridleway" | "pedestrian" => {
                ("path", 15)
            }
            "rail" | "transit" | "ferry" => return,
            _ => ("street", 12),
        };
        if self.view.zoom < least {
            return;
        }
        let name = [format!("name:{}", self.lang), "name".into()];
        let name = name.iter().find_map(|k| feature.text(k)).unwrap_or("");
        let number = feature.text("ref").unwrap_or("").split(';').next().unwrap_or("");
        let number = if number.chars().count() <= 6 { number } else { "" };
        for run in runs {
            for part in clip_line(&run, frame) {
                let long = length(&part);
                let main = matches!(rank, "national" | "regional");
                if (self.view.zoom >= 15 && !name.is_empty()) || (main && !number.is_empty()) {
                    let (at, degrees, room) = middle(&part);
                    self.ground.streets.push(Street {
                        name: if self.view.zoom >= 15 { name.into() } else { String::new() },
                        number: if main { number.into() } else { String::new() },
                        national: rank == "national",
                        at,
                        degrees,
                        room,
                    });
                }
                self.ways.entry(rank).or_default().push((long, part));
            }
        }
    }

    fn way(&mut self, kind: &'static str, runs: impl Iterator<Item = Run>, frame: Frame) {
        for part in runs.flat_map(|run| clip_line(&run, frame)) {
            self.ways.entry(kind).or_default().push((length(&part), part));
        }
    }

    fn place(&mut self, feature: &Feature<'_>, runs: impl Iterator<Item = Run>, frame: Frame) {
        let kind = ["place", "class", "kind"].into_iter().find_map(|k| feature.text(k));
        let (kind, guess) = match kind.unwrap_or("") {
            "city" | "town" => ("town", 20_000.0),
            "suburb" | "quarter" | "neighbourhood" => ("suburb", 500.0),
            _ => ("place", 300.0),
        };
        let [first, second] = [format!("name:{}", self.lang), format!("name_{}", self.lang)];
        let name = feature.text(&first).or(feature.text(&second)).or(feature.text("name"));
        let inside = |(x, y): (f64, f64)| {
            (frame[0]..frame[2]).contains(&x) && (frame[1]..frame[3]).contains(&y)
        };
        let (Some(name), Some((x, y))) =
            (name, runs.flatten().next().filter(|at| inside(*at) && self.ground.places.len() < 80))
        else {
            return;
        };
        // Two archives name the same town.
        let same = |p: &Label| {
            let (a, b) = self.view.to_pixel(Point { lon: p.lon, lat: p.lat });
            p.name.to_lowercase() == name.to_lowercase() && (a - x).hypot(b - y) < SAME_PX
        };
        if self.ground.places.iter().any(same) {
            return;
        }
        let point = self.view.to_point(x, y);
        let population = feature.number("population").filter(|n| *n > 0.0).unwrap_or(guess);
        self.ground.places.push(Label {
            name: name.to_owned(),
            kind: kind.to_owned(),
            population: population as i32,
            lon: point.lon,
            lat: point.lat,
        });
    }
}

/// Upper left corner of a tile in pixels of the picture.
fn corner(view: MapView, z: u8, x: u32, y: u32) -> (f64, f64) {
    let count = f64::from(1u32 << z);
    let n = std::f64::consts::PI * (1.0 - 2.0 * f64::from(y) / count);
    view.to_pixel(Point {
        lon: f64::from(x) / count * 360.0 - 180.0,
        lat: n.sinh().atan().to_degrees(),
    })
}

/// One path of the largest, in as many bytes as there are.
fn drawn(mut runs: Vec<(f64, Run)>, most: usize, closed: bool) -> String {
    runs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut out = String::new();
    for (size, run) in runs {
        let before = out.len();
        if size >= 2.0 {
            path::pixels(run.into_iter(), closed, &mut out);
        }
        if out.len() > most {
            out.truncate(before);
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much_is_left_out_the_smallest_first() {
        let run = |y: f64, long: f64| (long, vec![(0.0, y), (long, y)]);
        let d = drawn(vec![run(1.0, 3.0), run(2.0, 90.0), run(3.0, 50.0)], 20, false);
        assert!(d.starts_with("M0 2") && d.contains("M0 3") && !d.contains("M0 1"), "{d}");
    }
}
