//! One page in every language on one screen: save, preview, publish; and what happens when two save at once.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, Utc};
use http::{HeaderValue, StatusCode, header};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::{Field, Fields, beside, id_of};
use crate::app::App;
use crate::auth::{Editor, Viewer};
use crate::cms::actions::{self, Done};
use crate::cms::model::{PageForm, PageRow, Pictures, Typed, advice, read_sast, write_sast};
use crate::cms::pages::PublicPage;
use crate::cms::queries;
use crate::error::{Error, Result};
use crate::i18n::Lang;
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/admin/pages/{id}", Policy::Editor, show)
        .post("/{lang}/admin/pages/{id}", Policy::Editor, save)
        .post("/{lang}/admin/pages/{id}/autosave", Policy::Editor, autosave)
        .post("/{lang}/admin/pages/{id}/here", Policy::Editor, here)
        .post("/{lang}/admin/pages/{id}/preview/{of}", Policy::Editor, preview)
        .post("/{lang}/admin/pages/{id}/unpublish", Policy::Editor, unpublish)
}

/// Pictures that an editor chooses from: the newest.
const MOST_OFFERED: i64 = 200;

#[derive(Template)]
#[template(path = "cms/page_edit.html")]
struct EditPage {
    page: Page,
    errors: FieldErrors,
    row: PageRow,
    typed: PageForm,
    langs: Vec<Lang>,
    source: Lang,
    may_publish: bool,
    advice: Vec<(Lang, &'static str)>,
    /// Pictures to choose from: number, and what editors call it.
    pictures: Vec<(i64, String)>,
    others: Vec<String>,
    /// Planned moments as typed.
    go_live: String,
    expire: String,
    /// Text key of what was just done or refused.
    done: Option<&'static str>,
    refused: Option<&'static str>,
    /// The text that somebody else saved meanwhile, when it is to be joined with what was typed.
    theirs: Option<PageForm>,
}

impl EditPage {
    async fn of(
        app: &App,
        page: &Page,
        who: &Viewer,
        id: Uuid,
        typed: Option<PageForm>,
        errors: FieldErrors,
    ) -> Result<Self> {
        let mut db = app.db.acquire().await?;
        let row = actions::own_present(&mut db, who, id).await?;
        let shown = row.draft.images();
        let shown = queries::pictures(&mut *db, Some(&shown), "", None, MOST_OFFERED).await?;
        let shown: Pictures = shown.into_iter().map(|p| (p.number, p)).collect();
        let offered = queries::pictures(&mut *db, None, "", None, MOST_OFFERED).await?;
        let done = match page.path.rsplit_once("?done=").map_or("", |(_, word)| word) {
            "saved" => Some("cms-pages-done-saved"),
            "published" => Some("cms-pages-done-published"),
            "asked" => Some("cms-pages-done-asked"),
            "planned" => Some("cms-pages-done-planned"),
            _ => None,
        };
        Ok(Self {
            page: page.clone(),
            errors,
            typed: typed.unwrap_or_else(|| PageForm::of(row.version, &row.draft)),
            langs: Lang::all().collect(),
            source: row.draft.source(),
            may_publish: actions::rights(&mut db, who).await?.publishes,
            advice: advice(&row.draft, &shown),
            pictures: offered.into_iter().map(|p| (p.number, p.name)).collect(),
            others: queries::others_here(&mut *db, id, who.account).await?,
            done,
            go_live: row.go_live_at.map(write_sast).unwrap_or_default(),
            expire: row.expire_at.map(write_sast).unwrap_or_default(),
            refused: None,
            theirs: None,
            row,
        })
    }

    fn with_times(self, typed: &Typed) -> Self {
        Self { go_live: typed.line("go_live"), expire: typed.line("expire"), ..self }
    }

    /// Fields of a language that are older than their source.
    fn stale(&self, lang: &Lang) -> Vec<&'static str> {
        self.row.draft.stale(*lang)
    }
}

