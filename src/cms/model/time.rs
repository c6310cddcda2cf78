//! Times as editors type them: South African Standard Time, to the minute.

use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Africa::Johannesburg;

/// Reads `2026-11-24T18:00` (as date fields send it) or `2026-11-24 18:00`.
pub fn read_sast(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim().replace('T', " ");
    let minute = text.get(..16)?;
    let local = NaiveDateTime::parse_from_str(minute, "%Y-%m-%d %H:%M").ok()?;
    Johannesburg.from_local_datetime(&local).single().map(|at| at.with_timezone(&Utc))
}

/// The same the other way, for the field.
pub fn write_sast(at: DateTime<Utc>) -> String {
    at.with_timezone(&Johannesburg).format("%Y-%m-%dT%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_typed_in_the_time_of_the_town() {
        let at = read_sast("2026-11-24 18:00").unwrap();
        assert_eq!(at.to_rfc3339(), "2026-11-24T16:00:00+00:00");
        assert_eq!(read_sast(&write_sast(at)), Some(at));
        assert_eq!(read_sast("2026-11-24T18:00:30"), Some(at));
        for wrong in
            ["", "18:00", "2026-13-01 10:00", "2026-11-24 25:00", "môre om 18:00 asseblief"]
        {
            assert_eq!(read_sast(wrong), None, "{wrong}");
        }
    }
}
