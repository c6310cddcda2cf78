//! From GeoJSON to the `d` of an SVG path, in as few bytes as the eye allows: steps relative to the last corner, a tenth of
//! a pixel at the finest.

use std::fmt::Write;

use serde_json::Value;

use super::super::Point;
use super::MapView;

/// The path of a line or polygon, single or many; empty when there is nothing to see.
pub fn of(view: MapView, geojson: &str) -> String {
    let mut out = String::new();
    let Ok(shape) = serde_json::from_str::<Value>(geojson) else { return out };
    let coordinates = &shape["coordinates"];
    let each = |value: &Value| value.as_array().cloned().unwrap_or_default();
    match shape["type"].as_str() {
        Some("LineString") => line(view, coordinates, false, &mut out),
        Some("MultiLineString") => {
            each(coordinates).iter().for_each(|l| line(view, l, false, &mut out));
        }
        Some("Polygon") => each(coordinates).iter().for_each(|l| line(view, l, true, &mut out)),
        Some("MultiPolygon") => {
            let rings = each(coordinates).iter().flat_map(each).collect::<Vec<_>>();
            rings.iter().for_each(|l| line(view, l, true, &mut out));
        }
        _ => {}
    }
    out
}

fn line(view: MapView, corners: &Value, closed: bool, out: &mut String) {
    let corners = corners.as_array().into_iter().flatten();
    let points = corners.filter_map(|c| Some(Point { lon: c[0].as_f64()?, lat: c[1].as_f64()? }));
    pixels(points.map(|p| view.to_pixel(p)), closed, out);
}

/// A line or ring of pixels. Kept in tenths, so that the steps add up without drift.
pub fn pixels(corners: impl Iterator<Item = (f64, f64)>, closed: bool, out: &mut String) {
    let mut last: Option<(i64, i64)> = None;
    let mut steps = 0;
    let begin = out.len();
    for (x, y) in corners {
        let now = ((x * 10.0).round() as i64, (y * 10.0).round() as i64);
        let (dx, dy) = match last {
            None => {
                out.push('M');
                now
            }
            // Less than half a pixel on is not seen.
            Some(before) if (now.0 - before.0).abs() + (now.1 - before.1).abs() < 6 => continue,
            Some(before) => {
                // After the first step the letter is understood.
                if steps == 0 {
                    out.push('l');
                } else if now.0 >= before.0 {
                    out.push(' ');
                }
                steps += 1;
                (now.0 - before.0, now.1 - before.1)
            }
        };
        tenths(dx, out);
        if dy >= 0 {
            out.push(' ');
        }
        tenths(dy, out);
        last = Some(now);
    }
    match (steps, closed) {
        (0, _) => out.truncate(begin),
        (_, true) => out.push('z'),
        _ => {}
    }
}

/// `12` for 120, `-.5` for -5.
fn tenths(n: i64, out: &mut String) {
    if n < 0 {
        out.push('-');
    }
    let (whole, rest) = (n.abs() / 10, n.abs() % 10);
    let _ = match (whole, rest) {
        (_, 0) => write!(out, "{whole}"),
        (0, _) => write!(out, ".{rest}"),
        _ => write!(out, "{whole}.{rest}"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_short_and_end_where_they_should() {
        let view = MapView::new(Point { lon: 28.7, lat: -24.5 }, 14, 300, 300);
        let at = |x: f64, y: f64| {
            let p = view.to_point(x, y);
            format!("[{},{}]", p.lon, p.lat)
        };
        let line = format!(
            r#"{{"type":"LineString","coordinates":[{},{},{},{}]}}"#,
            at(10.0, 10.0),
            at(20.0, 10.0),
            at(20.1, 10.1),
            at(5.0, 40.0)
        );
        let d = of(view, &line);
        assert!(d.starts_with("M") && d.matches('l').count() == 1 && !d.contains('z'), "{d}");
        assert!(d.len() < 36, "{d}");
        let square = format!(
            r#"{{"type":"Polygon","coordinates":[[{0},{1},{2},{0}]]}}"#,
            at(0.0, 0.0),
            at(50.0, 0.0),
            at(50.0, 50.0)
        );
        assert!(of(view, &square).ends_with('z'));
        assert_eq!(of(view, r#"{"type":"Point","coordinates":[1,2]}"#), "");
        assert_eq!(of(view, "nonsense"), "");
    }
}
