//! Step 3 of reporting: the words, when it was seen, and the answers to the category's questions. Days and times are read
//! as people write them in the languages of the site.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Africa::Johannesburg;
use serde::{Deserialize, Serialize};

use crate::categories::Question;
use crate::i18n::{self, Lang};
use crate::web::form::{FieldErrors, clean};

/// Longest description in characters: two pages; the record holds 6 000.
pub const LONGEST_TEXT: usize = 5000;

/// Something seen longer ago than this many days was meant to be another year.
const OLDEST_DAYS: i64 = 366;
/// Clocks of phones run ahead by minutes.
const AHEAD: Duration = Duration::minutes(15);

/// The words, when it was seen, and the answers to the category's questions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DetailsForm {
    /// What is wrong.
    pub description: String,
    /// Day it was seen, as typed.
    pub day: String,
    /// Time of day it was seen, as typed.
    pub time: String,
    /// Answers by code of the question.
    pub answers: BTreeMap<String, String>,
    /// Language of the page on which it was typed.
    pub lang: String,
    /// Whether the emergency number was shown and the person went on.
    pub warned: bool,
    /// Whether the step was finished.
    pub done: bool,
}

impl DetailsForm {
    /// Takes over the fields of a sent form; answers are the fields `q-CODE`. What did not arrive stays as it was: the form
    /// of a phone that lost its signal ends anywhere.
    pub fn take(&mut self, fields: &[(String, String)], lang: Lang) {
        self.lang = lang.code().to_owned();
        for (name, value) in fields {
            match name.as_str() {
                "description" => self.description = clean(value, true),
                "day" => self.day = clean(value, false),
                "time" => self.time = clean(value, false),
                _ => {
                    if let Some(code) = name.strip_prefix("q-")
                        && code.len() <= 40
                        && self.answers.len() < 50
                    {
                        self.answers.insert(code.to_owned(), clean(value, false));
                    }
                }
            }
        }
    }

    /// The answer to a question; empty if there is none.
    pub fn answer(&self, code: &str) -> &str {
        self.answers.get(code).map_or("", String::as_str)
    }

    /// The first question whose answer says: phone instead of typing.
    pub fn stop<'a>(&self, questions: &'a [Question]) -> Option<&'a Question> {
        questions.iter().find(|q| q.stops(self.answer(&q.code)))
    }

    /// What must be mended. `now` is the moment of sending.
    pub fn check(&self, questions: &[Question], now: DateTime<Utc>) -> FieldErrors {
        let mut errors = FieldErrors::default();
        for question in questions {
            if let Some(key) = question.fault(self.answer(&question.code)) {
                errors.add(format!("q-{}", question.code), key);
            }
        }
        match self.description.chars().count() {
            0 => errors.add("description", "incidents-report-text-missing"),
            n if n > LONGEST_TEXT => {
                errors.add_n("description", "incidents-report-too-long", LONGEST_TEXT as i64)
            }
            _ => {}
        }
        if let Err((field, key)) = self.observed(now) {
            errors.add(field, key);
        }
        errors
    }

    /// When it was seen, in South African time; none if nothing was typed. A time without a day is today's, a day without a
    /// time is noon.
    pub fn observed(
        &self,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, (&'static str, &'static str)> {
        if self.day.is_empty() && self.time.is_empty() {
            return Ok(None);
        }
        let today = now.with_timezone(&Johannesburg).date_naive();
        let day = match self.day.as_str() {
            "" => today,
            typed => day(typed, today).ok_or(("day", "incidents-report-day-wrong"))?,
        };
        let noon = NaiveTime::from_hms_opt(12, 0, 0).expect("noon is a time");
        let time = match self.time.as_str() {
            "" => noon,
            typed => time(typed).ok_or(("time", "incidents-report-time-wrong"))?,
        };
        let at = Johannesburg.from_local_datetime(&day.and_time(time)).earliest();
        let at = at.ok_or(("day", "incidents-report-day-wrong"))?.to_utc();
        if self.time.is_empty() && day == today {
            return Ok(Some(at.min(now)));
        }
        if at > now + AHEAD {
            return Err(("day", "incidents-report-day-ahead"));
        }
        if at < now - Duration::days(OLDEST_DAYS) {
            return Err(("day", "incidents-report-day-old"));
        }
        Ok(Some(at.min(now)))
    }
}

