//! Looking at the site as somebody else: begin with a person or a role, stop from the line over every page.

use axum::extract::Path;
use serde::Deserialize;

use crate::accounts::actions::{self, Whom};
use crate::app::App;
use crate::auth::{Admin, Role, SignedIn};
use crate::error::{Error, Result};
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/{lang}/admin/people/{id}/view-as", Policy::Admin, person)
        .post("/{lang}/admin/view-as", Policy::Admin, role)
        .post("/{lang}/view-as/stop", Policy::SignedIn, stop)
}

/// `POST /{lang}/admin/people/{id}/view-as`: sees the site as this person would.
async fn person(app: App, page: Page, who: Admin, Path((_, id)): Path<(String, String)>) -> Result {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    actions::view_as(&app, &who, Whom::Person(id)).await?;
    Ok(respond::see_other(&page.url("/")))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    role: String,
}

/// `POST /{lang}/admin/view-as`: sees the site as somebody with this role would.
async fn role(app: App, page: Page, who: Admin, Form(asked): Form<Asked>) -> Result {
    let role: Role = asked.role.parse().map_err(|_| Error::NotFound)?;
    actions::view_as(&app, &who, Whom::Role(role)).await?;
    Ok(respond::see_other(&page.url("/")))
}

/// `POST /{lang}/view-as/stop`: sees it as oneself again.
async fn stop(app: App, page: Page, who: SignedIn) -> Result {
    actions::stop_view_as(&app, &who).await?;
    Ok(respond::see_other(&page.url("/admin/people")))
}
