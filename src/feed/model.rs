//! What the feed is made of: places in it, its events, the notices that listeners share, and the topics they listen to.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::events::EventKind;
use crate::i18n::Lang;
use crate::ids::{AccountId, AreaId, CategoryId, IncidentId};

/// A place in the feed. Written `epoch-transaction-sequence`; a restore of the database begins a new epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Which life of the database.
    pub epoch: i32,
    /// Transaction that wrote the event.
    pub xid: i64,
    /// Sequence number of the event.
    pub id: i64,
}

impl Position {
    /// Whether the end of what can be read, `self`, shows that the database is not the one in which `from` was read: it was
    /// restored, or it crashed and lost commits (`synchronous_commit = off`), so that transaction numbers are given again.
    pub fn is_of_another_life(&self, from: Self) -> bool {
        self.epoch != from.epoch || self.xid < from.xid
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", self.epoch, self.xid, self.id)
    }
}

impl FromStr for Position {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split('-').map(|p| p.parse::<i64>().ok().filter(|n| *n >= 0));
        let mut part = || parts.next().flatten().ok_or(());
        let epoch = i32::try_from(part()?).map_err(|_| ())?;
        let position = Self { epoch, xid: part()?, id: part()? };
        if parts.next().is_none() { Ok(position) } else { Err(()) }
    }
}

/// One row of the feed.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its place.
    pub at: Position,
    /// What happened; none for a kind that a newer version writes.
    pub kind: Option<EventKind>,
    /// To which report.
    pub incident: Option<IncidentId>,
    /// More, by kind.
    pub data: Value,
}

/// What one reading found.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Events in feed order.
    pub events: Vec<Event>,
    /// Everything before this place is decided: nothing will appear there any more.
    pub end: Position,
    /// Whether committed events wait for an older transaction that still runs.
    pub held: bool,
}

/// What listeners are told about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Everything that everybody may see.
    Public,
    /// One report.
    Incident(IncidentId),
    /// Everything, for staff.
    Staff,
    /// What concerns one person.
    Person(AccountId),
    /// Everything, for programs with the key of somebody on the staff.
    Programs,
}

/// What everybody may know of a report, by which listeners filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Public reference.
    pub reference: String,
    /// Word of the status.
    pub status: &'static str,
    /// Word of the priority.
    pub priority: &'static str,
    /// Code of the category.
    pub category: String,
    /// Code of the area.
    pub area: Option<String>,
    /// When it was reported.
    pub reported_at: DateTime<Utc>,
}

/// A report as programs with a key know it, and who among them may.
#[derive(Clone, Debug)]
pub struct Inside {
    /// Whether everybody may see it.
    pub public: bool,
    /// Who reported it.
    pub reporter: Option<AccountId>,
    /// For the rights of staff.
    pub area: Option<AreaId>,
    /// For the rights of staff.
    pub category: CategoryId,
    /// The message.
    pub json: Bytes,
}

/// One event as all its listeners share it. The bytes are made once.
#[derive(Debug, Default)]
pub struct Notice {
    /// Its place in the feed.
    pub at: Position,
    /// What happened.
    pub kind: Option<EventKind>,
    /// Of which report it tells.
    pub incident: Option<IncidentId>,
    /// What is public of the report after it; none for a report that is not.
    pub facts: Option<Facts>,
    /// Whether it changed anything that everybody sees.
    pub public: bool,
    /// Whether it changed a list that everybody sees.
    pub listed: bool,
    /// Whose report it is and who follows it; none when that was not looked up.
    pub people: Option<Vec<AccountId>>,
    /// The card as an event of the list, by language.
    pub cards: Vec<(Lang, Bytes)>,
    /// The page's changing part as an event of that report, by language.
    pub pages: Vec<(Lang, Bytes)>,
    /// That it is on no list any more.
    pub gone: Bytes,
    /// That something changed, and no more.
    pub signal: Bytes,
    /// The same for programs, as JSON; empty when it is not public.
    pub json: Bytes,
    /// The same for programs with a key; none when nobody listened for it.
    pub inside: Option<Inside>,
    /// The catalogue of categories for programs, as JSON; empty unless it changed.
    pub categories: Bytes,
}

impl Notice {
    /// The bytes made for a language.
    pub fn of(made: &[(Lang, Bytes)], lang: Lang) -> Option<Bytes> {
        made.iter().find(|(l, _)| *l == lang).map(|(_, bytes)| bytes.clone())
    }
}

/// What comes over a topic.
#[derive(Clone, Debug)]
pub enum Sent {
    /// Something happened.
    Notice(Arc<Notice>),
    /// Nothing was committed, but time has made what one sees another.
    Nudge(Position),
    /// Nothing happened; keeps connections open and finds dead ones.
    Beat,
    /// The feed began anew here: forget what you know.
    Afresh(Position),
}

/// What happened between the place a listener names and the moment it joined.
#[derive(Debug)]
pub enum Missed {
    /// All of it, in order.
    These(Vec<Arc<Notice>>),
    /// More than is kept in memory: read the database.
    Older,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_read_as_it_is_written() {
        let position = Position { epoch: 2, xid: 812, id: 99 };
        assert_eq!(position.to_string().parse(), Ok(position));
        for bad in ["", "1", "1-2", "1-2-3-4", "1-x-3", "1--3", "-1-2-3", "99999999999-1-1"] {
            assert_eq!(bad.parse::<Position>(), Err(()), "{bad}");
        }
    }

    #[test]
    fn numbers_that_are_given_again_are_of_another_life() {
        let at = |epoch, xid| Position { epoch, xid, id: 0 };
        assert!(!at(2, 812).is_of_another_life(at(2, 812)));
        assert!(!at(2, 900).is_of_another_life(at(2, 812)));
        assert!(at(2, 811).is_of_another_life(at(2, 812)));
        assert!(at(3, 900).is_of_another_life(at(2, 812)));
    }
}
