//! The rules by which a wish is granted or refused, one function for each thing that can be wished.

use chrono::{DateTime, Utc};

use super::{Facts, Other, Refused, Right, Row, State, Wish};
use crate::ids::{AccountId, IncidentId};
use crate::incidents::model::{
    ActorKind, Needs, Priority, Publication, Status, may_move, move_needs,
};

/// Longest text given with a status, characters.
pub const MOST_NOTE: usize = 2000;

/// Longest reason for a publication or an escalation, characters.
pub const MOST_REASON: usize = 1000;

/// Longest title, characters.
pub const MOST_TITLE: usize = 120;

/// Longest description, characters.
pub const MOST_DESCRIPTION: usize = 6000;

/// Nobody judges their own report: others publish it, take the first look, reject it, rank it.
pub(super) const OWN: &str = "incidents-change-own";

/// Publishing is a right of its own.
const MAY_PUBLISH: &str = "incidents-change-may-publish";

impl State {
    /// Changes the state as wished and gives the history of it; changes nothing when refused. Photos and comments are not
    /// part of the state: for those only the right is judged.
    pub fn apply(
        &mut self,
        this: IncidentId,
        wish: &Wish,
        right: &Right,
        facts: &Facts,
    ) -> Result<Vec<Row>, Refused> {
        match wish {
            Wish::Status { to, text, .. } => self.set_status(this, *to, text, right, facts),
            Wish::Publication { to, reason } => self.set_publication(*to, reason, right),
            Wish::Priority(to) => self.set_priority(*to, right),
            Wish::Assign(to) => self.assign(*to, facts),
            Wish::Escalate { reason } => self.escalate(reason, right, facts),
            Wish::Words { title, description } => self.set_words(title, description),
            Wish::Authority(to) => self.set_authority(*to),
            Wish::Category(code) => self.set_category(code, right, facts),
            Wish::Photo { .. } | Wish::Cover { .. } if right.own => Err(Refused("photos", OWN)),
            Wish::Photo { to: Publication::Public, .. } if !right.may_publish => {
                Err(Refused("photos", MAY_PUBLISH))
            }
            Wish::Comment { to: Publication::Public, .. } if !right.may_publish => {
                Err(Refused("comments", MAY_PUBLISH))
            }
            Wish::Appeal { granted, text } => judge_appeal(*granted, text, right, facts),
            // Judged with the whole act.
            Wish::Confirm | Wish::Withdraw => Ok(Vec::new()),
            Wish::Note { body, .. } if body.is_empty() || body.chars().count() > MOST_NOTE => {
                Err(Refused("note", "incidents-change-long"))
            }
            Wish::Photo { .. }
            | Wish::Cover { .. }
            | Wish::Comment { .. }
            | Wish::Note { .. }
            | Wish::Wait { .. } => Ok(Vec::new()),
        }
    }

    fn set_status(
        &mut self,
        this: IncidentId,
        to: Status,
        text: &str,
        right: &Right,
        facts: &Facts,
    ) -> Result<Vec<Row>, Refused> {
        let from = self.status;
        let needs = move_needs(from, to).ok_or(Refused("to", "incidents-change-move"))?;
        if !may_move(from, to, right.kind, false, None) {
            return Err(Refused("to", "incidents-change-right"));
        }
        if right.own && is_judgement(from, to) {
            return Err(Refused("to", OWN));
        }
        if needs == Needs::Text && text.is_empty() {
            return Err(Refused("text", "incidents-change-text"));
        }
        if text.chars().count() > MOST_NOTE {
            return Err(Refused("text", "incidents-change-long"));
        }
        let other = match needs {
            Needs::OtherIncident => Some(fitting(this, facts)?),
            Needs::Nothing | Needs::Text => None,
        };
        let mut rows = vec![Row {
            note: text.to_owned(),
            ..Row::plain("status", Some(from.as_str()), Some(to.as_str()))
        }];
        let reference = |o: &Option<Other>| o.as_ref().map(|o| o.reference.clone());
        if other != self.duplicate_of {
            rows.push(Row::plain("duplicate_of", reference(&self.duplicate_of), reference(&other)));
        }
        self.status = to;
        text.clone_into(&mut self.status_note);
        self.duplicate_of = other;
        self.stamp(to, facts.now);
        Ok(rows)
    }

