//! The map that the server draws: an SVG picture of areas, roads, rivers, names and marks in Web Mercator, small enough for
//! a weak signal and the same on every phone. It is an image, so it needs no script; a form can take the tap on it.

use std::fmt::Write;

use serde_json::Value;

use super::model::{Place, Point};
use super::queries::Shape;

/// A view of the map: centre, zoom (as on every web map: the world is 256·2^zoom pixels wide), size in pixels. Only
/// possible values, whoever made it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapView {
    /// Middle of the picture.
    pub center: Point,
    /// 6 (the province) to 17 (the street).
    pub zoom: u8,
    /// Pixels.
    pub width: u16,
    /// Pixels.
    pub height: u16,
}

/// Something marked on the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Where.
    pub point: Point,
    /// 0 for a pin at the very place; else the area in which it lies, metres from the middle to the side.
    pub radius_m: f64,
}

/// Equator of the Web Mercator sphere in metres.
const EQUATOR_M: f64 = 40_075_016.686;

impl MapView {
    /// A view; numbers out of range are brought to the nearest that is in range.
    pub fn new(center: Point, zoom: u8, width: u16, height: u16) -> Self {
        let center =
            Point { lon: center.lon.clamp(-179.0, 179.0), lat: center.lat.clamp(-80.0, 80.0) };
        Self {
            center,
            zoom: zoom.clamp(6, 17),
            width: width.clamp(200, 1100),
            height: height.clamp(120, 800),
        }
    }

    /// The town, for a form that knows no place yet.
    pub fn town() -> Self {
        Self::new(Point { lon: 28.7166, lat: -24.5163 }, 13, 360, 300)
    }

    fn world(self) -> f64 {
        256.0 * f64::from(1u32 << self.zoom)
    }

    fn project(self, p: Point) -> (f64, f64) {
        let x = (p.lon + 180.0) / 360.0 * self.world();
        let s = p.lat.to_radians().sin();
        let y = (0.5 - ((1.0 + s) / (1.0 - s)).ln() / (4.0 * std::f64::consts::PI)) * self.world();
        (x, y)
    }

    fn unproject(self, x: f64, y: f64) -> Point {
        let lon = x / self.world() * 360.0 - 180.0;
        let n = std::f64::consts::PI * (1.0 - 2.0 * y / self.world());
        Point { lon, lat: n.sinh().atan().to_degrees() }
    }

    /// Pixels of a point in the picture, from its upper left corner.
    pub fn to_pixel(self, p: Point) -> (f64, f64) {
        let ((x, y), (cx, cy)) = (self.project(p), self.project(self.center));
        (x - cx + f64::from(self.width) / 2.0, y - cy + f64::from(self.height) / 2.0)
    }

    /// The point under a pixel of the picture, to about a metre.
    pub fn to_point(self, x: f64, y: f64) -> Point {
        let (cx, cy) = self.project(self.center);
        let p = self
            .unproject(cx + x - f64::from(self.width) / 2.0, cy + y - f64::from(self.height) / 2.0);
        let round = |v: f64| (v * 1e5).round() / 1e5;
        Point { lon: round(p.lon), lat: round(p.lat) }
    }

    /// The view after one step of the buttons: `n`, `s`, `e`, `w` move half a picture, `in` and `out` change the zoom.
    pub fn step(self, way: &str) -> Self {
        let (w, h) = (f64::from(self.width), f64::from(self.height));
        let center = match way {
            "n" => self.to_point(w / 2.0, 0.0),
            "s" => self.to_point(w / 2.0, h),
            "w" => self.to_point(0.0, h / 2.0),
            "e" => self.to_point(w, h / 2.0),
            _ => self.center,
        };
        let zoom = match way {
            "in" => self.zoom + 1,
            "out" => self.zoom.saturating_sub(1),
            _ => self.zoom,
        };
        Self::new(center, zoom, self.width, self.height)
    }

    /// Address of the picture of this view with these marks.
    pub fn url(self, lang: &str, marks: &[Mark], dark: bool) -> String {
        let mut url = format!(
            "/map/drawn.svg?lon={:.5}&lat={:.5}&z={}&w={}&h={}&lang={lang}",
            self.center.lon, self.center.lat, self.zoom, self.width, self.height
        );
        for m in marks {
            let _ = write!(url, "&m={:.5},{:.5},{:.0}", m.point.lon, m.point.lat, m.radius_m);
        }
        if dark {
            url.push_str("&dark=1");
        }
        url
    }

