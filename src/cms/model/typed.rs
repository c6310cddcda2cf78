//! A form as it came: names and values in order.

use crate::i18n::Lang;
use crate::web::form::clean;

/// The fields of a form, read by name; what is missing is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed(pub Vec<(String, String)>);

impl Typed {
    /// The first value as it came.
    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    /// One line of text.
    pub fn line(&self, name: &str) -> String {
        clean(self.raw(name), false)
    }

    /// One line in a language: field `name-af`.
    pub fn line_in(&self, name: &str, lang: Lang) -> String {
        self.line(&format!("{name}-{lang}"))
    }

    /// Text of many lines.
    pub fn text(&self, name: &str) -> String {
        clean(self.raw(name), true)
    }

    /// Whether a box is ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        self.raw(name) == "yes"
    }

    /// A whole number; 0 if it is none.
    pub fn number(&self, name: &str) -> i32 {
        self.raw(name).trim().parse().unwrap_or(0)
    }
}
