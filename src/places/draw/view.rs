//! What a picture of the map shows: its view, the marks on it, and how a form without a script moves it and chooses a place.

use std::f64::consts::PI;
use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::super::model::Point;

/// A view of the map: centre, zoom (as on every web map: the world is 256·2^zoom pixels wide), size in pixels. Only
/// possible values, whoever made it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapView {
    /// Middle of the picture.
    pub center: Point,
    /// [`MapView::WIDEST`] (the province) to [`MapView::CLOSEST`] (the street).
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
    /// 0 for a pin at the very place; else the area in which it lies, metres from the middle to the side: a square for cells
    /// of the grid (up to 250 m), a circle beyond.
    pub radius_m: f64,
}

impl Mark {
    /// A pin at the very place.
    pub fn pin(point: Point) -> Self {
        Self { point, radius_m: 0.0 }
    }
}

/// Many things that stand together on the map, told as a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// Their middle.
    pub point: Point,
    /// How many.
    pub count: u32,
}

/// A box in degrees, and the smallest detail worth drawing in it, degrees.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
    pub detail: f64,
}

/// Equator of the Web Mercator sphere in metres.
const EQUATOR_M: f64 = 40_075_016.686;

/// Pixels drawn beyond the edge, so that the cut is not seen.
const MARGIN: f64 = 24.0;

/// Pixels that an arrow moves a mark.
const NUDGE: f64 = 16.0;

impl MapView {
    /// The smallest zoom: the whole province.
    pub const WIDEST: u8 = 6;
    /// The largest zoom: a street.
    pub const CLOSEST: u8 = 17;

    /// A view; numbers out of range are brought to the nearest that is in range.
    pub fn new(center: Point, zoom: u8, width: u16, height: u16) -> Self {
        let center =
            Point { lon: center.lon.clamp(-179.0, 179.0), lat: center.lat.clamp(-80.0, 80.0) };
        Self {
            center,
            zoom: zoom.clamp(Self::WIDEST, Self::CLOSEST),
            width: width.clamp(200, 1100),
            height: height.clamp(120, 800),
        }
    }

    /// The town, for a form that knows no place yet. Narrow enough for a screen of 320 pixels: the tap on a picture is told
    /// in pixels of the screen, so a picture to tap must not be scaled.
    pub fn town() -> Self {
        Self::new(Point { lon: 28.7166, lat: -24.5163 }, 13, 288, 288)
    }

    /// The closest view, up to zoom 16, that shows all of these marks; the town when there are none.
    pub fn of(marks: &[Mark], width: u16, height: u16) -> Self {
        let town = Self::town();
        let Some(first) = marks.first() else {
            return Self::new(town.center, town.zoom, width, height);
        };
        let mut b = [first.point.lon, first.point.lat, first.point.lon, first.point.lat];
        for m in marks {
            b = [
                b[0].min(m.point.lon),
                b[1].min(m.point.lat),
                b[2].max(m.point.lon),
                b[3].max(m.point.lat),
            ];
        }
        let widest = marks.iter().map(|m| m.radius_m).fold(0.0, f64::max);
        let center = Point { lon: (b[0] + b[2]) / 2.0, lat: (b[1] + b[3]) / 2.0 };
        let fits = |view: &Self| {
            let room = 36.0 + widest / view.metres_per_pixel();
            let ((x1, y1), (x2, y2)) = (
                view.to_pixel(Point { lon: b[0], lat: b[3] }),
                view.to_pixel(Point { lon: b[2], lat: b[1] }),
            );
            x1 >= room
                && y1 >= room
                && x2 <= f64::from(view.width) - room
                && y2 <= f64::from(view.height) - room
        };
        (Self::WIDEST..=16)
            .rev()
            .map(|zoom| Self::new(center, zoom, width, height))
            .find(fits)
            .unwrap_or_else(|| Self::new(center, Self::WIDEST, width, height))
    }

    fn world(self) -> f64 {
        256.0 * f64::from(1u32 << self.zoom)
    }

    fn project(self, p: Point) -> (f64, f64) {
        let x = (p.lon + 180.0) / 360.0 * self.world();
        let s = p.lat.to_radians().sin();
        let y = (0.5 - ((1.0 + s) / (1.0 - s)).ln() / (4.0 * PI)) * self.world();
        (x, y)
    }

