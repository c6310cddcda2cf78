//! Folding the history of a report into the state it must have: every step a legal move, every version one higher than the
//! last, every undo the exact opposite of the row it names.

use std::collections::HashMap;

use serde::Deserialize;
use uuid::Uuid;

use super::{ActorKind, Priority, Publication, Status, may_move};
use crate::ids::AccountId;

/// A history row as far as replaying needs it.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The row.
    pub id: Uuid,
    /// Place in the history of its report.
    pub seq: i32,
    /// Rows of one act share it.
    pub act: Uuid,
    /// `reported`, `imported`, `changed`, `commented`, `undo`.
    pub kind: String,
    /// In what capacity somebody acted.
    pub actor: String,
    /// Changed field; empty if none.
    pub field: String,
    /// Value before.
    pub old: Option<String>,
    /// Value after.
    pub new: Option<String>,
    /// Version of the report after the act.
    pub version: i32,
    /// The row that this one takes back.
    pub reverses: Option<Uuid>,
}

/// What history says a report is.
#[derive(Clone, Debug, PartialEq)]
pub struct Replayed {
    /// Status.
    pub status: Status,
    /// Publication.
    pub publication: Publication,
    /// Priority.
    pub priority: Priority,
    /// Code of the category.
    pub category: String,
    /// Who works on it.
    pub assigned_to: Option<AccountId>,
    /// Version.
    pub version: i32,
}

/// Where history does not hold together.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Fault {
    /// The first row does not say what the report began as.
    #[error("history does not begin with a report")]
    Beginning,
    /// A row says that a field was something else than it was.
    #[error("row {0}: {1} was not what it says it was")]
    Value(i32, String),
    /// A move that no rule knows, or that this actor may not make.
    #[error("row {0}: {1} is not a legal move")]
    Move(i32, String),
    /// A version that does not follow the one before.
    #[error("row {0}: the version does not follow")]
    Version(i32),
    /// An undo of nothing, of something else, or for the second time.
    #[error("row {0}: it takes back what was not done")]
    Undo(i32),
    /// The report is not what its history says.
    #[error("the report is not what its history says: {0}")]
    Record(&'static str),
}

/// The first row's summary of a report.
#[derive(Deserialize)]
struct Beginning {
    status: Status,
    publication: Publication,
    priority: Priority,
    category: String,
    #[serde(default)]
    assigned_to: Option<AccountId>,
}

/// Folds history, oldest row first.
pub fn replay(rows: &[Recorded]) -> Result<Replayed, Fault> {
    let (first, rest) = rows.split_first().ok_or(Fault::Beginning)?;
    if !matches!(first.kind.as_str(), "reported" | "imported") || first.field != "state" {
        return Err(Fault::Beginning);
    }
    let text = first.new.as_deref().unwrap_or_default();
    let begun: Beginning = serde_json::from_str(text).map_err(|_| Fault::Beginning)?;
    let mut now = Replayed {
        status: begun.status,
        publication: begun.publication,
        priority: begun.priority,
        category: begun.category,
        assigned_to: begun.assigned_to,
        version: first.version,
    };
    let mut before = first;
    let mut done: HashMap<Uuid, &Recorded> = HashMap::new();
    for row in rest {
        let raises = row.act != before.act && row.kind != "commented";
        if row.version != now.version + i32::from(raises) {
            return Err(Fault::Version(row.seq));
        }
        now.version = row.version;
        match row.kind.as_str() {
            "changed" => now.step(row)?,
            "undo" => {
                let undone = row.reverses.and_then(|id| done.remove(&id));
                let opposite =
                    undone.is_some_and(|u| u.field == row.field && row.personal_or_opposite(u));
                if !opposite {
                    return Err(Fault::Undo(row.seq));
                }
                now.set(row)?;
            }
            // The rest of the first act: the reporter's words, as digests.
            "reported" | "imported" if row.act == first.act => {}
            "commented" => {}
            // The words of the reporter stand beside the state, in the same act.
            "reported" if row.act == first.act => {}
            _ => return Err(Fault::Beginning),
        }
        if row.kind == "changed" {
            done.insert(row.id, row);
        }
        before = row;
    }
    Ok(now)
}

