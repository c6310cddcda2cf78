//! The history of everything that staff change, as asked for and as exported.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A line of the history.
#[derive(Clone, Debug)]
pub struct HistoryRow {
    /// When.
    pub at: DateTime<Utc>,
    /// Lines of one act share it; lines of older parts stand alone.
    pub act: Option<Uuid>,
    /// Who; nobody is the system.
    pub actor: Option<String>,
    /// What kind of thing: `page`, `category`, `person`...
    pub subject: String,
    /// Its name at that time.
    pub name: String,
    /// What was done.
    pub kind: String,
    /// To which field; empty if to all of it.
    pub field: String,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
}

impl HistoryRow {
    /// A value as the list shows it: the first letters of a long text.
    pub fn short(value: &Option<String>) -> String {
        let text = value.as_deref().unwrap_or("");
        let mut short: String = text.chars().take(120).collect();
        if short.len() < text.len() {
            short.push('…');
        }
        short
    }

    /// The value before, for the list.
    pub fn was(&self) -> String {
        Self::short(&self.old)
    }

    /// The value after, for the list.
    pub fn is(&self) -> String {
        Self::short(&self.new)
    }
}

/// Which lines are asked for; empty means any.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HistoryFilter {
    /// Letters of the name of who did it.
    pub who: String,
    /// What kind of thing.
    pub subject: String,
    /// Letters of the name of the thing.
    pub name: String,
    /// From this moment on.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment: the end asked for, or where the page before ended.
    pub before: Option<DateTime<Utc>>,
}

/// Kinds of things in the history, in the order of the form.
pub const SUBJECTS: [&str; 9] =
    ["page", "image", "notice", "menu", "redirect", "settings", "category", "area", "person"];

/// A cell that no spreadsheet takes for a formula.
pub fn csv_cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_only_words() {
        assert_eq!(csv_cell("=cmd()"), "'=cmd()");
        assert_eq!(csv_cell("water"), "water");
    }
}
