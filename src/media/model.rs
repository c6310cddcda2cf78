//! Nouns of media: who may see something ([`Publication`], shared by reports, photos and comments).

use crate::ids::words;

words! {
    /// Who may see a report, a photo or a comment.
    Publication in "publication" {
        /// Waits for a leader.
        Pending = "pending",
        /// Everybody.
        Public = "public",
        /// Taken down with a reason; may come back.
        Hidden = "hidden",
        /// Never meant for the public.
        Private = "private",
    }
}

impl Publication {
    /// Whether the rules know this move (DECISIONS 3): pending to any other; public to hidden or private; back to public.
    pub fn may_become(self, to: Publication) -> bool {
        use Publication::{Hidden, Pending, Private, Public};
        matches!(
            (self, to),
            (Pending, Public | Hidden | Private)
                | (Public, Hidden | Private)
                | (Hidden | Private, Public)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_goes_back_to_waiting() {
        for from in Publication::ALL {
            assert!(!from.may_become(Publication::Pending), "{from:?}");
            assert!(!from.may_become(from), "{from:?}");
        }
        assert!(!Publication::Hidden.may_become(Publication::Private));
        assert!(Publication::Private.may_become(Publication::Public));
    }
}
