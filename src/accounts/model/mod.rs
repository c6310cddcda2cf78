//! Nouns and rules of accounts: what identifies somebody, which password is good enough, codes, and roles as typed.

mod invite;
mod seal;
mod second;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use crate::auth::{Grant, Role, is_common_password};
use crate::ids::{AreaId, CategoryId};
use crate::web::form::{FieldErrors, clean};

pub use invite::InviteForm;
pub use seal::{Opened, open, seal};
pub use second::{code_at, fits, new_secret, secret_link, secret_text};

/// Shortest password in characters: length instead of composition rules.
pub const SHORTEST_PASSWORD: usize = 10;

/// Longest password in characters; more would only make hashing slow.
pub const LONGEST_PASSWORD: usize = 128;

/// Longest name in characters.
pub const LONGEST_NAME: usize = 80;

/// Codes that somebody without an e-mail address gets, each good for one new password.
pub const CODES: usize = 8;

/// How people are known: an e-mail address, or a cellphone number in the form +27821234567.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Login {
    /// As typed; case does not matter where accounts are looked up.
    Email(String),
    /// E.164.
    Phone(String),
}

/// The text is neither an e-mail address nor a phone number.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("neither an e-mail address nor a phone number")]
pub struct UnknownLogin;

impl FromStr for Login {
    type Err = UnknownLogin;
    fn from_str(text: &str) -> Result<Self, UnknownLogin> {
        let text = clean(text, false);
        let found = match text.contains('@') {
            true => Some(Login::Email(text.clone())).filter(|_| is_email(&text)),
            false => phone(&text).map(Login::Phone),
        };
        found.ok_or(UnknownLogin)
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Login {
    /// The address or number.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Email(text) | Self::Phone(text) => text,
        }
    }

    /// The address, if it is one.
    pub fn email(&self) -> Option<&str> {
        if let Self::Email(email) = self { Some(email) } else { None }
    }

    /// The number, if it is one.
    pub fn phone(&self) -> Option<&str> {
        if let Self::Phone(phone) = self { Some(phone) } else { None }
    }
}

/// An address that mail can go to; nothing that a mail header could read as more than one address.
fn is_email(text: &str) -> bool {
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"\"(),:;<>[\\]".contains(c);
    let has_dot = |domain: &str| domain.split('.').filter(|part| !part.is_empty()).count() >= 2;
    text.len() <= 254
        && text.chars().all(plain)
        && text.rsplit_once('@').is_some_and(|(_, domain)| has_dot(domain))
        && text.parse::<lettre::Address>().is_ok()
}

/// Reads a phone number as people write it: blanks, dashes, dots and brackets, `+27`, `0027`, `27` or `0` in front.
/// A number without a country's code is South African.
fn phone(text: &str) -> Option<String> {
    let text = text.replace("(0)", "");
    let kept: String = text.chars().filter(|c| !" \u{a0}-–./()".contains(*c)).collect();
    let digits = kept.strip_prefix('+').unwrap_or(&kept);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let international = match (kept.starts_with('+'), digits.len()) {
        (true, _) => digits.to_owned(),
        (false, 12..) if digits.starts_with("00") => digits[2..].to_owned(),
        (false, 10) if digits.starts_with('0') && !digits.starts_with("00") => {
            format!("27{}", &digits[1..])
        }
        (false, 11) if digits.starts_with("27") => digits.to_owned(),
        _ => return None,
    };
    // +27 0 82 ...: the zero of dialling at home does not belong there.
    let international = match international.strip_prefix("270") {
        Some(rest) if rest.len() == 9 => format!("27{rest}"),
        _ => international,
    };
    let south_african = international.starts_with("27");
    let good = !international.starts_with('0')
        && if south_african {
            international.len() == 11
        } else {
            (8..=15).contains(&international.len())
        };
    good.then(|| format!("+{international}"))
}

/// Notes what is wrong with a new password, if anything is. `known` are words it may not consist of: login, name.
pub fn check_password(errors: &mut FieldErrors, field: &str, password: &str, known: &[&str]) {
    let letters = password.chars().count();
    let lower = password.to_lowercase();
    let own = known.iter().flat_map(|word| [Some(*word), word.split_once('@').map(|(own, _)| own)]);
    if letters < SHORTEST_PASSWORD {
        errors.add_n(field, "accounts-password-short", SHORTEST_PASSWORD as i64);
    } else if letters > LONGEST_PASSWORD {
        errors.add_n(field, "accounts-password-long", LONGEST_PASSWORD as i64);
    } else if is_common_password(password) {
        errors.add(field, "accounts-password-common");
    } else if own.flatten().any(|word| word.to_lowercase() == lower) {
        errors.add(field, "accounts-password-own");
    }
}

/// Somebody who registers, checked.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// E-mail address or phone number.
    pub login: Login,
    /// May be empty.
    pub name: String,
    /// As typed.
    pub password: String,
}

