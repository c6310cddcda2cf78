//! An invitation as typed.

use super::{Login, check_name};
use crate::auth::{Grant, Role};
use crate::i18n::Lang;
use crate::web::form::{FieldErrors, clean};

/// Who is invited, and to what.
#[derive(Clone, Debug, PartialEq)]
pub struct InviteForm {
    /// Where the link goes.
    pub email: String,
    /// May be empty.
    pub name: String,
    /// Language of the mail.
    pub lang: Lang,
    /// Roles beside that of everybody; their limits are set on the person's page.
    pub roles: Vec<Role>,
}

impl InviteForm {
    /// Reads the fields.
    pub fn read(fields: &[(String, String)], lang: Lang) -> Self {
        let get = |name: &str| fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v);
        let roles = fields.iter().filter(|(name, _)| name == "roles");
        Self {
            email: clean(get("email"), false),
            name: clean(get("name"), false),
            lang: get("lang").parse().unwrap_or(lang),
            roles: roles.filter_map(|(_, role)| role.parse().ok()).collect(),
        }
    }

    /// The address, or what must be mended.
    pub fn check(&self) -> Result<Login, FieldErrors> {
        let mut errors = FieldErrors::default();
        let login = self.email.parse::<Login>().ok().filter(|login| login.email().is_some());
        if login.is_none() {
            errors.add("email", "accounts-invite-email-wrong");
        }
        check_name(&mut errors, &self.name);
        match login {
            Some(login) if errors.is_empty() => Ok(login),
            _ => Err(errors),
        }
    }

    /// The roles to give: that of everybody too, each once.
    pub fn grants(&self) -> Vec<Grant> {
        let wanted = |role: &Role| *role == Role::Resident || self.roles.contains(role);
        let grant = |role| Grant { role, areas: Vec::new(), categories: Vec::new() };
        Role::ALL.into_iter().filter(wanted).map(grant).collect()
    }
}
