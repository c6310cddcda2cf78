//! Languages, texts, dates and numbers as people read them. The texts are the Fluent files in `locales/`,
//! compiled in; a further language is a folder there and a row in the table `languages`.
//! Times are shown in South African Standard Time, months in words, with a 24-hour clock.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use chrono::{DateTime, Datelike, Timelike, Utc};
use chrono_tz::Africa::Johannesburg;
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{Loader, static_loader};
use unic_langid::LanguageIdentifier;

static_loader! {
    static TEXTS = {
        locales: "./locales",
        fallback_language: "en",
        // Isolation marks would show as boxes on old phones, and no text here mixes directions.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

struct Known {
    code: String,
    id: LanguageIdentifier,
    locale: String,
    name: String,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let mut known: Vec<Known> = TEXTS
        .locales()
        .map(|id| {
            let own = |key: &str| TEXTS.lookup(id, key);
            Known {
                code: id.language.as_str().to_owned(),
                id: id.clone(),
                locale: own("language-locale"),
                name: own("language-name"),
            }
        })
        .collect();
    // English first, then by code: the order of `Lang::all`.
    known.sort_by_key(|k| (k.code != "en", k.code.clone()));
    known
});

/// A language of the site. Any language with a folder in `locales/` is one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lang(u8);

impl Lang {
    /// English: the fallback, always present.
    pub const EN: Lang = Lang(0);

    /// Afrikaans.
    pub fn af() -> Lang {
        "af".parse().expect("locales/af is part of the program")
    }

    /// Every language, English first.
    pub fn all() -> impl Iterator<Item = Lang> {
        (0..KNOWN.len()).map(|i| Lang(i as u8))
    }

    fn known(self) -> &'static Known {
        &KNOWN[usize::from(self.0)]
    }

    /// The code in addresses and in the database: `en`.
    pub fn code(self) -> &'static str {
        &self.known().code
    }

    /// The value for `html lang`: `en-ZA`.
    pub fn locale(self) -> &'static str {
        &self.known().locale
    }

    /// The language's own name: `Afrikaans`.
    pub fn name(self) -> &'static str {
        &self.known().name
    }

    /// The best language for an `Accept-Language` header, or none that we speak.
    pub fn accept(header: &str) -> Option<Lang> {
        let mut wanted: Vec<(f32, Lang)> = header
            .split(',')
            .filter_map(|part| {
                let mut fields = part.trim().split(';');
                let code = fields.next()?.split('-').next()?.trim().to_ascii_lowercase();
                let weight = fields
                    .find_map(|f| f.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()))
                    .unwrap_or(1.0);
                Some((weight, code.parse().ok()?))
            })
            .filter(|(weight, _)| *weight > 0.0)
            .collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        wanted.first().map(|(_, lang)| *lang)
    }
}

impl FromStr for Lang {
    type Err = UnknownLang;
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Lang::all().find(|l| l.code() == code).ok_or(UnknownLang)
    }
}

/// The text is not the code of a language of the site.
#[derive(Debug, thiserror::Error)]
#[error("not a language of this site")]
pub struct UnknownLang;

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl serde::Serialize for Lang {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> serde::Deserialize<'de> for Lang {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = Cow::<'de, str>::deserialize(deserializer)?;
        code.parse().map_err(serde::de::Error::custom)
    }
}

impl sqlx::Type<sqlx::Postgres> for Lang {
    fn type_info() -> sqlx::postgres::PgTypeInfo {
        <str as sqlx::Type<sqlx::Postgres>>::type_info()
    }
    fn compatible(ty: &sqlx::postgres::PgTypeInfo) -> bool {
        <str as sqlx::Type<sqlx::Postgres>>::compatible(ty)
    }
}

impl<'q> sqlx::Encode<'q, sqlx::Postgres> for Lang {
    fn encode_by_ref(
        &self,
        buf: &mut sqlx::postgres::PgArgumentBuffer,
    ) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
        <&str as sqlx::Encode<sqlx::Postgres>>::encode_by_ref(&self.code(), buf)
    }
}

impl<'r> sqlx::Decode<'r, sqlx::Postgres> for Lang {
    /// A code that this program has no texts for reads as English: the words stay readable.
    fn decode(value: sqlx::postgres::PgValueRef<'r>) -> Result<Self, sqlx::error::BoxDynError> {
        let code = <&str as sqlx::Decode<sqlx::Postgres>>::decode(value)?;
        Ok(code.parse().unwrap_or(Lang::EN))
    }
}

/// A value set into a text: a word or a number.
pub struct Arg(FluentValue<'static>);

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self(FluentValue::from(text.to_owned()))
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self(FluentValue::from(text))
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self(FluentValue::from(text.clone()))
    }
}

