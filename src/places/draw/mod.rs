//! The map that the server draws: an SVG picture of areas, roads, rivers, names and marks in Web Mercator, small enough for
//! a weak signal and the same on every phone. It is an image, so it needs no script; a form can take the tap on it. Colours
//! stand in one style sheet inside the picture, light and dark; its digest goes into the picture's own security header.

mod cut;
mod ground;
mod names;
mod path;
mod style;
mod view;

use std::fmt::Write;

use super::queries::draw::{AreaShape, Label, LineShape};
use names::Names;

pub use ground::Ground;
pub use style::csp;
pub use view::{Bounds, Choice, ChooseForm, Group, MapView, Mark};

/// What stands on a picture.
pub struct Scene<'a> {
    pub areas: &'a [AreaShape],
    pub lines: &'a [LineShape],
    pub labels: &'a [Label],
    /// What the archives of the basemap show here.
    pub ground: &'a Ground,
    pub marks: &'a [Mark],
    pub groups: &'a [Group],
    /// Names of those who made what is shown, parted by `; `.
    pub credits: &'a str,
    /// Says what the picture is to those who do not see it.
    pub title: &'a str,
    /// Whether a cross stands in the middle.
    pub cross: bool,
}

/// Kinds of areas worth drawing at a zoom.
pub fn area_kinds(zoom: u8) -> Vec<String> {
    let kinds: &[&str] = match zoom {
        0..=8 => &["municipality"],
        9..=11 => &["municipality", "ward"],
        _ => &["municipality", "ward", "suburb"],
    };
    kinds.iter().map(|k| (*k).to_owned()).collect()
}

/// Kinds of lines worth drawing at a zoom.
pub fn line_kinds(zoom: u8) -> Vec<String> {
    let kinds: &[&str] = match zoom {
        0..=6 => &["national"],
        7..=8 => &["national", "regional"],
        9..=12 => &["national", "regional", "railway", "river"],
        _ => &["national", "regional", "railway", "river", "street"],
    };
    kinds.iter().map(|k| (*k).to_owned()).collect()
}

/// Kinds of places, besides towns, worth naming at a zoom; the most important first.
pub fn label_kinds(zoom: u8) -> Vec<String> {
    let kinds: &[&str] = match zoom {
        0..=9 => &[],
        10..=11 => &["suburb", "place"],
        12 => &["suburb", "place", "farm"],
        _ => &["suburb", "landmark", "street", "place", "farm", "campus"],
    };
    kinds.iter().map(|k| (*k).to_owned()).collect()
}

/// Draws a view.
pub fn svg(view: MapView, scene: &Scene<'_>) -> String {
    let (w, h) = (view.width, view.height);
    let mut out = String::with_capacity(16 * 1024);
    let _ = write!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img"><title>{}</title><style>{}</style><path class="g" d="M0 0h{w}v{h}H0z"/>"#,
        escape(scene.title),
        style::SHEET
    );
    land(&mut out, view, scene);
    built_up(&mut out, view, scene);
    scene.ground.surfaces(&mut out);
    borders(&mut out, view, scene);
    ways(&mut out, view, scene);
    let mut names = Names::new(view);
    let mut pins = String::new();
    marks(&mut out, &mut pins, &mut names, view, scene.marks);
    groups(&mut pins, &mut names, view, scene.groups);
    frame(&mut names, view, scene);
    if scene.cross {
        let (x, y) = (f64::from(w) / 2.0, f64::from(h) / 2.0);
        names.take([x - 16.0, y - 16.0, x + 16.0, y + 16.0]);
    }
    let towns = |l: &&Label| l.kind == "town";
    names.places(scene.labels.iter().filter(towns));
    names.roads(scene.lines);
    names.places(scene.labels.iter().filter(|l| !towns(l)));
    scene.ground.names(&mut names);
    names.areas(scene.areas);
    names.rivers(scene.lines);
    names.write(&mut out);
    out.push_str(&pins);
    if scene.cross {
        let (x, y) = (w / 2, h / 2);
        let d = format!("M{x} {0}v16m0 8v16M{1} {y}h16m8 0h16", y - 20, x - 20);
        let _ = write!(out, r#"<path class="xh" d="{d}"/><path class="x" d="{d}"/>"#);
    }
    out.push_str("</svg>");
    out
}

