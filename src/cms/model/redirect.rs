//! Redirects as typed, one at a time or as lines of a table.

use std::collections::{HashMap, HashSet};

use super::content::is_link;
use super::typed::Typed;
use crate::i18n::Lang;

/// Lines of one import at most.
pub const MOST_LINES: usize = 500;

/// A redirect as typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RedirectForm {
    /// The old address.
    pub source: String,
    /// The new one.
    pub target: String,
}

impl RedirectForm {
    /// Reads the fields.
    pub fn read(typed: &Typed) -> Self {
        Self { source: typed.line("source"), target: typed.line("target") }
    }

    /// Both addresses in one form: a path without language, end slash, query; or the field and the text key of a fault.
    pub fn check(&self) -> Result<(String, String), (&'static str, &'static str)> {
        let source = path_of(&self.source).ok_or(("source", "cms-redirects-source-wrong"))?;
        if source == "/" || !is_link(&source) {
            return Err(("source", "cms-redirects-source-wrong"));
        }
        let target = self.target.trim();
        if target.starts_with("mailto:") || target.starts_with("tel:") || !is_link(target) {
            return Err(("target", "cms-redirects-target-wrong"));
        }
        let target = if target.starts_with('/') { without_lang(target) } else { target.to_owned() };
        if target == source {
            return Err(("target", "cms-redirects-loop"));
        }
        Ok((source, target))
    }
}

/// The path of an address of this site or of an older one, without language and end slash.
fn path_of(address: &str) -> Option<String> {
    let address = address.trim();
    let path = match url::Url::parse(address) {
        Ok(url) => url.path().to_owned(),
        Err(_) => address.split(['?', '#']).next()?.to_owned(),
    };
    let path = without_lang(&path);
    let path = path.trim_end_matches('/');
    let fits = path.starts_with('/') && !path.starts_with("//") && path.len() <= 300;
    fits.then(|| path.to_owned())
}

fn without_lang(path: &str) -> String {
    let rest = path.strip_prefix('/').unwrap_or(path);
    let (first, more) = rest.split_once('/').unwrap_or((rest, ""));
    if first.parse::<Lang>().is_ok() { format!("/{more}") } else { path.to_owned() }
}

/// Old and new addresses.
type Pairs = Vec<(String, String)>;

/// Where old addresses lead while lines are added: never two steps, never in a circle.
pub struct Leads {
    to: HashMap<String, String>,
    added: HashSet<String>,
    turned: HashSet<String>,
}

impl Leads {
    /// Begins with what is stored.
    pub fn new(stored: HashMap<String, String>) -> Self {
        Self { to: stored, added: HashSet::new(), turned: HashSet::new() }
    }

    /// Adds a line, or replaces the one of that address; gives the end of the chain. None if it would lead in a circle.
    pub fn add(&mut self, source: &str, target: &str) -> Option<String> {
        // Nothing stored is longer than one step, since each was collapsed.
        let end = self.to.get(target).map_or(target, String::as_str).to_owned();
        if end == source {
            return None;
        }
        for (from, to) in self.to.iter_mut().filter(|(_, to)| *to == source) {
            to.clone_from(&end);
            self.turned.insert(from.clone());
        }
        self.to.insert(source.to_owned(), end.clone());
        self.added.insert(source.to_owned());
        Some(end)
    }

    /// Old and new address of what was added, and of what was stored before and leads elsewhere now; in order.
    pub fn changes(&self) -> (Pairs, Pairs) {
        let pair = |from: &String| (from.clone(), self.to[from].clone());
        let mut added: Vec<_> = self.added.iter().map(pair).collect();
        let mut turned: Vec<_> = self.turned.difference(&self.added).map(pair).collect();
        added.sort();
        turned.sort();
        (added, turned)
    }
}

/// The lines of a pasted table: old address, new address; comma, semicolon or tab between. Empty lines and a head line
/// without a slash are left out.
pub fn lines(text: &str) -> Vec<RedirectForm> {
    let line = |line: &str| {
        let (source, target) = line.split_once(['\t', ';', ','])?;
        let clean = |cell: &str| cell.trim().trim_matches('"').to_owned();
        Some(RedirectForm { source: clean(source), target: clean(target) })
    };
    text.lines().filter_map(line).filter(|l| l.source.contains('/')).take(MOST_LINES).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, target: &str) -> Result<(String, String), (&'static str, &'static str)> {
        RedirectForm { source: source.into(), target: target.into() }.check()
    }

    #[test]
    fn old_addresses_are_kept_in_one_form() {
        let both = |s: &str, t: &str| Ok((s.to_owned(), t.to_owned()));
        assert_eq!(
            check("https://old.example/af/water/?x=1", "/en/p/water"),
            both("/water", "/p/water")
        );
        assert_eq!(
            check("/old.html", "https://www.gov.za/"),
            both("/old.html", "https://www.gov.za/")
        );
        assert!(check("/p/a", "/af/p/a").is_err(), "onto itself");
        assert!(check("old", "/p/a").is_err() && check("/", "/p/a").is_err());
        assert!(
            check("/a", "javascript:alert(1)").is_err() && check("/a", "//evil.example").is_err()
        );
    }

    #[test]
    fn lines_of_one_table_collapse_into_single_steps_and_never_lead_in_a_circle() {
        let stored = HashMap::from([("/old".to_owned(), "/a".to_owned())]);
        let mut leads = Leads::new(stored);
        assert_eq!(leads.add("/a", "/b").unwrap(), "/b");
        assert_eq!(leads.add("/b", "/c").unwrap(), "/c");
        assert_eq!(leads.add("/c", "/a"), None, "a leads to c");
        assert_eq!(leads.add("/d", "/a").unwrap(), "/c");
        let (added, turned) = leads.changes();
        assert!(added.iter().all(|(_, to)| to == "/c") && added.len() == 3, "{added:?}");
        assert_eq!(turned, [("/old".to_owned(), "/c".to_owned())]);
    }

    #[test]
    fn a_pasted_table_is_read_line_by_line() {
        let text = "from;to\n/a;/p/a\n\n\"/b\",\"/p/b\"\n/c\t/p/c";
        assert_eq!(lines(text).len(), 3);
    }
}