macro_rules! number_args {
    ($($int:ty),+) => {$(
        impl From<$int> for Arg {
            fn from(n: $int) -> Self {
                Self(FluentValue::from(n))
            }
        }
        impl From<&$int> for Arg {
            fn from(n: &$int) -> Self {
                Self(FluentValue::from(*n))
            }
        }
    )+};
}
number_args!(i32, i64, u32, u64, usize, u8);

/// The text of `key` in `lang`. A missing key shows itself in angle brackets; `tests/checks.rs` finds it first.
pub fn t(lang: Lang, key: &str) -> String {
    TEXTS.try_lookup(&lang.known().id, key).unwrap_or_else(|| format!("⟨{key}⟩"))
}

/// The same with values for its variables.
pub fn t_args<const N: usize>(lang: Lang, key: &str, args: [(&'static str, Arg); N]) -> String {
    let args: HashMap<Cow<'static, str>, FluentValue> =
        args.into_iter().map(|(name, Arg(value))| (Cow::Borrowed(name), value)).collect();
    TEXTS.try_lookup_with_args(&lang.known().id, key, &args).unwrap_or_else(|| format!("⟨{key}⟩"))
}

/// Whether `key` has a text in `lang` itself (not by fallback).
pub fn has(lang: Lang, key: &str) -> bool {
    TEXTS.try_lookup(&lang.known().id, key).is_some()
}

/// `5 March 2026`, in South African time.
pub fn date(lang: Lang, at: DateTime<Utc>) -> String {
    let at = at.with_timezone(&Johannesburg);
    let month = t(lang, &format!("month-{}", at.month()));
    format!("{}\u{a0}{month}\u{a0}{}", at.day(), at.year())
}

/// `2026-03-05`, in South African time: the same day as [`date`], for machines.
pub fn iso_day(at: DateTime<Utc>) -> String {
    at.with_timezone(&Johannesburg).date_naive().to_string()
}

/// `5 March 2026, 14:05`, in South African time.
pub fn date_time(lang: Lang, at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&Johannesburg);
    format!("{}, {:02}:{:02}", date(lang, at), local.hour(), local.minute())
}

/// `3 hours ago` up to 48 hours back, the date after that. A time ahead of `now` (clocks differ) reads as just now.
pub fn ago(lang: Lang, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let minutes = (now - at).num_minutes();
    match minutes {
        i64::MIN..=0 => t(lang, "ago-now"),
        1..=59 => t_args(lang, "ago-minutes", [("count", minutes.into())]),
        60..=2879 => t_args(lang, "ago-hours", [("count", (minutes / 60).into())]),
        _ => date(lang, at),
    }
}

/// Groups of three with no-break spaces: `1 234 567` in both languages (CLDR for en-ZA and af-ZA).
pub fn number(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 * 2 + 1);
    if n < 0 {
        out.push('-');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{a0}');
        }
        out.push(digit);
    }
    out
}

/// A number with a decimal comma: `decimal(1.25, 1)` is `1,3`.
pub fn decimal(n: f64, places: usize) -> String {
    let text = format!("{n:.places$}");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let sign = if whole.starts_with('-') { "-" } else { "" };
    let grouped = number(whole.trim_start_matches('-').parse().unwrap_or(0));
    if rest.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped},{rest}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn the_browser_decides_by_weight() {
        assert_eq!(Lang::accept("de, en;q=0.5, af-ZA;q=0.9"), Some(Lang::af()));
        assert_eq!(Lang::accept("nl, de"), None);
        assert_eq!(Lang::accept("af;q=0, en;q=0.1"), Some(Lang::EN));
    }

    #[test]
    fn dates_are_south_african_and_in_words() {
        let late = Utc.with_ymd_and_hms(2026, 3, 4, 22, 30, 0).unwrap();
        assert_eq!(date(Lang::EN, late), "5\u{a0}March\u{a0}2026");
        assert_eq!(date_time(Lang::af(), late), "5\u{a0}Maart\u{a0}2026, 00:30");
    }

    #[test]
    fn recent_times_are_told_as_distance() {
        let now = Utc.with_ymd_and_hms(2026, 3, 4, 12, 0, 0).unwrap();
        let back = |minutes| ago(Lang::af(), now - chrono::Duration::minutes(minutes), now);
        assert_eq!(back(-5), "so pas");
        assert_eq!(back(1), "1 minuut gelede");
        assert_eq!(back(180), "3 uur gelede");
        assert_eq!(back(3000), "2\u{a0}Maart\u{a0}2026");
    }

    #[test]
    fn numbers_have_groups_and_a_decimal_comma() {
        assert_eq!(number(1_234_567), "1\u{a0}234\u{a0}567");
        assert_eq!(number(-123), "-123");
        assert_eq!(decimal(-0.25, 1), "-0,2");
        assert_eq!(decimal(1234.56, 1), "1\u{a0}234,6");
    }
}
