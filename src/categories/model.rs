//! Nouns of the catalogue: categories, their extra questions, priorities, and when moderation comes.

use std::collections::BTreeMap;

use crate::i18n::Lang;
use crate::ids::{CategoryId, QuestionId, words};
use crate::places::Precision;
use crate::web::form::{FieldErrors, clean};

words! {
    /// How soon something must be looked at. Ordered: low is least.
    Priority in "priority" {
        /// When there is time.
        Low = "low",
        /// In turn.
        Medium = "medium",
        /// Soon.
        High = "high",
        /// At once.
        Critical = "critical",
    }
}

words! {
    /// Whether a leader looks before a report is public, or after.
    Moderation in "moderation_mode" {
        /// Published by a leader: crime, homes, people.
        Before = "before",
        /// Public at once, looked at afterwards.
        After = "after",
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
        ink(&self.colour)
    }
}

/// Black or white, whichever has more contrast on a colour: at this luminance both have the same.
pub fn ink(colour: &str) -> &'static str {
    if luminance(colour) > 0.179 { "#000000" } else { "#ffffff" }
}

/// Relative luminance of `#rrggbb`, 0 to 1, as WCAG 2 defines it.
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value =
            colour.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0);
        let c = f64::from(value) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

words! {
    /// What kind of answer a question takes.
    QuestionKind in "question_kind" {
        /// A line of text.
        Text = "text",
        /// One of the choices.
        Choice = "choice",
        /// Yes or no.
        YesNo = "yes_no",
        /// A whole number.
        Number = "number",
        /// Only something to read.
        Notice = "notice",
        /// Yes or no; yes ends the form with an emergency number.
        Stop = "stop",
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

/// The icons that a category may have: the names in the sprite.
pub const ICONS: [&str; 24] = [
    "water",
    "no-water",
    "sewage",
    "power",
    "cable",
    "street-light",
    "pothole",
    "road",
    "traffic-light",
    "fire",
    "veld-fire",
    "tree",
    "refuse",
    "dumping",
    "animal",
    "livestock",
    "noise",
    "crime",
    "burglary",
    "theft",
    "assault",
    "accident",
    "suspicious",
    "vandalism",
];

/// A category as an admin types it; words by language code.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CategoryForm {
    /// Stable word; only a new category's may be typed.
    pub code: String,
    /// The version the admin saw.
    pub version: i32,
    /// Name by language.
    pub name: BTreeMap<String, String>,
    /// Help by language.
    pub help: BTreeMap<String, String>,
    /// Name in the sprite.
    pub icon: String,
    /// `#rrggbb`.
    pub colour: String,
    /// [`Priority`] as a word.
    pub priority: String,
    /// [`Precision`] as a word.
    pub precision: String,
    /// [`Moderation`] as a word.
    pub moderation: String,
    /// Ticked or not.
    pub requires_authority: bool,
    /// Ticked or not.
    pub life_threatening: bool,
    /// Ticked or not.
    pub accepts_outside: bool,
}

/// Splits `name-af` into the field and the language.
fn by_lang(name: &str) -> Option<(&str, &str)> {
    name.rsplit_once('-').filter(|(_, lang)| lang.parse::<Lang>().is_ok())
}

impl CategoryForm {
    /// An empty form with sensible choices.
    pub fn fresh() -> Self {
        Self {
            icon: "other".into(),
            colour: "#374151".into(),
            priority: "medium".into(),
            precision: "m100".into(),
            moderation: "before".into(),
            requires_authority: true,
            ..Self::default()
        }
    }

    /// The form of a stored category, without its words.
    pub fn of(category: &Category) -> Self {
        Self {
            code: category.code.clone(),
            version: category.version,
            icon: category.icon.clone(),
            colour: category.colour.clone(),
            priority: category.default_priority.as_str().into(),
            precision: category.precision.as_str().into(),
            moderation: category.moderation.as_str().into(),
            requires_authority: category.requires_authority,
            life_threatening: category.life_threatening,
            accepts_outside: category.accepts_outside,
            ..Self::default()
        }
    }

    /// From the fields of a sent form. Unknown fields are passed over.
    pub fn read(fields: &[(String, String)]) -> Self {
        let mut form = Self::default();
        for (name, value) in fields {
            let value = clean(value, false);
            match (name.as_str(), by_lang(name)) {
                (_, Some(("name", lang))) => drop(form.name.insert(lang.into(), value)),
                (_, Some(("help", lang))) => drop(form.help.insert(lang.into(), value)),
                ("code", _) => form.code = value,
                ("version", _) => form.version = value.parse().unwrap_or(0),
                ("icon", _) => form.icon = value,
                ("colour", _) => form.colour = value.to_ascii_lowercase(),
                ("priority", _) => form.priority = value,
                ("precision", _) => form.precision = value,
                ("moderation", _) => form.moderation = value,
                ("requires_authority", _) => form.requires_authority = true,
                ("life_threatening", _) => form.life_threatening = true,
                ("accepts_outside", _) => form.accepts_outside = true,
                _ => {}
            }
        }
        form
    }

    /// What must be mended before it can be stored.
    pub fn check(&self) -> FieldErrors {
        let mut errors = FieldErrors::default();
        let mut letters = self.code.bytes();
        let good_code = letters.next().is_some_and(|b| b.is_ascii_lowercase())
            && letters.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
            && (2..=40).contains(&self.code.len());
        if !good_code {
            errors.add("code", "categories-form-code-wrong");
        }
        for lang in Lang::all() {
            let field = |name: &str| format!("{name}-{lang}");
            let name = self.name.get(lang.code()).map_or("", String::as_str);
            match name.chars().count() {
                0 => errors.add(field("name"), "categories-form-name-missing"),
                61.. => errors.add_n(field("name"), "categories-form-too-long", 60),
                _ => {}
            }
            if self.help.get(lang.code()).is_some_and(|h| h.chars().count() > 300) {
                errors.add_n(field("help"), "categories-form-too-long", 300);
            }
        }
        let hex = self
            .colour
            .strip_prefix('#')
            .is_some_and(|h| h.len() == 6 && h.bytes().all(|b| b.is_ascii_hexdigit()));
        if !hex {
            errors.add("colour", "categories-form-colour-wrong");
        }
        if self.icon != "other" && self.icon != "flood" && !ICONS.contains(&self.icon.as_str()) {
            errors.add("icon", "categories-form-choose");
        }
        if self.priority.parse::<Priority>().is_err() {
            errors.add("priority", "categories-form-choose");
        }
        if self.precision.parse::<Precision>().is_err() {
            errors.add("precision", "categories-form-choose");
        }
        if self.moderation.parse::<Moderation>().is_err() {
            errors.add("moderation", "categories-form-choose");
        }
        errors
    }

    /// The columns to store; call after [`CategoryForm::check`].
    pub(super) fn row(&self, position: i32) -> super::queries::Row<'_> {
        super::queries::Row {
            code: &self.code,
            icon: &self.icon,
            colour: &self.colour,
            position,
            priority: self.priority.parse().unwrap_or(Priority::Medium),
            requires_authority: self.requires_authority,
            precision: self.precision.parse().unwrap_or(Precision::Hidden),
            moderation: self.moderation.parse().unwrap_or(Moderation::Before),
            life_threatening: self.life_threatening,
            accepts_outside: self.accepts_outside,
        }
    }

    /// (language, name, help) of every language typed.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.name.iter().map(|(lang, name)| {
            (lang.as_str(), name.as_str(), self.help.get(lang).map_or("", String::as_str))
        })
    }

    /// Name in a language, for the form.
    pub fn name_in(&self, lang: &Lang) -> &str {
        self.name.get(lang.code()).map_or("", String::as_str)
    }

    /// Help in a language, for the form.
    pub fn help_in(&self, lang: &Lang) -> &str {
        self.help.get(lang.code()).map_or("", String::as_str)
    }

    /// (field, before, after) of all that `new` changes.
    pub fn differences(&self, new: &CategoryForm) -> Vec<(&'static str, String, String)> {
        let fields = |f: &CategoryForm| {
            let joined = |texts: &BTreeMap<String, String>| {
                texts
                    .iter()
                    .map(|(lang, text)| format!("{lang}: {text}"))
                    .collect::<Vec<_>>()
                    .join(" | ")
            };
            [
                ("name", joined(&f.name)),
                ("help", joined(&f.help)),
                ("icon", f.icon.clone()),
                ("colour", f.colour.clone()),
                ("priority", f.priority.clone()),
                ("precision", f.precision.clone()),
                ("moderation", f.moderation.clone()),
                ("requires_authority", f.requires_authority.to_string()),
                ("life_threatening", f.life_threatening.to_string()),
                ("accepts_outside", f.accepts_outside.to_string()),
            ]
        };
        fields(self)
            .into_iter()
            .zip(fields(new))
            .filter(|(old, new)| old.1 != new.1)
            .map(|((field, old), (_, new))| (field, old, new))
            .collect()
    }
}

