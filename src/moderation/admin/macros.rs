//! Macros as admins make, order and retire them.

use askama::Template;
use axum::extract::Path;
use uuid::Uuid;

use crate::app::App;
use crate::auth::Admin;
use crate::error::{Error, Result};
use crate::i18n::Lang;
use crate::incidents::{Priority, Publication, Status};
use crate::moderation::actions;
use crate::moderation::model::{Macro, MacroForm};
use crate::moderation::queries::macros as queries;
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

type Fields = Form<Vec<(String, String)>>;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/admin/macros", Policy::Admin, list)
        .get("/{lang}/admin/macros/{id}", Policy::Admin, edit)
        .post("/{lang}/admin/macros/{id}", Policy::Admin, save)
        .post("/{lang}/admin/macros/{id}/retire", Policy::Admin, retire)
        .post("/{lang}/admin/macros/{id}/move", Policy::Admin, shift)
}

#[derive(Template)]
#[template(path = "moderation/macros.html")]
struct ListPage {
    page: Page,
    macros: Vec<Macro>,
}

#[derive(Template)]
#[template(path = "moderation/macro.html")]
struct EditPage {
    page: Page,
    errors: FieldErrors,
    typed: MacroForm,
    statuses: Vec<(String, String)>,
    publications: Vec<(String, String)>,
    priorities: Vec<(String, String)>,
    people: Vec<(String, String)>,
    langs: Vec<Lang>,
    /// None while one is being added.
    stored: Option<Macro>,
}

/// `GET /{lang}/admin/macros`: every macro, in order.
async fn list(app: App, page: Page, _who: Admin) -> Result {
    let macros = queries::list(&app.db, page.lang).await?;
    respond::page(&page, &ListPage { page: page.clone(), macros })
}

async fn stored(app: &App, page: &Page, id: &str) -> Result<Option<Macro>> {
    let all = queries::list(&app.db, page.lang).await?;
    match all.into_iter().find(|m| m.id.to_string() == id) {
        None if id != "new" => Err(Error::NotFound),
        found => Ok(found),
    }
}

async fn form(
    app: &App,
    page: &Page,
    id: &str,
    typed: Option<MacroForm>,
    errors: FieldErrors,
) -> Result<EditPage> {
    let stored = stored(app, page, id).await?;
    let typed = match (typed, &stored) {
        (Some(typed), _) => typed,
        (None, Some(m)) => MacroForm::of(m, queries::words(&app.db, m.id).await?),
        (None, None) => MacroForm::default(),
    };
    let words = |start: &str, words: &[&str]| {
        let said = words.iter().map(|w| ((*w).to_owned(), page.t(&format!("{start}{w}"))));
        said.collect::<Vec<_>>()
    };
    let steps: Vec<&str> = Status::ALL
        .iter()
        .filter(|s| !matches!(s, Status::Reported | Status::Duplicate))
        .map(|s| s.as_str())
        .collect();
    let seen = [Publication::Public, Publication::Private, Publication::Hidden];
    let mut people = words("moderation-macro-assign-", &["me", "nobody"]);
    let staff = queries::staff(&app.db).await?;
    people.extend(staff.into_iter().map(|(id, name)| (id.to_string(), name)));
    Ok(EditPage {
        page: page.clone(),
        errors,
        typed,
        statuses: words("incidents-status-", &steps),
        publications: words("incidents-publication-", &seen.map(Publication::as_str)),
        priorities: words("incidents-priority-", &Priority::ALL.map(Priority::as_str)),
        people,
        langs: Lang::all().collect(),
        stored,
    })
}

/// `GET /{lang}/admin/macros/{id}`: one macro, or with `new` an empty form.
async fn edit(app: App, page: Page, _who: Admin, Path((_, id)): Path<(String, String)>) -> Result {
    let shown = form(&app, &page, &id, None, FieldErrors::default()).await?;
    respond::page(&page, &shown)
}

/// `POST /{lang}/admin/macros/{id}`: stores it.
async fn save(
    app: App,
    page: Page,
    who: Admin,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let typed = MacroForm::read(fields);
    let key = stored(&app, &page, &id).await?.map_or_else(Uuid::now_v7, |m| m.id);
    match typed.check(key) {
        Ok((m, words)) => {
            actions::save_macro(&app, &who, &m, &words).await?;
            Ok(respond::see_other(&page.url("/admin/macros")))
        }
        Err(errors) => respond::again(&page, &form(&app, &page, &id, Some(typed), errors).await?),
    }
}

/// `POST /{lang}/admin/macros/{id}/retire`: takes it from the lists, or brings it back.
async fn retire(
    app: App,
    page: Page,
    who: Admin,
    Path((_, id)): Path<(String, Uuid)>,
    Form(fields): Fields,
) -> Result {
    let retired = fields.iter().any(|(name, value)| name == "retired" && value == "yes");
    actions::retire_macro(&app, &who, id, retired).await?;
    Ok(respond::see_other(&page.url("/admin/macros")))
}

/// `POST /{lang}/admin/macros/{id}/move`: one place up or down in the lists.
async fn shift(
    app: App,
    page: Page,
    _who: Admin,
    Path((_, id)): Path<(String, Uuid)>,
    Form(fields): Fields,
) -> Result {
    let up = fields.iter().any(|(name, value)| name == "way" && value == "up");
    actions::shift_macro(&app, id, up).await?;
    Ok(respond::see_other(&page.url("/admin/macros")))
}
