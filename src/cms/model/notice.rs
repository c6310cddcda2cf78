//! A notice as typed, and as it stands in the list.

use chrono::{DateTime, Utc};

use super::time::{read_sast, write_sast};
use super::typed::Typed;
use crate::i18n::Lang;
use crate::site::{Severity, Texts};
use crate::web::form::FieldErrors;

/// A notice in the list.
#[derive(Clone, Debug)]
pub struct NoticeRow {
    /// Which.
    pub id: uuid::Uuid,
    /// How serious.
    pub severity: Severity,
    /// Its words.
    pub texts: Texts,
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when.
    pub ends_at: Option<DateTime<Utc>>,
    /// Rises with each change.
    pub version: i32,
}

impl NoticeRow {
    /// `planned`, `open` (its time has come) or `over`.
    pub fn state(&self, now: DateTime<Utc>) -> &'static str {
        if now < self.starts_at {
            "planned"
        } else if self.ends_at.is_some_and(|end| end <= now) {
            "over"
        } else {
            "open"
        }
    }
}

/// Severity, beginning and end.
pub type CheckedNotice = (Severity, DateTime<Utc>, Option<DateTime<Utc>>);

/// A notice as typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NoticeForm {
    /// `info`, `warning` or `danger`.
    pub severity: String,
    /// Words in each language.
    pub texts: Texts,
    /// From when, as typed; empty is now.
    pub starts: String,
    /// Until when, as typed; empty is open.
    pub ends: String,
    /// The version that was read.
    pub version: i32,
}

impl NoticeForm {
    /// Reads the fields.
    pub fn read(typed: &Typed) -> Self {
        let mut texts = Texts::default();
        Lang::all().for_each(|lang| texts.set(lang, typed.line_in("text", lang)));
        Self {
            severity: typed.line("severity"),
            texts,
            starts: typed.line("starts"),
            ends: typed.line("ends"),
            version: typed.number("version"),
        }
    }

    /// A stored one, for the form.
    pub fn of(row: &NoticeRow) -> Self {
        Self {
            severity: row.severity.as_str().to_owned(),
            texts: row.texts.clone(),
            starts: write_sast(row.starts_at),
            ends: row.ends_at.map(write_sast).unwrap_or_default(),
            version: row.version,
        }
    }

    /// What must be mended, or severity, beginning and end.
    pub fn check(&self, now: DateTime<Utc>) -> Result<CheckedNotice, FieldErrors> {
        let mut errors = FieldErrors::default();
        let severity = self.severity.parse().unwrap_or_else(|()| {
            errors.add("severity", "cms-form-choose");
            Severity::Info
        });
        for lang in Lang::all() {
            match self.texts.exact(lang).chars().count() {
                0 => errors.add(format!("text-{lang}"), "cms-notices-text-missing"),
                241.. => errors.add_n(format!("text-{lang}"), "cms-form-long", 240),
                _ => {}
            }
        }
        let mut time = |field: &str, text: &str| {
            let read = read_sast(text);
            if read.is_none() && !text.is_empty() {
                errors.add(field, "cms-form-time");
            }
            read
        };
        let starts = time("starts", &self.starts).unwrap_or(now);
        let ends = time("ends", &self.ends);
        if ends.is_some_and(|end| end <= starts) {
            errors.add("ends", "cms-notices-ends-early");
        }
        if errors.is_empty() { Ok((severity, starts, ends)) } else { Err(errors) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_needs_every_language_and_ends_after_it_begins() {
        let mut form = NoticeForm { severity: "danger".into(), ..NoticeForm::default() };
        form.starts = "2026-11-24 18:00".into();
        form.ends = "2026-11-24 17:00".into();
        form.texts.set(Lang::EN, "Boil your water".into());
        let errors = form.check(Utc::now()).unwrap_err();
        assert!(errors.has("text-af") && errors.has("ends") && !errors.has("text-en"));
        form.texts.set(Lang::af(), "Kook jou water".into());
        form.ends = String::new();
        assert_eq!(form.check(Utc::now()).unwrap().0, Severity::Danger);
    }
}
