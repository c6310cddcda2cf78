//! A category as everybody reads it: its words, defaults and privacy.

use crate::ids::{CategoryId, words};
use crate::places::Precision;

words! {
    /// How soon something must be looked at. Ordered: low is least.
    Priority in "priority" {
        /// When there is time.
        Low = "low",
        /// In turn.
        Medium = "medium",
        /// Soon.
        High = "high",
        /// At once.
        Critical = "critical",
    }
}

words! {
    /// Whether a leader looks before a report is public, or after.
    Moderation in "moderation_mode" {
        /// Published by a leader: crime, homes, people.
        Before = "before",
        /// Public at once, looked at afterwards.
        After = "after",
    }
}

/// A category in one language.
#[derive(Clone, Debug)]
pub struct Category {
    /// The row.
    pub id: CategoryId,
    /// Stable word; survives renaming.
    pub code: String,
    /// Name in the reader's language, else in English.
    pub name: String,
    /// One sentence on what belongs here.
    pub help: String,
    /// Name in the sprite.
    pub icon: String,
    /// `#rrggbb` of the mark.
    pub colour: String,
    /// Priority of a fresh report.
    pub default_priority: Priority,
    /// Whether an authority must act.
    pub requires_authority: bool,
    /// How coarsely the public sees the place.
    pub precision: Precision,
    /// When a leader looks.
    pub moderation: Moderation,
    /// Emergency numbers first, and leaders are alerted at once.
    pub life_threatening: bool,
    /// Whether a report from outside the served areas is taken.
    pub accepts_outside: bool,
    /// No longer offered; its reports stay.
    pub retired: bool,
    /// Rises by one with each change.
    pub version: i32,
}

impl Category {
    /// Black or white, whichever is easier to read on the category's colour (WCAG relative luminance).
    pub fn text_colour(&self) -> &'static str {
        ink(&self.colour)
    }
}

/// Black or white, whichever has more contrast on a colour: at this luminance both have the same, 4.6 to 1.
pub fn ink(colour: &str) -> &'static str {
    if luminance(colour) > 0.179 { "#000000" } else { "#ffffff" }
}

/// Relative luminance of `#rrggbb`, 0 to 1, as WCAG 2 defines it.
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value =
            colour.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0);
        let c = f64::from(value) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_on_a_colour_has_enough_contrast() {
        for step in (0..=255u32).step_by(15) {
            let colour = format!("#{step:02x}{:02x}{:02x}", 255 - step, step / 2);
            let light = luminance(&colour);
            let text = luminance(ink(&colour));
            let (high, low) = if light > text { (light, text) } else { (text, light) };
            assert!((high + 0.05) / (low + 0.05) >= 4.5, "{colour}");
        }
    }
}
