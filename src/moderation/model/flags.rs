//! Personal details that a text seems to hold, for a leader's eye. It may flag too much; it never decides anything.

use std::collections::BTreeSet;

/// What a leader should see before publishing a text, as the end of a text key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// A phone number.
    Phone,
    /// An e-mail address.
    Email,
    /// Thirteen digits: a South African identity number.
    Identity,
    /// A number plate.
    Plate,
    /// The name of somebody.
    Name,
}

impl Flag {
    /// The end of its text key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Identity => "identity",
            Self::Plate => "plate",
            Self::Name => "name",
        }
    }
}

/// Words before a name in both languages, without their full stop.
const TITLES: [&str; 18] = [
    "mr", "mrs", "ms", "miss", "dr", "prof", "mnr", "mev", "mej", "oom", "tannie", "tant", "ds",
    "adv", "pastor", "aunt", "uncle", "sersant",
];

/// First names that are common here. A surname with a capital after one of them is somebody.
const FIRST_NAMES: [&str; 60] = [
    "pieter",
    "johan",
    "jan",
    "hendrik",
    "willem",
    "andries",
    "gert",
    "kobus",
    "jaco",
    "hennie",
    "piet",
    "danie",
    "francois",
    "anna",
    "maria",
    "elsa",
    "petro",
    "annelie",
    "marlene",
    "susan",
    "thabo",
    "sipho",
    "lerato",
    "mpho",
    "kagiso",
    "tshepo",
    "thandi",
    "nomsa",
    "bongani",
    "themba",
    "lebo",
    "refilwe",
    "karabo",
    "kabelo",
    "tebogo",
    "dineo",
    "palesa",
    "naledi",
    "john",
    "peter",
    "david",
    "michael",
    "james",
    "mary",
    "sarah",
    "paul",
    "mark",
    "thomas",
    "simon",
    "joseph",
    "daniel",
    "samuel",
    "elizabeth",
    "grace",
    "lucas",
    "jacob",
    "isaac",
    "moses",
    "solomon",
    "abram",
];

/// Personal details that a text seems to hold.
pub fn flags(text: &str) -> Vec<Flag> {
    let mut found = BTreeSet::new();
    for run in digit_runs(text) {
        match run.len() {
            13 => found.insert(Flag::Identity),
            9..=12 => found.insert(Flag::Phone),
            _ => false,
        };
    }
    let mail = |w: &str| w.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.'));
    if text.split_whitespace().any(mail) {
        found.insert(Flag::Email);
    }
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '.' | ':');
    let words: Vec<&str> = text.split(ends).filter(|w| !w.is_empty()).collect();
    if (1..=4).any(|n| words.windows(n).any(|w| is_plate(&w.concat()))) {
        found.insert(Flag::Plate);
    }
    if words.windows(2).any(|w| is_name(w[0], w[1])) {
        found.insert(Flag::Name);
    }
    found.into_iter().collect()
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

/// Plates as they are made today: `BBF 123 L` (three letters, three digits, a province) and `DN 12 KL GP`. They hold no
/// vowels, which words do.
fn is_plate(word: &str) -> bool {
    let word = word.to_ascii_uppercase().replace('-', "");
    let provinces = ["GP", "MP", "NW", "EC", "NC", "FS", "WP", "ZN", "L"];
    let Some(rest) = provinces.iter().find_map(|p| word.strip_suffix(p)) else { return false };
    let shape: String = rest
        .chars()
        .map(|c| match c {
            'A' | 'E' | 'I' | 'O' | 'U' | 'Q' => '-',
            c if c.is_ascii_uppercase() => 'L',
            c if c.is_ascii_digit() => '9',
            _ => '-',
        })
        .collect();
    matches!(shape.as_str(), "LLL999" | "LL99LL")
}

/// A title or a common first name, and after it a word with a capital.
fn is_name(first: &str, second: &str) -> bool {
    let capital = |w: &str| {
        let mut letters = w.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase)
    };
    let known = first.to_lowercase();
    capital(second)
        && (TITLES.contains(&known.as_str())
            || (capital(first) && FIRST_NAMES.contains(&known.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_details_are_flagged() {
        assert_eq!(flags("Bel Pieter by 082 123 4567"), [Flag::Phone]);
        assert_eq!(
            flags("mail someone@example.invalid, ID 0000000000000"),
            [Flag::Email, Flag::Identity]
        );
        assert_eq!(flags("’n wit bakkie BBF 123 L het gery"), [Flag::Plate]);
        assert_eq!(flags("plaat DN 12 KL GP"), [Flag::Plate]);
        assert_eq!(flags("dn12klgp, vannag"), [Flag::Plate]);
        assert_eq!(flags("6 huise in 3 strate, sedert 2024-01-01, R1 200"), []);
        assert_eq!(flags("die tenk hou 500 l en het 200 l oor"), []);
        assert_eq!(flags("@ home . com"), []);
    }

    #[test]
    fn names_of_people_are_flagged_and_names_of_streets_are_not() {
        assert_eq!(flags("Mev. Botha se hek is stukkend"), [Flag::Name]);
        assert_eq!(flags("It was Thabo Mokoena who saw it"), [Flag::Name]);
        assert_eq!(flags("At the corner of Louis Trichardt Street and Fifth Street"), []);
        assert_eq!(flags("mnr het gesê daar is niks"), []);
    }
}
