//! Splitting a report that holds more than one matter.

use askama::Template;
use axum::extract::{Path, Query};

use super::decide::find;
use super::{Asked, Fields, Place};
use crate::app::App;
use crate::auth::Staff;
use crate::categories;
use crate::error::Result;
use crate::incidents::actions::{self, By, ChangeError};
use crate::incidents::{MOST_PARTS, Part};
use crate::moderation::model::Typed;
use crate::moderation::queries::record::Record;
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::security::Sender;

#[derive(Template)]
#[template(path = "moderation/split.html")]
struct SplitPage {
    page: Page,
    place: Place,
    errors: FieldErrors,
    typed: Typed,
    i: Record,
    categories: Vec<(String, String)>,
    /// Numbers of the parts.
    parts: Vec<usize>,
}

impl SplitPage {
    async fn of(app: &App, page: &Page, i: Record, typed: Typed, place: Place) -> Result<Self> {
        let offered = categories::list(&app.db, page.lang).await?;
        Ok(Self {
            page: page.clone(),
            place,
            errors: FieldErrors::default(),
            typed,
            i,
            categories: offered.into_iter().map(|c| (c.code, c.name)).collect(),
            parts: (1..=MOST_PARTS).collect(),
        })
    }

    /// Whether something is typed of a part.
    fn opens(&self, n: &usize) -> bool {
        ["title", "description"].iter().any(|f| !self.typed.get(&format!("{f}-{n}")).is_empty())
    }

    /// The category of a part: chosen, else that of the whole.
    fn category(&self, field: &str) -> &str {
        match self.typed.get(field) {
            "" => &self.i.category_code,
            chosen => chosen,
        }
    }
}

/// `GET /{lang}/moderation/{reference}/split`: the form of the parts.
pub async fn split_form(
    app: App,
    page: Page,
    who: Staff,
    Path((_, reference)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result {
    let i = find(&app, &page, &who, &reference).await?;
    let shown = SplitPage::of(&app, &page, i, Typed::default(), asked.place()).await?;
    respond::page(&page, &shown)
}

/// The parts of a form; those of which nothing is typed are left out.
fn parts(typed: &Typed) -> Vec<Part> {
    let field = |name: &str, n: usize| typed.get(&format!("{name}-{n}")).to_owned();
    let parts = (1..=MOST_PARTS).map(|n| Part {
        title: field("title", n),
        description: field("description", n),
        category: field("category", n),
    });
    parts.filter(|p| !p.title.is_empty() || !p.description.is_empty()).collect()
}

/// `POST /{lang}/moderation/{reference}/split`: makes the parts, and back to the whole.
pub async fn split(
    app: App,
    page: Page,
    who: Staff,
    sender: Sender,
    Path((_, reference)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let typed = Typed::read(fields);
    let i = find(&app, &page, &who, &reference).await?;
    let place = Place::of(&typed);
    let by = By { viewer: &who, ip: Some(sender.ip) };
    let done = actions::split(&app, by, i.id, typed.version(), &parts(&typed)).await;
    let (field, key) = match done {
        Ok(changed) => {
            let to = place.report(&page, &i.reference);
            let to = format!("{to}&done={}&act={}", i.reference, changed.act);
            return Ok(respond::see_other(&to));
        }
        Err(ChangeError::Stale(_)) => ("version", "moderation-split-stale"),
        Err(ChangeError::Refused(refused)) => (refused.0, refused.1),
        Err(ChangeError::Other(error)) => return Err(error),
    };
    let stale = field == "version";
    let mut shown = SplitPage::of(&app, &page, i, typed, place).await?;
    shown.errors.add(if stale { "title-1".into() } else { format!("{field}-1") }, key);
    match stale {
        true => respond::html(&page, http::StatusCode::CONFLICT, &shown),
        false => respond::again(&page, &shown),
    }
}