/// The page again, saying why something was not done.
pub(super) async fn refused(
    app: &App,
    page: &Page,
    who: &Viewer,
    id: Uuid,
    key: &'static str,
) -> Result {
    let shown = EditPage::of(app, page, who, id, None, FieldErrors::default()).await?;
    respond::again(page, &EditPage { refused: Some(key), ..shown })
}

/// `GET /{lang}/admin/pages/{id}`: the draft in every language.
async fn show(app: App, page: Page, who: Editor, Path((_, id)): Path<(String, String)>) -> Result {
    let none = FieldErrors::default();
    let shown = EditPage::of(&app, &page, &who, id_of(&id)?, None, none).await?;
    respond::page(&page, &shown)
}

/// `POST /{lang}/admin/pages/{id}`: saves the draft, then publishes it or asks for that if the button said so.
async fn save(
    app: App,
    page: Page,
    who: Editor,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let id = id_of(&id)?;
    let typed = Typed(fields);
    let mut form = PageForm::read(&typed);
    form.copy(typed.raw("copy"));
    let code = typed.raw("insert");
    form.insert(code, typed.number(&format!("picture-{code}")));
    let errors = form.check();
    if !errors.is_empty() {
        return respond::again(
            &page,
            &EditPage::of(&app, &page, &who, id, Some(form), errors).await?,
        );
    }
    if typed.raw("choice") == "join" {
        return join(&app, &page, &who, id, form).await;
    }
    let Done::Stored(version) = actions::save_draft(&app, &who, id, &form, false).await? else {
        return conflict(&app, &page, &who, id, form).await;
    };
    form.version = version;
    let (word, done) = match typed.raw("then") {
        "publish" => ("published", actions::publish(&app, &who, id, version).await?),
        "plan" => {
            let (times, errors) = plan_times(&typed);
            if !errors.is_empty() {
                let shown = EditPage::of(&app, &page, &who, id, Some(form), errors).await?;
                return respond::again(&page, &shown.with_times(&typed));
            }
            ("planned", actions::plan(&app, &who, id, version, times).await?)
        }
        "ask" => ("asked", actions::ask(&app, &who, id, version).await?),
        _ => ("saved", Done::Stored(version)),
    };
    match done {
        Done::Stored(_) => {
            Ok(respond::see_other(&page.url(&format!("/admin/pages/{id}?done={word}"))))
        }
        Done::Stale => conflict(&app, &page, &who, id, form).await,
        Done::Unfit(errors) => {
            respond::again(&page, &EditPage::of(&app, &page, &who, id, Some(form), errors).await?)
        }
    }
}

/// When it goes live, and when it ends.
type Times = (Option<DateTime<Utc>>, Option<DateTime<Utc>>);

/// Both as typed.
fn plan_times(typed: &Typed) -> (Times, FieldErrors) {
    let mut errors = FieldErrors::default();
    let mut time = |field: &'static str| {
        let text = typed.line(field);
        let read = read_sast(&text);
        if read.is_none() && !text.is_empty() {
            errors.add(field, "cms-form-time");
        } else if read.is_some_and(|at| at <= Utc::now()) {
            errors.add(field, "cms-plan-past");
        }
        read
    };
    let (go_live, expire) = (time("go_live"), time("expire"));
    if let (Some(from), Some(until)) = (go_live, expire)
        && until <= from
    {
        errors.add("expire", "cms-notices-ends-early");
    }
    ((go_live, expire), errors)
}

#[derive(Template)]
#[template(path = "cms/conflict.html")]
struct ConflictPage {
    page: Page,
    row: PageRow,
    /// What was typed, on top of the version that stands now.
    typed: PageForm,
    langs: Vec<Lang>,
    /// The fields that differ.
    clashes: Vec<Field>,
}

/// Somebody else saved in the meantime: both texts, and three ways on. Status 409.
async fn conflict(app: &App, page: &Page, who: &Viewer, id: Uuid, form: PageForm) -> Result {
    let row = actions::own_page(&mut *app.db.acquire().await?, who, id).await?;
    let mut clashes = beside(page, |l| [row.draft.exact(l).fields(), form.text(l).fields()]);
    clashes.retain(|field| !field.same);
    let typed = PageForm { version: row.version, ..form };
    let shown =
        ConflictPage { page: page.clone(), row, typed, langs: Lang::all().collect(), clashes };
    respond::html(page, StatusCode::CONFLICT, &shown)
}