impl Recorded {
    /// Whether this row is the other way round of `done`. Personal values have a salt of their own in each row.
    fn personal_or_opposite(&self, done: &Recorded) -> bool {
        const PERSONAL: [&str; 4] =
            ["title", "description", "publication_reason", "escalation_reason"];
        PERSONAL.contains(&self.field.as_str()) || (self.old == done.new && self.new == done.old)
    }
}

impl Replayed {
    fn step(&mut self, row: &Recorded) -> Result<(), Fault> {
        let illegal = || Fault::Move(row.seq, row.field.clone());
        let (from, publication) = (self.status, self.publication);
        self.set(row)?;
        match row.field.as_str() {
            "status" => {
                let kind: ActorKind = word(&row.actor).ok_or_else(illegal)?;
                let reporter = matches!(kind, ActorKind::Visitor | ActorKind::Resident);
                // Staff may have reported it themselves and then answer as its reporter; how long ago it was resolved
                // was judged when it was done.
                let may = [reporter, true]
                    .into_iter()
                    .any(|own| may_move(from, self.status, kind, own, Some(0)));
                if !may {
                    return Err(illegal());
                }
            }
            "publication" if !publication.may_become(self.publication) => return Err(illegal()),
            _ => {}
        }
        Ok(())
    }

    /// Takes the value of a row over, if the one before was as the row says.
    fn set(&mut self, row: &Recorded) -> Result<(), Fault> {
        let fault = || Fault::Value(row.seq, row.field.clone());
        let (old, new) = (row.old.as_deref(), row.new.as_deref());
        match row.field.as_str() {
            "status" => {
                exchange(&mut self.status, word(old.unwrap_or("")), word(new.unwrap_or("")))
            }
            "publication" => {
                exchange(&mut self.publication, word(old.unwrap_or("")), word(new.unwrap_or("")))
            }
            "priority" => {
                exchange(&mut self.priority, word(old.unwrap_or("")), word(new.unwrap_or("")))
            }
            "category" => {
                exchange(&mut self.category, old.map(str::to_owned), new.map(str::to_owned))
            }
            "assigned_to" => {
                let account = |text: Option<&str>| match text {
                    None => Some(None),
                    Some(text) => text.parse().ok().map(Some),
                };
                exchange(&mut self.assigned_to, account(old), account(new))
            }
            _ => true,
        }
        .then_some(())
        .ok_or_else(fault)
    }
}

fn exchange<T: PartialEq>(value: &mut T, old: Option<T>, new: Option<T>) -> bool {
    match (old, new) {
        (Some(old), Some(new)) if *value == old => {
            *value = new;
            true
        }
        _ => false,
    }
}

fn word<T: for<'de> Deserialize<'de>>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::from(text)).ok()
}

#[cfg(test)]
mod tests {
    use super::super::change::examples::{facts, right, state};
    use super::super::{State, Wish};
    use super::*;
    use crate::ids::IncidentId;
    use proptest::prelude::*;

    fn begin(state: &State) -> Recorded {
        let text = serde_json::json!({
            "status": state.status, "publication": state.publication, "priority": state.priority,
            "category": state.category_code, "version": 1,
        });
        Recorded {
            id: Uuid::now_v7(),
            seq: 1,
            act: Uuid::now_v7(),
            kind: "reported".into(),
            actor: "visitor".into(),
            field: "state".into(),
            old: None,
            new: Some(text.to_string()),
            version: 1,
            reverses: None,
        }
    }

    fn recorded(
        act: Uuid,
        seq: usize,
        version: i32,
        actor: ActorKind,
        row: super::super::Row,
    ) -> Recorded {
        Recorded {
            id: Uuid::now_v7(),
            seq: i32::try_from(seq).unwrap(),
            act,
            kind: "changed".into(),
            actor: actor.as_str().into(),
            field: row.field.into(),
            old: row.old,
            new: row.new,
            version,
            reverses: None,
        }
    }

