//! Who hears of each new report in a category, as typed.

use crate::accounts::Login;
use crate::auth::Role;
use crate::i18n::Lang;
use crate::web::form::{FieldErrors, clean};

/// Addresses of one category at most.
const MOST: usize = 20;

/// Roles that can be told, in the order shown.
pub const TOLD: [Role; 3] = [Role::Leader, Role::Officer, Role::Admin];

/// Who hears of each new report.
#[derive(Clone, Debug, PartialEq)]
pub struct ToldForm {
    /// People with these roles whose limits cover the report.
    pub roles: Vec<Role>,
    /// Mail addresses of others.
    pub addresses: Vec<String>,
    /// The language of the mail to those.
    pub lang: Lang,
    /// The version that was read; 0 while nothing was ever set.
    pub version: i32,
}

impl Default for ToldForm {
    fn default() -> Self {
        Self { roles: Vec::new(), addresses: Vec::new(), lang: Lang::EN, version: 0 }
    }
}

impl ToldForm {
    /// Reads the fields.
    pub fn read(fields: &[(String, String)]) -> Self {
        let all = |name: &'static str| {
            fields.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
        };
        let roles = all("roles").filter_map(|r| r.parse().ok()).filter(|r| TOLD.contains(r));
        let lines = all("addresses").flat_map(str::lines).map(|line| clean(line, false));
        let mut addresses: Vec<String> = Vec::new();
        for line in lines.filter(|line| !line.is_empty()) {
            if !addresses.iter().any(|a| a.eq_ignore_ascii_case(&line)) {
                addresses.push(line);
            }
        }
        Self {
            roles: roles.collect(),
            addresses,
            lang: all("lang").find_map(|l| l.parse().ok()).unwrap_or(Lang::EN),
            version: all("version").find_map(|v| v.parse().ok()).unwrap_or(0),
        }
    }

    /// What is wrong with it.
    pub fn check(&self) -> FieldErrors {
        let mut errors = FieldErrors::default();
        let is_mail = |a: &String| a.parse::<Login>().is_ok_and(|l| l.email().is_some());
        if self.addresses.len() > MOST || !self.addresses.iter().all(is_mail) {
            errors.add_n("addresses", "categories-told-wrong", MOST as i64);
        }
        errors
    }

    /// Whether it says the same as another one, whichever version each is of.
    pub fn says(&self, other: &Self) -> bool {
        (&self.roles, &self.addresses, self.lang) == (&other.roles, &other.addresses, other.lang)
    }

    /// Whether people with this role are told.
    pub fn has(&self, role: &Role) -> bool {
        self.roles.contains(role)
    }

    /// The addresses as they are typed.
    pub fn lines(&self) -> String {
        self.addresses.join("\n")
    }

    /// In one line, for the history.
    pub fn words(&self) -> String {
        let roles = self.roles.iter().map(|r| r.as_str().to_owned());
        roles.chain(self.addresses.iter().cloned()).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> ToldForm {
        let owned = |(n, v): &(&str, &str)| ((*n).to_owned(), (*v).to_owned());
        ToldForm::read(&fields.iter().map(owned).collect::<Vec<_>>())
    }

    #[test]
    fn addresses_are_lines_each_once_and_only_of_mail() {
        let good = form(&[
            ("roles", "leader"),
            ("roles", "editor"),
            ("addresses", " water@town.example \n\nWATER@town.example\nx@y.example"),
        ]);
        assert_eq!(good.roles, [Role::Leader]);
        assert_eq!(good.addresses, ["water@town.example", "x@y.example"]);
        assert!(good.check().is_empty());
        for bad in ["0821234567", "a b@c.example", "x@y", "a@b.example, c@d.example"] {
            assert!(form(&[("addresses", bad)]).check().has("addresses"), "{bad}");
        }
    }
}
