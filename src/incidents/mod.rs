//! The record and everything residents do with it: report, browse, read one, comment, follow. An incident has three
//! separate fields that are easily mixed: publication (who may see it), status (what is being done), delivery (which
//! authority has it). The rules of the record are in `model.rs`; every change goes through `actions`, which writes
//! history in the same transaction. Public surfaces read only the views `public_incidents`, `public_comments`, `public_media`.

pub mod actions;
mod jobs;
mod model;
mod pages;
mod queries;

pub use actions::clean_up;
pub use actions::{anchor_history, replay, replay_all, verify_anchors, verify_history};
pub use jobs::alert_leaders;
pub use model::{
    ActorKind, Among, Assigned, Card, Fault, Filter, MOST_DESCRIPTION, MOST_NOTE, MOST_PARTS,
    MOST_REASON, MOST_TITLE, Needs, Part, Priority, Proposal, Publication, REOPEN_DAYS, Reference,
    Replayed, Right, State, Status, Wish, may_move, move_needs,
};
pub use pages::{Filtering, Options, card, now};
pub(crate) use queries::browse::filtered;
pub use queries::browse::{Choice, Wanted, choices, planned};
pub use queries::change::{Assignee, assignees};
pub use queries::history::Broken;

use crate::web::routes::Routes;

/// The routes of this feature.
pub fn routes() -> Routes {
    pages::routes()
}
