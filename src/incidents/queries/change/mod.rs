//! SQL of changing a report: the row as it is locked and stored again, its parts, its wait, what taking a decision back
//! needs, and what merging duplicates and categories needs.

mod merge;
mod part;
mod record;
mod split;
mod undo;
mod wait;

pub use merge::{Reader, Repeats, carry_followers, list_in_category, readers, repeats};
pub use part::{Note, delete_note, has_photo, insert_note, lock_comment, set_comment_publication};
pub use record::{Assignee, Locked, assignees, lock, original, store};
pub use split::{NewPart, copy_contact, copy_followers, insert_part, reference};
pub use undo::{
    Done, find_same, forget, forget_conflicts, forget_old, note_conflict, remember, remembered,
    rows_of,
};
pub use wait::{forget_wait, list_waited, set_wait};
