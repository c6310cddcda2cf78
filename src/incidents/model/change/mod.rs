//! What staff may change of a report, without I/O. A [`Wish`] is one thing that somebody asks for; [`State::apply`] judges it
//! by the rules of moves and of rights and, if it may be, changes the state and says so in [`Row`]s for the history. A macro
//! is several wishes in one act.

#[cfg(test)]
pub mod examples;
mod rules;
mod split;
mod state;
mod two;
mod wish;

pub use rules::{MOST_DESCRIPTION, MOST_NOTE, MOST_REASON, MOST_TITLE};
pub use split::{MOST_PARTS, Part};
pub use state::{Facts, Other, Row, ShownPlace, State};
pub use two::{Proposal, Turn};
pub use wish::{Refused, Right, Wish};
