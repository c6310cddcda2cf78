//! The catalogue as admins edit it: list, one category with its questions, add, move, retire, merge.

mod merge;
mod told;

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;

use super::actions::{self, Saved};
use super::model::{
    Category, CategoryForm, ICONS, Moderation, Priority, Question, QuestionForm, QuestionKind,
    contrast, ink,
};
use super::queries::{self, Uses};
use crate::app::App;
use crate::auth::Admin;
use crate::error::{Error, Result};
use crate::i18n::Lang;
use crate::places::Precision;
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

type Fields = Form<Vec<(String, String)>>;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/admin/categories", Policy::Admin, list)
        .get("/{lang}/admin/categories/new", Policy::Admin, new)
        .post("/{lang}/admin/categories/new", Policy::Admin, create)
        .get("/{lang}/admin/categories/{code}", Policy::Admin, edit)
        .post("/{lang}/admin/categories/{code}", Policy::Admin, save)
        .post("/{lang}/admin/categories/{code}/move", Policy::Admin, shift)
        .post("/{lang}/admin/categories/{code}/retire", Policy::Admin, retire)
        .get("/{lang}/admin/categories/{code}/merge", Policy::Admin, merge::form)
        .post("/{lang}/admin/categories/{code}/merge", Policy::Admin, merge::merge)
        .get("/{lang}/admin/categories/{code}/told", Policy::Admin, told::form)
        .post("/{lang}/admin/categories/{code}/told", Policy::Admin, told::save)
        .get("/{lang}/admin/categories/{code}/question", Policy::Admin, question)
        .post("/{lang}/admin/categories/{code}/question", Policy::Admin, save_question)
        .post(
            "/{lang}/admin/categories/{code}/question/{question}/retire",
            Policy::Admin,
            retire_question,
        )
        .post(
            "/{lang}/admin/categories/{code}/question/{question}/move",
            Policy::Admin,
            shift_question,
        )
}

#[derive(Template)]
#[template(path = "categories/list.html")]
struct ListPage {
    page: Page,
    categories: Vec<Category>,
    uses: HashMap<String, i64>,
}

#[derive(Template)]
#[template(path = "categories/edit.html")]
struct EditPage {
    page: Page,
    errors: FieldErrors,
    typed: CategoryForm,
    /// None while a category is being added.
    stored: Option<Category>,
    questions: Vec<Question>,
    /// Where it is used.
    uses: Uses,
    /// Name and code of the category that took its reports.
    merged_into: Option<(String, String)>,
    icons: Vec<(String, String)>,
    /// Categories that can lead its group.
    parents: Vec<(String, String)>,
    priorities: Vec<(String, String)>,
    precisions: Vec<(String, String)>,
    moderations: Vec<(String, String)>,
    langs: Vec<Lang>,
}

impl ListPage {
    /// How many reports a category has.
    fn used(&self, code: &str) -> i64 {
        self.uses.get(code).copied().unwrap_or(0)
    }
}

impl EditPage {
    fn new(page: &Page, form: CategoryForm, errors: FieldErrors) -> Self {
        let worded =
            |start: &str, value: &str| (value.to_owned(), page.t(&format!("{start}{value}")));
        Self {
            page: page.clone(),
            errors,
            typed: form,
            stored: None,
            questions: Vec::new(),
            uses: Uses::default(),
            merged_into: None,
            icons: ICONS.iter().map(|icon| worded("categories-icon-", icon)).collect(),
            parents: Vec::new(),
            priorities: Priority::ALL
                .iter()
                .map(|p| worded("incidents-priority-", p.as_str()))
                .collect(),
            precisions: Precision::ALL
                .iter()
                .map(|p| worded("categories-precision-", p.as_str()))
                .collect(),
            moderations: Moderation::ALL
                .iter()
                .map(|m| worded("categories-moderation-", m.as_str()))
                .collect(),
            langs: Lang::all().collect(),
        }
    }

