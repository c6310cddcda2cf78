//! The pages of the queue: what waits, one report with everything about it, the conflict page. Every form is small, carries
//! the version that was seen, and may be sent twice. After a decision the next report comes up, with a way back.

mod act;
mod bulk;
mod cover;
mod decide;
mod figures;
mod history;
mod queue;
mod split;
mod work;

pub use act::{act, keep, leave, preview, reveal, say, take, undo};
pub use bulk::{carry_out as bulk_do, preview as bulk_preview, undo as bulk_undo};
pub use cover::{cover, set_cover};
pub use decide::decide;
pub use figures::figures;
pub use queue::{queue, remove_filter, save_filter};
pub use split::{split, split_form};
pub use work::{alarm, set_work, stop, stop_form, work};

use serde::Deserialize;

use super::model::{Tab, Typed};
use crate::app::App;
use crate::categories;
use crate::error::Result;
use crate::i18n::Lang;
use crate::ids::{ActId, CategoryId};
use crate::incidents::Reference;
use crate::web::form::Form;
use crate::web::page::Page;

type Fields = Form<Vec<(String, String)>>;

/// What an address of the queue says.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    tab: String,
    #[serde(default)]
    q: String,
    /// Code of a category.
    #[serde(default)]
    category: String,
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
        let many = self.many == "yes";
        Place { many, ..Place::new(&self.tab, &self.q, &self.category) }
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
    /// Code of the category that is looked at; empty for all.
    category: String,
    /// As many as may be chosen at once.
    many: bool,
}

impl Place {
    fn new(tab: &str, q: &str, category: &str) -> Self {
        let q: String = q.chars().take(100).collect();
        let tab = tab.parse().unwrap_or(Tab::New);
        let category: String = category.chars().take(40).collect();
        Self { tab, q: q.trim().to_owned(), category, many: false }
    }

    fn of(typed: &Typed) -> Self {
        let many = typed.get("many") == "yes";
        Self { many, ..Self::new(typed.get("tab"), typed.get("q"), typed.get("category_of")) }
    }

    /// As the query of an address.
    fn query(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("tab", self.tab.as_str());
        if !self.q.is_empty() {
            query.append_pair("q", &self.q);
        }
        if !self.category.is_empty() {
            query.append_pair("category", &self.category);
        }
        if self.many {
            query.append_pair("many", "yes");
        }
        query.finish()
    }

    /// The category that is looked at, if there is such a one.
    async fn category(&self, app: &App) -> Result<Option<CategoryId>> {
        if self.category.is_empty() {
            return Ok(None);
        }
        Ok(categories::find(&app.db, Lang::EN, &self.category).await?.map(|c| c.id))
    }

    fn queue(&self, page: &Page) -> String {
        page.url(&format!("/moderation?{}", self.query()))
    }

    fn report(&self, page: &Page, reference: &str) -> String {
        page.url(&format!("/moderation/{reference}?{}", self.query()))
    }
}
