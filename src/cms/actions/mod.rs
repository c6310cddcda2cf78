//! What editors do: each act is one transaction that locks, checks, writes, and leaves its lines in the history.

mod copy;
mod images;
mod notices;
mod pages;
mod plan;
mod redirects;
mod rights;
mod seed;
mod settings;
mod texts;

pub use copy::copy_page;
pub use images::{
    Gone, add_image, may_change_image, picture, remove_image, replace_image, save_image,
};
pub use notices::{add_notice, remove_notice, save_notice};
pub use pages::{
    Binned, Done, ask, create, move_page, publish, remove, restore, revert, save_draft, shift,
    unpublish,
};
pub use plan::{plan, run_due};
pub use redirects::{Added, add_redirect, import_redirects, remove_redirect};
pub use rights::{own_page, own_present, rights, save_rights};
pub use seed::seed;
pub use settings::{add_menu_item, move_menu_item, remove_menu_item, save_settings};
pub use texts::{take_texts, texts};

/// What a save can come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is stored.
    Stored,
    /// Somebody else saved in the meantime; nothing was written.
    Stale,
}