    async fn of(
        app: &App,
        page: &Page,
        code: &str,
        typed: Option<CategoryForm>,
        errors: FieldErrors,
    ) -> Result<Self> {
        let mut db = app.db.acquire().await?;
        let stored =
            queries::find_exact(&mut *db, page.lang, code).await?.ok_or(Error::NotFound)?;
        let form = match typed {
            Some(form) => form,
            None => queries::form_of(&mut db, code).await?.ok_or(Error::NotFound)?,
        };
        let questions = queries::questions(&mut *db, page.lang, stored.id).await?;
        let uses = queries::uses_of(&mut *db, stored.id, code).await?;
        let parents = parents(queries::list(&mut *db, page.lang, true).await?, code);
        let merged_into = match stored.merged_into {
            Some(into) => queries::find_by_id(&mut *db, page.lang, into).await?,
            None => None,
        };
        Ok(Self {
            stored: Some(stored),
            questions,
            uses,
            merged_into: merged_into.map(|c| (c.name, c.code)),
            parents,
            ..Self::new(page, form, errors)
        })
    }

    /// How far icon and words stand out from the colour, with the ratio.
    fn contrast(&self) -> String {
        let ratio = contrast(&self.typed.colour);
        let strength = if ratio >= 7.0 { "strong" } else { "enough" };
        let text = if ink(&self.typed.colour) == "#000000" { "black" } else { "white" };
        let ratio = crate::i18n::decimal(ratio, 1);
        let ink = self.page.t(&format!("categories-edit-ink-{text}"));
        let args = [("ratio", ratio.into()), ("ink", ink.into())];
        crate::i18n::t_args(self.page.lang, &format!("categories-edit-contrast-{strength}"), args)
    }
}

/// The categories that can lead the group of the one with this code: those that belong to no group themselves.
fn parents(all: Vec<Category>, code: &str) -> Vec<(String, String)> {
    let fits = |c: &Category| c.parent.is_none() && c.merged_into.is_none() && c.code != code;
    all.into_iter().filter(fits).map(|c| (c.code, c.name)).collect()
}

#[derive(Template)]
#[template(path = "categories/question.html")]
struct QuestionPage {
    page: Page,
    errors: FieldErrors,
    category: Category,
    typed: QuestionForm,
    kinds: Vec<(String, String)>,
    langs: Vec<Lang>,
}

/// `GET /{lang}/admin/categories`: every category in order, retired ones last seen.
async fn list(app: App, page: Page, _who: Admin) -> Result {
    let categories = queries::list(&app.db, page.lang, true).await?;
    let uses = queries::uses(&app.db).await?;
    respond::page(&page, &ListPage { page: page.clone(), categories, uses })
}

/// `GET /{lang}/admin/categories/new`: an empty form.
async fn new(app: App, page: Page, _who: Admin) -> Result {
    let parents = parents(queries::list(&app.db, page.lang, true).await?, "");
    let shown = EditPage::new(&page, CategoryForm::fresh(), FieldErrors::default());
    respond::page(&page, &EditPage { parents, ..shown })
}

/// `POST /{lang}/admin/categories/new`: adds a category.
async fn create(app: App, page: Page, who: Admin, Form(fields): Fields) -> Result {
    let form = CategoryForm::read(&fields);
    let mut errors = form.check();
    if errors.is_empty() {
        match actions::add(&app, who.account, &form).await? {
            Saved::Stored(code) => return Ok(to(&page, &format!("/{code}"))),
            Saved::NoParent => errors.add("parent", "categories-form-parent-wrong"),
            Saved::CodeTaken | Saved::Stale => errors.add("code", "categories-form-code-taken"),
        }
    }
    let parents = parents(queries::list(&app.db, page.lang, true).await?, "");
    respond::again(&page, &EditPage { parents, ..EditPage::new(&page, form, errors) })
}

/// `GET /{lang}/admin/categories/{code}`: one category with its questions.
async fn edit(
    app: App,
    page: Page,
    _who: Admin,
    Path((_, code)): Path<(String, String)>,
) -> Result {
    let shown = EditPage::of(&app, &page, &code, None, FieldErrors::default()).await?;
    respond::page(&page, &shown)
}

