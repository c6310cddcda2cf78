//! What an editor may do, and where.

use uuid::Uuid;

use super::typed::Typed;

/// What one person may do with pages now.
#[derive(Clone, Debug, PartialEq)]
pub struct Rights {
    /// Whether they change what the public reads.
    pub publishes: bool,
    /// Paths of the sections they are kept to; none: the whole tree.
    pub sections: Option<Vec<String>>,
}

impl Rights {
    /// Everything, everywhere.
    pub fn all() -> Self {
        Self { publishes: true, sections: None }
    }

    /// Whether they work on the whole site.
    pub fn everywhere(&self) -> bool {
        self.sections.is_none()
    }

    /// Whether the page at this path is theirs to work on.
    pub fn covers(&self, path: &str) -> bool {
        let inside = |s: &String| {
            path.strip_prefix(s.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.sections.as_ref().is_none_or(|sections| sections.iter().any(inside))
    }

    /// Whether the place in which a page stands is theirs: the page above it, or the top of the site.
    pub fn covers_place_of(&self, path: &str) -> bool {
        match path.rsplit_once('/') {
            Some((above, _)) => self.covers(above),
            None => self.everywhere(),
        }
    }
}

/// How an editor's right to publish is set, in the order shown.
pub const PUBLISHES: [&str; 3] = ["site", "yes", "no"];

/// The rights of one editor as typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RightsForm {
    /// One of [`PUBLISHES`].
    pub publishes: String,
    /// Sections they are kept to; none ticked: the whole site.
    pub sections: Vec<Uuid>,
    /// The version that was read; 0 while nothing was ever set.
    pub version: i32,
}

impl RightsForm {
    /// Reads the fields; what is no choice is the first one.
    pub fn read(typed: &Typed) -> Self {
        let publishes = typed.raw("publishes");
        let publishes = PUBLISHES.iter().find(|p| **p == publishes).unwrap_or(&PUBLISHES[0]);
        let ticked = typed.0.iter().filter(|(name, _)| name == "sections");
        let mut sections: Vec<Uuid> = ticked.filter_map(|(_, id)| id.parse().ok()).collect();
        sections.sort();
        sections.dedup();
        Self { publishes: (*publishes).to_owned(), sections, version: typed.number("version") }
    }

    /// Whether a section is ticked.
    pub fn has(&self, section: &Uuid) -> bool {
        self.sections.contains(section)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_its_page_and_what_stands_below_and_not_what_begins_alike() {
        let rights = Rights { publishes: false, sections: Some(vec!["help".into()]) };
        assert!(rights.covers("help") && rights.covers("help/photos"));
        assert!(!rights.covers("helpful") && !rights.covers("about"));
        assert!(rights.covers_place_of("help/photos") && !rights.covers_place_of("help"));
        let gone = Rights { publishes: true, sections: Some(Vec::new()) };
        assert!(!gone.covers("help") && !gone.everywhere());
        assert!(Rights::all().covers("help") && Rights::all().covers_place_of("help"));
    }
}
