//! The form of a reply: where it is offered, its name and its words in every language.

use std::collections::HashMap;

use crate::i18n::Lang;
use crate::web::form::{FieldErrors, clean};

/// Where replies are offered, as the database has it.
pub const USES: [&str; 4] = ["hide", "reject", "ask", "status"];

/// Longest name and words, characters.
const MOST: (usize, usize) = (80, 900);

/// A reply as typed.
#[derive(Clone, Debug, Default)]
pub struct ReplyForm {
    /// One of [`USES`].
    pub used_for: String,
    words: HashMap<String, String>,
}

impl ReplyForm {
    /// From the fields of a form: `used_for`, `name-en`, `body-en`, and so on.
    pub fn read(fields: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in fields {
            let value = clean(&value, name.starts_with("body-"));
            match name.as_str() {
                "used_for" => form.used_for = value,
                _ => _ = form.words.insert(name, value),
            }
        }
        form
    }

    /// Without words yet.
    pub fn of_use(used_for: &str) -> Self {
        Self { used_for: used_for.to_owned(), ..Self::default() }
    }

    /// With the words of one language.
    pub fn with(mut self, lang: Lang, name: String, body: String) -> Self {
        self.words.insert(format!("name-{lang}"), name);
        self.words.insert(format!("body-{lang}"), body);
        self
    }

    /// Its name in a language; empty if there is none.
    pub fn name_in(&self, lang: &Lang) -> &str {
        self.words.get(&format!("name-{lang}")).map_or("", String::as_str)
    }

    /// Its words in a language; empty if there are none.
    pub fn body_in(&self, lang: &Lang) -> &str {
        self.words.get(&format!("body-{lang}")).map_or("", String::as_str)
    }

    /// What must be mended: every language needs a name and words that are not too long.
    pub fn check(&self) -> FieldErrors {
        let mut errors = FieldErrors::default();
        if !USES.contains(&self.used_for.as_str()) {
            errors.add("used_for", "moderation-reply-use-missing");
        }
        for lang in Lang::all() {
            if !(1..=MOST.0).contains(&self.name_in(&lang).chars().count()) {
                errors.add_n(format!("name-{lang}"), "moderation-reply-length", MOST.0 as i64);
            }
            if !(1..=MOST.1).contains(&self.body_in(&lang).chars().count()) {
                errors.add_n(format!("body-{lang}"), "moderation-reply-length", MOST.1 as i64);
            }
        }
        errors
    }
}
