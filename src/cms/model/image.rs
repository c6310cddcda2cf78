//! Pictures of the library: what editors say of them, and how a page shows them.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};

use super::typed::Typed;
use crate::i18n::Lang;
use crate::ids::MediaId;
use crate::media;
use crate::web::form::FieldErrors;

/// Letters of a name at most.
const MOST_NAME: usize = 120;
/// Letters of an alternative text at most: what somebody listens to without losing the thread.
const MOST_ALT: usize = 250;

/// Where the part stands that a cut leaves: percent from the left and from the top, in the order shown.
pub const FOCUSES: [&str; 9] =
    ["50-50", "0-0", "50-0", "100-0", "0-50", "100-50", "0-100", "50-100", "100-100"];

/// A picture of the library.
#[derive(Clone, Debug)]
pub struct Picture {
    /// What pages call it by.
    pub number: i64,
    /// Its file.
    pub media: MediaId,
    /// What editors call it.
    pub name: String,
    /// What it shows, by language code.
    pub alts: sqlx::types::Json<BTreeMap<String, String>>,
    /// Whether it says nothing that the text does not.
    pub decorative: bool,
    /// Where the part stands that a cut leaves: percent from the left.
    pub focus_x: i16,
    /// The same from the top.
    pub focus_y: i16,
    /// Rises with each change.
    pub version: i32,
    /// Width in pixels.
    pub width: i32,
    /// Height in pixels.
    pub height: i32,
    /// Bytes of the size that phones load.
    pub weight: i64,
    /// Pages that show it, in a draft or for the public.
    pub uses: i64,
    /// When it came.
    pub added_at: DateTime<Utc>,
}

impl Picture {
    /// One of [`FOCUSES`].
    pub fn focus(&self) -> String {
        format!("{}-{}", self.focus_x, self.focus_y)
    }

    /// What it shows, for readers of `lang`, with the language of the words; empty if it is decorative or nobody said.
    pub fn alt(&self, lang: impl std::borrow::Borrow<Lang>) -> (Lang, &str) {
        let lang = *lang.borrow();
        if self.decorative {
            return (lang, "");
        }
        let said = |l: Lang| self.alts.get(l.code()).filter(|a| !a.is_empty()).map(|a| (l, &**a));
        said(lang).or_else(|| Lang::all().find_map(said)).unwrap_or((lang, ""))
    }

    /// Whether somebody who sees no pictures would miss it in that language.
    pub fn lacks_alt(&self, lang: Lang) -> bool {
        !self.decorative && self.alts.get(lang.code()).is_none_or(String::is_empty)
    }

    /// Width and height in one of the sizes, pixels.
    pub fn fit(&self, size: i32) -> (u32, u32) {
        let side = |n: i32| u32::try_from(n).unwrap_or(1).max(1);
        media::fit(side(self.width), side(self.height), side(size))
    }

    /// Its addresses for the browser to choose among, each with its width.
    pub fn srcset(&self) -> String {
        let mut sizes = media::SIZES.map(|size| (self.fit(size).0, size)).to_vec();
        sizes.dedup_by_key(|(width, _)| *width);
        let one = |(width, size): (u32, i32)| format!("/media/{}/{size} {width}w", self.media);
        sizes.into_iter().map(one).collect::<Vec<_>>().join(", ")
    }
}

/// Pictures by number.
pub type Pictures = HashMap<i64, Picture>;

/// What an editor says of a picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImageForm {
    /// What editors call it.
    pub name: String,
    /// What it shows, by language code.
    pub alts: BTreeMap<String, String>,
    /// Whether it says nothing that the text does not.
    pub decorative: bool,
    /// One of [`FOCUSES`].
    pub focus: String,
    /// The version that was read.
    pub version: i32,
}