/// An extra question as an admin types it. Choices are lines of `value = English = Afrikaans`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QuestionForm {
    /// Key of the answer.
    pub code: String,
    /// [`QuestionKind`] as a word.
    pub kind: String,
    /// Ticked or not.
    pub needed: bool,
    /// Emergency number of a stop.
    pub phone: String,
    /// One choice a line.
    pub choices: String,
    /// The question by language.
    pub label: BTreeMap<String, String>,
    /// One more sentence by language.
    pub hint: BTreeMap<String, String>,
}

impl QuestionForm {
    /// The form of a stored question, without its words.
    pub fn of(
        code: String,
        kind: QuestionKind,
        needed: bool,
        phone: String,
        choices: &serde_json::Value,
    ) -> Self {
        let line = |choice: &serde_json::Value| {
            let text =
                |key: &str| choice.get(key).and_then(|v| v.as_str()).unwrap_or("").to_owned();
            std::iter::once(text("value"))
                .chain(Lang::all().map(|lang| text(lang.code())))
                .collect::<Vec<_>>()
                .join(" = ")
        };
        let choices =
            choices.as_array().into_iter().flatten().map(line).collect::<Vec<_>>().join("\n");
        Self { code, kind: kind.as_str().into(), needed, phone, choices, ..Self::default() }
    }