/// What was typed again, with what the other saved beside it.
async fn join(app: &App, page: &Page, who: &Viewer, id: Uuid, form: PageForm) -> Result {
    let shown = EditPage::of(app, page, who, id, Some(form), FieldErrors::default()).await?;
    let theirs = PageForm::of(shown.row.version, &shown.row.draft);
    respond::page(page, &EditPage { theirs: Some(theirs), ..shown })
}

/// `POST /{lang}/admin/pages/{id}/autosave`: keeps what is typed as the draft; answers with the version for the next save.
async fn autosave(
    app: App,
    page: Page,
    who: Editor,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let id = id_of(&id)?;
    let form = PageForm::read(&Typed(fields));
    if !form.check().is_empty() {
        let said = page.t("cms-autosave-long");
        return respond::json(StatusCode::UNPROCESSABLE_ENTITY, &json!({ "said": said }));
    }
    match actions::save_draft(&app, &who, id, &form, true).await? {
        Done::Stored(version) => {
            let said = page.t1("cms-autosave-done", "at", page.date_time(&Utc::now()));
            respond::json(StatusCode::OK, &json!({ "version": version, "said": said }))
        }
        _ => {
            let said = page.t("cms-autosave-stale");
            respond::json(StatusCode::CONFLICT, &json!({ "said": said }))
        }
    }
}

/// `POST /{lang}/admin/pages/{id}/here`: says that this person has the page open; answers who else has.
async fn here(app: App, page: Page, who: Editor, Path((_, id)): Path<(String, String)>) -> Result {
    let id = id_of(&id)?;
    let mut db = app.db.acquire().await?;
    actions::own_present(&mut db, &who, id).await?;
    queries::note_here(&mut *db, id, who.account).await?;
    let others = queries::others_here(&mut *db, id, who.account).await?;
    let said = if others.is_empty() {
        String::new()
    } else {
        page.t1("cms-pages-others", "names", others.join(", "))
    };
    respond::json(StatusCode::OK, &json!({ "said": said }))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Look {
    /// Without pictures, as somebody sees the page who saves data.
    bare: bool,
}

/// Lets the editor's own page show a preview in a frame; `bare`: the browser loads no picture in it.
fn framed(mut response: Response, bare: bool) -> Response {
    let csp = if bare {
        "default-src 'self'; img-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    } else {
        "default-src 'self'; img-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(csp));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    response
}

/// `POST /{lang}/admin/pages/{id}/preview/{of}`: what was typed as the public would read it in that language; nothing is
/// saved.
async fn preview(
    app: App,
    page: Page,
    who: Editor,
    Path((_, id, of)): Path<(String, String, String)>,
    Query(look): Query<Look>,
    Form(fields): Fields,
) -> Result {
    let of: Lang = of.parse().map_err(|_| Error::NotFound)?;
    let row = actions::own_present(&mut *app.db.acquire().await?, &who, id_of(&id)?).await?;
    let content = PageForm::read(&Typed(fields)).content(&row.draft);
    let visitor = page.as_visitor(of, &format!("/p/{}", row.path));
    let at = row.live_at.unwrap_or_else(Utc::now);
    let shown = PublicPage::of(&app, visitor.clone(), &row.path, &content, at).await?;
    match shown {
        Some(shown) => Ok(framed(respond::secret(respond::page(&visitor, &shown)?), look.bare)),
        None => Err(Error::BadRequest("cms-pages-preview-empty")),
    }
}

/// `POST /{lang}/admin/pages/{id}/unpublish`: the public reads it no more.
async fn unpublish(
    app: App,
    page: Page,
    who: Editor,
    Path((_, id)): Path<(String, String)>,
) -> Result {
    let id = id_of(&id)?;
    actions::unpublish(&app, &who, id).await?;
    Ok(respond::see_other(&page.url(&format!("/admin/pages/{id}"))))
}
