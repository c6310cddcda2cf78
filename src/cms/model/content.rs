//! A page's text: blocks of a fixed set, as they are stored. Nothing else can be stored, so nothing else can be shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::i18n::Lang;

/// The text of a page in each language, by code.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// By language code.
    pub texts: BTreeMap<String, Text>,
}

/// The text of a page in one language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Text {
    /// Its heading.
    pub title: String,
    /// One sentence for lists and search engines.
    pub summary: String,
    /// The rest.
    pub body: Vec<Block>,
    /// For each field of a translation: digest of the source's text when this was written from it.
    pub seen: BTreeMap<String, String>,
}

/// Title, summary and body of one language, each with its name.
pub type TextFields = [(&'static str, String); 3];

/// A run of words in a paragraph.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "span", rename_all = "snake_case")]
pub enum Span {
    /// As it is.
    Plain {
        /// The words.
        text: String,
    },
    /// Stressed.
    Bold {
        /// The words.
        text: String,
    },
    /// Leads somewhere.
    Link {
        /// The words.
        text: String,
        /// Where to; see [`is_link`].
        to: String,
    },
}

/// Words in a row.
pub type Words = Vec<Span>;

/// What a callout is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Good to know.
    Info,
    /// Take care.
    Warning,
    /// Danger.
    Danger,
}

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// A heading of level 2 or 3.
    Heading {
        /// 2 or 3.
        level: u8,
        /// Its words.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Its words.
        words: Words,
    },
    /// A list.
    List {
        /// Whether its items are numbered.
        numbered: bool,
        /// Its items.
        items: Vec<Words>,
    },
    /// A framed sentence.
    Callout {
        /// What it is about.
        tone: Tone,
        /// Its words.
        words: Words,
    },
    /// Whom to phone.
    Phones {
        /// Whose number, and the number.
        rows: Vec<(String, String)>,
    },
    /// A question that opens.
    Details {
        /// What is always seen.
        summary: String,
        /// Paragraphs inside.
        body: Vec<Words>,
    },
    /// A table whose first row is its head.
    Table {
        /// Words over the columns.
        head: Vec<Words>,
        /// The rows, each as long as the head.
        rows: Vec<Vec<Words>>,
    },
    /// Links to other pages, by path.
    Pages {
        /// Paths without language: `help/photos`.
        paths: Vec<String>,
    },
    /// The newest public incidents of a kind.
    Incidents {
        /// `all`, `open` or `done`.
        status: String,
        /// Code of a category, or empty.
        category: String,
        /// Code of an area, or empty.
        area: String,
    },
    /// The information officer of the settings.
    Officer,
    /// A picture of the library.
    Image {
        /// Its number there.
        number: i64,
        /// Cut to a band; what stands at its focus stays in sight.
        wide: bool,
        /// Words below it.
        text: String,
    },
    /// A drawn map of an area.
    Map {
        /// Code of the area.
        area: String,
    },
}

/// Lists of incidents and maps on one page at most: each costs the reader a picture or the server a search.
pub const MOST_COSTLY: usize = 4;

impl Block {
    /// Whether it is a list of incidents or a map.
    pub fn is_costly(&self) -> bool {
        matches!(self, Self::Incidents { .. } | Self::Map { .. })
    }
}

/// Letters of a title at most.
pub const MOST_TITLE: usize = 120;
/// Letters of a summary at most.
pub const MOST_SUMMARY: usize = 300;
/// Letters of a typed body at most: about 20 screens of a phone.
pub const MOST_BODY: usize = 30_000;

impl Text {
    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.title.is_empty() && self.summary.is_empty() && self.body.is_empty()
    }

    /// Whether it can be published: a title and a body.
    pub fn is_whole(&self) -> bool {
        !self.title.is_empty() && !self.body.is_empty()
    }

    /// The fields that are translated, as text.
    pub fn fields(&self) -> TextFields {
        [
            ("title", self.title.clone()),
            ("summary", self.summary.clone()),
            ("body", super::typing::write(&self.body)),
        ]
    }
}

impl Content {
    /// Numbers of the pictures in all languages.
    pub fn images(&self) -> Vec<i64> {
        images(self.texts.values().flat_map(|t| &t.body))
    }

    /// The text of exactly this language.
    pub fn exact(&self, lang: impl std::borrow::Borrow<Lang>) -> Text {
        self.texts.get(lang.borrow().code()).cloned().unwrap_or_default()
    }

    /// The text to show readers of `lang`: theirs if it is whole, else another that is; and which language it is in.
    pub fn shown(&self, lang: Lang) -> Option<(Lang, &Text)> {
        let whole = |l: Lang| self.texts.get(l.code()).filter(|t| t.is_whole()).map(|t| (l, t));
        whole(lang).or_else(|| Lang::all().find_map(whole))
    }

    /// Title in `lang`, else in another language; empty if there is none.
    pub fn title(&self, lang: impl std::borrow::Borrow<Lang>) -> String {
        let lang = *lang.borrow();
        let titles = std::iter::once(lang).chain(Lang::all());
        titles.map(|l| self.exact(l).title).find(|t| !t.is_empty()).unwrap_or_default()
    }

    /// The language the others are translated from: the first that has a title.
    pub fn source(&self) -> Lang {
        Lang::all().find(|l| !self.exact(*l).title.is_empty()).unwrap_or(Lang::EN)
    }

