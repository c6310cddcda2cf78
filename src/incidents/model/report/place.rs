//! Step 2 of reporting: where it is, by words, suburb, phone or map.

use serde::{Deserialize, Serialize};

use crate::ids::PlaceId;
use crate::places::{Choice, ChooseForm, MapView, Point};
use crate::web::form::{FieldErrors, clean};

/// Longest text of a place in characters: as long as an address gets.
pub const LONGEST_PLACE: usize = 200;

/// How exact a point is that only a suburb or town gave, metres.
pub const ROUGH_M: f32 = 1000.0;

/// Where it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlaceForm {
    /// Street, place or landmark as typed.
    pub words: String,
    /// A suburb or town of the list.
    pub suburb: Option<PlaceId>,
    /// The point that the phone gave or that was tapped on the map.
    pub point: Option<Point>,
    /// Whether the phone gave it.
    pub by_device: bool,
    /// How exact the phone says it is, metres.
    pub accuracy_m: Option<f32>,
    /// The entry of the gazetteer that the words mean.
    pub found: Option<PlaceId>,
    /// The words for which was asked which entry is meant, so that it is asked once.
    pub asked: String,
    /// The part of the map that is open: longitude, latitude, zoom.
    pub map: Option<(f64, f64, u8)>,
    /// Whether the step was finished.
    pub done: bool,
}

/// Step 2 as a browser sends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PlaceSent {
    /// Street, place or landmark.
    pub place: String,
    /// Id of a suburb.
    pub suburb: String,
    /// Degrees, from the phone.
    pub lat: String,
    /// Degrees, from the phone.
    pub lon: String,
    /// Metres, from the phone.
    pub accuracy: String,
    /// Degrees, from the mark on a moving map.
    pub pin_lat: String,
    /// Degrees, from the mark on a moving map.
    pub pin_lon: String,
    /// Id of the entry of the gazetteer that is meant, or `none`.
    pub found: String,
    /// What was done with the map; its button may also be `open`, `close`, or `clear` for no point.
    #[serde(flatten)]
    pub map: ChooseForm,
    /// The language to go on in.
    pub _lang: String,
}

impl PlaceSent {
    /// Whether the map was tapped or one of its buttons pressed: the form comes again.
    pub fn is_map(&self) -> bool {
        !self.map.step.is_empty() || !self.map.x.is_empty()
    }
}

impl PlaceForm {
    /// Takes over what was sent. `middle` is where a map opens that was not open before.
    pub fn take(&mut self, sent: &PlaceSent, middle: Point) {
        self.words = clean(&sent.place, false);
        self.suburb = sent.suburb.parse().ok();
        if self.asked != self.words {
            self.found = None;
        }
        if !sent.found.is_empty() {
            self.found = sent.found.parse().ok();
            self.asked = self.words.clone();
        }
        if let Some(point) = point(&sent.pin_lon, &sent.pin_lat) {
            self.mark(point);
        } else if let Some(point) = point(&sent.lon, &sent.lat)
            && (self.point != Some(point) || !self.by_device)
        {
            self.point = Some(point);
            self.by_device = true;
            self.accuracy_m = metres(&sent.accuracy);
        }
        if sent.is_map() {
            self.map(&sent.map, middle);
        }
    }

    fn map(&mut self, sent: &ChooseForm, middle: Point) {
        let moved = sent.view().zip(self.point);
        if let Some((view, at)) = moved.and_then(|(v, at)| Some((v, v.nudge(at, &sent.step)?))) {
            self.mark(at);
            let view = view.holding(at);
            self.map = Some((view.center.lon, view.center.lat, view.zoom));
            return;
        }
        let view = match (sent.step.as_str(), sent.choice()) {
            ("open", _) => {
                let like = MapView::town();
                let at = self.point.unwrap_or(middle);
                Some(MapView::new(at, like.zoom + 1, like.width, like.height))
            }
            ("close", _) => None,
            (_, Choice::Look(view)) => Some(view),
            (_, Choice::Place(at, view)) => {
                self.mark(at);
                Some(view)
            }
            (step, Choice::None) => {
                if step == "clear" {
                    self.forget_point();
                }
                sent.view()
            }
        };
        self.map = view.map(|v| (v.center.lon, v.center.lat, v.zoom));
    }

    fn mark(&mut self, at: Point) {
        self.point = Some(at);
        self.by_device = false;
        self.accuracy_m = None;
    }

    fn forget_point(&mut self) {
        self.point = None;
        self.by_device = false;
        self.accuracy_m = None;
    }

    /// The open part of the map.
    pub fn view(&self) -> Option<MapView> {
        let (lon, lat, zoom) = self.map?;
        let like = MapView::town();
        Some(MapView::new(Point::new(lon, lat)?, zoom, like.width, like.height))
    }

