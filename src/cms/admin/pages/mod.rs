//! Content pages as editors see them: the tree, one page in every language, where it stands, the bin.

mod copy;
mod edit;
mod versions;

use askama::Template;
use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{Fields, id_of};
use crate::app::App;
use crate::auth::{Editor, Viewer};
use crate::cms::actions::{self, Binned};
use crate::cms::model::{PageRow, PlaceForm, Run, TextFields, Typed, compare, in_tree_order};
use crate::cms::queries;
use crate::error::Result;
use crate::i18n::Lang;
use crate::web::form::{FieldErrors, Form, clean};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/admin/pages", Policy::Editor, list)
        .get("/{lang}/admin/pages/new", Policy::Editor, new)
        .post("/{lang}/admin/pages/new", Policy::Editor, create)
        .get("/{lang}/admin/pages/bin", Policy::Editor, bin)
        .get("/{lang}/admin/pages/{id}/place", Policy::Editor, place)
        .post("/{lang}/admin/pages/{id}/place", Policy::Editor, move_page)
        .post("/{lang}/admin/pages/{id}/shift", Policy::Editor, shift)
        .post("/{lang}/admin/pages/{id}/remove", Policy::Editor, remove)
        .post("/{lang}/admin/pages/{id}/restore", Policy::Editor, restore)
        .merge(copy::routes())
        .merge(edit::routes())
        .merge(versions::routes())
}

/// The filters of the list, in the order shown.
const CHIPS: [&str; 6] = ["all", "live", "changed", "draft", "asked", "translate"];

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    q: String,
    only: String,
}

#[derive(Template)]
#[template(path = "cms/pages.html")]
struct ListPage {
    page: Page,
    q: String,
    only: String,
    /// Word, name, how many.
    chips: Vec<(&'static str, String, usize)>,
    rows: Vec<PageRow>,
    in_order: bool,
    binned: bool,
}

fn is_among(row: &PageRow, only: &str) -> bool {
    match only {
        "live" => row.live.is_some(),
        "translate" => !row.to_translate().is_empty(),
        "draft" | "changed" | "asked" => row.state() == only,
        _ => true,
    }
}

/// `GET /{lang}/admin/pages`: the tree, or what of it matches words and state.
async fn list(app: App, page: Page, who: Editor, Query(asked): Query<Asked>) -> Result {
    let rights = actions::rights(&mut *app.db.acquire().await?, &who).await?;
    let mut rows = in_tree_order(queries::pages(&app.db, false).await?);
    rows.retain(|row| rights.covers(&row.path));
    let q = clean(&asked.q, false);
    let words = q.to_lowercase();
    let only = CHIPS.into_iter().find(|c| *c == asked.only).unwrap_or("all");
    let matches = |row: &&PageRow| {
        let titled = Lang::all().any(|l| row.draft.title(l).to_lowercase().contains(&words));
        words.is_empty() || titled || row.path.contains(&words) || row.says(&words)
    };
    let found: Vec<PageRow> = rows.iter().filter(matches).cloned().collect();
    let chip = |c: &'static str| {
        let count = found.iter().filter(|r| is_among(r, c)).count();
        (c, page.t(&format!("cms-pages-only-{c}")), count)
    };
    let shown = ListPage {
        page: page.clone(),
        chips: CHIPS.map(chip).into(),
        rows: found.iter().filter(|r| is_among(r, only)).cloned().collect(),
        in_order: words.is_empty() && only == "all" && rights.everywhere(),
        q,
        only: only.to_owned(),
        binned: !rights.everywhere() || queries::has_bin(&app.db).await?,
    };
    respond::page(&page, &shown)
}

/// A field of two texts, word by word.
struct Field {
    lang: Lang,
    label: String,
    runs: Vec<Run>,
    same: bool,
}

/// Every field of every language; `texts` gives the older and the newer text.
fn beside(page: &Page, texts: impl Fn(Lang) -> [TextFields; 2]) -> Vec<Field> {
    let of_lang = |lang: Lang| {
        let [old, new] = texts(lang);
        old.into_iter().zip(new).map(move |((name, a), (_, b))| Field {
            lang,
            label: page.t(&format!("cms-field-{name}")),
            runs: compare(&a, &b),
            same: a == b,
        })
    };
    Lang::all().flat_map(of_lang).collect()
}

#[derive(Template)]
#[template(path = "cms/page_place.html")]
struct PlacePage {
    page: Page,
    errors: FieldErrors,
    typed: PlaceForm,
    /// None while it is being added.
    stored: Option<PageRow>,
    parents: Vec<(String, String)>,
    langs: Vec<Lang>,
}

