//! What people do to incidents: one function a verb, one transaction each, history in the same transaction.

mod answer;
mod comment;
mod follow;
mod change;
mod history;
mod import;
mod verify;

pub use answer::{Proof, answer, make_private};
pub use comment::{MOST_SAID, comment};
pub use follow::{Follower, follow};
pub use change::{By, ChangeError, Changed, Stale, UNDO_SECONDS, change, forget_old, note, undo};
pub use history::{Act, Actor, Change};
pub use import::{Imported, Mapping, import};
pub use verify::{anchor_history, replay, replay_all, verify_anchors, verify_history};