/// Checks what somebody typed who registers.
pub fn check_registration(
    login: &str,
    name: &str,
    password: &str,
) -> Result<NewAccount, FieldErrors> {
    let mut errors = FieldErrors::default();
    let parsed = login.parse::<Login>();
    if login.trim().is_empty() {
        errors.add("login", "accounts-login-missing");
    } else if parsed.is_err() {
        errors.add("login", "accounts-login-wrong");
    }
    let name = check_name(&mut errors, name);
    check_password(&mut errors, "password", password, &[login.trim(), &name]);
    match parsed {
        Ok(login) if errors.is_empty() => {
            Ok(NewAccount { login, name, password: password.to_owned() })
        }
        _ => Err(errors),
    }
}

/// A name as it is kept; notes one that is too long.
pub fn check_name(errors: &mut FieldErrors, name: &str) -> String {
    let name = clean(name, false);
    if name.chars().count() > LONGEST_NAME {
        errors.add_n("name", "accounts-name-long", LONGEST_NAME as i64);
    }
    name
}

/// A fresh recovery code: `7f3k-9q2m-w4xe`, 60 random bits in Crockford's letters.
pub fn new_code() -> String {
    const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let random: [u8; 12] = rand::random();
    let letters: Vec<char> =
        random.iter().map(|b| char::from(LETTERS[usize::from(b & 31)])).collect();
    let groups = letters.chunks(4).map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join("-")
}

/// A code as typed, in the one form that is hashed: small letters, no blanks or dashes, look-alikes read as digits.
pub fn plain_code(typed: &str) -> String {
    let letter = |c: char| match c.to_ascii_lowercase() {
        'o' => Some('0'),
        'i' | 'l' => Some('1'),
        c if c.is_ascii_alphanumeric() => Some(c),
        _ => None,
    };
    typed.chars().filter_map(letter).take(64).collect()
}

/// A password that can be read aloud: `groups` of three syllables, 19 random bits each.
pub fn spoken_password(groups: usize) -> String {
    const FIRST: &[u8; 16] = b"bdfghklmnprstvwz";
    const SECOND: &[u8; 5] = b"aeiou";
    let syllable = || {
        let first = FIRST[rand::random_range(0..FIRST.len())];
        let second = SECOND[rand::random_range(0..SECOND.len())];
        [char::from(first), char::from(second)]
    };
    let group = || (0..3).flat_map(|_| syllable()).collect::<String>();
    (0..groups).map(|_| group()).collect::<Vec<_>>().join("-")
}

/// Whether the limits of this role mean something: leaders and officers may be kept to areas and categories.
pub fn has_limits(role: Role) -> bool {
    matches!(role, Role::Leader | Role::Officer)
}

/// Roles of a person as an admin ticks them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RolesForm {
    /// Ticked roles.
    pub roles: BTreeSet<Role>,
    /// Areas ticked for a role; none means everywhere.
    pub areas: BTreeMap<Role, BTreeSet<AreaId>>,
    /// Categories ticked for a role; none means all.
    pub categories: BTreeMap<Role, BTreeSet<CategoryId>>,
    /// What the admin saw: [`seen`] of the roles at that time.
    pub seen: String,
}

/// The fields `areas-leader` and `categories-leader` belong to a role.
fn of_role(name: &str) -> Option<(&str, Role)> {
    let (what, role) = name.rsplit_once('-')?;
    Some((what, role.parse().ok().filter(|role| has_limits(*role))?))
}

impl RolesForm {
    /// From the fields of a sent form. Unknown fields are passed over.
    pub fn read(fields: &[(String, String)]) -> Self {
        let mut form = Self::default();
        for (name, value) in fields {
            match (name.as_str(), of_role(name)) {
                ("roles", _) => form.roles.extend(value.parse::<Role>().ok()),
                ("seen", _) => form.seen.clone_from(value),
                (_, Some(("areas", role))) => {
                    form.areas.entry(role).or_default().extend(value.parse::<AreaId>().ok());
                }
                (_, Some(("categories", role))) => {
                    let ids = value.parse::<CategoryId>().ok();
                    form.categories.entry(role).or_default().extend(ids);
                }
                _ => {}
            }
        }
        form
    }

    /// The form of stored roles.
    pub fn of(grants: &[Grant]) -> Self {
        let mut form = Self { seen: seen(grants), ..Self::default() };
        for grant in grants {
            form.roles.insert(grant.role);
            form.areas.insert(grant.role, grant.areas.iter().copied().collect());
            form.categories.insert(grant.role, grant.categories.iter().copied().collect());
        }
        form
    }

    /// The roles to store. Everybody stays a resident.
    pub fn grants(&self) -> Vec<Grant> {
        let limits = |role: Role| Grant {
            role,
            areas: self.areas.get(&role).into_iter().flatten().copied().collect(),
            categories: self.categories.get(&role).into_iter().flatten().copied().collect(),
        };
        let bare = |role| Grant { role, areas: Vec::new(), categories: Vec::new() };
        let mut roles = self.roles.clone();
        roles.insert(Role::Resident);
        roles
            .into_iter()
            .map(|role| if has_limits(role) { limits(role) } else { bare(role) })
            .collect()
    }

