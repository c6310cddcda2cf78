//! Step 1, what it is; and going on with a report that was begun, here or on another phone.

use askama::Template;
use axum::extract::Path;
use axum_extra::extract::Query;
use serde::Deserialize;
use serde_json::json;

use super::{Asked, Begun, Pen, switched};
use crate::app::App;
use crate::categories::{self, Category, Group};
use crate::error::Result;
use crate::ids::token_hash;
use crate::incidents::model::report::{ReportForm, Similar};
use crate::incidents::queries::report::{self as queries, Draft};
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::security::Sender;

#[derive(Template)]
#[template(path = "incidents/report_what.html")]
struct WhatPage {
    page: Page,
    errors: FieldErrors,
    groups: Vec<Group>,
    chosen: String,
    /// Address of the step to go on with, when a report was begun.
    begun: Option<String>,
    lost: bool,
}

impl WhatPage {
    /// Whether this is the first category of the page: the summary of errors leads there.
    fn is_first(&self, category: &Category) -> bool {
        self.groups.first().and_then(|g| g.members.first()).is_some_and(|c| c.id == category.id)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    category: String,
    /// "Begin a new report", beside one that is not finished.
    fresh: String,
    _lang: String,
}

/// `GET /{lang}/report`: what is it?
pub(super) async fn form(app: App, page: Page, Query(asked): Query<Asked>, begun: Begun) -> Result {
    let lost = asked.lost.is_some();
    let shown = what_page(&app, page, &begun, FieldErrors::default(), lost).await?;
    Ok(respond::secret(respond::page(&shown.page, &shown)?))
}

/// `POST /{lang}/report`: the category is chosen.
pub(super) async fn save(
    app: App,
    page: Page,
    sender: Sender,
    begun: Begun,
    Form(sent): Form<Sent>,
) -> Result {
    let lang = switched(&sent._lang);
    let known = categories::find(&app.db, page.lang, &sent.category).await?;
    let known = known.filter(|c| !c.retired);
    if !sent.fresh.is_empty() {
        let pen = Pen::new(&app, &page, &sender).await?;
        return Ok(pen.keep(&app, respond::see_other(&page.url("/report"))));
    }
    let (Some(category), lang) = (known, lang) else {
        if let Some(lang) = lang {
            return Ok(respond::see_other(&page.in_lang(&lang)));
        }
        let mut errors = FieldErrors::default();
        errors.add("category", "incidents-report-what-missing");
        let shown = what_page(&app, page, &begun, errors, false).await?;
        return respond::again(&shown.page, &shown);
    };
    let pen = begun.or_begin(&app, &page, &sender).await?;
    let form = changed(pen.draft.form.clone(), category.code);
    let next = lang.map_or_else(|| pen.next(&page, &form), |lang| page.in_lang(&lang));
    let parts =
        json!({ "category": form.category, "details": form.details, "similar": form.similar });
    pen.save(&app, &page, parts, &next).await
}

/// Another category asks other questions and is like other reports.
fn changed(mut form: ReportForm, category: String) -> ReportForm {
    if form.category != category {
        form.category = category;
        form.details.done = false;
        form.details.warned = false;
        form.similar = Similar::default();
    }
    form
}

async fn what_page(
    app: &App,
    page: Page,
    begun: &Begun,
    errors: FieldErrors,
    lost: bool,
) -> Result<WhatPage> {
    let mut categories = categories::list(&app.db, page.lang).await?;
    // A stable order: within both halves the admin's.
    categories.sort_by_key(|c| !c.life_threatening);
    let chosen = begun.open().map(|d| d.form.category.clone()).unwrap_or_default();
    let far =
        |d: &&Draft| !d.form.category.is_empty() && (d.form.place.done || d.form.details.done);
    let begun = begun.open().filter(far).map(|d| page.url(d.form.next().path()));
    let groups = categories::groups(categories);
    Ok(WhatPage { page, errors, groups, chosen, begun, lost })
}

#[derive(Template)]
#[template(path = "incidents/report_resume.html")]
struct ResumePage {
    page: Page,
    /// None when the draft expired, was sent, or never was.
    draft: Option<Draft>,
    category: String,
}

/// `GET /{lang}/report/resume/{key}`: asks before it takes the place of a report begun on this phone.
pub(super) async fn resume_form(
    app: App,
    page: Page,
    Path((_, key)): Path<(String, String)>,
) -> Result {
    let draft = queries::find_draft(&app.db, &token_hash(&key)).await?;
    let category = match &draft {
        Some(draft) => categories::find(&app.db, page.lang, &draft.form.category).await?,
        None => None,
    };
    let category = category.map(|c| c.name).unwrap_or_default();
    let status = if draft.is_some() { http::StatusCode::OK } else { http::StatusCode::NOT_FOUND };
    let shown = ResumePage { page, draft, category };
    Ok(respond::secret(respond::html(&shown.page, status, &shown)?))
}

/// `POST /{lang}/report/resume/{key}`: goes on with it on this phone.
pub(super) async fn resume(
    app: App,
    page: Page,
    Path((_, key)): Path<(String, String)>,
    begun: Begun,
) -> Result {
    let found = queries::find_draft(&app.db, &token_hash(&key)).await?;
    let Some(draft) = found else {
        return Ok(respond::see_other(&page.url("/report?lost=1")));
    };
    let to = match draft.incident {
        Some(_) => page.url("/report/sent"),
        None => page.url(draft.form.next().path()),
    };
    let pen = Pen { draft, key, account: begun.account };
    Ok(pen.keep(&app, respond::see_other(&to)))
}
