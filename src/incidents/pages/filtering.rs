//! What the pages with the filter form have in common: the options that its fields offer, and what stands in them.

use crate::incidents::model::{Among, Filter, Priority, Status};
use crate::incidents::queries::browse::Choice;
use crate::web::page::Page;

/// Options of a select: value, and what people read.
pub type Options = Vec<(String, String)>;

/// A page with the filter form. Its template calls these.
pub trait Filtering {
    /// The page, its filter, and the choices that the form offers.
    fn parts(&self) -> (&Page, &Filter, &[Choice]);

    /// The choices of a kind.
    fn of_kind(&self, kind: &str) -> Options {
        let of_kind = self.parts().2.iter().filter(|c| c.kind == kind);
        of_kind.map(|c| (c.value.clone(), c.label.clone())).collect()
    }

    /// These words, each with the text whose key ends in it.
    fn worded(&self, start: &str, words: impl Iterator<Item = &'static str>) -> Options {
        words.map(|w| (w.to_owned(), self.parts().0.t(&format!("{start}{w}")))).collect()
    }

    /// Statuses: those together that have a chip, then each.
    fn statuses(&self) -> Options {
        let groups = self.worded("incidents-list-", Among::CHIPS.iter().map(|a| a.as_str()));
        let each = self.worded("incidents-status-", Status::ALL.iter().map(|s| s.as_str()));
        groups.into_iter().chain(each).collect()
    }

    /// Priorities, the highest first.
    fn priorities(&self) -> Options {
        self.worded("incidents-priority-", Priority::ALL.iter().rev().map(|p| p.as_str()))
    }

    /// The priority asked for.
    fn priority(&self) -> &'static str {
        self.parts().1.priority.map_or("", Priority::as_str)
    }

    /// A day as the field holds it.
    fn day(&self, day: &Option<chrono::NaiveDate>) -> String {
        day.map(|d| d.to_string()).unwrap_or_default()
    }
}
