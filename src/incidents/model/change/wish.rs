//! What somebody of the staff asks for, in what capacity, and the answer when it may not be.

use serde::{Deserialize, Serialize};

use super::rules::is_judgement;
use crate::i18n::Lang;
use crate::ids::{AccountId, CommentId, MediaId};
use crate::incidents::model::{ActorKind, Priority, Publication, Reference, Status, may_move};

/// One thing that somebody of the staff asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Wish {
    /// Another status, with its text, and for a duplicate the other report.
    Status {
        /// The status wanted.
        to: Status,
        /// What the public reads with it.
        text: String,
        /// The report that this one repeats.
        other: Option<Reference>,
    },
    /// How long it waits, together with the status that says so; then it goes on by itself.
    Wait {
        /// Days from now.
        days: i32,
    },
    /// Another publication; hiding needs a reason, which the reporter reads.
    Publication {
        /// The publication wanted.
        to: Publication,
        /// Why.
        reason: String,
    },
    /// Another priority.
    Priority(Priority),
    /// Somebody who works on it, or nobody.
    Assign(Option<AccountId>),
    /// To be looked at higher up.
    Escalate {
        /// Why; for staff only.
        reason: String,
    },
    /// Other words in place of the reporter's, whose own stay in the private half of history.
    Words {
        /// The title.
        title: String,
        /// The description.
        description: String,
    },
    /// Whether an authority must act.
    Authority(bool),
    /// Another category, by its code: the public place follows its precision.
    Category(String),
    /// Who may see one photo.
    Photo {
        /// Which.
        media: MediaId,
        /// The publication wanted.
        to: Publication,
    },
    /// What is covered of one photo, and how it is turned.
    Cover {
        /// Which.
        media: MediaId,
        /// As `media::Cover` writes itself; empty is as it was sent.
        cover: String,
    },
    /// An internal note beside what is changed; undo takes it away again.
    Note {
        /// The words.
        body: String,
        /// Their language.
        lang: Lang,
    },
    /// What becomes of an appeal; the reporter reads the text.
    Appeal {
        /// Whether the reporter is right.
        granted: bool,
        /// What they are told.
        text: String,
    },
    /// What somebody else proposed is done, where two people decide.
    Confirm,
    /// What somebody proposed is not done.
    Withdraw,
    /// Who may see one comment.
    Comment {
        /// Which.
        comment: CommentId,
        /// The publication wanted.
        to: Publication,
    },
}

impl Wish {
    /// A report waits so many days unless somebody says otherwise.
    pub const WAIT_DAYS: i32 = 14;
}

/// In what capacity somebody acts on one report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Right {
    /// The strongest of their roles whose limits cover the report.
    pub kind: ActorKind,
    /// Who.
    pub account: AccountId,
    /// Whether they reported it themselves.
    pub own: bool,
    /// Whether they may make something public.
    pub may_publish: bool,
}

impl Right {
    /// Whether this person may make this move: by the rules of moves, and nobody judges their own report.
    pub fn may_move(&self, from: Status, to: Status) -> bool {
        may_move(from, to, self.kind, false, None) && !(self.own && is_judgement(from, to))
    }
}

/// Why something may not be: the field of the form, and the key of a text that says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused(pub &'static str, pub &'static str);
