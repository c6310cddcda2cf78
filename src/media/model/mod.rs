//! Nouns and rules of media: who may see something ([`Publication`], shared by reports, photos and comments), what a photo
//! is, and the limits of the door. No I/O: `header` reads what a file says of itself, `picture` turns bytes into sizes.

pub mod cover;
pub mod header;
#[cfg(test)]
mod packed;
pub mod picture;
#[cfg(test)]
mod samples;

use crate::i18n::Lang;
use crate::ids::{MediaId, words};

/// Key of a text that says what is wrong and what to do.
pub type TextKey = &'static str;

/// Most photos of one report.
pub const MOST_PHOTOS: i64 = 5;

/// Most bytes of one photo: what a phone makes at its largest common setting.
pub const MOST_BYTES: usize = 15 * 1024 * 1024;

/// Most bytes of a form with photos: all of them, and 1 MiB for what is typed.
pub const MOST_FORM_BYTES: usize = MOST_PHOTOS as usize * MOST_BYTES + 1024 * 1024;

/// Most pixels of one photo. Phones make 12 to 50 million; 108 and more come from a special setting.
pub const MOST_PIXELS: u64 = 60_000_000;

/// Longest side of a photo, pixels.
pub const LONGEST_SIDE: u32 = 16_000;

/// Most memory that decoding one photo may take, bytes. Two are decoded at a time, so the program stays under twice this.
pub const MOST_MEMORY: u64 = 384 * 1024 * 1024;

/// The sizes made of each photo: longer side in pixels.
pub const SIZES: [i32; 3] = [320, 640, 1024];

words! {
    /// Who may see a report, a photo or a comment.
    Publication in "publication" {
        /// Waits for a leader.
        Pending = "pending",
        /// Everybody.
        Public = "public",
        /// Taken down with a reason; may come back.
        Hidden = "hidden",
        /// Never meant for the public.
        Private = "private",
    }
}

impl Publication {
    /// Whether the rules know this move (DECISIONS 3): pending to any other; public to hidden or private; back to public.
    pub fn may_become(self, to: Publication) -> bool {
        use Publication::{Hidden, Pending, Private, Public};
        matches!(
            (self, to),
            (Pending, Public | Hidden | Private)
                | (Public, Hidden | Private)
                | (Hidden | Private, Public)
        )
    }
}

/// How far a photo is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum State {
    /// Stored; the sizes are not made yet, or were deleted when the photo was hidden.
    Received,
    /// Its sizes are there.
    Ready,
    /// It cannot be shown; [`Photo::failure`] says why.
    Failed,
}

/// A photo as pages show it.
#[derive(Clone, Debug)]
pub struct Photo {
    /// Which.
    pub id: MediaId,
    /// What the sender says of it.
    pub caption: String,
    /// Language of the caption.
    pub caption_lang: Option<Lang>,
    /// How far it is.
    pub state: State,
    /// Text key of why it cannot be shown; empty unless failed.
    pub failure: String,
    /// Who may see it.
    pub publication: Publication,
    /// Width in pixels, upright.
    pub width: i32,
    /// Height in pixels, upright.
    pub height: i32,
}

impl Photo {
    /// Whether its sizes can be asked for; otherwise a page shows a tile that says it is being prepared.
    pub fn is_ready(&self) -> bool {
        self.state == State::Ready
    }

    /// Whether it cannot be shown, ever.
    pub fn has_failed(&self) -> bool {
        self.state == State::Failed
    }

    /// Address of one of [`SIZES`].
    pub fn src(&self, size: i32) -> String {
        format!("/media/{}/{size}", self.id)
    }

    /// Width and height in that size, pixels, so that the page does not jump when it comes.
    pub fn fit(&self, size: i32) -> (u32, u32) {
        let side = |n: i32| u32::try_from(n).unwrap_or(1).max(1);
        fit(side(self.width), side(self.height), u32::try_from(size).unwrap_or(1))
    }
}

/// Scales a width and height so that the longer side is `size`; never up, and no side below one pixel.
pub fn fit(width: u32, height: u32, size: u32) -> (u32, u32) {
    let longer = width.max(height);
    if longer <= size {
        return (width, height);
    }
    let scaled = |side: u32| {
        let exact = u64::from(side) * u64::from(size);
        let rounded = (exact + u64::from(longer) / 2) / u64::from(longer);
        u32::try_from(rounded).unwrap_or(size).max(1)
    };
    (scaled(width), scaled(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_goes_back_to_waiting() {
        for from in Publication::ALL {
            assert!(!from.may_become(Publication::Pending), "{from:?}");
            assert!(!from.may_become(from), "{from:?}");
        }
        assert!(!Publication::Hidden.may_become(Publication::Private));
        assert!(Publication::Private.may_become(Publication::Public));
    }

    #[test]
    fn sizes_keep_the_shape_and_never_grow() {
        assert_eq!(fit(4000, 3000, 1024), (1024, 768));
        assert_eq!(fit(3000, 4000, 640), (480, 640));
        assert_eq!(fit(100, 80, 320), (100, 80));
        assert_eq!(fit(16_000, 2, 320), (320, 1));
        assert_eq!(fit(1, 1, 320), (1, 1));
    }
}
