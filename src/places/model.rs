//! Nouns of places: a point on the ground, and how coarsely the public may know it.

use serde::{Deserialize, Serialize};

use crate::ids::words;

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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_without_a_fix_is_no_place() {
        assert_eq!(Point::new(0.0, 0.0), None);
        assert_eq!(Point::new(f64::NAN, -24.5), None);
        assert_eq!(Point::new(28.7, -95.0), None);
        assert!(Point::new(28.7166, -24.5163).is_some());
    }
}