    /// West, south, east, north with a margin, in degrees.
    pub(super) fn bounds(self) -> [f64; 4] {
        let (w, h) = (f64::from(self.width), f64::from(self.height));
        let (a, b) = (self.to_point(-20.0, h + 20.0), self.to_point(w + 20.0, -20.0));
        [a.lon, a.lat, b.lon, b.lat]
    }

    /// Degrees of about one pixel: detail below it is left out.
    pub(super) fn pixel_degrees(self) -> f64 {
        360.0 / self.world()
    }

    fn metres_per_pixel(self) -> f64 {
        EQUATOR_M / self.world() * self.center.lat.to_radians().cos()
    }
}

struct Ink {
    ground: &'static str,
    water: &'static str,
    line: &'static str,
    casing: &'static str,
    road: &'static str,
    big: &'static str,
    text: &'static str,
    halo: &'static str,
    mark: &'static str,
}

const LIGHT: Ink = Ink {
    ground: "#f1ede1",
    water: "#8fb8d4",
    line: "#8a8471",
    casing: "#c9b98f",
    road: "#ffffff",
    big: "#f3c76a",
    text: "#17201b",
    halo: "#f9f6ee",
    mark: "#9a2c12",
};
const DARK: Ink = Ink {
    ground: "#18211a",
    water: "#2f5a78",
    line: "#7d8a80",
    casing: "#0d120e",
    road: "#4a564d",
    big: "#8a6a1f",
    text: "#eef1ea",
    halo: "#10160f",
    mark: "#ff8a6b",
};

/// What stands on a picture.
pub struct Scene<'a> {
    pub areas: &'a [Shape],
    pub lines: &'a [Shape],
    pub labels: &'a [Place],
    pub marks: &'a [Mark],
    pub credit: &'a str,
    pub alt: &'a str,
}

/// Draws a view.
pub fn svg(view: MapView, scene: &Scene<'_>, dark: bool) -> String {
    let ink = if dark { &DARK } else { &LIGHT };
    let (w, h) = (view.width, view.height);
    let mut out = String::with_capacity(8 * 1024);
    let _ = write!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" font-family="system-ui,Roboto,'Noto Sans',Arial,sans-serif"><title>{}</title><path fill="{}" d="M0 0h{w}v{h}H0z"/>"#,
        escape(scene.alt),
        ink.ground
    );
    for area in scene.areas {
        if let Some(d) = path(view, &area.shape) {
            let (width, dash) = if area.kind == "municipality" {
                (2.0, "")
            } else {
                (1.2, r#" stroke-dasharray="5 4""#)
            };
            let _ = write!(
                out,
                r#"<path fill="none" stroke="{}" stroke-width="{width}" stroke-opacity=".7"{dash} d="{d}"/>"#,
                ink.line
            );
        }
    }
    lines(&mut out, view, scene, ink);
    for (at, mark) in (1..).zip(scene.marks) {
        draw_mark(&mut out, view, *mark, at, scene.marks.len() > 1, ink);
    }
    names(&mut out, view, scene, ink);
    scale_and_credit(&mut out, view, scene.credit, ink);
    out.push_str("</svg>");
    out
}

fn lines(out: &mut String, view: MapView, scene: &Scene<'_>, ink: &Ink) {
    let grow = 1.0 + f64::from(view.zoom.saturating_sub(10)) * 0.25;
    let mut numbers = String::new();
    for shape in scene.lines {
        let Some(d) = path(view, &shape.shape) else { continue };
        road_number(&mut numbers, view, shape, ink);
        let open = r#"<path fill="none" stroke-linejoin="round" stroke-linecap="round""#;
        let _ = match shape.kind.as_str() {
            "river" => write!(
                out,
                r#"{open} stroke="{}" stroke-width="{:.1}" d="{d}"/>"#,
                ink.water,
                1.6 * grow
            ),
            "railway" => write!(
                out,
                r#"{open} stroke="{0}" stroke-width="{1:.1}" d="{d}"/><path fill="none" stroke="{2}" stroke-width="{3:.1}" stroke-dasharray="6 6" d="{d}"/>"#,
                ink.line,
                1.6 * grow,
                ink.halo,
                0.8 * grow
            ),
            kind => {
                let (width, colour) = match kind {
                    "national" => (3.6, ink.big),
                    "regional" => (2.8, ink.road),
                    _ => (1.8, ink.road),
                };
                write!(
                    out,
                    r#"{open} stroke="{}" stroke-width="{:.1}" d="{d}"/>{open} stroke="{colour}" stroke-width="{:.1}" d="{d}"/>"#,
                    ink.casing,
                    width * grow + 1.6,
                    width * grow
                )
            }
        };
    }
    out.push_str(&numbers);
}

