//! Forms as typed: a tolerant extractor, and the list of what must be mended.

use axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::error::Error;
use crate::i18n::{self, Lang};

/// A URL-encoded form. Every field of `T` should have a default: a missing field is a field left empty.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = Error;
    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        match axum_extra::extract::Form::<T>::from_request(request, app).await {
            Ok(form) => Ok(Self(form.0)),
            Err(rejection) => {
                let response = axum::response::IntoResponse::into_response(rejection);
                Err(if response.status() == http::StatusCode::PAYLOAD_TOO_LARGE {
                    Error::TooLarge
                } else {
                    Error::BadRequest("error-help-bad-request")
                })
            }
        }
    }
}

/// What is wrong with a form, field by field, as text keys. Empty means all is well.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldErrors(Vec<(String, &'static str, Option<i64>)>);

/// One line of the error summary.
pub struct Line {
    /// Id of the field it leads to.
    pub field: String,
    /// What to do, in the reader's language.
    pub text: String,
}

impl FieldErrors {
    /// Notes that `field` must be mended; only the first fault of a field is kept.
    pub fn add(&mut self, field: impl Into<String>, key: &'static str) {
        self.push(field.into(), key, None);
    }

    /// The same for a text with the variable `$n`, such as the longest length allowed.
    pub fn add_n(&mut self, field: impl Into<String>, key: &'static str, n: i64) {
        self.push(field.into(), key, Some(n));
    }

    fn push(&mut self, field: String, key: &'static str, n: Option<i64>) {
        if !self.has(&field) {
            self.0.push((field, key, n));
        }
    }

    /// Whether there is nothing to mend.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this field must be mended.
    pub fn has(&self, field: &str) -> bool {
        self.0.iter().any(|(f, _, _)| f == field)
    }

    /// What is wrong with a field; empty if nothing.
    pub fn text(&self, lang: &Lang, field: &str) -> String {
        let found = self.0.iter().find(|(f, _, _)| f == field);
        found.map(|(_, key, n)| say(*lang, key, *n)).unwrap_or_default()
    }

    /// Every fault for the summary, in the order found.
    pub fn lines(&self, lang: &Lang) -> Vec<Line> {
        self.0
            .iter()
            .map(|(field, key, n)| Line { field: field.clone(), text: say(*lang, key, *n) })
            .collect()
    }
}

fn say(lang: Lang, key: &str, n: Option<i64>) -> String {
    match n {
        Some(n) => i18n::t_args(lang, key, [("n", n.into())]),
        None => i18n::t(lang, key),
    }
}

/// Text as people mean it: control characters out (line breaks stay in `many_lines`), ends trimmed, composed accents.
pub fn clean(text: &str, many_lines: bool) -> String {
    let kept: String = text
        .replace("\r\n", "\n")
        .chars()
        .filter_map(|c| match c {
            '\n' if many_lines => Some('\n'),
            '\n' | '\t' | '\r' => Some(' '),
            // Characters that turn or hide the text around them have no place in a report.
            '\u{200b}'
            | '\u{200e}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}' => None,
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect();
    kept.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_and_turning_characters_are_taken_out() {
        assert_eq!(clean(" a\u{202e}b\u{200b}\u{0}c \r\n d\t", false), "abc   d");
        assert_eq!(clean("een\r\ntwee", true), "een\ntwee");
    }

    #[test]
    fn the_first_fault_of_a_field_is_kept() {
        let mut errors = FieldErrors::default();
        errors.add("title", "a");
        errors.add("title", "b");
        errors.add_n("text", "c", 3);
        assert_eq!(errors.lines(&Lang::EN).len(), 2);
        assert!(errors.has("text"));
    }
}
