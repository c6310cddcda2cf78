//! Everything of a report that staff may change, what the database knows of the things that a wish names, and the rows that
//! history keeps of a change.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Proposal;
use crate::ids::{AccountId, AreaId, CategoryId, IncidentId};
use crate::incidents::model::{Priority, Publication, Status};
use crate::places::{Point, Precision};

/// One changed field, for the history.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Name of the field.
    pub field: &'static str,
    /// Value before.
    pub old: Option<String>,
    /// Value after.
    pub new: Option<String>,
    /// Whether the values are somebody's words, so that history keeps a digest of them only.
    pub personal: bool,
    /// The public text given with it.
    pub note: String,
}

impl Row {
    pub(super) fn plain(
        field: &'static str,
        old: Option<impl Into<String>>,
        new: Option<impl Into<String>>,
    ) -> Self {
        let (old, new) = (old.map(Into::into), new.map(Into::into));
        Self { field, old, new, personal: false, note: String::new() }
    }

    pub(super) fn words(field: &'static str, old: &str, new: &str) -> Self {
        Self { personal: true, ..Self::plain(field, Some(old), Some(new)) }
    }

    /// A photo that is covered otherwise.
    pub fn cover(id: impl std::fmt::Display, old: &str, new: &str) -> Self {
        Self::plain("photo_cover", Some(format!("{id} {old}")), Some(format!("{id} {new}")))
    }

    /// An internal note that came with a change.
    pub fn note(id: impl std::fmt::Display) -> Self {
        Self::plain("note", None::<String>, Some(id.to_string()))
    }

    /// Parts that became reports of their own, by reference.
    pub fn split(references: &str) -> Self {
        Self::plain("split", None::<String>, Some(references))
    }

    /// A part of a report (photo, comment) whose publication changes.
    pub fn part(
        field: &'static str,
        id: impl std::fmt::Display,
        old: Publication,
        new: Publication,
    ) -> Self {
        Self::plain(field, Some(format!("{id} {old}")), Some(format!("{id} {new}")))
    }
}

/// The report that another one repeats.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Other {
    /// Its row.
    pub id: IncidentId,
    /// Its reference.
    pub reference: String,
}

/// The place as everybody may know it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownPlace {
    /// How coarsely.
    pub precision: Precision,
    /// The point of that precision.
    pub point: Option<Point>,
    /// Its area.
    pub area: Option<AreaId>,
    /// Public words.
    pub address: String,
}

/// Everything of a report that staff may change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// What is being done.
    pub status: Status,
    /// The text given with the status.
    pub status_note: String,
    /// Who may see it.
    pub publication: Publication,
    /// Why it is hidden or private.
    pub publication_reason: String,
    /// How soon.
    pub priority: Priority,
    /// Whether an authority must act.
    pub requires_authority: bool,
    /// Who works on it.
    pub assigned_to: Option<AccountId>,
    /// When it was escalated.
    pub escalated_at: Option<DateTime<Utc>>,
    /// By whom.
    pub escalated_by: Option<AccountId>,
    /// Why.
    pub escalation_reason: String,
    /// Which report it repeats.
    pub duplicate_of: Option<Other>,
    /// Its category.
    pub category: CategoryId,
    /// The stable code of that.
    pub category_code: String,
    /// Its title.
    pub title: String,
    /// Its description.
    pub description: String,
    /// When somebody of the staff first took notice.
    pub acknowledged_at: Option<DateTime<Utc>>,
    /// When it was resolved.
    pub resolved_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub closed_at: Option<DateTime<Utc>>,
    /// Its place as the public knows it.
    pub shown: ShownPlace,
    /// What the first of two people proposes.
    #[serde(default)]
    pub proposal: Option<Proposal>,
}

/// What the database knows of the things that a wish names.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The time, by the database.
    pub now: DateTime<Utc>,
    /// The other report, if it is there and the actor may know of it.
    pub other: Option<Other>,
    /// Whether that one is a duplicate itself.
    pub other_repeats: bool,
    /// The category named, with the public place in its precision.
    pub category: Option<(CategoryId, ShownPlace)>,
    /// Whether the account named may work on this report.
    pub assignable: bool,
    /// Against whom the appeal is that waits, if one does.
    pub appeal: Option<Vec<AccountId>>,
}
