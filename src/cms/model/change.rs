//! One line of the history: what was changed, and by which act.

use crate::auth::Viewer;
use crate::ids::{AccountId, ActId, words};

words! {
    /// What a change is about.
    Subject in "text" {
        /// Settings of the site.
        Settings = "settings",
        /// A line of a menu.
        Menu = "menu",
        /// A notice.
        Notice = "notice",
        /// A content page.
        Page = "page",
        /// A redirect.
        Redirect = "redirect",
        /// A picture of the library.
        Image = "image",
    }
}

words! {
    /// What was done.
    Kind in "text" {
        /// Made.
        Added = "added",
        /// A field got another value.
        Changed = "changed",
        /// Another place among its like.
        Moved = "moved",
        /// Taken away.
        Removed = "removed",
        /// Brought back.
        Restored = "restored",
        /// The public reads the draft from now on.
        Published = "published",
        /// The public reads it no more.
        Unpublished = "unpublished",
        /// Will go live or end by itself.
        Scheduled = "scheduled",
        /// That was called off.
        Unscheduled = "unscheduled",
        /// Somebody else is asked to publish it.
        Asked = "asked",
        /// The draft is an older text again.
        Reverted = "reverted",
    }
}

/// One act of one person, or of the system.
#[derive(Clone, Copy, Debug)]
pub struct Act {
    /// Shared by all its lines.
    pub id: ActId,
    /// Who; nobody is the system.
    pub actor: Option<AccountId>,
}

impl Act {
    /// An act of a person.
    pub fn of(who: &Viewer) -> Self {
        Self { id: ActId::new(), actor: Some(who.account) }
    }

    /// An act of the system.
    pub fn system() -> Self {
        Self { id: ActId::new(), actor: None }
    }
}
