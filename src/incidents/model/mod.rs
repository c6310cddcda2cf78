//! The record and its rules, without I/O: statuses and their legal moves, references, and who may make which move.

mod change;
mod cursor;
mod filter;
mod replay;
pub mod report;
mod shown;

use serde::{Deserialize, Serialize};

pub use crate::categories::Priority;
use crate::ids::words;
pub use crate::media::Publication;
pub use change::{
    Facts, MOST_DESCRIPTION, MOST_NOTE, MOST_PARTS, MOST_REASON, MOST_TITLE, Other, Part, Proposal,
    Refused, Right, Row, ShownPlace, State, Turn, Wish,
};
pub use cursor::{Cursor, Order};
pub use filter::{Among, Assigned, Filter, MOST_TYPED};
pub use replay::{Fault, Recorded, Replayed, replay};
pub use shown::{
    Card, Comment, MAP_HEIGHT, MAP_WIDTH, Nearby, Past, Photo, Relative, Shown, Step, timeline,
};

words! {
    /// What is being done about an incident.
    Status in "incident_status" {
        /// Sent in; nobody has looked yet.
        Reported = "reported",
        /// A leader or officer has seen it.
        Acknowledged = "acknowledged",
        /// Somebody works on it.
        InProgress = "in_progress",
        /// It waits for parts, an answer, or the reporter.
        Waiting = "waiting",
        /// The cause is gone, says whoever worked on it.
        Resolved = "resolved",
        /// Over.
        Closed = "closed",
        /// Not taken up, with a reason.
        Rejected = "rejected",
        /// The same as another incident.
        Duplicate = "duplicate",
    }
}

impl Status {
    /// Whether somebody still has to do something.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Reported | Self::Acknowledged | Self::InProgress | Self::Waiting)
    }
}

/// Who makes a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// Without an account.
    Visitor,
    /// With an account and no more.
    Resident,
    /// Community leader.
    Leader,
    /// Officer of an authority.
    Officer,
    /// Editor of pages.
    Editor,
    /// Administrator.
    Admin,
    /// The program itself: ended waits, imports, schedules.
    System,
    /// An authority's own system; counts as an officer.
    Authority,
}

impl ActorKind {
    /// The word in `history.actor_kind`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Resident => "resident",
            Self::Leader => "leader",
            Self::Officer => "officer",
            Self::Editor => "editor",
            Self::Admin => "admin",
            Self::System => "system",
            Self::Authority => "authority",
        }
    }

    fn is_staff(self) -> bool {
        matches!(self, Self::Leader | Self::Officer | Self::Admin | Self::Authority)
    }
}

/// What a move needs beside the right to make it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing more.
    Nothing,
    /// A text that says why or what.
    Text,
    /// The other incident.
    OtherIncident,
}

/// A reporter may reopen what was resolved for this many days.
pub const REOPEN_DAYS: i64 = 14;

/// What the move from one status to another needs, or none if no rule knows it (SPEC.md, completed by DECISIONS 1).
pub fn move_needs(from: Status, to: Status) -> Option<Needs> {
    use Needs::{Nothing, OtherIncident, Text};
    use Status::{
        Acknowledged, Closed, Duplicate, InProgress, Rejected, Reported, Resolved, Waiting,
    };
    Some(match (from, to) {
        (Reported, Acknowledged | InProgress) | (Acknowledged, InProgress) => Nothing,
        (InProgress, Acknowledged) | (Resolved, Closed) => Nothing,
        (Reported | Acknowledged | InProgress, Waiting) => Text,
        (Reported | Acknowledged | InProgress | Waiting, Rejected) => Text,
        (Reported | Acknowledged | InProgress | Waiting, Duplicate) => OtherIncident,
        (Acknowledged | InProgress | Waiting, Resolved) => Text,
        (Waiting, InProgress | Closed) => Text,
        (Resolved | Closed | Rejected | Duplicate, InProgress) => Text,
        _ => return None,
    })
}

/// Whether this kind of actor may make a move that [`move_needs`] knows. `reporter` says that the actor reported this
/// incident; `days_resolved` how long ago it was resolved.
pub fn may_move(
    from: Status,
    to: Status,
    actor: ActorKind,
    reporter: bool,
    days_resolved: Option<i64>,
) -> bool {
    use Status::{Closed, Duplicate, InProgress, Rejected, Resolved, Waiting};
    if move_needs(from, to).is_none() {
        return false;
    }
    match (from, to) {
        (Closed | Rejected | Duplicate, InProgress) => {
            matches!(actor, ActorKind::Leader | ActorKind::Admin)
        }
        (Waiting, InProgress) => actor.is_staff() || actor == ActorKind::System || reporter,
        (Resolved, InProgress) => {
            actor.is_staff() || (reporter && days_resolved.is_some_and(|days| days < REOPEN_DAYS))
        }
        _ => actor.is_staff(),
    }
}

