//! Pages as typed, and the rules of saving, publishing and moving them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::content::{
    Content, MOST_BODY, MOST_COSTLY, MOST_SUMMARY, MOST_TITLE, Text, TextFields, is_slug,
};
use super::typed::Typed;
use super::typing;
use crate::i18n::Lang;
use crate::web::form::FieldErrors;

/// Levels of the tree.
pub const LEVELS: usize = 3;

/// A page as editors see it.
#[derive(Clone, Debug)]
pub struct PageRow {
    /// Which.
    pub id: Uuid,
    /// The page above.
    pub parent_id: Option<Uuid>,
    /// Last part of the address.
    pub slug: String,
    /// All parts of the address.
    pub path: String,
    /// Place among its siblings.
    pub position: i32,
    /// Rises with each change of the draft.
    pub version: i32,
    /// What editors work on.
    pub draft: Content,
    /// Who wrote it last.
    pub draft_by: Option<String>,
    /// When.
    pub draft_at: DateTime<Utc>,
    /// What the public reads.
    pub live: Option<Content>,
    /// Since when.
    pub live_at: Option<DateTime<Utc>>,
    /// When it goes live by itself.
    pub go_live_at: Option<DateTime<Utc>>,
    /// When it ends by itself.
    pub expire_at: Option<DateTime<Utc>>,
    /// The version for which approval was asked.
    pub asked_version: Option<i32>,
    /// Who asked.
    pub asked_by: Option<String>,
    /// When it was put into the bin.
    pub deleted_at: Option<DateTime<Utc>>,
}

impl PageRow {
    /// Whether the draft differs from what the public reads.
    pub fn has_changes(&self) -> bool {
        self.live.as_ref() != Some(&self.draft)
    }

    /// Whether approval is asked for the draft as it is now: an edit voids it.
    pub fn is_asked(&self) -> bool {
        self.asked_version == Some(self.version)
    }

    /// `asked`, `planned`, `draft` (never or no more public), `changed` (public, with a newer draft) or `live`.
    pub fn state(&self) -> &'static str {
        match (&self.live, self.is_asked(), self.go_live_at.is_some()) {
            (_, true, _) => "asked",
            (_, _, true) => "planned",
            (None, ..) => "draft",
            _ if self.has_changes() => "changed",
            _ => "live",
        }
    }

    /// Address of its editor, or of a page below that: `/en/admin/pages/…/versions`.
    pub fn address(&self, lang: &Lang, rest: &str) -> String {
        format!("/{lang}/admin/pages/{}{rest}", self.id)
    }

    /// Level in the tree: 1 is the top.
    pub fn level(&self) -> usize {
        self.path.split('/').count()
    }

    /// Whether a text of the draft holds these words, which are in small letters.
    pub fn says(&self, words: &str) -> bool {
        let texts = self.draft.texts.values();
        texts.flat_map(Text::fields).any(|(_, text)| text.to_lowercase().contains(words))
    }

    /// Languages in which something is missing or older than its source.
    pub fn to_translate(&self) -> Vec<Lang> {
        let wants = |l: &Lang| !self.draft.exact(*l).is_whole() || !self.draft.stale(*l).is_empty();
        Lang::all().filter(wants).collect()
    }
}

/// Puts pages in the order of the tree: each followed by those below it, siblings by place and address.
pub fn in_tree_order(mut rows: Vec<PageRow>) -> Vec<PageRow> {
    rows.sort_by(|a, b| (a.position, &a.slug).cmp(&(b.position, &b.slug)));
    fn walk(parent: Option<Uuid>, rows: &[PageRow], out: &mut Vec<PageRow>) {
        for row in rows.iter().filter(|r| r.parent_id == parent) {
            out.push(row.clone());
            walk(Some(row.id), rows, out);
        }
    }
    let mut out = Vec::with_capacity(rows.len());
    walk(None, &rows, &mut out);
    out
}

/// One language of a page as typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TypedText {
    /// Its heading.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// The rest, with marks.
    pub body: String,
}

impl TypedText {
    /// The fields by name, as [`Text::fields`] gives those of a stored text.
    pub fn fields(self) -> TextFields {
        [("title", self.title), ("summary", self.summary), ("body", self.body)]
    }
}

/// A page as typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageForm {
    /// The version that was read.
    pub version: i32,
    /// By language code.
    pub texts: BTreeMap<String, TypedText>,
    /// Languages whose translation is said to be up to date.
    pub fresh: Vec<Lang>,
}

