//! For which categories two people decide.

use askama::Template;

use crate::app::App;
use crate::auth::Admin;
use crate::error::Result;
use crate::moderation::actions;
use crate::moderation::queries::two::{self as queries, Rule};
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/{lang}/admin/two-people", Policy::Admin, show).post(
        "/{lang}/admin/two-people",
        Policy::Admin,
        save,
    )
}

#[derive(Template)]
#[template(path = "moderation/two.html")]
struct TwoPage {
    page: Page,
    rules: Vec<Rule>,
}

/// `GET /{lang}/admin/two-people`: every category, ticked where two people decide.
async fn show(app: App, page: Page, _who: Admin) -> Result {
    let rules = queries::list(&app.db, page.lang).await?;
    respond::page(&page, &TwoPage { page: page.clone(), rules })
}

/// `POST /{lang}/admin/two-people`: the categories ticked, and no others.
async fn save(
    app: App,
    page: Page,
    who: Admin,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result {
    let codes: Vec<String> =
        fields.into_iter().filter(|(name, _)| name == "category").map(|(_, code)| code).collect();
    actions::set_two_people(&app, &who, &codes).await?;
    Ok(respond::see_other(&page.url("/admin/two-people")))
}