    /// The times that go with a move.
    fn stamp(&mut self, to: Status, now: DateTime<Utc>) {
        // Whatever staff do first with a report, they have seen it then.
        self.acknowledged_at.get_or_insert(now);
        match to {
            Status::Resolved => self.resolved_at = Some(now),
            Status::Closed | Status::Rejected | Status::Duplicate => self.closed_at = Some(now),
            _ => (self.resolved_at, self.closed_at) = (None, None),
        }
    }

    fn set_publication(
        &mut self,
        to: Publication,
        reason: &str,
        right: &Right,
    ) -> Result<Vec<Row>, Refused> {
        let from = self.publication;
        if right.own {
            return Err(Refused("publication", OWN));
        }
        if !from.may_become(to) {
            return Err(Refused("publication", "incidents-change-publication"));
        }
        if to == Publication::Public && !right.may_publish {
            return Err(Refused("publication", MAY_PUBLISH));
        }
        if to == Publication::Hidden && reason.is_empty() {
            return Err(Refused("reason", "incidents-change-reason"));
        }
        if reason.chars().count() > MOST_REASON {
            return Err(Refused("reason", "incidents-change-long"));
        }
        // What everybody may see needs no excuse.
        let reason = if to == Publication::Public { "" } else { reason };
        let mut rows = vec![Row::plain("publication", Some(from.as_str()), Some(to.as_str()))];
        if self.publication_reason != reason {
            rows.push(Row::words("publication_reason", &self.publication_reason, reason));
        }
        self.publication = to;
        reason.clone_into(&mut self.publication_reason);
        Ok(rows)
    }

    fn set_priority(&mut self, to: Priority, right: &Right) -> Result<Vec<Row>, Refused> {
        if right.own {
            return Err(Refused("priority", OWN));
        }
        let from = std::mem::replace(&mut self.priority, to);
        Ok(changed(from != to, || Row::plain("priority", Some(from.as_str()), Some(to.as_str()))))
    }

    fn assign(&mut self, to: Option<AccountId>, facts: &Facts) -> Result<Vec<Row>, Refused> {
        if to.is_some() && !facts.assignable {
            return Err(Refused("assignee", "incidents-change-assignee"));
        }
        let from = std::mem::replace(&mut self.assigned_to, to);
        let text = |id: Option<AccountId>| id.map(|id| id.to_string());
        Ok(changed(from != to, || Row::plain("assigned_to", text(from), text(to))))
    }

    fn escalate(
        &mut self,
        reason: &str,
        right: &Right,
        facts: &Facts,
    ) -> Result<Vec<Row>, Refused> {
        if !self.status.is_open() {
            return Err(Refused("escalation", "incidents-change-ended"));
        }
        if reason.is_empty() {
            return Err(Refused("escalation", "incidents-change-reason"));
        }
        if reason.chars().count() > MOST_REASON {
            return Err(Refused("escalation", "incidents-change-long"));
        }
        let text = |at: Option<DateTime<Utc>>| at.map(|at| at.to_rfc3339());
        let rows = vec![
            Row::plain("escalated_at", text(self.escalated_at), text(Some(facts.now))),
            Row::words("escalation_reason", &self.escalation_reason, reason),
        ];
        self.escalated_at = Some(facts.now);
        self.escalated_by = (right.kind != ActorKind::System).then_some(right.account);
        reason.clone_into(&mut self.escalation_reason);
        Ok(rows)
    }

    fn set_words(&mut self, title: &str, description: &str) -> Result<Vec<Row>, Refused> {
        if title.is_empty() {
            return Err(Refused("title", "incidents-change-title"));
        }
        if title.chars().count() > MOST_TITLE {
            return Err(Refused("title", "incidents-change-long"));
        }
        if description.chars().count() > MOST_DESCRIPTION {
            return Err(Refused("description", "incidents-change-long"));
        }
        let mut rows = changed(self.title != title, || Row::words("title", &self.title, title));
        rows.extend(changed(self.description != description, || {
            Row::words("description", &self.description, description)
        }));
        title.clone_into(&mut self.title);
        description.clone_into(&mut self.description);
        Ok(rows)
    }

    fn set_authority(&mut self, to: bool) -> Result<Vec<Row>, Refused> {
        let from = std::mem::replace(&mut self.requires_authority, to);
        let word = |yes: bool| if yes { "yes" } else { "no" };
        Ok(changed(from != to, || {
            Row::plain("requires_authority", Some(word(from)), Some(word(to)))
        }))
    }

