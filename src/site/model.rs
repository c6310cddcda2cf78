//! Settings, menus and notices as values. Every field of the settings has a default, so that an old row serves a new program.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::i18n::{self, Lang};
use crate::ids::words;

/// A text in each language, by code.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Texts(pub BTreeMap<String, String>);

impl Texts {
    /// The text of exactly this language; empty if there is none.
    pub fn exact(&self, lang: impl Borrow<Lang>) -> &str {
        self.0.get(lang.borrow().code()).map_or("", String::as_str)
    }

    /// The text of this language, else that of another; and which language it is in.
    pub fn best(&self, lang: impl Borrow<Lang>) -> (Lang, &str) {
        let lang = *lang.borrow();
        let filled = |l: &Lang| !self.exact(*l).is_empty();
        let found = if filled(&lang) { Some(lang) } else { Lang::all().find(filled) };
        found.map_or((lang, ""), |l| (l, self.exact(l)))
    }

    /// Sets one; an empty text takes it out.
    pub fn set(&mut self, lang: Lang, text: String) {
        if text.is_empty() {
            self.0.remove(lang.code());
        } else {
            self.0.insert(lang.code().to_owned(), text);
        }
    }

    /// Whether no language has a text.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(String::is_empty)
    }
}

/// An emergency number of the footer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Number {
    /// Whose it is.
    pub labels: Texts,
    /// As people read it: `10111`, `014 743 1111`.
    pub number: String,
}

impl Number {
    /// The address to phone; see [`tel`].
    pub fn tel(&self) -> String {
        tel(&self.number)
    }
}

/// What a phone dials for a number as people read it: digits and a leading plus.
pub fn tel(number: &str) -> String {
    number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// What admins set for the whole site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Name of the site; the program's own while empty.
    pub name: Texts,
    /// Language for addresses without one, when the browser does not tell; empty: as the program was started.
    pub default_lang: String,
    /// Emergency numbers; the country's own while empty.
    pub numbers: Vec<Number>,
    /// Information officer under POPIA.
    pub officer_name: String,
    /// Their address.
    pub officer_email: String,
    /// Their number.
    pub officer_phone: String,
    /// One line at the end of every page.
    pub footer: Texts,
    /// Whether editors publish pages themselves; otherwise administrators approve.
    pub editors_publish: bool,
    /// Whether leaders, officers, editors and administrators must use a second factor.
    pub second_factor: bool,
    /// Sites that may show the small map inside their pages: origins such as `https://town.example`.
    pub embed: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: Texts::default(),
            default_lang: String::new(),
            numbers: Vec::new(),
            officer_name: String::new(),
            officer_email: String::new(),
            officer_phone: String::new(),
            footer: Texts::default(),
            editors_publish: true,
            second_factor: false,
            embed: Vec::new(),
        }
    }
}

impl Settings {
    /// The emergency numbers that pages show: those set here, else the country's.
    pub fn shown_numbers(&self) -> Vec<Number> {
        if !self.numbers.is_empty() {
            return self.numbers.clone();
        }
        [("base-police", "10111"), ("base-ambulance", "10177"), ("base-cellphone", "112")]
            .map(|(key, number)| {
                let mut labels = Texts::default();
                for lang in Lang::all() {
                    labels.set(lang, i18n::t(lang, key));
                }
                Number { labels, number: number.to_owned() }
            })
            .into()
    }
}

words! {
    /// How serious a notice is; the most serious one is shown.
    Severity in "text" {
        /// Good to know.
        Info = "info",
        /// Something will not work.
        Warning = "warning",
        /// Somebody may come to harm.
        Danger = "danger",
    }
}

impl Severity {
    /// Class of the banner.
    pub fn class(self) -> &'static str {
        match self {
            Self::Info => "",
            Self::Warning => "warn",
            Self::Danger => "bad",
        }
    }

    /// Its icon.
    pub fn icon(self) -> &'static str {
        if self == Self::Info { "info" } else { "warning" }
    }
}

