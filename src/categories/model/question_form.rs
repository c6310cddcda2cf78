//! An extra question as an admin types it, with its choices as lines of text.

use std::collections::BTreeMap;

use super::{QuestionKind, by_lang, is_code};
use crate::i18n::Lang;
use crate::web::form::{FieldErrors, clean};

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
        if !is_code(&self.code) {
            errors.add("question", "categories-form-code-wrong");
        }
        let Ok(kind) = self.kind.parse::<QuestionKind>() else {
            errors.add("kind", "categories-form-choose");
            return errors;
        };
        for lang in Lang::all() {
            match self.label_in(&lang).chars().count() {
                0 => errors.add(format!("label-{lang}"), "categories-form-label-missing"),
                201.. => errors.add_n(format!("label-{lang}"), "categories-form-too-long", 200),
                _ => {}
            }
            if self.hint_in(&lang).chars().count() > 500 {
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
}
