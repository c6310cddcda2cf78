//! A report being written: what was typed at each step ([`ReportForm`]), what must be mended before it can be sent, and the
//! checked report that comes out ([`NewIncident`]). Nothing here reads a clock, a file or the database.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Africa::Johannesburg;
use serde::{Deserialize, Serialize};

use crate::accounts::Login;
use crate::categories::{Category, Question};
use crate::i18n::{self, Lang};
use crate::ids::{DraftId, PlaceId, SubmissionId};
use crate::places::{Choice, ChooseForm, MapView, Point};
use crate::web::form::{FieldErrors, clean};

/// Longest text of a place in characters: as long as an address gets.
pub const LONGEST_PLACE: usize = 200;
/// Longest description in characters: two pages; the record holds 6 000.
pub const LONGEST_TEXT: usize = 5000;
/// Longest name in characters.
const LONGEST_NAME: usize = 80;
/// A title made of the first words has at most this many characters.
const TITLE: usize = 80;
/// Something seen longer ago than this many days was meant to be another year.
const OLDEST_DAYS: i64 = 366;
/// Clocks of phones run ahead by minutes.
const AHEAD: Duration = Duration::minutes(15);
/// How exact a point is that only a suburb or town gave, metres.
pub const ROUGH_M: f32 = 1000.0;

/// The steps of reporting, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// What kind of thing it is.
    What,
    /// Where it is.
    Where,
    /// The words, the photos, the questions of the category.
    Details,
    /// How to reach the reporter.
    Contact,
    /// Everything once more before it goes.
    Check,
}

impl Step {
    /// Address after the language.
    pub fn path(self) -> &'static str {
        match self {
            Self::What => "/report",
            Self::Where => "/report/where",
            Self::Details => "/report/details",
            Self::Contact => "/report/contact",
            Self::Check => "/report/check",
        }
    }
}

/// A report as typed so far: what the draft holds. Each part belongs to one step and is stored by that step alone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportForm {
    /// Code of the category.
    pub category: String,
    /// Step 2.
    pub place: PlaceForm,
    /// Step 3.
    pub details: DetailsForm,
    /// Step 4.
    pub contact: ContactForm,
    /// What was said about the similar reports shown.
    pub similar: Similar,
}

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
        if let Some(point) = point(&sent.lon, &sent.lat)
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

/// How to reach the reporter. All of it may be empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactForm {
    /// Name as the person gives it.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Phone number in any usual form.
    pub phone: String,
    /// Whether the step was finished.
    pub done: bool,
}

impl ContactForm {
    /// What must be mended.
    pub fn check(&self) -> FieldErrors {
        let mut errors = FieldErrors::default();
        if self.name.chars().count() > LONGEST_NAME {
            errors.add_n("name", "incidents-report-too-long", LONGEST_NAME as i64);
        }
        let login = |text: &str| text.parse::<Login>().ok();
        if !self.email.is_empty() && login(&self.email).is_none_or(|l| l.email().is_none()) {
            errors.add("email", "incidents-report-email-wrong");
        }
        if !self.phone.is_empty() && login(&self.phone).is_none_or(|l| l.phone().is_none()) {
            errors.add("phone", "incidents-report-phone-wrong");
        }
        errors
    }

    /// The number as it is stored: E.164.
    fn number(&self) -> String {
        self.phone
            .parse::<Login>()
            .ok()
            .and_then(|l| l.phone().map(str::to_owned))
            .unwrap_or_default()
    }

    /// Whether there is no way to reach the reporter.
    pub fn is_empty(&self) -> bool {
        self.name.is_empty() && self.email.is_empty() && self.phone.is_empty()
    }
}

/// What was said about the similar reports shown before sending.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Similar {
    /// "Mine is different."
    pub different: bool,
    /// "This is it": the reference that is followed instead.
    pub same: String,
}

/// A checked report, ready to be stored.
#[derive(Clone, Debug)]
pub struct NewIncident {
    /// One form, one report, however often it is sent.
    pub submission: SubmissionId,
    /// The draft it was written in; its photos go with it.
    pub draft: Option<DraftId>,
    /// What kind of thing.
    pub category: Category,
    /// At most 120 characters.
    pub title: String,
    /// At most 6 000 characters.
    pub description: String,
    /// Language it was written in.
    pub lang: Lang,
    /// The exact place.
    pub place: Option<Point>,
    /// How exact, metres, where that is known.
    pub accuracy_m: Option<f32>,
    /// The place in the reporter's words; never public.
    pub address: String,
    /// The entry of the gazetteer that the reporter means, or the suburb chosen.
    pub entry: Option<PlaceId>,
    /// Answers by code of the question.
    pub answers: BTreeMap<String, String>,
    /// When it was seen, if not when it was sent.
    pub observed_at: Option<DateTime<Utc>>,
    /// Who tells it; may be empty.
    pub contact: ContactForm,
    /// Kind of browser, for staff.
    pub browser: String,
    /// How it came: `web`, `api`.
    pub source: &'static str,
}

