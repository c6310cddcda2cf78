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
    /// The category that leads its group.
    pub parent: Option<CategoryId>,
    /// The name of that one.
    pub group: Option<String>,
    /// The category that took its reports, when it was merged.
    pub merged_into: Option<CategoryId>,
}

/// Categories that are offered together.
#[derive(Debug)]
pub struct Group {
    /// What stands above them; nothing above those that belong to no group.
    pub name: Option<String>,
    /// Those of the group, the one that leads it first.
    pub members: Vec<Category>,
}

/// Puts categories into their groups. Each group stands where its first category stood; those without a group that
/// follow each other stay together.
pub fn groups(categories: Vec<Category>) -> Vec<Group> {
    let leaders: Vec<CategoryId> = categories.iter().filter_map(|c| c.parent).collect();
    let mut groups: Vec<(Option<CategoryId>, Group)> = Vec::new();
    for category in categories {
        let leads = leaders.contains(&category.id);
        let key = category.parent.or(leads.then_some(category.id));
        let at = match key {
            Some(_) => groups.iter().position(|(k, _)| *k == key),
            None => groups.last().filter(|(k, _)| k.is_none()).map(|_| groups.len() - 1),
        };
        match at {
            Some(at) if leads => groups[at].1.members.insert(0, category),
            Some(at) => groups[at].1.members.push(category),
            None => {
                let own = leads.then(|| category.name.clone());
                let name = category.group.clone().or(own);
                groups.push((key, Group { name, members: vec![category] }));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
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

/// How far the picked text stands out from a colour, 1 to 21, as WCAG 2 defines it.
pub fn contrast(colour: &str) -> f64 {
    let (light, text) = (luminance(colour), luminance(ink(colour)));
    let (high, low) = if light > text { (light, text) } else { (text, light) };
    (high + 0.05) / (low + 0.05)
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
            assert!(contrast(&colour) >= 4.5, "{colour}");
        }
        assert!((contrast("#000000") - 21.0).abs() < 0.01);
    }

    fn named(name: &str, id: CategoryId, parent: Option<CategoryId>) -> Category {
        Category {
            id,
            code: name.into(),
            name: name.into(),
            help: String::new(),
            icon: "other".into(),
            colour: "#374151".into(),
            default_priority: Priority::Low,
            requires_authority: false,
            precision: Precision::M100,
            moderation: Moderation::After,
            life_threatening: false,
            accepts_outside: false,
            retired: false,
            version: 1,
            parent,
            group: parent.map(|_| "water".into()),
            merged_into: None,
        }
    }

    #[test]
    fn a_group_stands_where_its_first_category_stood_and_its_leader_comes_first() {
        let (water, road) = (CategoryId::new(), CategoryId::new());
        let list = vec![
            named("noise", CategoryId::new(), None),
            named("leak", CategoryId::new(), Some(water)),
            named("road", road, None),
            named("tree", CategoryId::new(), None),
            named("water", water, None),
        ];
        let names: Vec<(Option<String>, Vec<String>)> = groups(list)
            .into_iter()
            .map(|g| (g.name, g.members.into_iter().map(|c| c.name).collect()))
            .collect();
        let words = |all: &[&str]| all.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        assert_eq!(names[0], (None, words(&["noise"])));
        assert_eq!(names[1], (Some("water".into()), words(&["water", "leak"])));
        assert_eq!(names[2], (None, words(&["road", "tree"])));
    }
}
