//! The rule of two people: where a category asks for it, the first person's publication, hiding or refusal is a proposal, and
//! only a second person's makes it so.

use serde::{Deserialize, Serialize};

use super::{Refused, Right, Row, State, Wish};
use crate::ids::AccountId;
use crate::incidents::model::{Publication, Status};

/// What the first of two people wants done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// Who.
    pub by: AccountId,
    /// All that they asked for.
    pub wishes: Vec<Wish>,
}

impl Proposal {
    /// In one word: `public`, `hidden`, `private`, `rejected` or `photo`.
    pub fn word(&self) -> String {
        let first = decisions(&self.wishes).into_iter().next().unwrap_or_default();
        first.split(' ').next().unwrap_or_default().to_owned()
    }
}

/// What becomes of the wishes of one person.
#[derive(Clone, Debug, PartialEq)]
pub enum Turn {
    /// They are carried out, after these rows of history.
    Go(Vec<Wish>, Vec<Row>),
    /// They wait for a second person.
    Propose(Vec<Row>),
}

impl State {
    /// Whether these wishes are carried out now or wait for somebody else. `two`: the category asks for two people.
    pub fn turn(&mut self, wishes: &[Wish], right: &Right, two: bool) -> Result<Turn, Refused> {
        match wishes {
            [Wish::Confirm] => {
                let proposal = self.proposed(right)?;
                if proposal.by == right.account {
                    return Err(Refused("proposal", "incidents-change-own-proposal"));
                }
                Ok(Turn::Go(proposal.wishes, vec![self.propose(None)]))
            }
            [Wish::Withdraw] => {
                self.proposed(right)?;
                Ok(Turn::Go(Vec::new(), vec![self.propose(None)]))
            }
            _ => self.decided(wishes, right, two),
        }
    }

    fn decided(&mut self, wishes: &[Wish], right: &Right, two: bool) -> Result<Turn, Refused> {
        let wanted = decisions(wishes);
        if !two || wanted.is_empty() {
            return Ok(Turn::Go(wishes.to_vec(), Vec::new()));
        }
        if let Some(proposal) = &self.proposal {
            let proposed = decisions(&proposal.wishes);
            let same = wanted.iter().all(|w| proposed.contains(w));
            if same && proposal.by == right.account {
                return Err(Refused("proposal", "incidents-change-own-proposal"));
            }
            if same {
                return Ok(Turn::Go(wishes.to_vec(), vec![self.propose(None)]));
            }
        }
        let new = Proposal { by: right.account, wishes: wishes.to_vec() };
        Ok(Turn::Propose(vec![self.propose(Some(new))]))
    }

    fn proposed(&self, right: &Right) -> Result<Proposal, Refused> {
        if right.own {
            return Err(Refused("proposal", super::rules::OWN));
        }
        self.proposal.clone().ok_or(Refused("proposal", "incidents-change-no-proposal"))
    }

    fn propose(&mut self, new: Option<Proposal>) -> Row {
        let word = new.as_ref().map(Proposal::word);
        let old = std::mem::replace(&mut self.proposal, new);
        Row::plain("proposal", old.as_ref().map(Proposal::word), word)
    }
}

/// The decisions among these wishes that need two people.
fn decisions(wishes: &[Wish]) -> Vec<String> {
    let decision = |wish: &Wish| match wish {
        Wish::Publication { to, .. } => Some(to.to_string()),
        Wish::Status { to: Status::Rejected, .. } => Some(Status::Rejected.to_string()),
        Wish::Photo { media, to: Publication::Public } => Some(format!("photo {media}")),
        _ => None,
    };
    wishes.iter().filter_map(decision).collect()
}

#[cfg(test)]
mod tests {
    use super::super::examples::{right, state};
    use super::*;
    use crate::ids::MediaId;
    use crate::incidents::model::{ActorKind, Priority};

    fn publish() -> Wish {
        Wish::Publication { to: Publication::Public, reason: String::new() }
    }

    fn hide(reason: &str) -> Wish {
        Wish::Publication { to: Publication::Hidden, reason: reason.into() }
    }

    #[test]
    fn the_first_proposes_and_a_second_person_makes_it_so() {
        let (one, two) = (right(ActorKind::Leader), right(ActorKind::Leader));
        let mut state = state();
        assert!(matches!(state.turn(&[publish()], &one, true), Ok(Turn::Propose(_))));
        assert_eq!(state.proposal.as_ref().unwrap().word(), "public");
        for again in [vec![publish()], vec![Wish::Confirm]] {
            let refused = state.turn(&again, &one, true);
            assert_eq!(refused, Err(Refused("proposal", "incidents-change-own-proposal")));
        }
        let mut said_so = state.clone();
        for (state, wishes) in [(&mut state, [Wish::Confirm]), (&mut said_so, [publish()])] {
            let Ok(Turn::Go(wishes, rows)) = state.turn(&wishes, &two, true) else { panic!() };
            assert_eq!((wishes, rows.len()), (vec![publish()], 1));
            assert_eq!(state.proposal, None);
        }
    }

    #[test]
    fn another_decision_takes_the_place_of_a_proposal_and_a_photo_needs_its_own() {
        let (one, two) = (right(ActorKind::Leader), right(ActorKind::Admin));
        let mut state = state();
        state.turn(&[publish()], &one, true).unwrap();
        let photo = Wish::Photo { media: MediaId::new(), to: Publication::Public };
        let more = [publish(), photo];
        assert!(matches!(state.turn(&more, &two, true), Ok(Turn::Propose(_))));
        assert!(matches!(state.turn(&[hide("Names")], &one, true), Ok(Turn::Propose(_))));
        assert_eq!(state.proposal.as_ref().unwrap().word(), "hidden");
        let Ok(Turn::Go(wishes, _)) = state.turn(&[Wish::Withdraw], &two, true) else { panic!() };
        assert!(wishes.is_empty() && state.proposal.is_none());
        let none = state.turn(&[Wish::Confirm], &two, true);
        assert_eq!(none, Err(Refused("proposal", "incidents-change-no-proposal")));
    }

    #[test]
    fn what_needs_no_second_person_is_done_at_once() {
        let one = right(ActorKind::Leader);
        let mut state = state();
        for (wish, two) in [(publish(), false), (Wish::Priority(Priority::High), true)] {
            let turn = state.turn(std::slice::from_ref(&wish), &one, two);
            assert_eq!(turn, Ok(Turn::Go(vec![wish], Vec::new())));
        }
        let own = Right { own: true, ..one };
        state.turn(&[publish()], &one, true).unwrap();
        for wish in [Wish::Confirm, Wish::Withdraw] {
            assert!(state.turn(&[wish], &own, true).is_err());
        }
    }
}