    fn unproject(self, x: f64, y: f64) -> Point {
        let lon = x / self.world() * 360.0 - 180.0;
        let n = PI * (1.0 - 2.0 * y / self.world());
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
        let (w, h) = (f64::from(self.width), f64::from(self.height));
        let p = self.unproject(cx + x - w / 2.0, cy + y - h / 2.0);
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

    /// A mark after a press of the arrows that move it, a few pixels of this view; none for another button.
    pub fn nudge(self, at: Point, button: &str) -> Option<Point> {
        let (x, y) = self.to_pixel(at);
        let (right, down) = match button {
            "pin-n" => (0.0, -NUDGE),
            "pin-s" => (0.0, NUDGE),
            "pin-w" => (-NUDGE, 0.0),
            "pin-e" => (NUDGE, 0.0),
            _ => return None,
        };
        Some(self.to_point(x + right, y + down))
    }

    /// This view, moved so that a point is in it.
    pub fn holding(self, at: Point) -> Self {
        let (x, y) = self.to_pixel(at);
        let inside = |pixel: f64, length: u16| pixel >= NUDGE && pixel <= f64::from(length) - NUDGE;
        match inside(x, self.width) && inside(y, self.height) {
            true => self,
            false => Self::new(at, self.zoom, self.width, self.height),
        }
    }

    /// Address of the picture of this view with these marks. One picture serves light and dark.
    pub fn url(self, lang: &str, marks: &[Mark]) -> String {
        let mut url = format!(
            "/map/drawn.svg?lon={:.5}&lat={:.5}&z={}&w={}&h={}&lang={lang}",
            self.center.lon, self.center.lat, self.zoom, self.width, self.height
        );
        for m in marks {
            let _ = write!(url, "&m={:.5},{:.5},{:.0}", m.point.lon, m.point.lat, m.radius_m);
        }
        url
    }

    /// The same with groups instead of marks.
    pub fn groups_url(self, lang: &str, groups: &[Group]) -> String {
        let mut url = self.url(lang, &[]);
        for g in groups {
            let _ = write!(url, "&g={:.5},{:.5},{}", g.point.lon, g.point.lat, g.count);
        }
        url
    }

    /// The same with a cross in the middle, for a form that chooses a place.
    pub fn choose_url(self, lang: &str, marks: &[Mark]) -> String {
        self.url(lang, marks) + "&cross=1"
    }

    /// What the picture shows, with a margin.
    pub fn bounds(self) -> Bounds {
        let (w, h) = (f64::from(self.width), f64::from(self.height));
        let (a, b) = (self.to_point(-MARGIN, h + MARGIN), self.to_point(w + MARGIN, -MARGIN));
        Bounds {
            west: a.lon,
            south: a.lat,
            east: b.lon,
            north: b.lat,
            detail: 216.0 / self.world(),
        }
    }

    /// Metres on the ground that one pixel in the middle of the picture covers.
    pub fn metres_per_pixel(self) -> f64 {
        EQUATOR_M / self.world() * self.center.lat.to_radians().cos()
    }
}

/// What `places/_choose.html` sends, as typed. Put it into the form's struct with `#[serde(flatten)]`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChooseForm {
    /// Middle of the picture that was shown.
    pub map_lon: String,
    /// Middle of the picture that was shown.
    pub map_lat: String,
    /// Its zoom.
    pub map_z: String,
    /// Where it was tapped, in pixels of the screen.
    #[serde(rename = "map.x")]
    pub x: String,
    /// Where it was tapped, in pixels of the screen.
    #[serde(rename = "map.y")]
    pub y: String,
    /// The button pressed: a step of [`MapView::step`], `here` for the middle of the picture, or one of [`MapView::nudge`].
    pub step: String,
}

/// What somebody did with the map in a form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Choice {
    /// Nothing: another button sent the form.
    None,
    /// Wants to look elsewhere: show the form again with this view.
    Look(MapView),
    /// Chose this place; the view keeps it in the picture.
    Place(Point, MapView),
}

impl ChooseForm {
    /// The view that was shown, if the form says so in possible numbers.
    pub fn view(&self) -> Option<MapView> {
        let number = |text: &str| text.trim().parse::<f64>().ok();
        let center = Point::new(number(&self.map_lon)?, number(&self.map_lat)?)?;
        let like = MapView::town();
        Some(MapView::new(center, self.map_z.trim().parse().ok()?, like.width, like.height))
    }