/// The served municipality, lighter than what surrounds it.
fn land(out: &mut String, view: MapView, scene: &Scene<'_>) {
    for area in scene.areas.iter().filter(|a| a.served && a.kind == "municipality") {
        let d = path::of(view, &area.shape);
        let _ = write!(out, r#"<path class="l" d="{d}"/>"#);
    }
}

/// Suburbs; where none are known, a disc for each larger place that fades out about where such a place ends.
fn built_up(out: &mut String, view: MapView, scene: &Scene<'_>) {
    let suburbs: Vec<_> = scene.areas.iter().filter(|a| a.kind == "suburb").collect();
    for area in &suburbs {
        let d = path::of(view, &area.shape);
        let _ = write!(out, r#"<path class="b" d="{d}"/>"#);
    }
    if !suburbs.is_empty() || view.zoom < 9 {
        return;
    }
    out.push_str(
        r#"<defs><radialGradient id="f"><stop class="f" offset=".4"/><stop class="f" offset="1" stop-opacity="0"/></radialGradient></defs>"#,
    );
    for place in scene.labels.iter().filter(|p| p.population >= 1000) {
        let (x, y) = view.to_pixel(super::Point { lon: place.lon, lat: place.lat });
        // About 2 000 people on a square kilometre, as in the towns here; the outer third is faint.
        let r = f64::from(place.population).sqrt() * 16.0 / view.metres_per_pixel();
        if r >= 4.0 {
            let _ = write!(out, r#"<circle class="fb" cx="{x:.0}" cy="{y:.0}" r="{r:.0}"/>"#);
        }
    }
}

fn borders(out: &mut String, view: MapView, scene: &Scene<'_>) {
    for (kind, class) in [("suburb", "w"), ("ward", "w"), ("municipality", "o")] {
        let d: String = scene
            .areas
            .iter()
            .filter(|a| a.kind == kind)
            .map(|a| path::of(view, &a.shape))
            .collect();
        if d.is_empty() {
            continue;
        }
        if kind == "municipality" {
            let _ = write!(
                out,
                r##"<defs><path id="m" d="{d}"/></defs><use class="ob" stroke-width="{}" xlink:href="#m"/><use class="o" stroke-width="{}" xlink:href="#m"/>"##,
                if view.zoom <= 8 { 3.5 } else { 7.0 },
                if view.zoom <= 8 { 0.9 } else { 1.4 },
            );
        } else {
            let _ = write!(out, r#"<path class="{class}" d="{d}"/>"#);
        }
    }
}

/// Widths in pixels at a zoom: river, railway, street, regional, national.
fn widths(zoom: u8) -> [f64; 5] {
    match zoom {
        0..=8 => [1.0, 1.0, 0.8, 1.3, 1.8],
        9..=10 => [1.4, 1.4, 1.0, 1.8, 2.6],
        11..=12 => [2.0, 2.0, 1.6, 2.8, 3.8],
        13..=14 => [3.0, 2.6, 2.6, 4.2, 5.4],
        15 => [4.5, 3.2, 4.5, 6.0, 7.5],
        _ => [6.5, 4.0, 7.0, 9.0, 11.0],
    }
}

/// Rivers under railways under roads. Each kind is one path, said once and drawn twice where it has an edge.
fn ways(out: &mut String, view: MapView, scene: &Scene<'_>) {
    let [river, railway, street, regional, national] = widths(view.zoom);
    let path_of = |kind: &str| -> String {
        let own = scene.lines.iter().filter(|l| l.kind == kind);
        own.map(|l| path::of(view, &l.shape)).chain([scene.ground.ways(kind).to_owned()]).collect()
    };
    let paths = scene.ground.ways("path");
    if !paths.is_empty() {
        let _ = write!(out, r#"<path class="pa" d="{paths}"/>"#);
    }
    let rivers = path_of("river");
    if !rivers.is_empty() {
        let _ = write!(out, r#"<path class="rv" stroke-width="{river}" d="{rivers}"/>"#);
    }
    let kinds = [
        ("railway", "ra", railway),
        ("street", "s", street),
        ("regional", "r", regional),
        ("national", "n", national),
    ];
    let mut edges = String::new();
    let mut fills = String::new();
    out.push_str("<defs>");
    for (kind, class, width) in kinds {
        let d = path_of(kind);
        if d.is_empty() {
            continue;
        }
        let _ = write!(out, r#"<path id="{class}" d="{d}"/>"#);
        let line = format!(r##"xlink:href="#{class}""##);
        if kind == "railway" {
            let _ = write!(edges, r#"<use class="ra" stroke-width="{width}" {line}/>"#);
            let _ = write!(edges, r#"<use class="rd" stroke-width="{:.1}" {line}/>"#, width * 0.55);
        } else {
            let _ = write!(
                edges,
                r#"<use class="{class}c" stroke-width="{:.1}" {line}/>"#,
                width + 1.8
            );
            let _ = write!(fills, r#"<use class="{class}" stroke-width="{width}" {line}/>"#);
        }
    }
    let _ = write!(out, "</defs>{edges}{fills}");
}

/// Areas under the names, pins above them. Marks at the same spot share one badge with all their numbers.
fn marks(out: &mut String, pins: &mut String, names: &mut Names, view: MapView, marks: &[Mark]) {
    let mut badges: Vec<(f64, f64, bool, Vec<usize>)> = Vec::new();
    for (number, mark) in (1..).zip(marks) {
        let (x, y) = view.to_pixel(mark.point);
        let pin = mark.radius_m <= 0.0;
        if !pin {
            let r = (mark.radius_m / view.metres_per_pixel()).clamp(7.0, 3000.0);
            let _ = if mark.radius_m > 250.0 {
                write!(out, r#"<circle class="a" cx="{x:.1}" cy="{y:.1}" r="{r:.1}"/>"#)
            } else {
                write!(
                    out,
                    r#"<rect class="a" x="{:.1}" y="{:.1}" width="{2:.1}" height="{2:.1}" rx="2"/>"#,
                    x - r,
                    y - r,
                    2.0 * r
                )
            };
        }
        match badges
            .iter_mut()
            .find(|(bx, by, p, _)| *p == pin && (bx - x).abs() + (by - y).abs() < 6.0)
        {
            Some((_, _, _, numbers)) => numbers.push(number),
            None => badges.push((x, y, pin, vec![number])),
        }
    }
    let numbered = marks.len() > 1;
    for (x, y, pin, numbers) in badges {
        let shown: Vec<String> = numbers.iter().take(3).map(usize::to_string).collect();
        let more = if numbers.len() > 3 { "…" } else { "" };
        let text = format!("{}{more}", shown.join(","));
        let half = 6.0 + 3.6 * text.chars().count() as f64;
        let cy = if pin { y - 22.0 } else { y };
        if pin && (!numbered || numbers.len() == 1) {
            let _ = write!(
                pins,
                r#"<path class="p" d="M{x:.1} {y:.1}c-3-8-12-12-12-22a12 12 0 0 1 24 0c0 10-9 14-12 22z"/>"#
            );
            names.take([x - 14.0, y - 36.0, x + 14.0, y + 2.0]);
            if !numbered {
                let _ = write!(pins, r#"<circle class="pd" cx="{x:.1}" cy="{cy:.1}" r="4.5"/>"#);
                continue;
            }
        } else if numbered {
            let half = half.max(11.0);
            let _ = write!(
                pins,
                r#"<rect class="p" x="{:.1}" y="{:.1}" width="{:.1}" height="22" rx="11"/>"#,
                x - half,
                cy - 11.0,
                2.0 * half
            );
            names.take([x - half, cy - 12.0, x + half, cy + 12.0]);
        } else {
            continue;
        }
        let _ = write!(pins, r#"<text class="pn" x="{x:.1}" y="{:.1}">{text}</text>"#, cy + 4.5);
    }
}

/// How many stand together, in discs that grow a little with the number.
fn groups(pins: &mut String, names: &mut Names, view: MapView, groups: &[Group]) {
    for group in groups {
        let (x, y) = view.to_pixel(group.point);
        let text = match group.count {
            n @ 0..=999 => n.to_string(),
            n => format!("{}k", n / 1000),
        };
        let r = 10.0 + 3.0 * text.chars().count() as f64;
        let _ = write!(
            pins,
            r#"<circle class="p" cx="{x:.0}" cy="{y:.0}" r="{r}"/><text class="pn" x="{x:.0}" y="{:.0}">{text}</text>"#,
            y + 4.5
        );
        names.take([x - r, y - r, x + r, y + r]);
    }
}

/// The scale, lower left, and who made the data, lower right; on narrow pictures in lines.
fn frame(names: &mut Names, view: MapView, scene: &Scene<'_>) {
    let (w, h) = (f64::from(view.width), f64::from(view.height));
    let per_pixel = view.metres_per_pixel();
    let steps = [
        20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, 10_000.0, 20_000.0, 50_000.0,
        100_000.0,
    ];
    let metres = steps.into_iter().find(|m| m / per_pixel >= 44.0).unwrap_or(100_000.0);
    let words = if metres < 1000.0 {
        format!("{metres:.0} m")
    } else {
        format!("{:.0} km", metres / 1000.0)
    };
    let bar = metres / per_pixel;
    names.scale(bar, &words);
    let mut lines: Vec<String> = Vec::new();
    // A line may reach over the scale only above it.
    let room = |line: usize| if line == 0 { w - bar - 28.0 } else { w - 16.0 };
    for name in
        scene.credits.split("; ").filter(|n| !n.is_empty()).collect::<Vec<_>>().into_iter().rev()
    {
        let at = lines.len().saturating_sub(1);
        match lines.last_mut() {
            Some(line)
                if !line.is_empty() && names::width(&format!("{name}; {line}"), 9.5) < room(at) =>
            {
                *line = format!("{name}; {line}");
            }
            _ => {
                // What is too long beside the scale stands above it.
                if lines.is_empty() && names::width(name, 9.5) >= room(0) {
                    lines.push(String::new());
                }
                lines.push(name.to_owned());
            }
        }
    }
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
        names.credit(line, h - 6.0 - 11.0 * at as f64);
    }
}

/// Text as XML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::super::Point;
    use super::*;

    static EMPTY: std::sync::OnceLock<Ground> = std::sync::OnceLock::new();

    fn scene<'a>(marks: &'a [Mark], labels: &'a [Label]) -> Scene<'a> {
        Scene {
            areas: &[],
            lines: &[],
            labels,
            ground: EMPTY.get_or_init(Ground::default),
            marks,
            groups: &[],
            credits: "",
            title: "Map",
            cross: false,
        }
    }

    fn label(name: &str, lon: f64, population: i32) -> Label {
        Label { name: name.into(), kind: "town".into(), population, lon, lat: -24.5163 }
    }

    #[test]
    fn names_are_escaped() {
        let labels = [label("<a & \"b\">", 28.7166, 0)];
        let picture = svg(MapView::town(), &scene(&[], &labels));
        assert!(picture.contains("&lt;a &amp; &quot;b&quot;&gt;") && !picture.contains("<a &"));
    }

    #[test]
    fn no_name_stands_over_another() {
        let labels =
            [label("Naboomspruit", 28.7166, 20_000), label("Mookgophong", 28.7167, 10_000)];
        let picture = svg(MapView::town(), &scene(&[], &labels));
        assert!(picture.contains("Naboomspruit"));
        let both = picture.contains("Mookgophong");
        let y: Vec<f64> = picture
            .split("<text")
            .skip(1)
            .filter(|t| t.contains("Naboomspruit") || t.contains("Mookgophong"))
            .filter_map(|t| t.split("y=\"").nth(1)?.split('"').next()?.parse().ok())
            .collect();
        assert!(!both || (y[0] - y[1]).abs() > 12.0, "{y:?}");
    }

    #[test]
    fn who_made_it_never_stands_over_the_scale() {
        for width in [200, 288, 328, 480] {
            let credits = "Municipal Demarcation Board; OCHA ROSEA; OpenStreetMap contributors; A very long name of some office";
            let view = MapView { width, ..MapView::town() };
            let picture = svg(view, &Scene { credits, ..scene(&[], &[]) });
            let lowest = format!(r#"y="{}">"#, f64::from(view.height) - 6.0);
            let beside = picture.split(r#"class="tc""#).skip(1).find(|t| t.contains(&lowest));
            let text = beside.and_then(|t| t.split_once(&lowest)?.1.split('<').next());
            let left = f64::from(width) - 6.0 - names::width(text.unwrap_or(""), 9.5);
            assert!(left > 60.0, "{width}: {text:?}");
        }
    }

    #[test]
    fn marks_at_one_spot_share_a_badge() {
        let at = Point { lon: 28.7166, lat: -24.5163 };
        let marks = [Mark { point: at, radius_m: 125.0 }; 2];
        let picture = svg(MapView::town(), &scene(&marks, &[]));
        assert!(picture.contains(">1,2</text>"), "{picture}");
        let one = svg(MapView::town(), &scene(&[Mark::pin(at)], &[]));
        assert!(one.contains("class=\"pd\"") && !one.contains("class=\"pn\""));
    }
}
