//! Step 4 of reporting: how to reach the reporter, who need not say.

use serde::{Deserialize, Serialize};

use crate::accounts::Login;
use crate::web::form::FieldErrors;

/// Longest name in characters.
const LONGEST_NAME: usize = 80;

/// How to reach the reporter. All of it may be empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactForm {
    /// Name as the person gives it.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Phone number in any usual form.
    pub phone: String,
    /// Whether the step was finished.
    pub done: bool,
}

impl ContactForm {
    /// What must be mended.
    pub fn check(&self) -> FieldErrors {
        let mut errors = FieldErrors::default();
        if self.name.chars().count() > LONGEST_NAME {
            errors.add_n("name", "incidents-report-too-long", LONGEST_NAME as i64);
        }
        let login = |text: &str| text.parse::<Login>().ok();
        if !self.email.is_empty() && login(&self.email).is_none_or(|l| l.email().is_none()) {
            errors.add("email", "incidents-report-email-wrong");
        }
        if !self.phone.is_empty() && login(&self.phone).is_none_or(|l| l.phone().is_none()) {
            errors.add("phone", "incidents-report-phone-wrong");
        }
        errors
    }

    /// The number as it is stored: E.164.
    pub(super) fn number(&self) -> String {
        self.phone
            .parse::<Login>()
            .ok()
            .and_then(|l| l.phone().map(str::to_owned))
            .unwrap_or_default()
    }

    /// Whether there is no way to reach the reporter.
    pub fn is_empty(&self) -> bool {
        self.name.is_empty() && self.email.is_empty() && self.phone.is_empty()
    }
}