/// A day as browsers send it (2026-03-05) or people write it: 5/3/2026, 5-3, 5 March 2026, 5 Mrt.
fn day(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let words: Vec<String> = typed
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    let number = |at: usize| words.get(at).and_then(|w| w.parse::<u32>().ok());
    if let (Some(year @ 1000..), Some(month), Some(day)) = (number(0), number(1), number(2)) {
        return NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day);
    }
    let day = number(0)?;
    let month = number(1).or_else(|| month(words.get(1)?))?;
    match number(2) {
        Some(year @ 0..100) => {
            NaiveDate::from_ymd_opt(2000 + i32::try_from(year).ok()?, month, day)
        }
        Some(year) => NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day),
        // Without a year the last such day is meant.
        None => NaiveDate::from_ymd_opt(today.year(), month, day)
            .filter(|d| *d <= today)
            .or_else(|| NaiveDate::from_ymd_opt(today.year() - 1, month, day)),
    }
}

/// The number of a month by its name, or the first three letters of it, in any language of the site.
fn month(word: &str) -> Option<u32> {
    if word.chars().count() < 3 {
        return None;
    }
    let is = |name: String| name.to_lowercase().starts_with(word);
    // The Afrikaans short form of Maart leaves letters out.
    let found = (1..=12).find(|n| Lang::all().any(|l| is(i18n::t(l, &format!("month-{n}")))));
    found.or((word == "mrt").then_some(3))
}

/// A time of day: 14:05, 14h05, 14.05, 1405, 9.
fn time(typed: &str) -> Option<NaiveTime> {
    let digits = |c: char| c.is_ascii_digit();
    let parts: Vec<&str> = typed.split(|c: char| !digits(c)).filter(|p| !p.is_empty()).collect();
    let afternoon = typed.to_lowercase().contains("pm");
    let (hour, minute) = match parts.as_slice() {
        [one] if one.len() > 2 => (&one[..one.len() - 2], &one[one.len() - 2..]),
        [hour] => (*hour, "0"),
        [hour, minute, ..] => (*hour, *minute),
        [] => return None,
    };
    let mut hour: u32 = hour.parse().ok()?;
    if afternoon && hour < 12 {
        hour += 12;
    }
    NaiveTime::from_hms_opt(hour, minute.parse().ok()?, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 3, 4, 12, 0, 0).unwrap()
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        let seen = |day: &str, time: &str| {
            let form = DetailsForm { day: day.into(), time: time.into(), ..DetailsForm::default() };
            form.observed(now()).map(|at| at.map(|at| at.format("%m-%d %H:%M").to_string()))
        };
        let is = |text: &str| Ok(Some(text.to_owned()));
        assert_eq!(seen("", ""), Ok(None));
        assert_eq!(seen("2026-03-03", "08:30"), is("03-03 06:30"));
        assert_eq!(seen("3/3/2026", "8h30"), is("03-03 06:30"));
        assert_eq!(seen("3 Maart", "0830"), is("03-03 06:30"));
        assert_eq!(seen("3 mrt 26", "2.15 pm"), is("03-03 12:15"));
        assert_eq!(seen("24 Dec", ""), is("12-24 10:00"));
        assert_eq!(seen("", "13:00"), is("03-04 11:00"));
        // A phone whose clock runs ahead by minutes means now.
        assert_eq!(seen("", "14:10"), is("03-04 12:00"));
        assert_eq!(seen("", "18:00"), Err(("day", "incidents-report-day-ahead")));
        assert_eq!(seen("2024-12-24", ""), Err(("day", "incidents-report-day-old")));
        assert_eq!(seen("gisteraand", ""), Err(("day", "incidents-report-day-wrong")));
        assert_eq!(seen("31/2/2026", ""), Err(("day", "incidents-report-day-wrong")));
        assert_eq!(seen("3/3", "25:00"), Err(("time", "incidents-report-time-wrong")));
    }
}
