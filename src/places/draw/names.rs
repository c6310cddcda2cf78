//! Words on the picture: each where there is room, the most important first, none over another. A name is written twice by
//! reference, first as a pale edge, then itself: old phones know no other way to keep it readable over a line.

use std::fmt::Write;

use super::super::Point;
use super::super::queries::draw::{AreaShape, Label, LineShape};
use super::{MapView, escape};

/// Words on one picture at most, so that it stays small and calm.
const MOST_NAMES: usize = 44;

/// Left, top, right, bottom in pixels.
type Spot = [f64; 4];

/// Words placed so far.
pub struct Names {
    view: MapView,
    taken: Vec<Spot>,
    /// Under the words: dots, plates, the scale.
    shapes: String,
    texts: String,
    count: usize,
}

/// Pixels that a text takes, more or less, in the fonts of phones.
pub fn width(text: &str, size: f64) -> f64 {
    let narrow = text.chars().filter(|c| "ijlrtf.,;:’' |".contains(*c)).count() as f64;
    let wide = text.chars().filter(|c| "mwMWQO".contains(*c)).count() as f64;
    (text.chars().count() as f64 * 0.6 - narrow * 0.27 + wide * 0.25) * size
}

/// Bold names are wider.
fn weight(class: &str) -> f64 {
    if matches!(class, "t1" | "t2" | "t3") { 1.1 } else { 1.0 }
}

impl Names {
    /// None yet.
    pub fn new(view: MapView) -> Self {
        Self { view, taken: Vec::new(), shapes: String::new(), texts: String::new(), count: 0 }
    }

    /// Keeps a spot free of names.
    pub fn take(&mut self, spot: Spot) {
        self.taken.push(spot);
    }

    fn free(&self, spot: Spot) -> bool {
        let (w, h) = (f64::from(self.view.width), f64::from(self.view.height));
        let inside = spot[0] >= 3.0 && spot[1] >= 3.0 && spot[2] <= w - 3.0 && spot[3] <= h - 3.0;
        let apart = |t: &Spot| spot[2] < t[0] || spot[0] > t[2] || spot[3] < t[1] || spot[1] > t[3];
        inside && self.count < MOST_NAMES && self.taken.iter().all(apart)
    }

    /// Writes a text whose middle is at x and whose foot is at y, if its spot is free.
    fn text(&mut self, class: &str, size: f64, x: f64, y: f64, text: &str) -> bool {
        let half = width(text, size) * weight(class) / 2.0 + 2.0;
        let spot = [x - half, y - size * 0.85 - 1.0, x + half, y + size * 0.25 + 1.0];
        if !self.free(spot) {
            return false;
        }
        self.taken.push(spot);
        self.count += 1;
        let _ = write!(
            self.texts,
            r#"<text class="{class}" x="{x:.0}" y="{y:.0}">{}</text>"#,
            escape(text)
        );
        true
    }