    fn set_category(
        &mut self,
        code: &str,
        right: &Right,
        facts: &Facts,
    ) -> Result<Vec<Row>, Refused> {
        if right.own {
            return Err(Refused("category", OWN));
        }
        let found = facts.category.as_ref();
        let (id, shown) = found.ok_or(Refused("category", "incidents-change-category"))?;
        if code == self.category_code {
            return Ok(Vec::new());
        }
        let from = std::mem::replace(&mut self.category_code, code.to_owned());
        self.category = *id;
        self.shown = shown.clone();
        Ok(vec![Row::plain("category", Some(from), Some(code))])
    }
}

/// Somebody else decides about an appeal than who decided before, and they say why.
fn judge_appeal(
    granted: bool,
    text: &str,
    right: &Right,
    facts: &Facts,
) -> Result<Vec<Row>, Refused> {
    if right.own {
        return Err(Refused("answer", OWN));
    }
    let against = facts.appeal.as_ref().ok_or(Refused("answer", "incidents-change-no-appeal"))?;
    if against.contains(&right.account) {
        return Err(Refused("answer", "incidents-change-appeal-same"));
    }
    if text.is_empty() {
        return Err(Refused("answer", "incidents-change-text"));
    }
    if text.chars().count() > MOST_NOTE {
        return Err(Refused("answer", "incidents-change-long"));
    }
    let decided = if granted { "granted" } else { "denied" };
    Ok(vec![Row::plain("appeal", Some("open"), Some(decided))])
}

/// Moves that judge a report rather than work on it: the first look, and not taking it up.
pub(super) fn is_judgement(from: Status, to: Status) -> bool {
    from == Status::Reported || matches!(to, Status::Rejected | Status::Duplicate)
}

fn fitting(this: IncidentId, facts: &Facts) -> Result<Other, Refused> {
    let other = facts.other.clone().ok_or(Refused("other", "incidents-change-other"))?;
    if other.id == this {
        return Err(Refused("other", "incidents-change-itself"));
    }
    if facts.other_repeats {
        return Err(Refused("other", "incidents-change-chain"));
    }
    Ok(other)
}

