//! What people do to incidents: one function a verb, one transaction each, history in the same transaction.

mod answer;
mod appeal;
mod change;
mod comment;
mod cover;
mod follow;
mod history;
mod import;
mod merge;
mod move_reports;
mod report;
mod resettle;
mod reveal;
mod verify;

pub use answer::{Proof, answer, make_private};
pub use appeal::appeal;
pub use change::{
    By, ChangeError, Changed, Stale, UNDO_SECONDS, by_itself, capacity, change, end_waits,
    forget_old, note, split, undo, would_change,
};
pub use comment::{MOST_SAID, comment};
pub use follow::{Follower, follow};
pub use history::{Act, Actor, Change};
pub use import::{Imported, Mapping, import, import_rows};
pub use merge::carry_over;
pub use move_reports::move_reports;
pub use report::{Reported, begin_draft, clean_up, report, save_draft, spot, tracking_token};
pub use resettle::resettle;
pub use reveal::{ExactPlace, Identity, reveal, see_place, see_places};
pub use verify::{anchor_history, replay, replay_all, verify_anchors, verify_history};