    /// Towns, suburbs, farms, landmarks.
    pub fn places<'a>(&mut self, labels: impl Iterator<Item = &'a Label>) {
        for label in labels {
            let (x, y) = self.view.to_pixel(Point { lon: label.lon, lat: label.lat });
            let town = label.kind == "town" || label.population >= 5000;
            let (class, size) = match (label.kind.as_str(), town) {
                ("landmark" | "campus", _) => ("t5", 11.5),
                ("street", _) => ("ta", 11.0),
                (_, true) if label.population >= 10_000 => ("t1", 16.0),
                (_, true) => ("t2", 13.5),
                ("suburb", _) => ("t3", 12.5),
                _ => ("t4", 11.5),
            };
            // Close by, the name stands on the place itself; a dot would only claim to be exact.
            let on_it = (town || label.kind == "suburb") && self.view.zoom >= 13 || class == "ta";
            let spots: &[(f64, f64)] = if on_it {
                &[(0.0, 0.35), (0.0, -0.6), (0.0, 1.3)]
            } else {
                // Above, right, left, below.
                &[(0.0, -0.55), (1.0, 0.35), (-1.0, 0.35), (0.0, 1.3)]
            };
            let half = width(&label.name, size) * weight(class) / 2.0;
            let dot = [x - 3.0, y - 3.0, x + 3.0, y + 3.0];
            if !on_it && !self.free(dot) {
                continue;
            }
            for (side, down) in spots {
                let (tx, ty) = (x + side * (half + 9.0), y + down * size);
                if self.text(class, size, tx, ty, &label.name) {
                    if !on_it {
                        self.take(dot);
                        let (class, r) = match class {
                            "t1" => ("d", 3.6),
                            "t2" => ("d", 3.0),
                            "t5" => ("dl", 3.2),
                            _ => ("d", 2.2),
                        };
                        let _ = write!(
                            self.shapes,
                            r#"<circle class="{class}" cx="{x:.0}" cy="{y:.0}" r="{r}"/>"#
                        );
                    }
                    break;
                }
            }
        }
    }

    /// Where a line may be named, in pixels, the best first.
    fn spots(&self, line: &LineShape) -> Vec<(f64, f64)> {
        let at = |p: &[f64]| self.view.to_pixel(Point { lon: p[0], lat: p[1] });
        line.spots.chunks_exact(2).map(at).collect()
    }

    /// The numbers of main roads on plates, once each, near the middle of what is seen of them where there is room.
    pub fn roads(&mut self, lines: &[LineShape]) {
        let zoom = self.view.zoom;
        for line in lines.iter().filter(|l| zoom >= 8 && !l.name.is_empty()) {
            let national = match line.kind.as_str() {
                "national" => true,
                "regional" => false,
                _ => continue,
            };
            let _ = self.spots(line).into_iter().any(|at| self.plate(at, national, &line.name));
        }
    }

    /// A street by name along it: its middle, the direction in degrees, the pixels that are straight enough there.
    pub fn street(&mut self, (x, y): (f64, f64), degrees: f64, room: f64, name: &str) {
        let long = width(name, 11.0) + 6.0;
        if long > room {
            return;
        }
        let (sin, cos) = degrees.to_radians().sin_cos();
        let (w, h) = (long * cos.abs() + 14.0 * sin.abs(), long * sin.abs() + 14.0 * cos.abs());
        let spot = [x - w / 2.0, y - h / 2.0, x + w / 2.0, y + h / 2.0];
        if !self.free(spot) {
            return;
        }
        self.taken.push(spot);
        self.count += 1;
        // The foot of the letters stands a little below the line.
        let _ = write!(
            self.texts,
            r#"<text class="tu" transform="translate({x:.0} {y:.0})rotate({degrees:.0})" y="4">{}</text>"#,
            escape(name)
        );
    }

    /// A number of a road on a plate here, if there is room.
    pub fn plate(&mut self, (x, y): (f64, f64), national: bool, name: &str) -> bool {
        let half = width(name, 10.5) / 2.0 + 5.0;
        let spot = [x - half - 2.0, y - 10.0, x + half + 2.0, y + 10.0];
        if !self.free(spot) {
            return false;
        }
        self.take(spot);
        let (plate, class) = if national { ("qn", "tn") } else { ("qr", "tg") };
        let _ = write!(
            self.shapes,
            r#"<rect class="{plate}" x="{:.0}" y="{:.0}" width="{:.0}" height="16" rx="4"/><text class="{class}" x="{x:.0}" y="{:.0}">{}</text>"#,
            x - half,
            y - 8.0,
            2.0 * half,
            y + 3.8,
            escape(name)
        );
        true
    }

    /// Rivers by name, beside the water.
    pub fn rivers(&mut self, lines: &[LineShape]) {
        let zoom = self.view.zoom;
        for line in lines.iter().filter(|l| l.kind == "river" && zoom >= 10) {
            let half = width(&line.name, 11.0) / 2.0;
            let beside = [(half + 8.0, 4.0), (-half - 8.0, 4.0), (0.0, 18.0)];
            let spots = self.spots(line);
            let _ = spots
                .into_iter()
                .flat_map(|at| beside.map(|by| (at, by)))
                .any(|((x, y), (dx, dy))| self.text("tr", 11.0, x + dx, y + dy, &line.name));
        }
    }

    /// Wards and municipalities by name, where they are wide enough for it. Suburbs are named by the gazetteer.
    pub fn areas(&mut self, areas: &[AreaShape]) {
        for area in areas.iter().rev().filter(|a| a.kind != "suburb") {
            let (x, y) = self.view.to_pixel(Point { lon: area.lon, lat: area.lat });
            // Close by, the whole picture lies in it: nobody asks where it is.
            if area.kind == "municipality" && area.served && self.view.zoom > 9 {
                continue;
            }
            self.text("ta", 11.0, x, y, &area.name);
        }
    }

    /// The scale bar, lower left.
    pub fn scale(&mut self, bar: f64, words: &str) {
        let y = f64::from(self.view.height) - 8.0;
        let _ = write!(self.shapes, r#"<path class="k" d="M8 {}v5h{bar:.0}v-5"/>"#, y - 3.0);
        let _ = write!(self.texts, r#"<text class="ts" x="12" y="{}">{words}</text>"#, y - 2.0);
        self.take([0.0, y - 16.0, bar.max(width(words, 11.0)) + 14.0, y + 8.0]);
    }

    /// One line of those who made the data, lower right, its foot at y.
    pub fn credit(&mut self, line: &str, y: f64) {
        let x = f64::from(self.view.width) - 6.0;
        let _ = write!(self.texts, r#"<text class="tc" x="{x}" y="{y}">{}</text>"#, escape(line));
        self.take([x - width(line, 9.5) - 4.0, y - 10.0, x + 6.0, y + 6.0]);
    }

    /// Puts everything into the picture.
    pub fn write(self, out: &mut String) {
        let _ = write!(
            out,
            r##"{}<defs><g id="t">{}</g></defs><g class="h"><use xlink:href="#t"/></g><use xlink:href="#t"/>"##,
            self.shapes, self.texts
        );
    }
}