    /// Whether the words should be looked up: nothing better is known, and they were not looked up before.
    pub fn wants_search(&self) -> bool {
        self.point.is_none() && self.words.chars().count() >= 3 && self.asked != self.words
    }

    /// What must be mended.
    pub fn check(&self) -> FieldErrors {
        let mut errors = FieldErrors::default();
        if self.words.is_empty() && self.suburb.is_none() && self.point.is_none() {
            errors.add("place", "incidents-report-place-missing");
        }
        if self.words.chars().count() > LONGEST_PLACE {
            errors.add_n("place", "incidents-report-too-long", LONGEST_PLACE as i64);
        }
        errors
    }
}

fn point(lon: &str, lat: &str) -> Option<Point> {
    Point::new(lon.trim().parse().ok()?, lat.trim().parse().ok()?)
}

fn metres(text: &str) -> Option<f32> {
    text.trim().parse().ok().filter(|m: &f32| m.is_finite() && *m >= 0.0 && *m < 1_000_000.0)
}

/// The place as far as words, suburb, phone and map make it known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spot {
    /// Where; none if there are only words.
    pub point: Option<Point>,
    /// How exact, metres; none where somebody pointed it out.
    pub accuracy_m: Option<f32>,
    /// The suburb chosen, or the entry that the words mean, in the reader's language.
    pub name: Option<String>,
    /// Whether it lies outside the served areas.
    pub outside: bool,
    /// Words for the point: "near Naboomspruit, 1,2 km north".
    pub near: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_marks_where_it_was_tapped_and_moves() {
        let town = Point::new(28.7166, -24.5163).unwrap();
        let mut form = PlaceForm::default();
        let sent = |step: &str, x: &str, y: &str, form: &PlaceForm| {
            let (lon, lat, z) = form.map.map_or_else(Default::default, |(lon, lat, z)| {
                (lon.to_string(), lat.to_string(), z.to_string())
            });
            let map = ChooseForm {
                map_lon: lon,
                map_lat: lat,
                map_z: z,
                x: x.into(),
                y: y.into(),
                step: step.into(),
            };
            PlaceSent { map, ..PlaceSent::default() }
        };
        form.take(&sent("open", "", "", &form), town);
        assert_eq!(form.view().unwrap().center, town);
        assert_eq!(form.point, None);
        form.take(&sent("", "288", "144", &form), town);
        let east = form.point.unwrap();
        assert!(east.lon > town.lon && (east.lat - town.lat).abs() < 1e-4);
        // Pressed by key: the middle of the picture.
        form.take(&sent("close", "", "", &form), town);
        form.point = None;
        form.take(&sent("open", "", "", &form), town);
        form.take(&sent("", "0", "0", &form), town);
        assert!((form.point.unwrap().lon - town.lon).abs() < 1e-4);
        form.take(&sent("n", "", "", &form), town);
        assert!(form.view().unwrap().center.lat > town.lat);
        let before = form.point.unwrap();
        form.take(&sent("pin-n", "", "", &form), town);
        assert!(form.point.unwrap().lat > before.lat && form.view().is_some());
        form.take(&sent("clear", "", "", &form), town);
        assert_eq!(form.point, None);
        form.take(&sent("pin-n", "", "", &form), town);
        assert_eq!(form.point, None);
        form.take(&sent("close", "", "", &form), town);
        assert_eq!(form.map, None);
    }

    #[test]
    fn a_place_of_the_phone_is_taken_once_and_can_be_corrected() {
        let town = Point::new(28.7166, -24.5163).unwrap();
        let mut form = PlaceForm::default();
        let fix = PlaceSent {
            lat: "-24.52".into(),
            lon: "28.71".into(),
            accuracy: "18".into(),
            ..PlaceSent::default()
        };
        form.take(&fix, town);
        assert!(form.by_device && form.accuracy_m == Some(18.0));
        // The mark on a moving map is set later than the phone's place.
        let mark = PlaceSent { pin_lat: "-24.53".into(), pin_lon: "28.72".into(), ..fix.clone() };
        form.take(&mark, town);
        assert!(!form.by_device && form.accuracy_m.is_none());
        assert_eq!(form.point, Point::new(28.72, -24.53));
        // Without a fix devices send 0,0.
        let mut none = PlaceForm::default();
        none.take(&PlaceSent { lat: "0".into(), lon: "0".into(), ..PlaceSent::default() }, town);
        assert_eq!(none.point, None);
        let clear = ChooseForm { step: "clear".into(), ..ChooseForm::default() };
        form.take(&PlaceSent { map: clear, ..PlaceSent::default() }, town);
        assert_eq!((form.point, form.by_device), (None, false));
    }
}
