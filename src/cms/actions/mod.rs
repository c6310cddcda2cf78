//! What editors do: each act is one transaction that locks, checks, writes, and leaves its lines in the history.

mod notices;
mod settings;

pub use notices::{add_notice, remove_notice, save_notice};
pub use settings::{add_menu_item, move_menu_item, remove_menu_item, save_settings};

/// What a save can come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is stored.
    Stored,
    /// Somebody else saved in the meantime; nothing was written.
    Stale,
}