/// The number of a main road in a plate, once, near the middle of what is seen of it.
fn road_number(out: &mut String, view: MapView, shape: &Shape, ink: &Ink) {
    if view.zoom < 10
        || shape.name.is_empty()
        || !matches!(shape.kind.as_str(), "national" | "regional")
    {
        return;
    }
    let Ok(geometry) = serde_json::from_str::<Value>(&shape.shape) else { return };
    let line = match geometry["type"].as_str() {
        Some("MultiLineString") => &geometry["coordinates"][0],
        _ => &geometry["coordinates"],
    };
    let seen: Vec<(f64, f64)> = line
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|p| Some(view.to_pixel(Point { lon: p[0].as_f64()?, lat: p[1].as_f64()? })))
        .filter(|(x, y)| {
            *x > 24.0
                && *y > 16.0
                && *x < f64::from(view.width) - 24.0
                && *y < f64::from(view.height) - 28.0
        })
        .collect();
    let Some((x, y)) = seen.get(seen.len() / 3) else { return };
    let half = shape.name.chars().count() as f64 * 4.0 + 5.0;
    let _ = write!(
        out,
        r#"<path fill="{0}" stroke="{1}" d="M{2:.0} {3:.0}h{4:.0}v16h-{4:.0}z"/><text x="{x:.0}" y="{5:.0}" font-size="11" font-weight="700" text-anchor="middle" fill="{6}">{7}</text>"#,
        ink.halo,
        ink.line,
        x - half,
        y - 8.0,
        2.0 * half,
        y + 4.0,
        ink.text,
        escape(&shape.name)
    );
}

fn draw_mark(
    out: &mut String,
    view: MapView,
    mark: Mark,
    number: usize,
    numbered: bool,
    ink: &Ink,
) {
    let (x, y) = view.to_pixel(mark.point);
    if mark.radius_m > 0.0 {
        let r = (mark.radius_m / view.metres_per_pixel()).clamp(9.0, 2000.0);
        let _ = write!(
            out,
            r#"<path fill="{0}" fill-opacity=".22" stroke="{0}" stroke-width="2" d="M{1:.1} {2:.1}h{3:.1}v{3:.1}h-{3:.1}z"/>"#,
            ink.mark,
            x - r,
            y - r,
            2.0 * r
        );
    } else {
        let _ = write!(
            out,
            r#"<path fill="{0}" stroke="{1}" stroke-width="2" d="M{x:.1} {y:.1}c-5-9-13-14-13-23a13 13 0 0 1 26 0c0 9-8 14-13 23z"/><circle cx="{x:.1}" cy="{2:.1}" r="5" fill="{1}"/>"#,
            ink.mark,
            ink.halo,
            y - 23.0
        );
    }
    if numbered {
        let _ = write!(
            out,
            r#"<text x="{x:.1}" y="{:.1}" font-size="14" font-weight="700" text-anchor="middle" fill="{}" stroke="{}" stroke-width="3" paint-order="stroke">{number}</text>"#,
            y + 5.0,
            ink.text,
            ink.halo
        );
    }
}

/// Names of places where there is room: largest first, none over another.
fn names(out: &mut String, view: MapView, scene: &Scene<'_>, ink: &Ink) {
    let mut taken: Vec<[f64; 4]> = Vec::new();
    for (rank, place) in scene.labels.iter().enumerate() {
        let (x, y) = view.to_pixel(place.point);
        let size = if place.kind == "town" || rank < 2 { 15.0 } else { 12.5 };
        let half = place.name.chars().count() as f64 * size * 0.29;
        let spot = [x - half, y - size - 4.0, x + half, y + 4.0];
        let inside = spot[0] > 2.0
            && spot[2] < f64::from(view.width) - 2.0
            && spot[1] > 2.0
            && spot[3] < f64::from(view.height) - 20.0;
        let free = taken
            .iter()
            .all(|t| spot[2] < t[0] || spot[0] > t[2] || spot[3] < t[1] || spot[1] > t[3]);
        if !inside || !free || taken.len() >= 24 {
            continue;
        }
        taken.push(spot);
        let _ = write!(
            out,
            r#"<circle cx="{x:.1}" cy="{y:.1}" r="2.5" fill="{0}"/><text x="{x:.1}" y="{1:.1}" font-size="{size}" text-anchor="middle" fill="{0}" stroke="{2}" stroke-width="3" stroke-linejoin="round" paint-order="stroke">{3}</text>"#,
            ink.text,
            y - 6.0,
            ink.halo,
            escape(&place.name)
        );
    }
}