impl ReportForm {
    /// The first step that is not finished.
    pub fn next(&self) -> Step {
        match () {
            () if self.category.is_empty() => Step::What,
            () if !self.place.done => Step::Where,
            () if !self.details.done => Step::Details,
            () if !self.contact.done => Step::Contact,
            () => Step::Check,
        }
    }

    /// The report to store, or the first step that must be mended. `category` and `questions` are those of the form's
    /// category, `spot` is what became of its place.
    pub fn check(
        &self,
        category: Option<&Category>,
        questions: &[Question],
        spot: &Spot,
        now: DateTime<Utc>,
    ) -> Result<NewIncident, (Step, FieldErrors)> {
        let Some(category) = category.filter(|c| !c.retired) else {
            let mut errors = FieldErrors::default();
            errors.add("category", "incidents-report-what-missing");
            return Err((Step::What, errors));
        };
        let mut errors = self.place.check();
        if spot.outside && !category.accepts_outside {
            errors.add("place", "incidents-report-place-outside");
        }
        let steps = [
            (Step::Where, errors),
            (Step::Details, self.details.check(questions, now)),
            (Step::Contact, self.contact.check()),
        ];
        if let Some(wrong) = steps.into_iter().find(|(_, errors)| !errors.is_empty()) {
            return Err(wrong);
        }
        let asked = |code: &String| questions.iter().any(|q| q.code == *code);
        let answers =
            self.details.answers.iter().filter(|(code, value)| asked(code) && !value.is_empty());
        Ok(NewIncident {
            submission: SubmissionId::new(),
            draft: None,
            title: title_of(&self.details.description),
            description: self.details.description.clone(),
            lang: self.details.lang.parse().unwrap_or(Lang::EN),
            place: spot.point,
            accuracy_m: spot.accuracy_m,
            address: self.place.words.clone(),
            entry: self.place.found.or(self.place.suburb),
            answers: answers.map(|(code, value)| (code.clone(), value.clone())).collect(),
            observed_at: self.details.observed(now).ok().flatten(),
            contact: ContactForm { phone: self.contact.number(), ..self.contact.clone() },
            browser: String::new(),
            source: "web",
            category: category.clone(),
        })
    }
}

/// A title for a report that has only a text: its first sentence, or the first words of it.
pub fn title_of(text: &str) -> String {
    let line = text.lines().next().unwrap_or("").trim();
    // A sentence end after a few letters is an abbreviation.
    let end = line.match_indices(['.', '!', '?']).map(|(at, _)| at);
    let sentence = end.filter(|at| *at >= 12).find(|at| line[at + 1..].starts_with(' '));
    let line = sentence.map_or(line, |at| line[..=at].trim_end_matches('.'));
    first_words(line.trim_end_matches('.'), TITLE)
}

