//! Nouns of the queue, without I/O: its tabs, what a card flags, what a form asks for.

use std::collections::HashMap;

use crate::ids::{AccountId, CommentId, MediaId, words};
use crate::incidents::{Publication, Reference, Status, Wish};
use crate::web::form::clean;

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

/// What a leader should see before publishing a text, as the end of a text key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    /// A phone number.
    Phone,
    /// An e-mail address.
    Email,
    /// Thirteen digits: a South African identity number.
    Identity,
    /// A number plate.
    Plate,
}

impl Flag {
    /// The end of its text key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Identity => "identity",
            Self::Plate => "plate",
        }
    }
}

/// Personal details that a text seems to hold. It may flag too much, never decides anything.
pub fn flags(text: &str) -> Vec<Flag> {
    let mut found = Vec::new();
    for run in digit_runs(text) {
        let flag = match run.len() {
            13 => Flag::Identity,
            9..=12 => Flag::Phone,
            _ => continue,
        };
        if !found.contains(&flag) {
            found.push(flag);
        }
    }
    let words =
        || text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '.'));
    let mail = text
        .split_whitespace()
        .any(|w| w.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.')));
    if mail {
        found.push(Flag::Email);
    }
    let tokens: Vec<&str> = words().filter(|w| !w.is_empty()).collect();
    if tokens.iter().any(|w| is_plate(w))
        || tokens.windows(3).any(|w| is_plate(&w.concat()))
        || tokens.windows(2).any(|w| is_plate(&w.concat()))
    {
        found.push(Flag::Plate);
    }
    found
}

/// Digits in a row, as people write numbers: blanks and dashes between them do not end it.
fn digit_runs(text: &str) -> Vec<String> {
    let mut runs = vec![String::new()];
    for c in text.chars() {
        match c {
            c if c.is_ascii_digit() => runs.last_mut().expect("never empty").push(c),
            ' ' | '-' | '\u{a0}' => {}
            _ => runs.push(String::new()),
        }
    }
    runs.retain(|r| !r.is_empty());
    runs
}

/// Plates of today's provinces: `BBF 123 L`, `DN 12 KL GP`; two or three letters, digits, and the letters of a province.
fn is_plate(word: &str) -> bool {
    let word = word.to_ascii_uppercase();
    let province = ["GP", "MP", "NW", "EC", "NC", "FS", "WP", "ZN", "L"]
        .into_iter()
        .find(|p| word.ends_with(p));
    let Some(rest) = province.and_then(|p| word.strip_suffix(p)) else { return false };
    let letters = rest.chars().take_while(char::is_ascii_uppercase).count();
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    (2..=3).contains(&letters)
        && (2..=3).contains(&digits)
        && (5..=6).contains(&rest.len())
        && rest.is_ascii()
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
    fn personal_details_are_flagged() {
        assert_eq!(flags("Bel Pieter by 082 123 4567"), [Flag::Phone]);
        assert_eq!(
            flags("mail someone@example.invalid, ID 0000000000000"),
            [Flag::Identity, Flag::Email]
        );
        assert_eq!(flags("’n wit bakkie BBF 123 L het gery"), [Flag::Plate]);
        assert_eq!(flags("plaat DN 12 KL GP"), []);
        assert_eq!(flags("6 huise in 3 strate, sedert 2024-01-01, R1 200"), []);
        assert_eq!(flags("@ home . com"), []);
    }

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
