//! Nouns of the catalogue: categories, their extra questions, priorities, and when moderation comes.

mod category;
mod category_form;
mod question;
mod question_form;
mod told;

pub use category::{Category, Group, Moderation, Priority, contrast, groups, ink};
pub use category_form::{CategoryForm, ICONS};
pub use question::{Choice, Question, QuestionKind};
pub use question_form::QuestionForm;
pub use told::{TOLD, ToldForm};

use crate::i18n::Lang;

/// Whether it may be the stable word of a category or question.
fn is_code(text: &str) -> bool {
    text.len() <= 40
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// Splits `name-af` into the field and the language.
fn by_lang(name: &str) -> Option<(&str, &str)> {
    name.rsplit_once('-').filter(|(_, lang)| lang.parse::<Lang>().is_ok())
}
