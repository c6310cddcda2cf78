//! Macros: several changes with one tap. What a macro asks of one report, and the form in which admins make one.

use std::collections::HashMap;

use uuid::Uuid;

use crate::i18n::Lang;
use crate::ids::AccountId;
use crate::incidents::{Needs, Priority, Publication, Status, Wish, move_needs};
use crate::web::form::{FieldErrors, clean};

/// Longest name, and longest reply or note, characters.
const MOST: (usize, usize) = (80, 900);

/// What a macro does.
#[derive(Clone, Debug)]
pub struct Macro {
    /// Its row.
    pub id: Uuid,
    /// In the reader's language.
    pub name: String,
    /// The first move.
    pub first: Option<Status>,
    /// The move after that, in the same act.
    pub then: Option<Status>,
    /// Who may see the report then.
    pub publication: Option<Publication>,
    /// How soon.
    pub priority: Option<Priority>,
    /// Who works on it: empty leaves that as it is, `me`, `nobody`, else an account.
    pub assign: String,
    /// Not offered any more.
    pub retired: bool,
}

/// The words of a macro in one language.
#[derive(Clone, Debug)]
pub struct MacroWords {
    /// Which language.
    pub lang: Lang,
    /// Name in the lists.
    pub name: String,
    /// What the reporter reads.
    pub reply: String,
    /// What staff read.
    pub note: String,
}

impl Macro {
    /// What it asks of a report that stands so: `reply` in the language of the report, `note` in that of `me`. A step on
    /// which the report stands already is left out, and so is a publication that it has.
    pub fn wishes(
        &self,
        now: (Status, Publication),
        me: AccountId,
        reply: &str,
        note: Option<(&str, Lang)>,
    ) -> Vec<Wish> {
        let mut wishes = Vec::new();
        if let Some(to) = self.publication.filter(|to| *to != now.1) {
            let reason = if to == Publication::Public { "" } else { reply };
            wishes.push(Wish::Publication { to, reason: reason.to_owned() });
        }
        let mut steps: Vec<Status> = self.first.into_iter().chain(self.then).collect();
        if let Some(there) = steps.iter().rposition(|s| *s == now.0) {
            steps.drain(..=there);
        }
        let mut from = now.0;
        for (n, to) in steps.iter().copied().enumerate() {
            let last = n + 1 == steps.len();
            let speaks = last || move_needs(from, to) == Some(Needs::Text);
            let text = if speaks { reply.to_owned() } else { String::new() };
            wishes.push(Wish::Status { to, text, other: None });
            if to == Status::Waiting {
                wishes.push(Wish::Wait { days: Wish::WAIT_DAYS });
            }
            from = to;
        }
        wishes.extend(self.priority.map(Wish::Priority));
        match self.assign.as_str() {
            "" => {}
            "me" => wishes.push(Wish::Assign(Some(me))),
            who => wishes.push(Wish::Assign(who.parse().ok())),
        }
        if let Some((body, lang)) = note.filter(|(body, _)| !body.is_empty()) {
            wishes.push(Wish::Note { body: body.to_owned(), lang });
        }
        wishes
    }

    /// Whether what it does always needs a text for the reporter.
    fn needs_reply(&self) -> bool {
        let text = |from, to| move_needs(from, to) == Some(Needs::Text);
        // From some status the first move needs a text.
        let first = self.first.is_some_and(|to| Status::ALL.into_iter().any(|from| text(from, to)));
        let then = self.first.zip(self.then).is_some_and(|(from, to)| text(from, to));
        first || then || self.publication == Some(Publication::Hidden)
    }
}

/// A macro as typed.
#[derive(Clone, Debug, Default)]
pub struct MacroForm(HashMap<String, String>);

impl MacroForm {
    /// From the fields of a form: `first`, `then`, `publication`, `priority`, `assign`, and `name-en`, `reply-en`, `note-en`
    /// for every language.
    pub fn read(fields: Vec<(String, String)>) -> Self {
        let many = |name: &str| name.starts_with("reply-") || name.starts_with("note-");
        let cleaned = fields.into_iter().map(|(name, value)| {
            let value = clean(&value, many(&name));
            (name, value)
        });
        Self(cleaned.collect())
    }

    /// The form of a stored one.
    pub fn of(m: &Macro, words: Vec<MacroWords>) -> Self {
        let status = |s: Option<Status>| s.map(|s| s.as_str().to_owned()).unwrap_or_default();
        let publication = m.publication.map(|p| p.as_str().to_owned()).unwrap_or_default();
        let priority = m.priority.map(|p| p.as_str().to_owned()).unwrap_or_default();
        let mut form = HashMap::from([
            ("first".to_owned(), status(m.first)),
            ("then".to_owned(), status(m.then)),
            ("publication".to_owned(), publication),
            ("priority".to_owned(), priority),
            ("assign".to_owned(), m.assign.clone()),
        ]);
        for w in words {
            form.insert(format!("name-{}", w.lang), w.name);
            form.insert(format!("reply-{}", w.lang), w.reply);
            form.insert(format!("note-{}", w.lang), w.note);
        }
        Self(form)
    }

    /// A field as typed; empty if there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// One of the words in a language.
    pub fn in_lang(&self, what: &str, lang: &Lang) -> &str {
        self.get(&format!("{what}-{lang}"))
    }

