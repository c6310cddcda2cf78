//! The replies that leaders choose from, as admins edit them.

use askama::Template;
use axum::extract::Path;
use uuid::Uuid;

use super::actions;
use super::model::{ReplyForm, USES};
use super::queries::replies::{self as queries, Reply};
use crate::app::App;
use crate::auth::Admin;
use crate::error::{Error, Result};
use crate::i18n::Lang;
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

type Fields = Form<Vec<(String, String)>>;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/admin/replies", Policy::Admin, list)
        .get("/{lang}/admin/replies/{id}", Policy::Admin, edit)
        .post("/{lang}/admin/replies/{id}", Policy::Admin, save)
        .post("/{lang}/admin/replies/{id}/retire", Policy::Admin, retire)
}

#[derive(Template)]
#[template(path = "moderation/replies.html")]
struct ListPage {
    page: Page,
    uses: [&'static str; 4],
    replies: Vec<Reply>,
}

impl ListPage {
    fn of_use<'a>(&'a self, used_for: &'a str) -> impl Iterator<Item = &'a Reply> {
        self.replies.iter().filter(move |r| r.used_for == used_for)
    }
}

#[derive(Template)]
#[template(path = "moderation/reply.html")]
struct EditPage {
    page: Page,
    errors: FieldErrors,
    typed: ReplyForm,
    uses: Vec<(String, String)>,
    langs: Vec<Lang>,
    /// None while one is being added.
    stored: Option<Reply>,
}

/// `GET /{lang}/admin/replies`: every reply, by where it is offered.
async fn list(app: App, page: Page, _who: Admin) -> Result {
    let replies = queries::list(&app.db, page.lang).await?;
    respond::page(&page, &ListPage { page: page.clone(), uses: USES, replies })
}

async fn form(
    app: &App,
    page: &Page,
    id: &str,
    typed: Option<ReplyForm>,
    errors: FieldErrors,
) -> Result<EditPage> {
    let all = queries::list(&app.db, page.lang).await?;
    let stored = all.into_iter().find(|r| r.id.to_string() == id);
    let typed = match (typed, &stored) {
        (Some(typed), _) => typed,
        (None, Some(reply)) => {
            let form = ReplyForm::of_use(&reply.used_for);
            let words = queries::words(&app.db, reply.id).await?;
            words.into_iter().fold(form, |form, w| form.with(w.lang, w.name, w.body))
        }
        (None, None) if id == "new" => ReplyForm::default(),
        (None, None) => return Err(Error::NotFound),
    };
    let use_word = |u: &str| (u.to_owned(), page.t(&format!("moderation-reply-use-{u}")));
    Ok(EditPage {
        page: page.clone(),
        errors,
        typed,
        uses: USES.into_iter().map(use_word).collect(),
        langs: Lang::all().collect(),
        stored,
    })
}

/// `GET /{lang}/admin/replies/{id}`: one reply, or with `new` an empty form.
async fn edit(app: App, page: Page, _who: Admin, Path((_, id)): Path<(String, String)>) -> Result {
    let shown = form(&app, &page, &id, None, FieldErrors::default()).await?;
    respond::page(&page, &shown)
}

/// `POST /{lang}/admin/replies/{id}`: stores it.
async fn save(
    app: App,
    page: Page,
    who: Admin,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let typed = ReplyForm::read(fields);
    let errors = typed.check();
    if !errors.is_empty() {
        return respond::again(&page, &form(&app, &page, &id, Some(typed), errors).await?);
    }
    let key = match id.as_str() {
        "new" => Uuid::now_v7(),
        // Only what is there may be changed.
        _ => form(&app, &page, &id, None, errors).await?.stored.ok_or(Error::NotFound)?.id,
    };
    actions::save(&app, &who, key, &typed).await?;
    Ok(respond::see_other(&page.url("/admin/replies")))
}

/// `POST /{lang}/admin/replies/{id}/retire`: takes it from the lists, or brings it back.
async fn retire(
    app: App,
    page: Page,
    who: Admin,
    Path((_, id)): Path<(String, Uuid)>,
    Form(fields): Fields,
) -> Result {
    let retired = fields.iter().any(|(name, value)| name == "retired" && value == "yes");
    actions::retire(&app, &who, id, retired).await?;
    Ok(respond::see_other(&page.url("/admin/replies")))
}