impl ImageForm {
    /// Reads the fields.
    pub fn read(typed: &Typed) -> Self {
        let alt = |l: Lang| (l.code().to_owned(), typed.line_in("alt", l));
        Self {
            name: typed.line("name"),
            alts: Lang::all().map(alt).filter(|(_, alt)| !alt.is_empty()).collect(),
            decorative: typed.is_ticked("decorative"),
            focus: typed.line("focus"),
            version: typed.number("version"),
        }
    }

    /// A stored picture, for the form.
    pub fn of(picture: &Picture) -> Self {
        Self {
            name: picture.name.clone(),
            alts: picture.alts.0.clone(),
            decorative: picture.decorative,
            focus: picture.focus(),
            version: picture.version,
        }
    }

    /// The alternative text of a language.
    pub fn alt(&self, lang: &Lang) -> String {
        self.alts.get(lang.code()).cloned().unwrap_or_default()
    }

    /// The focus in percent from the left and the top; the middle if it is none.
    pub fn focus(&self) -> (i16, i16) {
        let known = FOCUSES.contains(&self.focus.as_str());
        let pair = self.focus.split_once('-').filter(|_| known);
        let percent = |text: &str| text.parse().unwrap_or(50);
        pair.map_or((50, 50), |(x, y)| (percent(x), percent(y)))
    }

    /// What is wrong with it. Alternative texts may come later: pages that lack one say so.
    pub fn check(&self) -> FieldErrors {
        let mut errors = FieldErrors::default();
        if self.name.is_empty() {
            errors.add("name", "cms-images-name-missing");
        }
        if self.name.chars().count() > MOST_NAME {
            errors.add_n("name", "cms-form-long", MOST_NAME as i64);
        }
        for (lang, alt) in &self.alts {
            if alt.chars().count() > MOST_ALT {
                errors.add_n(format!("alt-{lang}"), "cms-form-long", MOST_ALT as i64);
            }
        }
        errors
    }
}

/// A name made of that of the file: `IMG_town-hall.JPG` is "IMG town hall".
pub fn name_of(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    stem.replace(['_', '-'], " ").trim().chars().take(MOST_NAME).collect()
}

/// Pictures on one page at most; the rest is left out.
pub const MOST_IMAGES: usize = 20;

/// Bytes of pictures that a page should not pass: what a weak signal carries in about ten seconds.
pub const MOST_WEIGHT: i64 = 300 * 1024;

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::cms::model) fn picture(number: i64) -> Picture {
        Picture {
            number,
            media: MediaId::new(),
            name: "Town hall".into(),
            alts: sqlx::types::Json([("en".to_owned(), "The hall".to_owned())].into()),
            decorative: false,
            focus_x: 50,
            focus_y: 0,
            version: 1,
            width: 600,
            height: 300,
            weight: 200 * 1024,
            uses: 0,
            added_at: Utc::now(),
        }
    }

    #[test]
    fn a_small_picture_is_offered_in_no_size_twice() {
        let small = picture(1);
        assert_eq!(small.srcset().matches('w').count(), 2, "{}", small.srcset());
        assert_eq!(small.fit(640), (600, 300));
    }

    #[test]
    fn who_reads_another_language_is_told_in_the_one_there_is_and_a_decoration_says_nothing() {
        let mut one = picture(1);
        assert_eq!(one.alt(Lang::af()), (Lang::EN, "The hall"));
        assert!(one.lacks_alt(Lang::af()) && !one.lacks_alt(Lang::EN));
        one.decorative = true;
        assert_eq!(one.alt(Lang::EN).1, "");
        assert!(!one.lacks_alt(Lang::af()));
    }

    #[test]
    fn a_focus_is_one_of_nine() {
        let form = |focus: &str| ImageForm { focus: focus.into(), ..ImageForm::default() };
        assert_eq!(form("100-0").focus(), (100, 0));
        assert_eq!(form("1;x").focus(), (50, 50));
        assert_eq!(name_of("Old_town-hall.v2.JPG"), "Old town hall.v2");
    }
}