/// `POST /{lang}/admin/categories/{code}`: saves it; a save on an old version shows the typed form again and says so.
async fn save(
    app: App,
    page: Page,
    who: Admin,
    Path((_, code)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let form = CategoryForm { code: code.clone(), ..CategoryForm::read(&fields) };
    let mut errors = form.check();
    if errors.is_empty() {
        match actions::save(&app, who.account, &form).await? {
            Saved::Stored(_) => return Ok(to(&page, "")),
            Saved::NoParent => errors.add("parent", "categories-form-parent-wrong"),
            Saved::Stale | Saved::CodeTaken => errors.add("name-en", "categories-form-stale"),
        }
    }
    let shown = EditPage::of(&app, &page, &code, Some(form), errors).await?;
    respond::again(&page, &shown)
}

/// `POST /{lang}/admin/categories/{code}/move`: one place up or down.
async fn shift(
    app: App,
    page: Page,
    who: Admin,
    Path((_, code)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let up = fields.iter().any(|(name, value)| name == "way" && value == "up");
    actions::shift(&app, who.account, &code, up).await?;
    Ok(to(&page, ""))
}

/// `POST /{lang}/admin/categories/{code}/retire`: takes it out of the report form, or offers it again.
async fn retire(
    app: App,
    page: Page,
    who: Admin,
    Path((_, code)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let retired = fields.iter().any(|(name, value)| name == "retired" && value == "yes");
    actions::retire(&app, who.account, &code, retired).await?;
    Ok(to(&page, &format!("/{code}")))
}

#[derive(serde::Deserialize)]
struct Which {
    #[serde(default)]
    code: String,
}

/// `GET /{lang}/admin/categories/{code}/question?code=`: one question, or an empty form.
async fn question(
    app: App,
    page: Page,
    _who: Admin,
    Path((_, code)): Path<(String, String)>,
    axum::extract::Query(which): axum::extract::Query<Which>,
) -> Result {
    let mut db = app.db.acquire().await?;
    let category = queries::find_exact(&mut *db, page.lang, &code).await?.ok_or(Error::NotFound)?;
    let form = match which.code.as_str() {
        "" => QuestionForm::default(),
        asked => {
            queries::question_form(&mut db, category.id, asked).await?.ok_or(Error::NotFound)?
        }
    };
    respond::page(&page, &question_page(&page, category, form, FieldErrors::default()))
}

/// `POST /{lang}/admin/categories/{code}/question`: adds a question or saves the one with the same code.
async fn save_question(
    app: App,
    page: Page,
    who: Admin,
    Path((_, code)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let form = QuestionForm::read(&fields);
    let errors = form.check();
    if errors.is_empty() {
        actions::save_question(&app, who.account, &code, &form).await?;
        return Ok(to(&page, &format!("/{code}")));
    }
    let category = queries::find_exact(&app.db, page.lang, &code).await?.ok_or(Error::NotFound)?;
    respond::again(&page, &question_page(&page, category, form, errors))
}

/// `POST /{lang}/admin/categories/{code}/question/{question}/retire`: stops asking it.
async fn retire_question(
    app: App,
    page: Page,
    who: Admin,
    Path((_, code, question)): Path<(String, String, String)>,
) -> Result {
    actions::retire_question(&app, who.account, &code, &question).await?;
    Ok(to(&page, &format!("/{code}")))
}

/// `POST /{lang}/admin/categories/{code}/question/{question}/move`: asked one place earlier or later.
async fn shift_question(
    app: App,
    page: Page,
    who: Admin,
    Path((_, code, question)): Path<(String, String, String)>,
    Form(fields): Fields,
) -> Result {
    let up = fields.iter().any(|(name, value)| name == "way" && value == "up");
    actions::shift_question(&app, who.account, &code, &question, up).await?;
    Ok(to(&page, &format!("/{code}#questions")))
}

fn question_page(
    page: &Page,
    category: Category,
    form: QuestionForm,
    errors: FieldErrors,
) -> QuestionPage {
    let kinds = QuestionKind::ALL
        .iter()
        .map(|k| {
            (k.as_str().to_owned(), page.t(&format!("categories-question-kind-{}", k.as_str())))
        })
        .collect();
    QuestionPage {
        page: page.clone(),
        errors,
        category,
        typed: form,
        kinds,
        langs: Lang::all().collect(),
    }
}

fn to(page: &Page, rest: &str) -> Response {
    respond::see_other(&page.url(&format!("/admin/categories{rest}")))
}