fn scale_and_credit(out: &mut String, view: MapView, credit: &str, ink: &Ink) {
    let per_pixel = view.metres_per_pixel();
    let steps = [
        50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, 10_000.0, 20_000.0, 50_000.0, 100_000.0,
    ];
    let metres = steps.into_iter().find(|m| m / per_pixel > 50.0).unwrap_or(100_000.0);
    let words = if metres < 1000.0 {
        format!("{metres:.0} m")
    } else {
        format!("{:.0} km", metres / 1000.0)
    };
    let y = view.height - 8;
    let _ = write!(
        out,
        r#"<path fill="none" stroke="{0}" stroke-width="2" d="M10 {1}v6h{2:.0}v-6"/><text x="14" y="{1}" font-size="12" fill="{0}" stroke="{3}" stroke-width="3" paint-order="stroke">{words}</text>"#,
        ink.text,
        y - 4,
        metres / per_pixel,
        ink.halo
    );
    if !credit.is_empty() {
        let _ = write!(
            out,
            r#"<text x="{}" y="{y}" font-size="10" text-anchor="end" fill="{}" stroke="{}" stroke-width="3" paint-order="stroke">© {}</text>"#,
            view.width - 6,
            ink.text,
            ink.halo,
            escape(credit)
        );
    }
}

/// A GeoJSON line or multi-line as the `d` of a path: whole pixels where they are enough, steps relative to the last.
fn path(view: MapView, geojson: &str) -> Option<String> {
    let shape: Value = serde_json::from_str(geojson).ok()?;
    let coordinates = &shape["coordinates"];
    let mut out = String::new();
    match shape["type"].as_str()? {
        "LineString" => one_line(view, coordinates, &mut out),
        "MultiLineString" => {
            coordinates.as_array()?.iter().for_each(|line| one_line(view, line, &mut out))
        }
        _ => return None,
    }
    (!out.is_empty()).then_some(out)
}

fn one_line(view: MapView, line: &Value, out: &mut String) {
    let mut last: Option<(i64, i64)> = None;
    for pair in line.as_array().into_iter().flatten() {
        let (Some(lon), Some(lat)) = (pair[0].as_f64(), pair[1].as_f64()) else { continue };
        let (x, y) = view.to_pixel(Point { lon, lat });
        let now = (x.round() as i64, y.round() as i64);
        let _ = match last {
            None => write!(out, "M{} {}", now.0, now.1),
            Some(before) if before == now => continue,
            Some(before) => write!(out, "l{} {}", now.0 - before.0, now.1 - before.1),
        };
        last = Some(now);
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_middle_of_the_picture_is_the_centre() {
        let view = MapView::town();
        let (x, y) = view.to_pixel(view.center);
        assert!((x - 180.0).abs() < 1e-6 && (y - 150.0).abs() < 1e-6);
        assert_eq!(view.to_point(180.0, 150.0), view.center);
    }

    #[test]
    fn a_step_north_shows_what_was_above() {
        let view = MapView::town();
        let north = view.step("n");
        assert!(
            north.center.lat > view.center.lat && (north.center.lon - view.center.lon).abs() < 1e-4
        );
        assert_eq!(view.step("in").zoom, 14);
        assert_eq!(MapView::new(view.center, 17, 360, 300).step("in").zoom, 17);
    }

    #[test]
    fn names_are_escaped() {
        assert_eq!(escape("<a & \"b\">"), "&lt;a &amp; &quot;b&quot;&gt;");
    }

    proptest! {
        #[test]
        fn a_tap_comes_back_to_its_pixel(x in 0.0f64..360.0, y in 0.0f64..300.0, zoom in 6u8..=17) {
            let view = MapView::new(MapView::town().center, zoom, 360, 300);
            let (x2, y2) = view.to_pixel(view.to_point(x, y));
            // Points are kept to five decimals, about a metre: up to one pixel at the closest zoom.
            prop_assert!((x - x2).abs() < 1.0 && (y - y2).abs() < 1.0);
        }
    }
}
