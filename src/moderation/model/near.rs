//! How likely it is that another report is about the same thing: one measure from place, time and words.

use crate::i18n::Lang;
use crate::incidents::Status;

/// From this measure on, in percent, another report is shown.
const SHOWN_FROM: i64 = 45;

/// So many are shown.
const MOST_SHOWN: usize = 5;

/// Another report that may be about the same thing, and how near it is in three ways.
#[derive(Clone, Debug)]
pub struct Near {
    /// Public reference.
    pub reference: String,
    /// In the reporter's words.
    pub title: String,
    /// Language of the title.
    pub lang: Lang,
    /// What is being done.
    pub status: Status,
    /// Reference of the report that it repeats itself.
    pub duplicate_of: Option<String>,
    /// Metres between the two, if both have a place.
    pub metres: Option<f64>,
    /// Hours between the two.
    pub hours: f64,
    /// Likeness of the words, 0 to 1 (trigrams).
    pub alike: f64,
    /// Whether both are of the same category.
    pub same_category: bool,
}

/// Such a report, and how likely it is the same.
#[derive(Clone, Debug)]
pub struct Likely {
    /// The other report.
    pub near: Near,
    /// The measure, 0 to 100.
    pub percent: i64,
}

impl Likely {
    /// Whole metres between the two, if both have a place.
    pub fn metres(&self) -> Option<i64> {
        self.near.metres.map(|m| m.round() as i64)
    }

    /// Whole hours between the two.
    pub fn hours(&self) -> i64 {
        self.near.hours.round() as i64
    }

    /// Likeness of the words in percent.
    pub fn alike(&self) -> i64 {
        (self.near.alike * 100.0).round() as i64
    }
}

/// The likeliest others, best first.
pub fn likeliest(near: Vec<Near>) -> Vec<Likely> {
    let mut likely: Vec<Likely> = near
        .into_iter()
        .map(|near| Likely {
            percent: measure(near.metres, near.hours, near.alike, near.same_category),
            near,
        })
        .filter(|l| l.percent >= SHOWN_FROM)
        .collect();
    likely.sort_by(|a, b| b.percent.cmp(&a.percent).then(a.near.reference.cmp(&b.near.reference)));
    likely.truncate(MOST_SHOWN);
    likely
}

/// 0 to 100: place counts 35 (none beyond 600 m), time 20 (none after two weeks), words 30 (all from 0.6 on), the category 15.
/// Without a place words count for it too.
fn measure(metres: Option<f64>, hours: f64, alike: f64, same_category: bool) -> i64 {
    let words = (alike / 0.6).min(1.0);
    let place = metres.map_or(words * 0.7, |m| (1.0 - m / 600.0).max(0.0));
    let time = (1.0 - hours / 336.0).max(0.0);
    let category = if same_category { 15.0 } else { 0.0 };
    (place * 35.0 + time * 20.0 + words * 30.0 + category).round() as i64
}

#[cfg(test)]
mod tests {
    use super::measure;

    #[test]
    fn near_in_place_time_and_words_is_likely_and_far_is_not() {
        assert_eq!(measure(Some(0.0), 0.0, 1.0, true), 100);
        assert!(measure(Some(60.0), 3.0, 0.3, true) >= 75);
        assert!(measure(Some(550.0), 300.0, 0.1, false) < 15);
        assert!(measure(None, 5.0, 0.9, true) > 80);
        assert!(measure(Some(20.0), 700.0, 0.05, false) < 45);
    }
}