    /// The macro and its words, or what must be mended.
    pub fn check(&self, id: Uuid) -> Result<(Macro, Vec<MacroWords>), FieldErrors> {
        let mut errors = FieldErrors::default();
        let m = Macro {
            id,
            name: String::new(),
            first: self.get("first").parse().ok(),
            then: self.get("then").parse().ok(),
            publication: self.get("publication").parse().ok(),
            priority: self.get("priority").parse().ok(),
            assign: match self.get("assign") {
                "me" => "me".into(),
                "nobody" => "nobody".into(),
                who => who.parse::<AccountId>().map(|a| a.to_string()).unwrap_or_default(),
            },
            retired: false,
        };
        match (m.first, m.then) {
            (None, Some(_)) => errors.add("first", "moderation-macro-first-missing"),
            (Some(Status::Duplicate | Status::Reported), _) => {
                errors.add("first", "moderation-macro-step-wrong");
            }
            (Some(first), Some(then))
                if then == Status::Duplicate || move_needs(first, then).is_none() =>
            {
                errors.add("then", "moderation-macro-step-wrong");
            }
            _ => {}
        }
        if m.publication == Some(Publication::Pending) {
            errors.add("publication", "incidents-change-publication");
        }
        let words: Vec<MacroWords> =
            Lang::all().map(|lang| self.words(lang, &mut errors)).collect();
        for w in words.iter().filter(|w| w.reply.is_empty() && m.needs_reply()) {
            errors.add(format!("reply-{}", w.lang), "moderation-macro-reply-missing");
        }
        let notes = words.iter().filter(|w| !w.note.is_empty()).count();
        if notes != 0 && notes != words.len() {
            let empty = words.iter().find(|w| w.note.is_empty()).map(|w| w.lang);
            errors.add_n(
                format!("note-{}", empty.unwrap_or(Lang::EN)),
                "moderation-reply-length",
                MOST.1 as i64,
            );
        }
        let nothing = m.first.is_none()
            && m.publication.is_none()
            && m.priority.is_none()
            && m.assign.is_empty()
            && notes == 0;
        if nothing {
            errors.add("first", "moderation-macro-nothing");
        }
        if errors.is_empty() { Ok((m, words)) } else { Err(errors) }
    }

    fn words(&self, lang: Lang, errors: &mut FieldErrors) -> MacroWords {
        let words = MacroWords {
            lang,
            name: self.in_lang("name", &lang).to_owned(),
            reply: self.in_lang("reply", &lang).to_owned(),
            note: self.in_lang("note", &lang).to_owned(),
        };
        if !(1..=MOST.0).contains(&words.name.chars().count()) {
            errors.add_n(format!("name-{lang}"), "moderation-reply-length", MOST.0 as i64);
        }
        for (field, text) in [("reply", &words.reply), ("note", &words.note)] {
            if text.chars().count() > MOST.1 {
                errors.add_n(format!("{field}-{lang}"), "moderation-reply-length", MOST.1 as i64);
            }
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_steps() -> Macro {
        Macro {
            id: Uuid::nil(),
            name: String::new(),
            first: Some(Status::InProgress),
            then: Some(Status::Resolved),
            publication: Some(Publication::Public),
            priority: None,
            assign: "nobody".into(),
            retired: false,
        }
    }

    #[test]
    fn two_steps_are_two_moves_and_where_it_stands_is_left_out() {
        let me = AccountId::new();
        let moves = |status, publication| {
            let wishes = two_steps().wishes((status, publication), me, "Fixed", None);
            let moves = wishes.iter().filter_map(|w| match w {
                Wish::Status { to, text, .. } => Some((*to, text.clone())),
                _ => None,
            });
            (moves.collect::<Vec<_>>(), wishes.len())
        };
        let resolved = (Status::Resolved, "Fixed".to_owned());
        let all = vec![(Status::InProgress, String::new()), resolved.clone()];
        assert_eq!(moves(Status::Reported, Publication::Pending), (all, 4));
        assert_eq!(moves(Status::InProgress, Publication::Public), (vec![resolved], 2));
        assert_eq!(moves(Status::Resolved, Publication::Public), (vec![], 1));
        // Out of waiting both moves need a text.
        let (both, _) = moves(Status::Waiting, Publication::Public);
        assert!(both.iter().all(|(_, text)| text == "Fixed"), "{both:?}");
    }

    #[test]
    fn a_macro_needs_a_legal_second_step_words_and_something_to_do() {
        let form = |fields: &[(&str, &str)]| {
            let named = [("name-en", "A"), ("name-af", "A")];
            let all = named.iter().chain(fields);
            MacroForm::read(all.map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect())
                .check(Uuid::nil())
        };
        assert!(form(&[]).unwrap_err().has("first"));
        assert!(form(&[("then", "resolved")]).unwrap_err().has("first"));
        assert!(form(&[("first", "acknowledged"), ("then", "closed")]).unwrap_err().has("then"));
        assert!(form(&[("first", "duplicate")]).unwrap_err().has("first"));
        assert!(form(&[("publication", "hidden")]).unwrap_err().has("reply-en"));
        assert!(form(&[("priority", "low"), ("note-en", "Only here")]).unwrap_err().has("note-af"));
        assert!(form(&[("priority", "low")]).is_ok());
    }
}
