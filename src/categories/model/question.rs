//! The extra questions of a category, and what counts as an answer.

use crate::ids::{QuestionId, words};

words! {
    /// What kind of answer a question takes.
    QuestionKind in "question_kind" {
        /// A line of text.
        Text = "text",
        /// One of the choices.
        Choice = "choice",
        /// Yes or no.
        YesNo = "yes_no",
        /// A whole number.
        Number = "number",
        /// Only something to read.
        Notice = "notice",
        /// Yes or no; yes ends the form with an emergency number.
        Stop = "stop",
    }
}

/// A choice of a choice question, in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What is stored.
    pub value: String,
    /// What people read.
    pub label: String,
}

/// An extra question of a category, in one language.
#[derive(Clone, Debug)]
pub struct Question {
    /// The row.
    pub id: QuestionId,
    /// Key of the answer in the record's metadata.
    pub code: String,
    /// Kind of answer.
    pub kind: QuestionKind,
    /// The question, or the text of a notice.
    pub label: String,
    /// One more sentence; for a stop: what to do.
    pub hint: String,
    /// Whether an answer is needed.
    pub required: bool,
    /// Emergency number of a stop.
    pub phone: String,
    /// Choices of a choice question.
    pub choices: Vec<Choice>,
}

impl Question {
    /// The text key of what is wrong with an answer, if anything is. An empty answer is wrong only where one is needed.
    pub fn fault(&self, answer: &str) -> Option<&'static str> {
        let answer = answer.trim();
        if answer.is_empty() {
            let needed = self.required && self.kind != QuestionKind::Notice;
            return needed.then_some("categories-question-needed");
        }
        let good = match self.kind {
            QuestionKind::Notice => true,
            QuestionKind::Text => answer.chars().count() <= 300,
            QuestionKind::Choice => self.choices.iter().any(|c| c.value == answer),
            QuestionKind::YesNo | QuestionKind::Stop => answer == "yes" || answer == "no",
            QuestionKind::Number => answer.parse::<u32>().is_ok_and(|n| n <= 1_000_000),
        };
        (!good).then_some(match self.kind {
            QuestionKind::Text => "categories-question-too-long",
            QuestionKind::Number => "categories-question-number",
            _ => "categories-question-choose",
        })
    }

    /// Whether this answer ends the form: phone instead of typing.
    pub fn stops(&self, answer: &str) -> bool {
        self.kind == QuestionKind::Stop && answer == "yes"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(kind: QuestionKind, required: bool) -> Question {
        Question {
            id: QuestionId::new(),
            code: "q".into(),
            kind,
            label: "?".into(),
            hint: String::new(),
            required,
            phone: "10177".into(),
            choices: vec![Choice { value: "dry".into(), label: "Dry".into() }],
        }
    }

    #[test]
    fn answers_are_judged_by_the_kind_of_question() {
        assert_eq!(question(QuestionKind::Text, false).fault(""), None);
        assert!(question(QuestionKind::Text, true).fault(" ").is_some());
        assert!(question(QuestionKind::Text, true).fault(&"x".repeat(301)).is_some());
        assert_eq!(question(QuestionKind::Choice, true).fault("dry"), None);
        assert!(question(QuestionKind::Choice, true).fault("wet").is_some());
        assert!(question(QuestionKind::Number, true).fault("-1").is_some());
        assert_eq!(question(QuestionKind::Notice, true).fault(""), None);
        assert!(question(QuestionKind::Stop, true).stops("yes"));
        assert!(!question(QuestionKind::YesNo, true).stops("yes"));
    }
}
