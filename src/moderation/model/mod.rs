//! Nouns of the queue, without I/O: its tabs, what a card flags, what a form asks for.

mod bulk;
mod deadline;
mod flags;
mod macros;
mod message;
mod near;
mod reply;
mod work;

use std::collections::HashMap;

use uuid::Uuid;

use crate::ids::{AccountId, CommentId, MediaId, SubmissionId, words};
use crate::incidents::{Publication, Reference, Status, Wish};
use crate::web::form::clean;

pub use bulk::{DEEDS, Deed, MOST_CHOSEN, Pick};
pub use deadline::{Calendar, LateRule, calendar};
pub use flags::{Flag, flags};
pub use macros::{Macro, MacroForm, MacroWords};
pub use message::Decision;
pub use near::{Likely, Near, likeliest};
pub use reply::{ReplyForm, USES};
pub use work::{Settings, digest_day, settings, stop_token, stopped_by};

words! {
    /// Which part of the queue is shown.
    Tab in "moderation_tab" {
        /// Nobody has decided yet.
        New = "new",
        /// Given to the viewer.
        Mine = "mine",
        /// Waiting for somebody or something.
        Waiting = "waiting",
        /// In the last quarter of the time until a deadline, counted in its calendar.
        Soon = "soon",
        /// Past a deadline.
        Overdue = "overdue",
        /// Over.
        Done = "done",
    }
}

/// Fields of a form as typed, by name; lists keep all values.
#[derive(Clone, Debug, Default)]
pub struct Typed(HashMap<String, Vec<String>>);

impl Typed {
    /// From the fields of a form.
    pub fn read(fields: Vec<(String, String)>) -> Self {
        let mut typed: HashMap<String, Vec<String>> = HashMap::new();
        for (name, value) in fields.into_iter().filter(|(name, _)| name != "_token") {
            let many = matches!(
                name.as_str(),
                "text"
                    | "reason"
                    | "escalation"
                    | "description"
                    | "body"
                    | "question"
                    | "refusal"
                    | "answer"
            ) || name.starts_with("description-");
            typed.entry(name).or_default().push(clean(&value, many));
        }
        Self(typed)
    }