/// A message over every page.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Notice {
    /// Which; with the version it tells what a reader has dismissed.
    pub number: i64,
    /// Rises with each change: a changed notice is shown again.
    pub version: i32,
    /// How serious.
    pub severity: Severity,
    /// Its words.
    pub texts: Texts,
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when; open if not said.
    pub ends_at: Option<DateTime<Utc>>,
}

impl Notice {
    /// Name of this text of this notice in the reader's cookie.
    pub fn key(&self) -> String {
        format!("{}.{}", self.number, self.version)
    }

    /// Whether its time has come and is not over.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.starts_at <= now && self.ends_at.is_none_or(|end| now < end)
    }
}

/// A line of a menu.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct MenuItem {
    /// `header` or `footer`.
    pub menu: String,
    /// Its words.
    pub labels: Texts,
    /// `/p/about` (without language) or a whole address.
    pub address: String,
}

impl MenuItem {
    /// The address for readers of `lang`.
    pub fn href(&self, lang: impl Borrow<Lang>) -> String {
        let lang = lang.borrow();
        if self.address.starts_with('/') {
            format!("/{lang}{}", self.address)
        } else {
            self.address.clone()
        }
    }
}

/// All that pages say about the site.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// Settings.
    pub settings: Settings,
    /// Lines of both menus in order.
    pub menus: Vec<MenuItem>,
    /// Notices that are not over.
    pub notices: Vec<Notice>,
}

impl Site {
    /// The one notice to show now: the most serious, then the newest.
    pub fn notice(&self, now: DateTime<Utc>) -> Option<&Notice> {
        let open = self.notices.iter().filter(|n| n.is_open(now));
        open.max_by_key(|n| (n.severity, n.starts_at, n.number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(number: i64, severity: Severity, from: i64, until: Option<i64>) -> Notice {
        let at = |minute| DateTime::from_timestamp(minute * 60, 0).expect("a time");
        Notice {
            number,
            version: 1,
            severity,
            texts: Texts::default(),
            starts_at: at(from),
            ends_at: until.map(at),
        }
    }

    #[test]
    fn the_most_serious_open_notice_is_shown_then_the_newest() {
        let site = Site {
            notices: vec![
                notice(1, Severity::Info, 0, None),
                notice(2, Severity::Danger, 10, Some(20)),
                notice(3, Severity::Info, 5, None),
            ],
            ..Site::default()
        };
        let shown = |minute: i64| {
            site.notice(DateTime::from_timestamp(minute * 60, 0).unwrap()).map(|n| n.number)
        };
        assert_eq!((shown(-1), shown(1), shown(5)), (None, Some(1), Some(3)));
        assert_eq!((shown(10), shown(19), shown(20)), (Some(2), Some(2), Some(3)));
    }

    #[test]
    fn an_empty_row_is_a_whole_setting() {
        let settings: Settings = serde_json::from_str("{}").unwrap();
        assert_eq!(settings, Settings::default());
        assert_eq!(settings.shown_numbers().len(), 3);
        assert!(settings.editors_publish);
    }

    #[test]
    fn a_text_falls_back_to_the_other_language() {
        let mut texts = Texts::default();
        texts.set(Lang::EN, "Water".into());
        assert_eq!(texts.best(Lang::af()), (Lang::EN, "Water"));
        texts.set(Lang::af(), "Water (af)".into());
        assert_eq!(texts.best(Lang::af()), (Lang::af(), "Water (af)"));
        texts.set(Lang::af(), String::new());
        assert_eq!(texts.exact(Lang::af()), "");
    }

    #[test]
    fn a_number_is_phoned_without_its_blanks() {
        let number = Number { labels: Texts::default(), number: "+27 (14) 743-1111".into() };
        assert_eq!(number.tel(), "+27147431111");
    }
}
