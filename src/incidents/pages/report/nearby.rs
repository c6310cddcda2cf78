//! Before the report goes: open reports nearby that may be the same thing. One can be followed instead.

use askama::Template;
use serde::Deserialize;
use serde_json::json;

use super::Begun;
use crate::app::App;
use crate::categories::{self, ink};
use crate::error::Result;
use crate::i18n::Lang;
use crate::incidents::actions::{self, Follower};
use crate::incidents::model::report::{ReportForm, Similar, Step, title_of};
use crate::incidents::queries::report::{self as queries, Like, Wanted};
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::security::Sender;

#[derive(Template)]
#[template(path = "incidents/report_nearby.html")]
struct NearbyPage {
    page: Page,
    found: Vec<Like>,
    /// Reference of the report that is followed instead.
    same: String,
}

impl Like {
    /// Black or white, whichever reads better on the category's colour.
    pub fn ink(&self) -> &'static str {
        ink(&self.colour)
    }
}

/// Open reports that may be the same thing.
pub(super) async fn like(app: &App, lang: Lang, form: &ReportForm) -> Result<Vec<Like>> {
    let Some(category) = categories::find(&app.db, lang, &form.category).await? else {
        return Ok(vec![]);
    };
    let spot = actions::spot(app, lang, &form.place).await?;
    let title = title_of(&form.details.description);
    let wanted = Wanted {
        category: category.id,
        at: spot.point,
        accuracy_m: f64::from(spot.accuracy_m.unwrap_or(0.0)).min(1000.0),
        title: &title,
    };
    Ok(queries::similar(&app.db, lang, &wanted).await?)
}

/// `GET /{lang}/report/nearby`: is it one of these?
pub(super) async fn form(app: App, page: Page, begun: Begun) -> Result {
    let draft = match begun.at_step(&page) {
        Ok(draft) => draft,
        Err(instead) => return Ok(instead),
    };
    let same = draft.form.similar.same.clone();
    let found = match same.is_empty() {
        true => like(&app, page.lang, &draft.form).await?,
        false => vec![],
    };
    if same.is_empty() && found.is_empty() {
        return Ok(super::to(&page, draft.form.next().max(Step::Details)));
    }
    let shown = NearbyPage { page, found, same };
    Ok(respond::secret(respond::page(&shown.page, &shown)?))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    /// Reference of the report that it is.
    same: String,
}

/// `POST /{lang}/report/nearby`: it is that one and is followed, or it is different and the report goes on.
pub(super) async fn save(
    app: App,
    page: Page,
    sender: Sender,
    begun: Begun,
    Form(sent): Form<Sent>,
) -> Result {
    let pen = begun.or_begin(&app, &page, &sender).await?;
    let mut form = pen.draft.form.clone();
    let follower = match pen.account {
        Some(account) => Follower::Account(account),
        None => Follower::Device(sender.device.hash()),
    };
    let old = queries::find_public(&app.db, &form.similar.same).await?;
    let incident = queries::find_public(&app.db, &sent.same).await?;
    if let Some(old) = old.filter(|old| incident != Some(*old)) {
        actions::follow(&app, &follower, old, false).await?;
    }
    let mut to = page.url("/report/nearby");
    form.similar = Similar { different: incident.is_none(), same: String::new() };
    match incident {
        Some(incident) => {
            actions::follow(&app, &follower, incident, true).await?;
            form.similar.same = sent.same;
        }
        None => to = pen.next(&page, &form),
    }
    pen.save(&app, &page, json!({ "similar": form.similar }), &to).await
}
