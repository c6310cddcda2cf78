//! Nouns of the queue, without I/O: its tabs, what a card flags, what a form asks for.

mod flags;
mod near;

use std::collections::HashMap;

use crate::ids::{AccountId, CommentId, MediaId, words};
use crate::incidents::{Publication, Reference, Status, Wish};
use crate::web::form::clean;

pub use flags::{Flag, flags};
pub use near::{Likely, likeliest};

words! {
    /// Which part of the queue is shown.
    Tab in "moderation_tab" {
        /// Nobody has decided yet.
        New = "new",
        /// Given to the viewer.
        Mine = "mine",
        /// Waiting for somebody or something.
        Waiting = "waiting",
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
            let many =
                matches!(name.as_str(), "text" | "reason" | "escalation" | "description" | "body");
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
        matches!(self.get("act"), "publish" | "hide" | "private" | "status")
    }

    /// The version that the page showed.
    pub fn version(&self) -> i32 {
        self.get("version").parse().unwrap_or(0)
    }

    /// The wishes of this form, or none if it asks for nothing we know. `status` is that of the report now.
    pub fn wishes(&self, status: Status) -> Option<Vec<Wish>> {
        let text = self.get("text").to_owned();
        let reason = self.get("reason").to_owned();
        let photos = |to| {
            let ids = self.all("photo").iter().filter_map(|id| id.parse::<MediaId>().ok());
            ids.map(move |media| Wish::Photo { media, to }).collect::<Vec<_>>()
        };
        Some(match self.get("act") {
            "publish" => {
                let mut wishes = vec![Wish::Publication { to: Publication::Public, reason }];
                if status == Status::Reported {
                    wishes.push(Wish::Status { to: Status::Acknowledged, text, other: None });
                }
                wishes.extend(photos(Publication::Public));
                wishes
            }
            "hide" => vec![Wish::Publication { to: Publication::Hidden, reason }],
            "private" => vec![Wish::Publication { to: Publication::Private, reason }],
            "status" => {
                let other =
                    Some(self.get("other")).filter(|o| !o.is_empty()).and_then(Reference::parse);
                vec![Wish::Status { to: self.get("to").parse().ok()?, text, other }]
            }
            "priority" => vec![Wish::Priority(self.get("priority").parse().ok()?)],
            "category" => vec![Wish::Category(self.get("category").to_owned())],
            "assign" => vec![Wish::Assign(self.get("assignee").parse::<AccountId>().ok())],
            "escalate" => vec![Wish::Escalate { reason: self.get("escalation").to_owned() }],
            "words" => vec![Wish::Words {
                title: self.get("title").to_owned(),
                description: self.get("description").to_owned(),
            }],
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