/// The first words of a line: whole words, at most `most` characters.
pub fn first_words(line: &str, most: usize) -> String {
    if line.chars().count() <= most {
        return line.to_owned();
    }
    let cut: String = line.chars().take(most - 1).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole}…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::categories::{Choice, Moderation, Priority, QuestionKind};
    use crate::ids::{CategoryId, QuestionId};
    use crate::places::Precision;

    fn now() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 3, 4, 12, 0, 0).unwrap()
    }

    fn category() -> Category {
        Category {
            id: CategoryId::new(),
            code: "water_leak".into(),
            name: "Waterlek".into(),
            help: String::new(),
            icon: "water".into(),
            colour: "#14532d".into(),
            default_priority: Priority::Medium,
            requires_authority: true,
            precision: Precision::M100,
            moderation: Moderation::After,
            life_threatening: false,
            accepts_outside: false,
            retired: false,
            version: 1,
        }
    }

    fn question(code: &str, kind: QuestionKind, required: bool) -> Question {
        Question {
            id: QuestionId::new(),
            code: code.into(),
            kind,
            label: String::new(),
            hint: String::new(),
            required,
            phone: "10177".into(),
            choices: vec![Choice { value: "drip".into(), label: "Drup".into() }],
        }
    }

    fn whole() -> ReportForm {
        ReportForm {
            category: "water_leak".into(),
            place: PlaceForm { words: "Hansstraat 12".into(), ..PlaceForm::default() },
            details: DetailsForm {
                description: "Water loop sedert gister. Die straat is nat.".into(),
                lang: "af".into(),
                answers: [
                    ("flow".to_owned(), "drip".to_owned()),
                    ("gone".to_owned(), "x".to_owned()),
                ]
                .into(),
                ..DetailsForm::default()
            },
            contact: ContactForm { phone: "082 123-4567".into(), ..ContactForm::default() },
            ..ReportForm::default()
        }
    }

    #[test]
    fn a_whole_report_becomes_an_incident() {
        let questions = [question("flow", QuestionKind::Choice, true)];
        let new = whole().check(Some(&category()), &questions, &Spot::default(), now()).unwrap();
        assert_eq!(new.title, "Water loop sedert gister");
        assert_eq!((new.lang, new.address.as_str()), (Lang::af(), "Hansstraat 12"));
        assert_eq!(new.contact.phone, "+27821234567");
        // Answers to questions that the category does not ask (any more) are left out.
        assert_eq!(new.answers.keys().collect::<Vec<_>>(), ["flow"]);
    }

    #[test]
    fn the_first_step_that_must_be_mended_is_named() {
        let questions = [question("flow", QuestionKind::Choice, true)];
        let step = |form: &ReportForm, category: Option<&Category>, spot: &Spot| {
            form.check(category, &questions, spot, now()).map(|_| ()).map_err(|(step, _)| step)
        };
        let (good, none) = (category(), Spot::default());
        assert_eq!(step(&whole(), Some(&good), &none), Ok(()));
        assert_eq!(step(&whole(), None, &none), Err(Step::What));
        let retired = Category { retired: true, ..category() };
        assert_eq!(step(&whole(), Some(&retired), &none), Err(Step::What));
        let outside = Spot { outside: true, ..Spot::default() };
        assert_eq!(step(&whole(), Some(&good), &outside), Err(Step::Where));
        let takes = Category { accepts_outside: true, ..category() };
        assert_eq!(step(&whole(), Some(&takes), &outside), Ok(()));
        let mut form = whole();
        form.place.words.clear();
        form.details.description.clear();
        assert_eq!(step(&form, Some(&good), &none), Err(Step::Where));
        form.place.suburb = Some(PlaceId::new());
        assert_eq!(step(&form, Some(&good), &none), Err(Step::Details));
        let mut form = whole();
        form.details.answers.clear();
        assert_eq!(step(&form, Some(&good), &none), Err(Step::Details));
        let mut form = whole();
        form.contact.email = "anna".into();
        assert_eq!(step(&form, Some(&good), &none), Err(Step::Contact));
        form.contact = ContactForm { phone: "12".into(), ..ContactForm::default() };
        assert_eq!(step(&form, Some(&good), &none), Err(Step::Contact));
    }

    #[test]
    fn the_next_step_is_the_first_unfinished() {
        let mut form = ReportForm::default();
        assert_eq!(form.next(), Step::What);
        form.category = "fire".into();
        assert_eq!(form.next(), Step::Where);
        form.place.done = true;
        form.contact.done = true;
        assert_eq!(form.next(), Step::Details);
        form.details.done = true;
        assert_eq!(form.next(), Step::Check);
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
        form.take(&sent("clear", "", "", &form), town);
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
        // Without a fix devices send 0,0.
        let mut none = PlaceForm::default();
        none.take(&PlaceSent { lat: "0".into(), lon: "0".into(), ..PlaceSent::default() }, town);
        assert_eq!(none.point, None);
        let clear = ChooseForm { step: "clear".into(), ..ChooseForm::default() };
        form.take(&PlaceSent { map: clear, ..PlaceSent::default() }, town);
        assert_eq!((form.point, form.by_device), (None, false));
    }

    #[test]
    fn a_title_is_the_first_sentence_or_whole_words_of_it() {
        assert_eq!(
            title_of("Groot gat in die pad. Twee motors het bande gebars."),
            "Groot gat in die pad"
        );
        assert_eq!(title_of("Mev. Botha se hek is oop"), "Mev. Botha se hek is oop");
        assert_eq!(title_of("Help!\nVuur"), "Help!");
        assert_eq!(first_words("een twee drie vier", 10), "een twee…");
        assert_eq!(first_words(&"x".repeat(100), 10), "xxxxxxxxx…");
        assert!(title_of(&"woord ".repeat(100)).chars().count() <= 80);
    }
}
