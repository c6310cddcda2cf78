//! A report, a right and facts to begin from, for the tests of the rules and of the replay.

use chrono::Utc;

use super::{Facts, Other, Right, ShownPlace, State};
use crate::ids::{AccountId, CategoryId, IncidentId};
use crate::incidents::model::{ActorKind, Priority, Publication, Status};
use crate::places::Precision;

pub fn state() -> State {
    State {
        status: Status::Reported,
        status_note: String::new(),
        publication: Publication::Pending,
        publication_reason: String::new(),
        priority: Priority::Medium,
        requires_authority: true,
        assigned_to: None,
        escalated_at: None,
        escalated_by: None,
        escalation_reason: String::new(),
        duplicate_of: None,
        category: CategoryId::new(),
        category_code: "water".into(),
        title: "Pipe".into(),
        description: "It leaks".into(),
        acknowledged_at: None,
        resolved_at: None,
        closed_at: None,
        shown: ShownPlace {
            precision: Precision::M100,
            point: None,
            area: None,
            address: String::new(),
        },
        proposal: None,
    }
}

pub fn right(kind: ActorKind) -> Right {
    Right { kind, account: AccountId::new(), own: false, may_publish: true }
}

pub fn facts() -> Facts {
    let other = Other { id: IncidentId::new(), reference: "NB-0000-0000".into() };
    Facts {
        now: Utc::now(),
        other: Some(other),
        other_repeats: false,
        category: Some((CategoryId::new(), state().shown)),
        assignable: true,
        appeal: None,
    }
}