impl PlacePage {
    async fn of(
        app: &App,
        page: &Page,
        who: &Viewer,
        stored: Option<PageRow>,
        typed: PlaceForm,
        errors: FieldErrors,
    ) -> Result<Self> {
        let rights = actions::rights(&mut *app.db.acquire().await?, who).await?;
        let rows = in_tree_order(queries::pages(&app.db, false).await?);
        let fits = |row: &&PageRow| {
            row.level() < crate::cms::model::LEVELS
                && rights.covers(&row.path)
                && stored.as_ref().is_none_or(|s| {
                    row.id != s.id && !row.path.starts_with(&format!("{}/", s.path))
                })
        };
        let name = |row: &PageRow| {
            let indent = "– ".repeat(row.level() - 1);
            (row.id.to_string(), format!("{indent}{}", row.draft.title(page.lang)))
        };
        let parents = rows.iter().filter(fits).map(name).collect();
        Ok(Self {
            page: page.clone(),
            errors,
            typed,
            stored,
            parents,
            langs: Lang::all().collect(),
        })
    }
}

/// `GET /{lang}/admin/pages/new`: an empty form.
async fn new(app: App, page: Page, who: Editor) -> Result {
    let typed = PlaceForm::default();
    let shown = PlacePage::of(&app, &page, &who, None, typed, FieldErrors::default()).await?;
    respond::page(&page, &shown)
}

/// `POST /{lang}/admin/pages/new`: adds a page as a draft.
async fn create(app: App, page: Page, who: Editor, Form(fields): Fields) -> Result {
    let form = PlaceForm::read(&Typed(fields));
    let mut errors = form.check(true);
    if errors.is_empty() {
        match actions::create(&app, &who, &form).await? {
            Ok(id) => return Ok(respond::see_other(&page.url(&format!("/admin/pages/{id}")))),
            Err(faults) => errors = faults,
        }
    }
    respond::again(&page, &PlacePage::of(&app, &page, &who, None, form, errors).await?)
}

/// `GET /{lang}/admin/pages/{id}/place`: where a page stands.
async fn place(app: App, page: Page, who: Editor, Path((_, id)): Path<(String, String)>) -> Result {
    let row = actions::own_present(&mut *app.db.acquire().await?, &who, id_of(&id)?).await?;
    let typed = PlaceForm {
        slug: row.slug.clone(),
        parent: row.parent_id.map(|p| p.to_string()).unwrap_or_default(),
        ..PlaceForm::default()
    };
    let shown = PlacePage::of(&app, &page, &who, Some(row), typed, FieldErrors::default()).await?;
    respond::page(&page, &shown)
}

/// `POST /{lang}/admin/pages/{id}/place`: moves or renames it with all below it.
async fn move_page(
    app: App,
    page: Page,
    who: Editor,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let id = id_of(&id)?;
    let form = PlaceForm::read(&Typed(fields));
    let mut errors = form.check(false);
    if errors.is_empty() {
        match actions::move_page(&app, &who, id, &form).await? {
            Ok(()) => return Ok(respond::see_other(&page.url(&format!("/admin/pages/{id}")))),
            Err(faults) => errors = faults,
        }
    }
    let row = actions::own_present(&mut *app.db.acquire().await?, &who, id).await?;
    respond::again(&page, &PlacePage::of(&app, &page, &who, Some(row), form, errors).await?)
}

/// `POST /{lang}/admin/pages/{id}/shift`: one place up or down among its siblings.
async fn shift(
    app: App,
    page: Page,
    who: Editor,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    actions::shift(&app, &who, id_of(&id)?, Typed(fields).raw("way") == "up").await?;
    Ok(respond::see_other(&page.url("/admin/pages")))
}

#[derive(Template)]
#[template(path = "cms/bin.html")]
struct BinPage {
    page: Page,
    rows: Vec<PageRow>,
    refused: bool,
}

/// What this person threw away, or others did where this person works.
async fn binned(app: &App, who: &Viewer) -> Result<Vec<PageRow>> {
    let rights = actions::rights(&mut *app.db.acquire().await?, who).await?;
    let mut rows = queries::pages(&app.db, true).await?;
    rows.retain(|row| rights.covers(&row.path));
    Ok(rows)
}

/// `GET /{lang}/admin/pages/bin`: pages thrown away in the last 30 days.
async fn bin(app: App, page: Page, who: Editor) -> Result {
    let rows = binned(&app, &who).await?;
    respond::page(&page, &BinPage { page: page.clone(), rows, refused: false })
}

/// `POST /{lang}/admin/pages/{id}/remove`: into the bin.
async fn remove(
    app: App,
    page: Page,
    who: Editor,
    Path((_, id)): Path<(String, String)>,
) -> Result {
    let id = id_of(&id)?;
    match actions::remove(&app, &who, id).await? {
        Binned::Done | Binned::NoPlace => Ok(respond::see_other(&page.url("/admin/pages"))),
        Binned::HasChildren => edit::refused(&app, &page, &who, id, "cms-pages-has-children").await,
    }
}

/// `POST /{lang}/admin/pages/{id}/restore`: out of the bin, as a draft.
async fn restore(
    app: App,
    page: Page,
    who: Editor,
    Path((_, id)): Path<(String, String)>,
) -> Result {
    let id = id_of(&id)?;
    if actions::restore(&app, &who, id).await? == Binned::Done {
        return Ok(respond::see_other(&page.url(&format!("/admin/pages/{id}"))));
    }
    let rows = binned(&app, &who).await?;
    respond::again(&page, &BinPage { page: page.clone(), rows, refused: true })
}
