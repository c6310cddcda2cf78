//! The settings of the site and a line of a menu as typed.

use super::content::is_number;
use super::typed::Typed;
use crate::i18n::Lang;
use crate::site::{Number, Settings, Texts};
use crate::web::form::FieldErrors;

/// Emergency numbers at most: what fits a phone without scrolling.
pub const MOST_NUMBERS: usize = 6;

/// Sites that may show the small map, at most: a header must hold them all.
pub const MOST_EMBEDS: usize = 20;

/// A site as people type it: the slash at the end is no part of it.
fn origin(line: &str) -> String {
    line.trim().trim_end_matches('/').to_lowercase()
}

/// Whether this is a site's address without a path, fit for a header.
fn is_origin(text: &str) -> bool {
    text.len() <= 200
        && url::Url::parse(text).is_ok_and(|u| {
            ["https", "http"].contains(&u.scheme()) && u.origin().ascii_serialization() == text
        })
}

/// The settings as typed, with the version that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SettingsForm {
    /// As they would be stored.
    pub settings: Settings,
    /// The version they were read at.
    pub version: i32,
}

impl SettingsForm {
    /// Reads the fields.
    pub fn read(typed: &Typed) -> Self {
        let texts = |name: &str| {
            let mut texts = Texts::default();
            Lang::all().for_each(|lang| texts.set(lang, typed.line_in(name, lang)));
            texts
        };
        let number = |at: usize| Number {
            labels: texts(&format!("label-{at}")),
            number: typed.line(&format!("number-{at}")),
        };
        let filled = |n: &Number| !n.number.is_empty() || !n.labels.is_empty();
        let settings = Settings {
            name: texts("name"),
            default_lang: typed.line("default_lang"),
            numbers: (1..=MOST_NUMBERS).map(number).filter(filled).collect(),
            officer_name: typed.line("officer_name"),
            officer_email: typed.line("officer_email"),
            officer_phone: typed.line("officer_phone"),
            footer: texts("footer"),
            editors_publish: typed.is_ticked("editors_publish"),
            second_factor: typed.is_ticked("second_factor"),
            embed: typed.text("embed").lines().map(origin).filter(|o| !o.is_empty()).collect(),
        };
        Self { settings, version: typed.number("version") }
    }

    /// What must be mended.
    pub fn check(&self) -> FieldErrors {
        let mut errors = FieldErrors::default();
        let s = &self.settings;
        for lang in Lang::all() {
            if s.name.exact(lang).chars().count() > 40 {
                errors.add_n(format!("name-{lang}"), "cms-form-long", 40);
            }
            if s.footer.exact(lang).chars().count() > 200 {
                errors.add_n(format!("footer-{lang}"), "cms-form-long", 200);
            }
        }
        if !s.default_lang.is_empty() && s.default_lang.parse::<Lang>().is_err() {
            errors.add("default_lang", "cms-form-choose");
        }
        for (at, number) in (1..).zip(&s.numbers) {
            if !is_number(&number.number) {
                errors.add(format!("number-{at}"), "cms-settings-number-wrong");
            }
            for lang in Lang::all() {
                match number.labels.exact(lang).chars().count() {
                    0 => errors.add(format!("label-{at}-{lang}"), "cms-settings-label-missing"),
                    41.. => errors.add_n(format!("label-{at}-{lang}"), "cms-form-long", 40),
                    _ => {}
                }
            }
        }
        if !s.officer_email.is_empty()
            && (!s.officer_email.contains('@') || s.officer_email.chars().count() > 254)
        {
            errors.add("officer_email", "cms-settings-email-wrong");
        }
        if s.embed.len() > MOST_EMBEDS || !s.embed.iter().all(|o| is_origin(o)) {
            errors.add_n("embed", "cms-settings-embed-wrong", MOST_EMBEDS as i64);
        }
        for (field, value) in
            [("officer_name", &s.officer_name), ("officer_phone", &s.officer_phone)]
        {
            if value.chars().count() > 100 {
                errors.add_n(field, "cms-form-long", 100);
            }
        }
        errors
    }
}

/// A line for a menu as typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MenuForm {
    /// `header` or `footer`.
    pub menu: String,
    /// Id of a content page, or empty.
    pub page: String,
    /// An address, or empty.
    pub address: String,
    /// Words; a page brings its title.
    pub labels: Texts,
}

impl MenuForm {
    /// Reads the fields.
    pub fn read(typed: &Typed) -> Self {
        let mut labels = Texts::default();
        Lang::all().for_each(|lang| labels.set(lang, typed.line_in("label", lang)));
        Self {
            menu: typed.line("menu"),
            page: typed.line("page"),
            address: typed.line("address"),
            labels,
        }
    }

    /// What must be mended.
    pub fn check(&self) -> FieldErrors {
        let mut errors = FieldErrors::default();
        if !["header", "footer"].contains(&self.menu.as_str()) {
            errors.add("menu", "cms-form-choose");
        }
        match (self.page.is_empty(), self.address.is_empty()) {
            (true, true) => errors.add("page", "cms-menus-target-missing"),
            (false, false) => errors.add("address", "cms-menus-target-two"),
            (true, false) if !is_address(&self.address) => {
                errors.add("address", "cms-menus-address-wrong");
            }
            _ => {}
        }
        for lang in Lang::all() {
            let label = self.labels.exact(lang);
            if label.is_empty() && self.page.is_empty() {
                errors.add(format!("label-{lang}"), "cms-menus-label-missing");
            } else if label.chars().count() > 40 {
                errors.add_n(format!("label-{lang}"), "cms-form-long", 40);
            }
        }
        errors
    }
}

/// Whether menus may lead there: a path of this site without its language, or a whole https address.
fn is_address(text: &str) -> bool {
    let local = text.starts_with('/') && !text.starts_with("//");
    let whole = url::Url::parse(text).is_ok_and(|u| u.scheme() == "https" && u.has_host());
    text.len() <= 300
        && (local || whole)
        && !text.contains(|c: char| c == '\\' || c.is_control() || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn menus_lead_to_this_site_or_to_a_whole_address() {
        for good in ["/incidents?status=open", "/p/about", "https://www.gov.za/"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "//evil.example",
            "/\\evil",
            "http://x.example",
            "about",
            "/a b",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }

    #[test]
    fn a_site_that_may_show_the_map_is_an_origin() {
        let read = |text: &str| {
            let typed = Typed(vec![("embed".to_owned(), text.to_owned())]);
            let form = SettingsForm::read(&typed);
            (form.check().has("embed"), form.settings.embed)
        };
        assert_eq!(
            read("https://Town.example/\n\n http://127.0.0.1:9000"),
            (false, vec!["https://town.example".into(), "http://127.0.0.1:9000".into()])
        );
        for bad in [
            "*",
            "town.example",
            "https://a.example/page",
            "https://a.example; script-src *",
            "data:x",
        ] {
            assert!(read(bad).0, "{bad}");
        }
    }

    #[test]
    fn an_emergency_number_needs_digits_and_its_words_in_every_language() {
        let fields = [("number-1", "ring us"), ("label-1-en", "Fire")];
        let typed = Typed(fields.map(|(n, v)| (n.to_owned(), v.to_owned())).into());
        let errors = SettingsForm::read(&typed).check();
        assert!(errors.has("number-1") && errors.has("label-1-af") && !errors.has("label-1-en"));
    }
}