impl PageForm {
    /// Reads the fields.
    pub fn read(typed: &Typed) -> Self {
        let text = |lang: Lang| TypedText {
            title: typed.line_in("title", lang),
            summary: typed.line_in("summary", lang),
            body: typed.text(&format!("body-{lang}")),
        };
        Self {
            version: typed.number("version"),
            texts: Lang::all().map(|l| (l.code().to_owned(), text(l))).collect(),
            fresh: Lang::all().filter(|l| typed.is_ticked(&format!("fresh-{l}"))).collect(),
        }
    }

    /// A stored draft, for the form.
    pub fn of(version: i32, content: &Content) -> Self {
        let text = |lang: Lang| {
            let text = content.exact(lang);
            TypedText { body: typing::write(&text.body), title: text.title, summary: text.summary }
        };
        let texts = Lang::all().map(|l| (l.code().to_owned(), text(l))).collect();
        Self { version, texts, fresh: Vec::new() }
    }

    /// The typed text of a language.
    pub fn text(&self, lang: impl std::borrow::Borrow<Lang>) -> TypedText {
        self.texts.get(lang.borrow().code()).cloned().unwrap_or_default()
    }

    /// Puts the source's text into one field of a translation: `body-af`. What is no such field changes nothing.
    pub fn copy(&mut self, field: &str) {
        let Some((name, code)) = field.rsplit_once('-') else { return };
        let Some(source) = Lang::all().find(|l| !self.text(l).title.is_empty()) else { return };
        let from = self.text(source);
        let Some(to) = self.texts.get_mut(code).filter(|_| code != source.code()) else { return };
        match name {
            "title" => to.title = from.title,
            "summary" => to.summary = from.summary,
            "body" => to.body = from.body,
            _ => {}
        }
    }

    /// Adds a picture of the library at the end of the body of a language.
    pub fn insert(&mut self, code: &str, number: i32) {
        if let Some(text) = self.texts.get_mut(code).filter(|_| number > 0) {
            let gap = if text.body.is_empty() { "" } else { "\n\n" };
            text.body = format!("{}{gap}image: {number}", text.body);
        }
    }

    /// What cannot even be kept as a draft: texts that are too long.
    pub fn check(&self) -> FieldErrors {
        let mut errors = FieldErrors::default();
        for lang in Lang::all() {
            let text = self.text(lang);
            let most = [
                ("title", &text.title, MOST_TITLE),
                ("summary", &text.summary, MOST_SUMMARY),
                ("body", &text.body, MOST_BODY),
            ];
            for (field, value, most) in most {
                if value.chars().count() > most {
                    errors.add_n(format!("{field}-{lang}"), "cms-form-long", most as i64);
                }
            }
        }
        errors
    }

    /// The content to store, given what was stored before.
    pub fn content(&self, before: &Content) -> Content {
        let text = |(code, typed): (&String, &TypedText)| {
            let text = Text {
                title: typed.title.clone(),
                summary: typed.summary.clone(),
                body: typing::read(&typed.body),
                seen: BTreeMap::new(),
            };
            (!text.is_empty()).then(|| (code.clone(), text))
        };
        let mut content = Content { texts: self.texts.iter().filter_map(text).collect() };
        content.mark_translated(before, &self.fresh);
        content
    }
}

/// What keeps a draft from being published: it needs one whole language, and no half ones.
pub fn publish_faults(content: &Content) -> FieldErrors {
    let mut errors = FieldErrors::default();
    let written: Vec<Lang> = Lang::all().filter(|l| !content.exact(*l).is_empty()).collect();
    let needed = if written.is_empty() { vec![content.source()] } else { written };
    for lang in needed {
        let text = content.exact(lang);
        if text.title.is_empty() {
            errors.add(format!("title-{lang}"), "cms-pages-title-missing");
        }
        if text.body.is_empty() {
            errors.add(format!("body-{lang}"), "cms-pages-body-missing");
        }
        if text.body.iter().filter(|b| b.is_costly()).count() > MOST_COSTLY {
            errors.add_n(format!("body-{lang}"), "cms-pages-lists-many", MOST_COSTLY as i64);
        }
    }
    errors
}

/// A new page as typed, and where a page is moved to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceForm {
    /// Titles by language code; only for a new page.
    pub titles: BTreeMap<String, String>,
    /// Last part of the address; made from the title when empty.
    pub slug: String,
    /// Id of the page above; empty for the top.
    pub parent: String,
}

