//! Nouns of media: who may see something ([`Publication`], shared by reports, photos and comments).

use serde::{Deserialize, Serialize};

/// Who may see a report, a photo or a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, sqlx::Type, Serialize, Deserialize)]
#[sqlx(type_name = "publication", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Publication {
    /// Waits for a leader.
    Pending,
    /// Everybody.
    Public,
    /// Taken down with a reason; may come back.
    Hidden,
    /// Never meant for the public.
    Private,
}

impl Publication {
    /// Every value.
    pub const ALL: [Publication; 4] = [Self::Pending, Self::Public, Self::Hidden, Self::Private];

    /// The word in the database and in text keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Public => "public",
            Self::Hidden => "hidden",
            Self::Private => "private",
        }
    }

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

impl std::str::FromStr for Publication {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|p| p.as_str() == text).ok_or(())
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