    /// From the fields of a sent form.
    pub fn read(fields: &[(String, String)]) -> Self {
        let mut form = Self::default();
        for (name, value) in fields {
            let line = clean(value, false);
            match (name.as_str(), by_lang(name)) {
                (_, Some(("label", lang))) => drop(form.label.insert(lang.into(), line)),
                (_, Some(("hint", lang))) => drop(form.hint.insert(lang.into(), line)),
                ("question", _) => form.code = line,
                ("kind", _) => form.kind = line,
                ("needed", _) => form.needed = true,
                ("phone", _) => form.phone = line,
                ("choices", _) => form.choices = clean(value, true),
                _ => {}
            }
        }
        form
    }

    /// What must be mended.
    pub fn check(&self) -> FieldErrors {
        let mut errors = FieldErrors::default();
        let good_code = self.code.bytes().next().is_some_and(|b| b.is_ascii_lowercase())
            && self.code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
            && self.code.len() <= 40;
        if !good_code {
            errors.add("question", "categories-form-code-wrong");
        }
        let Ok(kind) = self.kind.parse::<QuestionKind>() else {
            errors.add("kind", "categories-form-choose");
            return errors;
        };
        for lang in Lang::all() {
            match self.label.get(lang.code()).map_or(0, |l| l.chars().count()) {
                0 => errors.add(format!("label-{lang}"), "categories-form-label-missing"),
                201.. => errors.add_n(format!("label-{lang}"), "categories-form-too-long", 200),
                _ => {}
            }
            if self.hint.get(lang.code()).is_some_and(|h| h.chars().count() > 500) {
                errors.add_n(format!("hint-{lang}"), "categories-form-too-long", 500);
            }
        }
        let digits = self.phone.bytes().filter(u8::is_ascii_digit).count();
        if kind == QuestionKind::Stop && digits < 3 {
            errors.add("phone", "categories-form-phone-missing");
        }
        let lines: Vec<_> = self.choices.lines().filter(|l| !l.trim().is_empty()).collect();
        let parts = 1 + Lang::all().count();
        let whole = |line: &&str| {
            line.split('=').count() == parts && line.split('=').all(|p| !p.trim().is_empty())
        };
        if kind == QuestionKind::Choice && (lines.len() < 2 || !lines.iter().all(whole)) {
            errors.add("choices", "categories-form-choices-wrong");
        }
        errors
    }

