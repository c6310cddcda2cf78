//! A report being written: what was typed at each step ([`ReportForm`]), what must be mended before it can be sent, and the
//! checked report that comes out ([`NewIncident`]). Nothing here reads a clock, a file or the database.

mod contact;
mod details;
mod place;
mod title;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::categories::{Category, Question};
use crate::i18n::Lang;
use crate::ids::{DraftId, PlaceId, SubmissionId};
use crate::places::Point;
use crate::web::form::FieldErrors;

pub use contact::ContactForm;
pub use details::{DetailsForm, LONGEST_TEXT};
pub use place::{LONGEST_PLACE, PlaceForm, PlaceSent, ROUGH_M, Spot};
pub use title::{first_words, title_of};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::categories::{Choice, Moderation, Priority, QuestionKind};
    use crate::ids::{CategoryId, QuestionId};
    use crate::places::Precision;
    use chrono::TimeZone;

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
            parent: None,
            group: None,
            merged_into: None,
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
}
