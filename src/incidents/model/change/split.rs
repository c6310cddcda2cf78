//! Splitting a report: what a part is, and when it may be.

use serde::Serialize;

use super::rules::OWN;
use super::{MOST_DESCRIPTION, MOST_TITLE, Refused, Right, State};

/// At most so many parts at once.
pub const MOST_PARTS: usize = 3;

/// One matter that becomes a report of its own.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// Its title.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// Code of its category.
    pub category: String,
}

impl State {
    /// Whether this person may split these parts off now.
    pub fn may_be_split(&self, parts: &[Part], right: &Right) -> Result<(), Refused> {
        if right.own {
            return Err(Refused("title", OWN));
        }
        if !self.status.is_open() {
            return Err(Refused("title", "incidents-change-ended"));
        }
        if parts.is_empty() || parts.iter().any(|p| p.title.is_empty()) {
            return Err(Refused("title", "incidents-change-title"));
        }
        let long = |p: &Part| {
            p.title.chars().count() > MOST_TITLE || p.description.chars().count() > MOST_DESCRIPTION
        };
        if parts.len() > MOST_PARTS || parts.iter().any(long) {
            return Err(Refused("title", "incidents-change-long"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::{right, state};
    use super::*;
    use crate::incidents::model::{ActorKind, Status};

    #[test]
    fn only_an_open_report_of_somebody_else_is_split_into_parts_with_titles() {
        let part = |title: &str| Part {
            title: title.into(),
            description: String::new(),
            category: "road".into(),
        };
        let (mut state, leader) = (state(), right(ActorKind::Leader));
        let refused = |state: &State, parts: &[Part], right: &Right| {
            state.may_be_split(parts, right).err().map(|r| r.1)
        };
        assert_eq!(refused(&state, &[part("Hole")], &leader), None);
        assert_eq!(refused(&state, &[], &leader), Some("incidents-change-title"));
        assert_eq!(refused(&state, &[part("")], &leader), Some("incidents-change-title"));
        let many = vec![part("Hole"); MOST_PARTS + 1];
        assert_eq!(refused(&state, &many, &leader), Some("incidents-change-long"));
        let own = Right { own: true, ..leader };
        assert_eq!(refused(&state, &[part("Hole")], &own), Some(OWN));
        state.status = Status::Closed;
        assert_eq!(refused(&state, &[part("Hole")], &leader), Some("incidents-change-ended"));
    }
}
