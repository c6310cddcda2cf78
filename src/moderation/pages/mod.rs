//! The pages of the queue: what waits, one report with everything about it, the conflict page. Every form is small, carries
//! the version that was seen, and may be sent twice. After a decision the next report comes up, with a way back.

mod act;
mod bulk;
mod cover;
mod decide;
mod history;
mod queue;

pub use act::{act, keep, leave, preview, reveal, say, take, undo};
pub use bulk::{carry_out as bulk_do, preview as bulk_preview, undo as bulk_undo};
pub use cover::{cover, set_cover};
pub use decide::decide;
pub use queue::queue;

use serde::Deserialize;

use super::model::{Tab, Typed};
use crate::ids::ActId;
use crate::incidents::Reference;
use crate::web::form::Form;
use crate::web::page::Page;

type Fields = Form<Vec<(String, String)>>;

/// What an address of the queue says.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    tab: String,
    #[serde(default)]
    q: String,
    /// The last row seen.
    #[serde(default)]
    after: String,
    /// The report just decided, and the act to take back.
    #[serde(default)]
    done: String,
    #[serde(default)]
    act: String,
    /// As many reports as may be chosen at once, on one page.
    #[serde(default)]
    many: String,
}

impl Asked {
    fn place(&self) -> Place {
        Place { many: self.many == "yes", ..Place::new(&self.tab, &self.q) }
    }

    /// The decision that may still be taken back: reference and act, if both are what they should be.
    fn undo(&self) -> Option<(String, ActId)> {
        Some((Reference::parse(&self.done)?.as_str().to_owned(), self.act.parse().ok()?))
    }
}

/// Where in the queue somebody works: it goes along from page to page, so that the next report is the next one there.
#[derive(Clone, Debug)]
struct Place {
    tab: Tab,
    q: String,
    /// As many as may be chosen at once.
    many: bool,
}

impl Place {
    fn new(tab: &str, q: &str) -> Self {
        let q: String = q.chars().take(100).collect();
        Self { tab: tab.parse().unwrap_or(Tab::New), q: q.trim().to_owned(), many: false }
    }

    fn of(typed: &Typed) -> Self {
        let many = typed.get("many") == "yes";
        Self { many, ..Self::new(typed.get("tab"), typed.get("q")) }
    }

    /// As the query of an address.
    fn query(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("tab", self.tab.as_str());
        if !self.q.is_empty() {
            query.append_pair("q", &self.q);
        }
        if self.many {
            query.append_pair("many", "yes");
        }
        query.finish()
    }

    fn queue(&self, page: &Page) -> String {
        page.url(&format!("/moderation?{}", self.query()))
    }

    fn report(&self, page: &Page, reference: &str) -> String {
        page.url(&format!("/moderation/{reference}?{}", self.query()))
    }
}