fn changed(yes: bool, row: impl FnOnce() -> Row) -> Vec<Row> {
    if yes { vec![row()] } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::super::examples::{facts, right, state};
    use super::*;
    use crate::ids::MediaId;
    use crate::incidents::model::ActorKind;

    fn status(to: Status, text: &str) -> Wish {
        Wish::Status { to, text: text.into(), other: None }
    }

    fn refusal(state: &State, wish: &Wish, right: &Right, facts: &Facts) -> &'static str {
        let mut copy = state.clone();
        let Refused(_, key) = copy.apply(IncidentId::new(), wish, right, facts).unwrap_err();
        assert_eq!(&copy, state, "a refused wish changes nothing");
        key
    }

    #[test]
    fn a_move_that_needs_a_text_is_refused_without_one() {
        let (mut state, leader, facts) = (state(), right(ActorKind::Leader), facts());
        for to in [Status::Waiting, Status::Rejected] {
            assert_eq!(refusal(&state, &status(to, ""), &leader, &facts), "incidents-change-text");
        }
        let long = "x".repeat(MOST_NOTE + 1);
        assert_eq!(
            refusal(&state, &status(Status::Waiting, &long), &leader, &facts),
            "incidents-change-long"
        );
        let rows = state
            .apply(IncidentId::new(), &status(Status::Waiting, "Parts"), &leader, &facts)
            .unwrap();
        assert_eq!((rows.len(), rows[0].note.as_str()), (1, "Parts"));
        assert_eq!(state.acknowledged_at, Some(facts.now));
    }

    #[test]
    fn a_duplicate_names_another_report_that_is_none_itself() {
        let (mut state, leader, mut facts) = (state(), right(ActorKind::Leader), facts());
        let wish = status(Status::Duplicate, "");
        facts.other_repeats = true;
        assert_eq!(refusal(&state, &wish, &leader, &facts), "incidents-change-chain");
        let other = facts.other.take();
        assert_eq!(refusal(&state, &wish, &leader, &facts), "incidents-change-other");
        (facts.other, facts.other_repeats) = (other.clone(), false);
        let this = other.clone().unwrap().id;
        assert_eq!(
            state.clone().apply(this, &wish, &leader, &facts),
            Err(Refused("other", "incidents-change-itself"))
        );
        let rows = state.apply(IncidentId::new(), &wish, &leader, &facts).unwrap();
        assert_eq!(rows[1].field, "duplicate_of");
        assert_eq!(state.closed_at, Some(facts.now));
        let again = status(Status::InProgress, "Not the same");
        let rows = state.apply(IncidentId::new(), &again, &leader, &facts).unwrap();
        assert_eq!(rows[1].new, None);
        assert_eq!((state.duplicate_of, state.closed_at), (None, None));
    }

    #[test]
    fn nobody_judges_their_own_report_but_they_may_work_on_it() {
        let (mut state, facts) = (state(), facts());
        let own = Right { own: true, ..right(ActorKind::Admin) };
        for wish in [
            status(Status::Acknowledged, ""),
            status(Status::Rejected, "No"),
            Wish::Publication { to: Publication::Public, reason: String::new() },
            Wish::Priority(Priority::High),
            Wish::Category("fire".into()),
            Wish::Photo { media: MediaId::new(), to: Publication::Public },
        ] {
            assert_eq!(refusal(&state, &wish, &own, &facts), OWN, "{wish:?}");
        }
        state.status = Status::Acknowledged;
        assert!(
            state.apply(IncidentId::new(), &status(Status::InProgress, ""), &own, &facts).is_ok()
        );
    }

    #[test]
    fn hiding_needs_a_reason_and_publishing_takes_it_away() {
        let (mut state, leader, facts) = (state(), right(ActorKind::Leader), facts());
        let wish = |to, reason: &str| Wish::Publication { to, reason: reason.into() };
        let this = IncidentId::new();
        assert_eq!(
            refusal(&state, &wish(Publication::Hidden, ""), &leader, &facts),
            "incidents-change-reason"
        );
        state.apply(this, &wish(Publication::Hidden, "Names people"), &leader, &facts).unwrap();
        let rows =
            state.apply(this, &wish(Publication::Public, "ignored"), &leader, &facts).unwrap();
        assert_eq!(state.publication_reason, "");
        assert!(rows[1].personal);
    }

    #[test]
    fn publishing_is_a_right_of_its_own() {
        let (state, facts) = (state(), facts());
        let without = Right { may_publish: false, ..right(ActorKind::Leader) };
        for wish in [
            Wish::Publication { to: Publication::Public, reason: String::new() },
            Wish::Photo { media: MediaId::new(), to: Publication::Public },
            Wish::Comment { comment: crate::ids::CommentId::new(), to: Publication::Public },
        ] {
            assert_eq!(refusal(&state, &wish, &without, &facts), MAY_PUBLISH, "{wish:?}");
        }
        let hide = Wish::Publication { to: Publication::Hidden, reason: "Names".into() };
        assert!(state.clone().apply(IncidentId::new(), &hide, &without, &facts).is_ok());
    }

    #[test]
    fn an_appeal_is_decided_by_somebody_else_who_says_why() {
        let (mut state, leader, mut facts) = (state(), right(ActorKind::Leader), facts());
        let wish = |text: &str| Wish::Appeal { granted: false, text: text.into() };
        assert_eq!(refusal(&state, &wish("No"), &leader, &facts), "incidents-change-no-appeal");
        facts.appeal = Some(vec![leader.account]);
        assert_eq!(refusal(&state, &wish("No"), &leader, &facts), "incidents-change-appeal-same");
        let other = right(ActorKind::Leader);
        assert_eq!(refusal(&state, &wish(""), &other, &facts), "incidents-change-text");
        let own = Right { own: true, ..other };
        assert_eq!(refusal(&state, &wish("No"), &own, &facts), OWN);
        let rows = state.apply(IncidentId::new(), &wish("No"), &other, &facts).unwrap();
        assert_eq!(rows[0].new.as_deref(), Some("denied"));
    }

    #[test]
    fn a_reopened_report_is_not_resolved_any_more() {
        let (mut state, leader, facts) = (state(), right(ActorKind::Leader), facts());
        state.status = Status::InProgress;
        let this = IncidentId::new();
        state.apply(this, &status(Status::Resolved, "Fixed"), &leader, &facts).unwrap();
        state.apply(this, &status(Status::Closed, ""), &leader, &facts).unwrap();
        assert!(state.resolved_at.is_some() && state.closed_at.is_some());
        let officer = right(ActorKind::Officer);
        let reopen = status(Status::InProgress, "Leaks again");
        assert_eq!(refusal(&state, &reopen, &officer, &facts), "incidents-change-right");
        state.apply(this, &reopen, &leader, &facts).unwrap();
        assert_eq!((state.resolved_at, state.closed_at), (None, None));
    }
}