    fn wishes() -> impl Strategy<Value = Wish> {
        let text = prop_oneof![Just(String::new()), Just("Because".to_owned())];
        prop_oneof![
            (prop::sample::select(&Status::ALL[..]), text.clone())
                .prop_map(|(to, text)| Wish::Status { to, text, other: None }),
            (prop::sample::select(&Publication::ALL[..]), text)
                .prop_map(|(to, reason)| Wish::Publication { to, reason }),
            prop::sample::select(&Priority::ALL[..]).prop_map(Wish::Priority),
            prop::option::of(Just(AccountId(Uuid::from_u128(7)))).prop_map(Wish::Assign),
            Just(Wish::Escalate { reason: "Nobody came".into() }),
            "[a-c]{0,2}".prop_map(|title| Wish::Words { title, description: String::new() }),
            any::<bool>().prop_map(Wish::Authority),
            prop::sample::select(&["water", "fire"][..]).prop_map(|c| Wish::Category(c.into())),
        ]
    }

    proptest! {
        #[test]
        fn any_sequence_of_acts_and_undos_replays_to_the_record(
            acts in prop::collection::vec((wishes(), prop::bool::weighted(0.2), prop::sample::select(&[ActorKind::Leader, ActorKind::Officer][..])), 0..40),
        ) {
            let (mut now, this, mut version) = (state(), IncidentId::new(), 1);
            let mut rows = vec![begin(&now)];
            for (wish, undo, kind) in acts {
                let before = now.clone();
                let Ok(made) = now.apply(this, &wish, &right(kind), &facts()) else {
                    prop_assert_eq!(&now, &before);
                    continue;
                };
                if made.is_empty() {
                    continue;
                }
                version += 1;
                let act = Uuid::now_v7();
                let first = rows.len();
                for row in made {
                    rows.push(recorded(act, rows.len() + 1, version, kind, row));
                }
                if undo {
                    version += 1;
                    let act = Uuid::now_v7();
                    for row in rows[first..].iter().rev().cloned().collect::<Vec<_>>() {
                        rows.push(Recorded {
                            id: Uuid::now_v7(),
                            seq: i32::try_from(rows.len() + 1).unwrap(),
                            act,
                            kind: "undo".into(),
                            old: row.new,
                            new: row.old,
                            version,
                            reverses: Some(row.id),
                            ..row
                        });
                    }
                    now = before;
                }
            }
            let replayed = replay(&rows);
            let expected = Replayed {
                status: now.status,
                publication: now.publication,
                priority: now.priority,
                category: now.category_code.clone(),
                assigned_to: now.assigned_to,
                version,
            };
            prop_assert_eq!(replayed, Ok(expected));
        }
    }

    #[test]
    fn what_does_not_hold_together_is_named() {
        let begun = begin(&state());
        let row = |field: &str, old: &str, new: &str| Recorded {
            id: Uuid::now_v7(),
            seq: 2,
            act: Uuid::now_v7(),
            kind: "changed".into(),
            actor: "leader".into(),
            field: field.into(),
            old: Some(old.into()),
            new: Some(new.into()),
            version: 2,
            reverses: None,
        };
        assert_eq!(replay(&[]), Err(Fault::Beginning));
        assert_eq!(replay(&[row("status", "reported", "closed")]), Err(Fault::Beginning));
        let with = |next: Recorded| replay(&[begun.clone(), next]);
        assert!(with(row("status", "reported", "acknowledged")).is_ok());
        let illegal = Fault::Move(2, "status".into());
        assert_eq!(with(row("status", "reported", "closed")), Err(illegal.clone()));
        let editor =
            Recorded { actor: "editor".into(), ..row("status", "reported", "acknowledged") };
        assert_eq!(with(editor), Err(illegal));
        let wrong = row("status", "waiting", "in_progress");
        assert_eq!(with(wrong), Err(Fault::Value(2, "status".into())));
        let skipped = Recorded { version: 3, ..row("priority", "medium", "high") };
        assert_eq!(with(skipped), Err(Fault::Version(2)));
        let undo = Recorded { kind: "undo".into(), ..row("priority", "medium", "high") };
        assert_eq!(with(undo), Err(Fault::Undo(2)));
    }
}