    /// What was done. The keyboard and text browsers press a picture at its corner 0,0: that means its middle, where the
    /// cross is. A tap closes in on the place while the view is wide.
    pub fn choice(&self) -> Choice {
        let Some(view) = self.view() else { return Choice::None };
        let number = |text: &str| text.trim().parse::<f64>().ok().filter(|n| n.is_finite());
        let tapped = match (number(&self.x), number(&self.y), self.step.as_str()) {
            (_, _, "here") => Some(view.center),
            (Some(x), Some(y), _) if x == 0.0 && y == 0.0 => Some(view.center),
            (Some(x), Some(y), _) => Some(view.to_point(
                x.clamp(0.0, f64::from(view.width)),
                y.clamp(0.0, f64::from(view.height)),
            )),
            _ => None,
        };
        match (tapped, self.step.as_str()) {
            (Some(at), _) => {
                let zoom = if view.zoom < 15 { view.zoom + 1 } else { view.zoom };
                Choice::Place(at, MapView::new(at, zoom, view.width, view.height))
            }
            (None, "n" | "s" | "e" | "w" | "in" | "out") => Choice::Look(view.step(&self.step)),
            _ => Choice::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_middle_of_the_picture_is_the_centre() {
        let view = MapView::town();
        let (x, y) = view.to_pixel(view.center);
        assert!((x - 144.0).abs() < 1e-6 && (y - 144.0).abs() < 1e-6);
        assert_eq!(view.to_point(144.0, 144.0), view.center);
    }

    #[test]
    fn arrows_move_the_mark_and_the_picture_follows_it() {
        let view = MapView::town();
        let up = view.nudge(view.center, "pin-n").unwrap();
        assert!(up.lat > view.center.lat && (up.lon - view.center.lon).abs() < 1e-4);
        assert_eq!(view.nudge(view.center, "n"), None);
        assert_eq!(view.holding(up), view);
        let far = (0..20).fold(up, |at, _| view.nudge(at, "pin-e").unwrap());
        assert_eq!(view.holding(far).center, far);
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
        assert_eq!(MapView::new(view.center, 6, 360, 300).step("out").zoom, 6);
    }

    fn form(x: &str, y: &str, step: &str) -> ChooseForm {
        ChooseForm {
            map_lon: "28.7166".into(),
            map_lat: "-24.5163".into(),
            map_z: "14".into(),
            x: x.into(),
            y: y.into(),
            step: step.into(),
        }
    }

    #[test]
    fn a_tap_chooses_the_ground_under_it_and_the_keyboard_the_middle() {
        let middle = MapView::town().center;
        let Choice::Place(at, view) = form("200", "100", "").choice() else { panic!("no place") };
        assert!(at.lon > middle.lon && at.lat > middle.lat);
        assert_eq!((view.center, view.zoom), (at, 15));
        for keyboard in [form("0", "0", ""), form("", "", "here")] {
            assert!(matches!(keyboard.choice(), Choice::Place(at, _) if at == middle));
        }
        assert!(matches!(form("", "", "w").choice(), Choice::Look(v) if v.center.lon < middle.lon));
        assert_eq!(form("", "", "").choice(), Choice::None);
        assert_eq!(form("NaN", "inf", "").choice(), Choice::None);
        assert_eq!(ChooseForm::default().choice(), Choice::None);
    }

    #[test]
    fn a_view_of_marks_shows_them_all() {
        let point = |lon, lat| Point { lon, lat };
        let marks = [
            Mark::pin(point(28.70, -24.52)),
            Mark { point: point(28.41, -24.70), radius_m: 250.0 },
        ];
        let view = MapView::of(&marks, 360, 240);
        for m in marks {
            let (x, y) = view.to_pixel(m.point);
            assert!(x > 30.0 && x < 330.0 && y > 30.0 && y < 210.0, "{x} {y}");
        }
        assert_eq!(MapView::of(&marks[..1], 360, 240).zoom, 16);
        assert_eq!(MapView::of(&[], 360, 240).center, MapView::town().center);
    }

    proptest! {
        #[test]
        fn a_tap_comes_back_to_its_pixel(x in 0.0f64..360.0, y in 0.0f64..300.0, zoom in 6u8..=17) {
            let view = MapView::new(MapView::town().center, zoom, 360, 300);
            let (x2, y2) = view.to_pixel(view.to_point(x, y));
            // Points are kept to five decimals, about a metre: up to one pixel at the closest zoom.
            prop_assert!((x - x2).abs() < 1.0 && (y - y2).abs() < 1.0);
        }

        #[test]
        fn whatever_a_form_says_the_view_is_possible(lon in ".{0,8}", lat in ".{0,8}", z in "[0-9]{0,4}", x in ".{0,6}", step in "[a-z]{0,4}") {
            let form = ChooseForm { map_lon: lon, map_lat: lat, map_z: z, y: x.clone(), x, step };
            if let Choice::Look(view) | Choice::Place(_, view) = form.choice() {
                prop_assert!((MapView::WIDEST..=MapView::CLOSEST).contains(&view.zoom));
                prop_assert!(Point::new(view.center.lon, view.center.lat).is_some() || view.center.lon == 0.0);
            }
        }
    }
}
