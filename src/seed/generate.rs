//! Made-up reports in any number, to measure with: crowded round a few spots as real ones are, more by day than by night,
//! some categories far commoner than others, most of them long settled. The same number always gives the same reports.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use serde::Deserialize;

use crate::i18n::Lang;
use crate::places::Point;

/// Street names, landmarks and sentences of which texts are put together.
const WORDS: &str = include_str!("../../seed/generated.json");

/// Spots that reports crowd round.
const SPOTS: usize = 400;
/// The oldest report is this many days old.
const DAYS: i64 = 1000;
/// Weight of each hour of the day, in SAST: people report when they leave home, at midday and when they come back.
const HOURS: [u32; 24] =
    [2, 1, 1, 1, 2, 5, 12, 22, 28, 30, 28, 26, 25, 24, 23, 22, 24, 26, 22, 16, 11, 8, 5, 3];

#[derive(Deserialize)]
struct Words {
    /// Codes of categories, the commonest first.
    common: Vec<String>,
    streets: Vec<String>,
    #[serde(flatten)]
    spoken: HashMap<String, Sentences>,
}

#[derive(Deserialize)]
struct Sentences {
    /// What makes a street's name of a word.
    street: String,
    places: Vec<String>,
    phrases: Vec<String>,
}

/// A category as the texts name it.
pub struct Named {
    /// Its stable word.
    pub code: String,
    /// Its name in each language that there are sentences for.
    pub names: Vec<(Lang, String)>,
}

/// Makes rows for an import, in our own columns.
pub struct Generator {
    random: StdRng,
    words: Words,
    categories: Vec<Named>,
    spots: Vec<Point>,
    now: DateTime<Utc>,
    at: u64,
    end: u64,
}

impl Generator {
    /// `count` reports of these categories, around these towns and suburbs, up to `now`. Neither list may be empty.
    pub fn new(count: u64, categories: Vec<Named>, towns: &[Point], now: DateTime<Utc>) -> Self {
        let mut random = StdRng::seed_from_u64(560);
        let spots = (0..SPOTS)
            .map(|_| {
                let town = towns.choose(&mut random).expect("there are towns");
                scatter(&mut random, *town, 0.012)
            })
            .collect();
        let words: Words = serde_json::from_str(WORDS).expect("seed/generated.json is right");
        let mut categories = categories;
        categories.sort_by_key(|c| {
            words.common.iter().position(|code| *code == c.code).unwrap_or(usize::MAX)
        });
        Self { random, words, categories, spots, now, at: 0, end: count }
    }

    fn place(&mut self) -> Point {
        // The k-th spot has 1/k of the reports of the first.
        let rank = (SPOTS as f64).powf(self.random.random::<f64>()) - 1.0;
        let spot = self.spots[(rank as usize).min(SPOTS - 1)];
        let wide = if self.random.random_bool(0.1) { 0.06 } else { 0.003 };
        scatter(&mut self.random, spot, wide)
    }

    fn reported(&mut self) -> DateTime<Utc> {
        let day = self.now - Duration::days(self.random.random_range(1..DAYS));
        let hour = loop {
            let hour = self.random.random_range(0..24);
            if self.random.random_range(0..30) < HOURS[hour] {
                break i64::try_from(hour).expect("below 24");
            }
        };
        let minute = self.random.random_range(0..3600);
        let midnight = day.date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
        midnight + Duration::hours(hour - 2) + Duration::seconds(minute)
    }

    /// What became of a report of this age.
    fn status(&mut self, days: i64) -> &'static str {
        let open = if days < 30 { 0.6 } else { 0.03 };
        let words: &[&str] = if self.random.random_bool(open) {
            &["reported", "acknowledged", "acknowledged", "in_progress", "in_progress", "waiting"]
        } else {
            &["resolved", "resolved", "closed", "closed", "closed", "closed", "closed", "rejected"]
        };
        words.choose(&mut self.random).expect("not empty")
    }
}

/// A point near another, in a bell of this width in degrees.
fn scatter(random: &mut StdRng, around: Point, width: f64) -> Point {
    let mut bell = || (0..4).map(|_| random.random_range(-1.0..1.0)).sum::<f64>() / 2.0 * width;
    Point { lon: around.lon + bell(), lat: around.lat + bell() }
}

impl Iterator for Generator {
    type Item = HashMap<String, String>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at == self.end {
            return None;
        }
        self.at += 1;
        let place = self.place();
        let reported = self.reported();
        let status = self.status((self.now - reported).num_days());
        let rank = (self.categories.len() as f64).powf(self.random.random::<f64>()) - 1.0;
        let category = &self.categories[(rank as usize).min(self.categories.len() - 1)];
        let (lang, name) = category.names.choose(&mut self.random).expect("a language");
        let sentences = &self.words.spoken[lang.code()];
        let street = self.words.streets.choose(&mut self.random).expect("not empty");
        let street = format!("{street}{}", sentences.street);
        let number = self.random.random_range(1..240);
        let spot = sentences.places.choose(&mut self.random).expect("not empty");
        let phrases: Vec<&str> =
            sentences.phrases.choose_multiple(&mut self.random, 3).map(String::as_str).collect();
        let closed = match status {
            "resolved" | "closed" | "rejected" => {
                let days = self.random.random_range(1..40);
                (reported + Duration::days(days)).min(self.now).to_rfc3339()
            }
            _ => String::new(),
        };
        let row = [
            ("id", self.at.to_string()),
            ("category", category.code.clone()),
            ("title", format!("{name}: {street}, {spot}")),
            ("description", phrases.join(" ")),
            ("lang", lang.code().to_owned()),
            ("lon", format!("{:.6}", place.lon)),
            ("lat", format!("{:.6}", place.lat)),
            ("address", format!("{number} {street}")),
            ("reported_at", reported.to_rfc3339()),
            ("closed_at", closed),
            ("status", status.to_owned()),
        ];
        Some(row.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(count: u64) -> Vec<HashMap<String, String>> {
        let named = |code: &str| Named { code: code.into(), names: vec![(Lang::EN, code.into())] };
        let now = "2026-11-24T12:00:00Z".parse().expect("a time");
        let towns = [Point { lon: 28.7166, lat: -24.5163 }, Point { lon: 28.406, lat: -24.7 }];
        Generator::new(count, vec![named("pothole"), named("refuse"), named("noise")], &towns, now)
            .collect()
    }

    #[test]
    fn the_same_number_gives_the_same_reports() {
        assert_eq!(some(50), some(50));
        assert_eq!(some(50)[..20], some(20)[..]);
    }

    #[test]
    fn reports_crowd_and_the_first_category_is_the_commonest() {
        let rows = some(3000);
        let count = |code: &str| rows.iter().filter(|r| r["category"] == code).count();
        assert!(count("pothole") > 2 * count("noise"), "{} {}", count("pothole"), count("noise"));
        let mut cells = HashMap::<(String, String), usize>::new();
        for row in &rows {
            *cells.entry((row["lon"][..5].into(), row["lat"][..6].into())).or_default() += 1;
        }
        let fullest = cells.values().max().expect("rows have places");
        assert!(*fullest > 4 * rows.len() / cells.len(), "{fullest} in one of {}", cells.len());
    }
}