impl PlaceForm {
    /// Reads the fields.
    pub fn read(typed: &Typed) -> Self {
        let titles: BTreeMap<String, String> =
            Lang::all().map(|l| (l.code().to_owned(), typed.line_in("title", l))).collect();
        let mut slug = typed.line("slug").to_lowercase();
        if slug.is_empty() {
            slug = titles.values().map(|t| slug_of(t)).find(|s| !s.is_empty()).unwrap_or_default();
        }
        Self { titles, slug, parent: typed.line("parent") }
    }

    /// The typed title of a language.
    pub fn title(&self, lang: impl std::borrow::Borrow<Lang>) -> &str {
        self.titles.get(lang.borrow().code()).map_or("", String::as_str)
    }

    /// What must be mended; `fresh` for a new page, which needs a title.
    pub fn check(&self, fresh: bool) -> FieldErrors {
        let mut errors = FieldErrors::default();
        if fresh && self.titles.values().all(String::is_empty) {
            errors.add("title-en", "cms-pages-title-one");
        }
        for (code, title) in &self.titles {
            if title.chars().count() > MOST_TITLE {
                errors.add_n(format!("title-{code}"), "cms-form-long", MOST_TITLE as i64);
            }
        }
        if !is_slug(&self.slug) {
            errors.add("slug", "cms-pages-slug-wrong");
        }
        errors
    }
}

/// A small letter without its accent.
pub fn bare(c: char) -> char {
    match c {
        'ê' | 'ë' | 'é' | 'è' => 'e',
        'ô' | 'ö' | 'ó' => 'o',
        'û' | 'ü' | 'ú' => 'u',
        'î' | 'ï' | 'í' => 'i',
        'á' | 'ä' | 'à' => 'a',
        c => c,
    }
}

/// An address made of a title: `Wat gebeur met my data?` is `wat-gebeur-met-my-data`.
pub fn slug_of(title: &str) -> String {
    let lower = title.to_lowercase();
    let plain = lower.chars().map(bare);
    let plain: String = plain.filter(|c| !"'’".contains(*c)).collect();
    let parts = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|p| !p.is_empty());
    let mut slug = String::new();
    for part in parts {
        if slug.len() + part.len() > 58 {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(part);
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> PageForm {
        let fields = fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        PageForm::read(&Typed(fields))
    }

    #[test]
    fn a_draft_may_be_half_but_a_published_page_may_not() {
        let half = typed(&[("title-en", "Water"), ("body-en", "Boil it."), ("title-af", "Water")]);
        assert!(half.check().is_empty());
        let faults = publish_faults(&half.content(&Content::default()));
        assert!(faults.has("body-af") && !faults.has("body-en"));
        let one = typed(&[("title-en", "Water"), ("body-en", "Boil it.")]);
        assert!(publish_faults(&one.content(&Content::default())).is_empty());
        assert!(publish_faults(&Content::default()).has("title-en"));
        let lists = "incidents: status=open\n".repeat(MOST_COSTLY + 1);
        let many = typed(&[("title-en", "Water"), ("body-en", &lists)]);
        assert!(publish_faults(&many.content(&Content::default())).has("body-en"));
    }

    #[test]
    fn the_form_gives_back_what_was_stored() {
        let form =
            typed(&[("title-af", "Wag"), ("body-af", "## Kop\n\nTeks **vet**."), ("version", "4")]);
        let content = form.content(&Content::default());
        assert_eq!(PageForm::of(4, &content), form);
    }

    #[test]
    fn a_field_is_copied_from_the_language_it_is_translated_from() {
        let mut form = typed(&[("title-en", "Water"), ("body-en", "Boil it."), ("body-af", "Oud")]);
        form.copy("body-af");
        form.copy("title-en");
        form.copy("nothing");
        assert_eq!(
            (form.text(Lang::af()).body, form.text(Lang::af()).title),
            ("Boil it.".into(), String::new())
        );
    }

    #[test]
    fn an_address_is_made_of_the_title() {
        assert_eq!(slug_of("Wat gebeur met my data?"), "wat-gebeur-met-my-data");
        assert_eq!(slug_of("’n Môre sonder krag"), "n-more-sonder-krag");
        assert!(is_slug(&slug_of(&"lang ".repeat(30))));
    }
}
