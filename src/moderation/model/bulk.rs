//! Many reports at once: which were chosen, and one thing to do with all of them.

use uuid::Uuid;

use super::Typed;
use crate::incidents::{Priority, Reference};

/// At most so many reports at once.
pub const MOST_CHOSEN: usize = 50;

/// What can be done with many reports, beside the macros, in the order offered.
pub const DEEDS: [&str; 10] = [
    "publish",
    "acknowledged",
    "in_progress",
    "resolved",
    "rejected",
    "hide",
    "escalate",
    "me",
    "nobody",
    "priority",
];

/// What is to be done with each report chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// One of [`DEEDS`], or a priority.
    Plain(String),
    /// The macro with this id.
    Macro(Uuid),
}

impl Deed {
    /// From the field of the form: a word of [`DEEDS`], `priority-high`, or `macro-` and an id.
    pub fn read(word: &str) -> Option<Self> {
        if let Some(id) = word.strip_prefix("macro-") {
            return id.parse().ok().map(Self::Macro);
        }
        let priority = word.strip_prefix("priority-").and_then(|p| p.parse::<Priority>().ok());
        let known = word != "priority" && DEEDS.contains(&word);
        (known || priority.is_some()).then(|| Self::Plain(word.to_owned()))
    }

    /// Whether it takes words, and whether it cannot be without them.
    pub fn words(&self) -> Option<bool> {
        match self {
            Self::Plain(word) => match word.as_str() {
                "resolved" | "rejected" | "hide" | "escalate" => Some(true),
                "in_progress" => Some(false),
                _ => None,
            },
            Self::Macro(_) => None,
        }
    }

    /// The form of one report that asks for the same.
    pub fn form(&self, text: &str, me: &str) -> Typed {
        let fields: Vec<(&str, &str)> = match self {
            Self::Macro(_) => Vec::new(),
            Self::Plain(word) => match word.as_str() {
                "publish" => vec![("act", "publish")],
                "rejected" => vec![("act", "reject"), ("refusal", text)],
                "hide" => vec![("act", "hide"), ("reason", text)],
                "escalate" => vec![("act", "escalate"), ("escalation", text)],
                "me" => vec![("act", "assign"), ("assignee", me)],
                "nobody" => vec![("act", "assign")],
                other => match other.strip_prefix("priority-") {
                    Some(priority) => vec![("act", "priority"), ("priority", priority)],
                    None => vec![("act", "status"), ("to", other), ("text", text)],
                },
            },
        };
        Typed::read(fields.into_iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect())
    }
}

/// A report chosen, and from the preview on the version that was seen there.
#[derive(Clone, Debug, PartialEq)]
pub struct Pick {
    /// Which.
    pub reference: Reference,
    /// The version seen.
    pub version: Option<i32>,
}

impl Pick {
    /// The reports of a form, each once: `NB-7F3K-9Q2M`, or `NB-7F3K-9Q2M.4` with the version.
    pub fn read(typed: &Typed) -> Vec<Self> {
        let mut picks: Vec<Self> = Vec::new();
        for word in typed.all("pick").iter().flat_map(|v| v.split(' ')) {
            let (reference, version) = word.split_once('.').unwrap_or((word, ""));
            let Some(reference) = Reference::parse(reference) else { continue };
            if picks.iter().all(|p| p.reference != reference) {
                picks.push(Self { reference, version: version.parse().ok() });
            }
        }
        picks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Typed {
        Typed::read(fields.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect())
    }

    #[test]
    fn only_deeds_that_are_offered_are_read() {
        for word in DEEDS.iter().filter(|d| **d != "priority") {
            assert_eq!(Deed::read(word), Some(Deed::Plain((*word).to_owned())));
        }
        assert!(Deed::read("priority-high").is_some());
        for word in ["", "priority", "priority-none", "duplicate", "macro-x", "words"] {
            assert_eq!(Deed::read(word), None, "{word}");
        }
    }

    #[test]
    fn a_report_is_chosen_once_with_the_version_seen() {
        let reference = Reference::random();
        let versioned = format!("{reference}.7 {reference}.8 nonsense");
        let picks = Pick::read(&typed(&[("pick", &versioned), ("pick", reference.as_str())]));
        assert_eq!(picks, [Pick { reference, version: Some(7) }]);
    }
}
