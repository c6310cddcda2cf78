//! Nouns of the catalogue: categories, their extra questions, priorities, and when moderation comes.

use serde::{Deserialize, Serialize};

use crate::ids::{CategoryId, QuestionId};
use crate::places::Precision;

/// How soon something must be looked at. Ordered: low is least.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, sqlx::Type, Serialize, Deserialize,
)]
#[sqlx(type_name = "priority", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// When there is time.
    Low,
    /// In turn.
    Medium,
    /// Soon.
    High,
    /// At once.
    Critical,
}

impl Priority {
    /// Every priority, lowest first.
    pub const ALL: [Priority; 4] = [Self::Low, Self::Medium, Self::High, Self::Critical];

    /// The word in the database, in addresses and in text keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl std::str::FromStr for Priority {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|p| p.as_str() == text).ok_or(())
    }
}

/// Whether a leader looks before a report is public, or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, sqlx::Type, Serialize, Deserialize)]
#[sqlx(type_name = "moderation_mode", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Moderation {
    /// Published by a leader: crime, homes, people.
    Before,
    /// Public at once, looked at afterwards.
    After,
}

impl Moderation {
    /// Both.
    pub const ALL: [Moderation; 2] = [Self::Before, Self::After];

    /// The word in the database and in text keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
        }
    }
}

/// A category in one language.
#[derive(Clone, Debug)]
pub struct Category {
    /// The row.
    pub id: CategoryId,
    /// Stable word; survives renaming.
    pub code: String,
    /// Name in the reader's language, else in English.
    pub name: String,
    /// One sentence on what belongs here.
    pub help: String,
    /// Name in the sprite.
    pub icon: String,
    /// `#rrggbb` of the mark.
    pub colour: String,
    /// Priority of a fresh report.
    pub default_priority: Priority,
    /// Whether an authority must act.
    pub requires_authority: bool,
    /// How coarsely the public sees the place.
    pub precision: Precision,
    /// When a leader looks.
    pub moderation: Moderation,
    /// Emergency numbers first, and leaders are alerted at once.
    pub life_threatening: bool,
    /// Whether a report from outside the served areas is taken.
    pub accepts_outside: bool,
    /// No longer offered; its reports stay.
    pub retired: bool,
    /// Rises by one with each change.
    pub version: i32,
}

impl Category {
    /// Black or white, whichever is easier to read on the category's colour (WCAG relative luminance).
    pub fn text_colour(&self) -> &'static str {
        if luminance(&self.colour) > 0.179 { "#000000" } else { "#ffffff" }
    }
}

/// Relative luminance of `#rrggbb`, 0 to 1, as WCAG 2 defines it.
pub fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value =
            colour.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0);
        let c = f64::from(value) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

/// What kind of answer a question takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, sqlx::Type, Serialize, Deserialize)]
#[sqlx(type_name = "question_kind", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// A line of text.
    Text,
    /// One of the choices.
    Choice,
    /// Yes or no.
    YesNo,
    /// A whole number.
    Number,
    /// Only something to read.
    Notice,
    /// Yes or no; yes ends the form with an emergency number.
    Stop,
}

impl QuestionKind {
    /// Every kind.
    pub const ALL: [QuestionKind; 6] =
        [Self::Text, Self::Choice, Self::YesNo, Self::Number, Self::Notice, Self::Stop];

    /// The word in the database and in text keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Choice => "choice",
            Self::YesNo => "yes_no",
            Self::Number => "number",
            Self::Notice => "notice",
            Self::Stop => "stop",
        }
    }
}

impl std::str::FromStr for QuestionKind {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|k| k.as_str() == text).ok_or(())
    }
}

/// A choice of a choice question, in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What is stored.
    pub value: String,
    /// What people read.
    pub label: String,
}

/// An extra question of a category, in one language.
#[derive(Clone, Debug)]
pub struct Question {
    /// The row.
    pub id: QuestionId,
    /// Key of the answer in the record's metadata.
    pub code: String,
    /// Kind of answer.
    pub kind: QuestionKind,
    /// The question, or the text of a notice.
    pub label: String,
    /// One more sentence; for a stop: what to do.
    pub hint: String,
    /// Whether an answer is needed.
    pub required: bool,
    /// Emergency number of a stop.
    pub phone: String,
    /// Choices of a choice question.
    pub choices: Vec<Choice>,
}

impl Question {
    /// The text key of what is wrong with an answer, if anything is. An empty answer is wrong only where one is needed.
    pub fn fault(&self, answer: &str) -> Option<&'static str> {
        let answer = answer.trim();
        if answer.is_empty() {
            let needed = self.required && self.kind != QuestionKind::Notice;
            return needed.then_some("categories-question-needed");
        }
        let good = match self.kind {
            QuestionKind::Notice => true,
            QuestionKind::Text => answer.chars().count() <= 300,
            QuestionKind::Choice => self.choices.iter().any(|c| c.value == answer),
            QuestionKind::YesNo | QuestionKind::Stop => answer == "yes" || answer == "no",
            QuestionKind::Number => answer.parse::<u32>().is_ok_and(|n| n <= 1_000_000),
        };
        (!good).then_some(match self.kind {
            QuestionKind::Text => "categories-question-too-long",
            QuestionKind::Number => "categories-question-number",
            _ => "categories-question-choose",
        })
    }

    /// Whether this answer ends the form: phone instead of typing.
    pub fn stops(&self, answer: &str) -> bool {
        self.kind == QuestionKind::Stop && answer == "yes"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(kind: QuestionKind, required: bool) -> Question {
        Question {
            id: QuestionId::new(),
            code: "q".into(),
            kind,
            label: "?".into(),
            hint: String::new(),
            required,
            phone: "10177".into(),
            choices: vec![Choice { value: "dry".into(), label: "Dry".into() }],
        }
    }

    #[test]
    fn answers_are_judged_by_the_kind_of_question() {
        assert_eq!(question(QuestionKind::Text, false).fault(""), None);
        assert!(question(QuestionKind::Text, true).fault(" ").is_some());
        assert!(question(QuestionKind::Text, true).fault(&"x".repeat(301)).is_some());
        assert_eq!(question(QuestionKind::Choice, true).fault("dry"), None);
        assert!(question(QuestionKind::Choice, true).fault("wet").is_some());
        assert!(question(QuestionKind::Number, true).fault("-1").is_some());
        assert_eq!(question(QuestionKind::Notice, true).fault(""), None);
        assert!(question(QuestionKind::Stop, true).stops("yes"));
        assert!(!question(QuestionKind::YesNo, true).stops("yes"));
    }

    #[test]
    fn text_on_a_colour_has_enough_contrast() {
        for step in (0..=255u32).step_by(15) {
            let colour = format!("#{step:02x}{:02x}{:02x}", 255 - step, step / 2);
            let light = luminance(&colour);
            let text = if light > 0.179 { 0.0 } else { 1.0 };
            let (high, low) = if light > text { (light, text) } else { (text, light) };
            assert!((high + 0.05) / (low + 0.05) >= 4.5, "{colour}");
        }
    }
}