    /// Whether a role is ticked.
    pub fn has(&self, role: &Role) -> bool {
        self.roles.contains(role)
    }

    /// Whether they edit pages.
    pub fn is_editor(&self) -> bool {
        self.has(&Role::Editor)
    }

    /// Whether an area is ticked for a role.
    pub fn has_area(&self, role: &Role, area: &AreaId) -> bool {
        self.areas.get(role).is_some_and(|areas| areas.contains(area))
    }

    /// Whether a category is ticked for a role.
    pub fn has_category(&self, role: &Role, category: &CategoryId) -> bool {
        self.categories.get(role).is_some_and(|categories| categories.contains(category))
    }

    /// Whether a role is kept to something.
    pub fn limited(&self, role: &Role) -> bool {
        let areas = self.areas.get(role).is_some_and(|areas| !areas.is_empty());
        areas || self.categories.get(role).is_some_and(|categories| !categories.is_empty())
    }
}

/// Roles in one line that is the same for the same roles: tells whether somebody changed them in between.
pub fn seen(grants: &[Grant]) -> String {
    let ids = |ids: Vec<String>| {
        let mut ids = ids;
        ids.sort();
        ids.join(",")
    };
    let line = |grant: &Grant| {
        let areas = ids(grant.areas.iter().map(ToString::to_string).collect());
        let categories = ids(grant.categories.iter().map(ToString::to_string).collect());
        format!("{}:{areas}:{categories}", grant.role)
    };
    let mut lines: Vec<String> = grants.iter().map(line).collect();
    lines.sort();
    lines.join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login(text: &str) -> Option<String> {
        text.parse::<Login>().ok().map(|login| login.to_string())
    }

    #[test]
    fn a_phone_number_is_read_as_people_write_it() {
        for same in [
            "082 123 4567",
            "0821234567",
            "082-123-4567",
            "+27 82 123 4567",
            "+27 (0)82 123 4567",
            "+27 082 123 4567",
            "0027 82 123 4567",
            "27821234567",
            "(082) 123.4567",
        ] {
            assert_eq!(login(same).as_deref(), Some("+27821234567"), "{same}");
        }
        assert_eq!(login("+44 20 7946 0958").as_deref(), Some("+442079460958"));
        for bad in
            ["", "82 123 4567", "0821234", "+27 82 123 456", "+0821234567", "082 123 456a", "+"]
        {
            assert_eq!(login(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_email_address_is_one_address() {
        assert_eq!(login(" Anna@Example.org ").as_deref(), Some("Anna@Example.org"));
        for bad in [
            "anna@",
            "@example.org",
            "anna@example",
            "a@b@example.org",
            "anna@example.org,b@example.org",
            "anna@example.org\r\nbcc:b@example.org",
            "<anna@example.org>",
            "\"a b\"@example.org",
            "anna@example..",
        ] {
            assert_eq!(login(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_password_is_long_uncommon_and_not_the_login() {
        let fault = |password: &str| {
            let mut errors = FieldErrors::default();
            check_password(
                &mut errors,
                "password",
                password,
                &["pietersen1980@example.org", "Piet"],
            );
            !errors.is_empty()
        };
        assert!(fault("nege lett"));
        assert!(fault("Password123"));
        assert!(fault("Pietersen1980"));
        assert!(fault("pietersen1980@example.org"));
        assert!(fault(&"lang ".repeat(30)));
        assert!(!fault("tien lette"));
    }

    #[test]
    fn a_code_reads_the_same_however_it_is_typed() {
        let code = new_code();
        assert_eq!(code.len(), 14);
        assert_ne!(code, new_code());
        let typed = code.to_uppercase().replace('-', " ").replace('0', "O").replace('1', "l");
        assert_eq!(plain_code(&typed), plain_code(&code));
    }

    #[test]
    fn roles_come_back_from_the_form_as_they_were() {
        let (area, category) = (AreaId::new(), CategoryId::new());
        let typed = [
            ("roles", "leader".to_owned()),
            ("roles", "emperor".to_owned()),
            ("areas-leader", area.to_string()),
            ("areas-leader", "no id".to_owned()),
            ("categories-leader", category.to_string()),
            ("areas-admin", area.to_string()),
        ];
        let typed: Vec<_> = typed.map(|(name, value)| (name.to_owned(), value)).into();
        let grants = RolesForm::read(&typed).grants();
        let roles: Vec<_> = grants.iter().map(|g| g.role).collect();
        assert_eq!(roles, [Role::Resident, Role::Leader]);
        assert_eq!((&grants[1].areas, &grants[1].categories), (&vec![area], &vec![category]));
        let again = RolesForm::of(&grants);
        assert_eq!(again.grants(), grants);
        assert_eq!(again.seen, seen(&grants));
        assert!(again.limited(&Role::Leader) && !again.limited(&Role::Resident));
    }
}
