//! What a reporter is told after a decision: the same words in the preview and in the mail.

use crate::i18n::{self, Lang};
use crate::incidents::{Publication, Status, Wish};

/// A decision as its reporter hears of it.
#[derive(Clone, Debug, Default)]
pub struct Decision {
    /// The status, if it changed.
    pub status: Option<Status>,
    /// The publication, if it changed.
    pub publication: Option<Publication>,
    /// What was written with the status.
    pub text: String,
    /// Why it is not public.
    pub reason: String,
    /// What became of the appeal, and what was written with that.
    pub appeal: Option<(bool, String)>,
    /// Whether there was an appeal, so that there cannot be another.
    pub appealed: bool,
}

impl Decision {
    /// What the reporter hears of these wishes.
    pub fn of(wishes: Vec<Wish>) -> Self {
        let mut decision = Self::default();
        for wish in wishes {
            match wish {
                Wish::Status { to, text, .. } => {
                    (decision.status, decision.text) = (Some(to), text);
                }
                Wish::Appeal { granted, text } => {
                    (decision.appeal, decision.appealed) = (Some((granted, text)), true);
                }
                Wish::Publication { to, reason } => {
                    (decision.publication, decision.reason) = (Some(to), reason);
                }
                _ => {}
            }
        }
        decision
    }

    /// Subject and text of the mail. `link` is the tracking link.
    pub fn mail(&self, lang: Lang, reference: &str, title: &str, link: &str) -> (String, String) {
        let subject =
            i18n::t_args(lang, "moderation-mail-subject", [("reference", reference.into())]);
        let about = [("title", title.into()), ("reference", reference.into())];
        let mut parts = vec![i18n::t_args(lang, "moderation-mail-about", about)];
        if let Some((granted, answer)) = &self.appeal {
            let said = if *granted { "granted" } else { "denied" };
            parts.push(i18n::t(lang, &format!("moderation-mail-appeal-{said}")));
            parts.push(answer.clone());
        }
        if let Some(status) = self.status {
            parts.push(i18n::t(lang, &format!("incidents-track-status-{status}")));
            parts.extend(Some(self.text.clone()).filter(|t| !t.is_empty()));
        }
        if let Some(publication) = self.publication {
            parts.push(i18n::t(lang, &format!("incidents-track-seen-{publication}")));
            parts.extend(Some(self.reason.clone()).filter(|t| !t.is_empty()));
        }
        let against =
            self.status == Some(Status::Rejected) || self.publication == Some(Publication::Hidden);
        if against && !self.appealed {
            parts.push(i18n::t(lang, "moderation-mail-may-appeal"));
        }
        let key = match self.status {
            Some(Status::Waiting) => "moderation-mail-answer",
            _ => "moderation-mail-see",
        };
        parts.push(i18n::t_args(lang, key, [("link", link.into())]));
        (subject, parts.join("\n\n"))
    }
}