    /// The kind; call after [`QuestionForm::check`].
    pub fn kind(&self) -> QuestionKind {
        self.kind.parse().unwrap_or(QuestionKind::Text)
    }

    /// Whether an answer is needed: always for a stop, never for a notice.
    pub fn required(&self) -> bool {
        match self.kind() {
            QuestionKind::Stop => true,
            QuestionKind::Notice => false,
            _ => self.needed,
        }
    }

    /// The choices as stored.
    pub fn choices_json(&self) -> serde_json::Value {
        let choice = |line: &str| {
            let mut parts = line.split('=').map(|p| p.trim().to_owned());
            let mut stored = serde_json::Map::new();
            stored.insert("value".into(), parts.next().unwrap_or_default().into());
            for (lang, label) in Lang::all().zip(parts) {
                stored.insert(lang.code().into(), label.into());
            }
            serde_json::Value::Object(stored)
        };
        if self.kind() != QuestionKind::Choice {
            return serde_json::json!([]);
        }
        self.choices.lines().filter(|l| !l.trim().is_empty()).map(choice).collect()
    }

    /// (language, label, hint) of every language typed.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.label.iter().map(|(lang, label)| {
            (lang.as_str(), label.as_str(), self.hint.get(lang).map_or("", String::as_str))
        })
    }

    /// Label in a language, for the form.
    pub fn label_in(&self, lang: &Lang) -> &str {
        self.label.get(lang.code()).map_or("", String::as_str)
    }

    /// Hint in a language, for the form.
    pub fn hint_in(&self, lang: &Lang) -> &str {
        self.hint.get(lang.code()).map_or("", String::as_str)
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
    fn a_category_needs_its_name_in_every_language() {
        let typed = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut fields = vec![
            typed("code", "broken_bench"),
            typed("name-en", "Broken bench"),
            typed("icon", "other"),
            typed("colour", "#374151"),
            typed("priority", "low"),
            typed("precision", "m100"),
            typed("moderation", "after"),
        ];
        let errors = CategoryForm::read(&fields).check();
        assert!(errors.has("name-af") && !errors.has("name-en"));
        fields.push(typed("name-af", "Stukkende bank"));
        assert!(CategoryForm::read(&fields).check().is_empty());
        fields[0].1 = "Broken bench".into();
        assert!(CategoryForm::read(&fields).check().has("code"));
    }

    #[test]
    fn choices_are_typed_as_lines_and_come_back_the_same() {
        let fields = [
            ("kind", "choice"),
            ("question", "size"),
            ("choices", "s = Small = Klein\nl = Large = Groot"),
            ("label-en", "Size?"),
            ("label-af", "Grootte?"),
        ];
        let fields: Vec<_> =
            fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let form = QuestionForm::read(&fields);
        assert!(form.check().is_empty());
        let stored = form.choices_json();
        assert_eq!(stored[1]["af"], "Groot");
        let again =
            QuestionForm::of("size".into(), QuestionKind::Choice, false, String::new(), &stored);
        assert_eq!(again.choices, form.choices);
    }

    #[test]
    fn text_on_a_colour_has_enough_contrast() {
        for step in (0..=255u32).step_by(15) {
            let colour = format!("#{step:02x}{:02x}{:02x}", 255 - step, step / 2);
            let light = luminance(&colour);
            let text = luminance(ink(&colour));
            let (high, low) = if light > text { (light, text) } else { (text, light) };
            assert!((high + 0.05) / (low + 0.05) >= 4.5, "{colour}");
        }
    }
}
