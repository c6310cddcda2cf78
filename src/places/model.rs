//! Nouns of places: a point on the ground, and how coarsely the public may know it.

use serde::{Deserialize, Serialize};

use crate::ids::{AreaId, PlaceId, words};

/// A point on the ground, WGS84 degrees. Only made of possible values; 0,0 (no fix) is none.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Longitude, degrees east.
    pub lon: f64,
    /// Latitude, degrees north (negative in South Africa).
    pub lat: f64,
}

impl Point {
    /// A point, unless the numbers are no place: out of range, not finite, or the 0,0 that devices without a fix send.
    pub fn new(lon: f64, lat: f64) -> Option<Point> {
        let possible =
            lon.is_finite() && lat.is_finite() && lon.abs() <= 180.0 && lat.abs() <= 90.0;
        (possible && !(lon == 0.0 && lat == 0.0)).then_some(Point { lon, lat })
    }
}

words! {
    /// How coarsely a place is shown to the public.
    Precision in "precision_level" {
        /// The centre of a 100 m cell.
        M100 = "m100",
        /// The centre of a 250 m cell.
        M250 = "m250",
        /// The centre of a 500 m cell.
        M500 = "m500",
        /// The suburb or place only.
        Suburb = "suburb",
        /// Not at all.
        Hidden = "hidden",
    }
}

impl Precision {
    /// Side of the grid cell in metres, for the levels that have one.
    pub fn cell_metres(self) -> Option<f64> {
        match self {
            Self::M100 => Some(100.0),
            Self::M250 => Some(250.0),
            Self::M500 => Some(500.0),
            Self::Suburb | Self::Hidden => None,
        }
    }

    /// Radius in metres of the circle that marks such a place on a map: a cell is marked whole; a suburb has no edge that
    /// anybody drew.
    pub fn mark_metres(self) -> f64 {
        self.cell_metres().map_or(1000.0, |side| side / 2.0)
    }
}

/// Kinds of gazetteer entries; `place` is any settlement.
pub const PLACE_KINDS: [&str; 7] =
    ["town", "suburb", "place", "farm", "landmark", "street", "campus"];

/// Kinds of lines on the drawn map.
pub const LINE_KINDS: [&str; 5] = ["national", "regional", "street", "railway", "river"];

/// A point in southern Africa, or why these numbers are none. Swapped numbers are named: they are the usual mistake.
pub fn southern_africa(lon: f64, lat: f64) -> Result<Point, &'static str> {
    let inside = |lon: f64, lat: f64| (10.0..=45.0).contains(&lon) && (-45.0..=5.0).contains(&lat);
    match (Point::new(lon, lat), inside(lon, lat), inside(lat, lon)) {
        (Some(point), true, _) => Ok(point),
        (_, _, true) => Err("latitude and longitude are swapped"),
        (Some(_), _, _) => Err("the position is not in southern Africa"),
        (None, _, _) => Err("no position in degrees of longitude and latitude"),
    }
}

/// Kind of an area, smallest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Kind {
    /// A part of a town.
    Suburb,
    /// A ward of the municipality.
    Ward,
    /// The whole municipality.
    Municipality,
}

impl Kind {
    /// The word stored, which also ends the key of its text.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Suburb => "suburb",
            Self::Ward => "ward",
            Self::Municipality => "municipality",
        }
    }
}

/// An area by name, in one language.
#[derive(Clone, Debug)]
pub struct AreaName {
    /// The row.
    pub id: AreaId,
    /// Code of its source, e.g. the ward number of the Demarcation Board.
    pub code: String,
    /// What kind.
    pub kind: Kind,
    /// Name in the reader's language.
    pub name: String,
}

/// An entry of the gazetteer, named in one language.
#[derive(Clone, Debug)]
pub struct Place {
    /// The row.
    pub id: PlaceId,
    /// Name in the reader's language.
    pub name: String,
    /// One of [`PLACE_KINDS`].
    pub kind: String,
    /// Municipality, may be empty.
    pub municipality: String,
    /// Where.
    pub point: Point,
}

/// What the ground knows of a point.
#[derive(Clone, Debug)]
pub struct Location {
    /// The smallest area around it.
    pub area: Option<AreaId>,
    /// Whether it lies in a served area.
    pub served: bool,
    /// "near Naboomspruit, 1,2 km north", in the language asked for.
    pub near: Option<String>,
}

/// A place as everybody may know it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PublicPlace {
    /// Centre of the grid cell, or of the nearest suburb; none when nothing is shown.
    pub point: Option<Point>,
    /// Area of that public point.
    pub area: Option<AreaId>,
}

/// The eighth of the compass for a direction in degrees clockwise from north, as the end of a text key.
pub fn compass(degrees: f64) -> &'static str {
    const EIGHTHS: [&str; 8] = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];
    EIGHTHS[((degrees.rem_euclid(360.0) + 22.5) / 45.0) as usize % 8]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapped_coordinates_are_named() {
        assert!(southern_africa(28.7166, -24.5163).is_ok());
        assert_eq!(southern_africa(-24.5163, 28.7166), Err("latitude and longitude are swapped"));
        assert!(southern_africa(24.5, 28.7).unwrap_err().contains("southern Africa"));
        assert!(southern_africa(0.0, 0.0).unwrap_err().contains("no position"));
        assert!(southern_africa(3_196_000.0, -2_817_000.0).unwrap_err().contains("degrees"));
    }

    #[test]
    fn directions_are_told_in_eighths() {
        assert_eq!(compass(0.0), "n");
        assert_eq!(compass(359.0), "n");
        assert_eq!(compass(44.0), "ne");
        assert_eq!(compass(181.0), "s");
        assert_eq!(compass(-90.0), "w");
    }

    #[test]
    fn a_device_without_a_fix_is_no_place() {
        assert_eq!(Point::new(0.0, 0.0), None);
        assert_eq!(Point::new(f64::NAN, -24.5), None);
        assert_eq!(Point::new(28.7, -95.0), None);
        assert!(Point::new(28.7166, -24.5163).is_some());
    }
}