/// A public reference such as `NB-7F3K-9Q2M`: seven random Crockford characters and one check character, made to be
/// read aloud. Never a secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reference(String);

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl Reference {
    /// A fresh one; uniqueness is the database's word, so the writer tries again on a clash.
    pub fn random() -> Self {
        let bits: u64 = rand::random();
        Self::from_digits(std::array::from_fn(|i| (bits >> (i * 5) & 31) as u8))
    }

    fn from_digits(digits: [u8; 7]) -> Self {
        let char_of = |d: u8| char::from(ALPHABET[usize::from(d)]);
        let all: String = digits.into_iter().chain([check_digit(&digits)]).map(char_of).collect();
        Self(format!("NB-{}-{}", &all[..4], &all[4..]))
    }

    /// Reads what a person typed: any case, with or without `NB-`, dashes or spaces; O is 0, I and L are 1.
    pub fn parse(typed: &str) -> Option<Self> {
        let plain: String = typed
            .trim()
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let plain = match plain.strip_prefix("NB") {
            Some(rest) if rest.len() == 8 => rest,
            _ => &plain,
        };
        if !plain.is_ascii() || plain.len() != 8 {
            return None;
        }
        let mut digits = [0u8; 8];
        for (digit, c) in digits.iter_mut().zip(plain.bytes()) {
            let c = match c {
                b'O' => b'0',
                b'I' | b'L' => b'1',
                c => c,
            };
            *digit = u8::try_from(ALPHABET.iter().position(|a| *a == c)?).ok()?;
        }
        let (body, check) = (digits[..7].try_into().ok()?, digits[7]);
        (check_digit(&body) == check).then(|| Self::from_digits(body))
    }

    /// The text: `NB-7F3K-9Q2M`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Weighted sum modulo 32 with odd weights whose neighbours differ by a unit: finds every single wrong character, and
/// every swap of neighbours except of characters 16 apart.
fn check_digit(digits: &[u8; 7]) -> u8 {
    const WEIGHTS: [u32; 7] = [1, 3, 5, 7, 9, 11, 13];
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(d, w)| u32::from(*d) * w).sum();
    (sum % 32) as u8
}

impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<String> for Reference {
    /// From the database, which checks the form.
    fn from(text: String) -> Self {
        Self(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_pair_of_statuses_is_either_in_the_table_or_refused() {
        use Status::{
            Acknowledged, Closed, Duplicate, InProgress, Rejected, Reported, Resolved, Waiting,
        };
        let legal: &[(Status, &[Status])] = &[
            (Reported, &[Acknowledged, InProgress, Waiting, Rejected, Duplicate]),
            (Acknowledged, &[InProgress, Waiting, Resolved, Rejected, Duplicate]),
            (InProgress, &[Acknowledged, Waiting, Resolved, Rejected, Duplicate]),
            (Waiting, &[InProgress, Resolved, Closed, Rejected, Duplicate]),
            (Resolved, &[Closed, InProgress]),
            (Closed, &[InProgress]),
            (Rejected, &[InProgress]),
            (Duplicate, &[InProgress]),
        ];
        for (from, targets) in legal {
            for to in Status::ALL {
                assert_eq!(
                    move_needs(*from, to).is_some(),
                    targets.contains(&to),
                    "{from:?} -> {to:?}"
                );
                for kind in [ActorKind::Visitor, ActorKind::Resident, ActorKind::Editor] {
                    assert!(
                        !may_move(*from, to, kind, false, Some(0)),
                        "{kind:?} {from:?} -> {to:?}"
                    );
                }
                let leader = may_move(*from, to, ActorKind::Leader, false, None);
                assert_eq!(leader, targets.contains(&to), "leader {from:?} -> {to:?}");
            }
        }
    }

    #[test]
    fn the_reporter_may_answer_and_may_reopen_for_two_weeks() {
        let may = |from, days| may_move(from, Status::InProgress, ActorKind::Visitor, true, days);
        assert!(may(Status::Waiting, None));
        assert!(may(Status::Resolved, Some(13)));
        assert!(!may(Status::Resolved, Some(14)));
        assert!(!may(Status::Resolved, None));
        assert!(!may(Status::Closed, Some(1)));
    }

    #[test]
    fn an_officer_does_not_reopen_what_is_over() {
        for from in [Status::Closed, Status::Rejected, Status::Duplicate] {
            assert!(!may_move(from, Status::InProgress, ActorKind::Officer, false, None));
        }
        assert!(may_move(Status::Resolved, Status::InProgress, ActorKind::Officer, false, None));
        assert!(may_move(Status::Waiting, Status::InProgress, ActorKind::System, false, None));
        assert!(!may_move(Status::Waiting, Status::Closed, ActorKind::System, false, None));
    }

    #[test]
    fn a_reference_is_read_as_people_say_it() {
        let reference = Reference::from_digits([7, 15, 3, 19, 9, 22, 2]);
        let typed = reference.as_str().to_lowercase().replace('-', " ");
        assert_eq!(Reference::parse(&typed), Some(reference.clone()));
        assert_eq!(Reference::parse(&reference.as_str()[3..]), Some(reference));
        assert_eq!(Reference::parse("NB-0000-0001"), None);
        assert_eq!(Reference::parse("ŉ-ŉ"), None);
    }

    proptest! {
        #[test]
        fn any_single_wrong_character_is_noticed(digits in prop::array::uniform7(0u8..32), at in 0usize..8, shift in 1usize..32) {
            let right = Reference::from_digits(digits).0.replace('-', "");
            let mut wrong = right.clone().into_bytes();
            let old = ALPHABET.iter().position(|a| *a == wrong[at + 2]).unwrap();
            wrong[at + 2] = ALPHABET[(old + shift) % 32];
            prop_assert_eq!(Reference::parse(std::str::from_utf8(&wrong).unwrap()), None);
            prop_assert!(Reference::parse(&right).is_some());
        }
    }
}