    /// Fields of `lang` whose source was changed after they were written from it.
    pub fn stale(&self, lang: Lang) -> Vec<&'static str> {
        let source = self.source();
        let text = self.exact(lang);
        if lang == source || text.is_empty() {
            return Vec::new();
        }
        let pairs = self.exact(source).fields().into_iter().zip(text.fields());
        let stale = pairs.filter(|((name, now), (_, own))| {
            let seen = text.seen.get(*name).map_or("", String::as_str);
            !(now.is_empty() && own.is_empty()) && seen != digest(now)
        });
        stale.map(|((name, _), _)| name).collect()
    }

    /// Notes for every translated field that differs from `before`, or whose language is in `fresh`, that it was written
    /// from the source as it is now; the others keep what they had.
    pub fn mark_translated(&mut self, before: &Content, fresh: &[Lang]) {
        let source = self.source();
        let from = self.exact(source).fields();
        for lang in Lang::all().filter(|l| *l != source) {
            let (old, new) = (before.exact(lang), self.exact(lang));
            let mut seen = old.seen.clone();
            for (((name, source), (_, was)), (_, is)) in
                from.iter().zip(old.fields()).zip(new.fields())
            {
                if was != is || fresh.contains(&lang) {
                    seen.insert((*name).to_owned(), digest(source));
                }
            }
            if let Some(text) = self.texts.get_mut(lang.code()) {
                text.seen = seen;
            }
        }
        if let Some(text) = self.texts.get_mut(source.code()) {
            text.seen.clear();
        }
    }
}

/// Numbers of the pictures among these blocks.
pub fn images<'a>(blocks: impl IntoIterator<Item = &'a Block>) -> Vec<i64> {
    let number = |block: &Block| match block {
        Block::Image { number, .. } => Some(*number),
        _ => None,
    };
    blocks.into_iter().filter_map(number).collect()
}

/// A short digest of a text, to see whether it changed.
fn digest(text: &str) -> String {
    use sha2::Digest;
    crate::web::respond::hex(&sha2::Sha256::digest(text.as_bytes())[..8])
}

/// Whether a link may lead there: a path or heading of this site, a whole web address, a mail address, a number.
pub fn is_link(to: &str) -> bool {
    let clean = !to.is_empty()
        && to.len() <= 500
        && !to.contains(|c: char| c.is_whitespace() || c.is_control() || "\\\"'<>`".contains(c));
    let local = to.starts_with('/') && !to.starts_with("//");
    let whole = ["https://", "http://"].iter().any(|s| to.starts_with(s))
        && url::Url::parse(to).is_ok_and(|u| u.has_host());
    let mail = to.strip_prefix("mailto:").is_some_and(|a| a.contains('@') && !a.contains('?'));
    let phone = to.strip_prefix("tel:").is_some_and(is_number);
    clean && (local || whole || mail || phone)
}

/// Whether somebody can phone it.
pub fn is_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (3..=15).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || "+ -()".contains(c))
}

/// Whether it may be a code of a category or area.
pub fn is_code(text: &str) -> bool {
    (1..=60).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c))
}

/// Whether it is a path of slugs.
pub fn is_path(text: &str) -> bool {
    text.split('/').count() <= 3 && text.split('/').all(is_slug)
}

/// Whether it is one part of an address: small letters, digits, single hyphens.
pub fn is_slug(text: &str) -> bool {
    (1..=60).contains(&text.len())
        && text.split('-').all(|part| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
}

#[cfg(test)]
mod tests {
    use super::super::typing::read;
    use super::*;

    fn content(en: &str, af: &str) -> Content {
        let text = |body: &str| Text { title: "T".into(), body: read(body), ..Text::default() };
        let texts = [("en", text(en)), ("af", text(af))];
        Content { texts: texts.map(|(l, t)| (l.to_owned(), t)).into() }
    }

    #[test]
    fn a_translation_is_stale_when_its_source_changed_and_until_it_is_changed_or_confirmed() {
        let mut first = content("Water", "Water");
        first.mark_translated(&Content::default(), &[]);
        assert!(first.stale(Lang::af()).is_empty());
        let mut second = content("Clean water", "Water");
        second.mark_translated(&first, &[]);
        assert_eq!(second.stale(Lang::af()), ["body"]);
        let mut third = content("Clean water", "Skoon water");
        third.mark_translated(&second, &[]);
        assert!(third.stale(Lang::af()).is_empty());
        let mut confirmed = second.clone();
        confirmed.mark_translated(&second, &[Lang::af()]);
        assert!(confirmed.stale(Lang::af()).is_empty());
        assert!(second.stale(Lang::EN).is_empty(), "the source is never stale");
    }

    #[test]
    fn links_lead_to_plain_places_only() {
        for good in
            ["/p/about", "https://www.gov.za/x?y=1", "mailto:info@example.org", "tel:+27147431111"]
        {
            assert!(is_link(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "JAVASCRIPT:alert(1)",
            " javascript:alert(1)",
            "data:text/html,x",
            "//evil.example",
            "/\\evil",
            "https://",
            "mailto:x@y?bcc=z@y",
            "tel:*#06#",
            "vbscript:x",
            "/a\"onclick=x",
            "",
        ] {
            assert!(!is_link(bad), "{bad}");
        }
    }

    #[test]
    fn a_reader_gets_the_other_language_when_theirs_is_not_whole() {
        let mut content = content("Water", "");
        assert_eq!(content.shown(Lang::af()).unwrap().0, Lang::EN);
        content.texts.clear();
        assert!(content.shown(Lang::EN).is_none());
    }
}