    /// The first value of a field; empty if there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).and_then(|v| v.first()).map_or("", String::as_str)
    }

    /// Every value of a field.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Every field but the version, to be sent again.
    pub fn fields(&self) -> Vec<(&str, &str)> {
        let mut fields: Vec<_> = self
            .0
            .iter()
            .filter(|(name, _)| *name != "version")
            .flat_map(|(name, values)| values.iter().map(|v| (name.as_str(), v.as_str())))
            .collect();
        fields.sort_unstable();
        fields
    }

    /// Whether the form decides about a report, so that the next one may come.
    pub fn decides(&self) -> bool {
        let act = self.get("act");
        matches!(
            act,
            "publish"
                | "edit"
                | "hide"
                | "private"
                | "status"
                | "ask"
                | "reject"
                | "macro"
                | "confirm"
                | "appeal"
        )
    }

    /// The field that holds the words of this form, and the one that holds the reply chosen.
    fn worded(&self) -> (&'static str, &'static str) {
        match self.get("act") {
            "hide" => ("reason", "reply_hide"),
            "ask" => ("question", "reply_ask"),
            "reject" => ("refusal", "reply_reject"),
            _ => ("text", "reply_status"),
        }
    }

    /// The reply that was chosen from the list.
    pub fn reply(&self) -> Option<Uuid> {
        self.get(self.worded().1).parse().ok()
    }

    /// With the words of a reply before those that were typed.
    pub fn with_reply(mut self, reply: &str) -> Self {
        let (words, chosen) = self.worded();
        let own = self.get(words).to_owned();
        let all = if own.is_empty() { reply.to_owned() } else { format!("{reply}\n\n{own}") };
        self.0.insert(words.to_owned(), vec![all]);
        self.0.remove(chosen);
        self
    }

    /// The field of this form for a field that an action names.
    pub fn field_of(&self, named: &'static str) -> &'static str {
        if named == "text" { self.worded().0 } else { named }
    }

    /// The macro that this form wants to be carried out.
    pub fn chosen_macro(&self) -> Option<Uuid> {
        let id = self.get("macro").parse().ok();
        id.filter(|_| self.get("act") == "macro")
    }

    /// Whether the text of a field has from `least` to `most` characters.
    pub fn fits(&self, name: &str, least: usize, most: usize) -> bool {
        (least..=most).contains(&self.get(name).chars().count())
    }

    /// The number by which the same form, sent twice, is known.
    pub fn submission(&self) -> SubmissionId {
        self.get("submission").parse().unwrap_or_else(|_| SubmissionId::new())
    }

    /// The version that the page showed.
    pub fn version(&self) -> i32 {
        self.get("version").parse().unwrap_or(0)
    }

    /// What an appeal leads to: granted, what was hidden is public again, and what was refused is taken up.
    fn judged(&self, status: Status) -> Vec<Wish> {
        let (granted, text) = (self.get("verdict") == "granted", self.get("answer").to_owned());
        let mut wishes = vec![Wish::Appeal { granted, text: text.clone() }];
        if granted && self.get("hidden") == "yes" {
            let reason = String::new();
            wishes.push(Wish::Publication { to: Publication::Public, reason });
        }
        if granted && status == Status::Rejected {
            wishes.push(Wish::Status { to: Status::InProgress, text, other: None });
        }
        wishes
    }

    /// The wishes of this form, or none if it asks for nothing we know. `status` is that of the report now.
    pub fn wishes(&self, status: Status) -> Option<Vec<Wish>> {
        let text = self.get("text").to_owned();
        let reason = self.get("reason").to_owned();
        let words = || Wish::Words {
            title: self.get("title").to_owned(),
            description: self.get("description").to_owned(),
        };
        let photos = |to| {
            let ids = self.all("photo").iter().filter_map(|id| id.parse::<MediaId>().ok());
            ids.map(move |media| Wish::Photo { media, to }).collect::<Vec<_>>()
        };
        let publish = |reason, text| {
            let mut wishes = vec![Wish::Publication { to: Publication::Public, reason }];
            if status == Status::Reported {
                wishes.push(Wish::Status { to: Status::Acknowledged, text, other: None });
            }
            wishes.extend(photos(Publication::Public));
            wishes
        };
        Some(match self.get("act") {
            "ask" => {
                let text = self.get("question").to_owned();
                let days = self.get("days").parse().unwrap_or(Wish::WAIT_DAYS);
                vec![
                    Wish::Status { to: Status::Waiting, text, other: None },
                    Wish::Wait { days: days.clamp(1, 60) },
                ]
            }
            "reject" => {
                let text = self.get("refusal").to_owned();
                vec![Wish::Status { to: Status::Rejected, text, other: None }]
            }
            "edit" => {
                let mut wishes = vec![words()];
                wishes.extend(publish(String::new(), String::new()));
                wishes
            }
            "publish" => publish(reason, text),
            "hide" => vec![Wish::Publication { to: Publication::Hidden, reason }],
            "private" => vec![Wish::Publication { to: Publication::Private, reason }],
            "status" => {
                let other =
                    Some(self.get("other")).filter(|o| !o.is_empty()).and_then(Reference::parse);
                let to = self.get("to").parse().ok()?;
                let mut wishes = vec![Wish::Status { to, text, other }];
                if to == Status::Waiting {
                    wishes.push(Wish::Wait { days: Wish::WAIT_DAYS });
                }
                wishes
            }
            "priority" => vec![Wish::Priority(self.get("priority").parse().ok()?)],
            "category" => vec![Wish::Category(self.get("category").to_owned())],
            "assign" => vec![Wish::Assign(self.get("assignee").parse::<AccountId>().ok())],
            "escalate" => vec![Wish::Escalate { reason: self.get("escalation").to_owned() }],
            "words" => vec![words()],
            "appeal" => self.judged(status),
            "confirm" => vec![Wish::Confirm],
            "withdraw" => vec![Wish::Withdraw],
            "photo" => photos(self.get("to").parse().ok()?),
            "comment" => vec![Wish::Comment {
                comment: self.get("comment").parse::<CommentId>().ok()?,
                to: self.get("to").parse().ok()?,
            }],
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn publishing_a_new_report_also_acknowledges_it() {
        let typed =
            Typed::read(vec![("act".into(), "publish".into()), ("version".into(), "3".into())]);
        assert_eq!(typed.version(), 3);
        assert_eq!(typed.wishes(Status::Reported).unwrap().len(), 2);
        assert_eq!(typed.wishes(Status::InProgress).unwrap().len(), 1);
        assert_eq!(
            Typed::read(vec![("act".into(), "drop table".into())]).wishes(Status::Reported),
            None
        );
    }
}
