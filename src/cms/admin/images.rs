//! The library of pictures: list, add, describe, put another file in the place, where used, take away.

use askama::Template;
use axum::extract::{Multipart, Path, Query};
use serde::Deserialize;

use super::Fields;
use crate::app::App;
use crate::auth::{Editor, Viewer};
use crate::cms::actions::{self, Gone, Saved};
use crate::cms::model::{FOCUSES, ImageForm, Picture, Typed, name_of};
use crate::cms::queries::{self, ImageUse};
use crate::error::{Error, Result};
use crate::i18n::Lang;
use crate::media;
use crate::web::form::{FieldErrors, Form, clean};
use crate::web::page::Page;
use crate::web::paging::{PAGE, Paged};
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// Bytes of a form with one picture.
const MOST_FORM: usize = media::MOST_BYTES + 512 * 1024;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/admin/images", Policy::Editor, list)
        .get("/{lang}/admin/images/new", Policy::Editor, new)
        .post_large("/{lang}/admin/images/new", Policy::Editor, MOST_FORM, add)
        .get("/{lang}/admin/images/{number}", Policy::Editor, show)
        .post("/{lang}/admin/images/{number}", Policy::Editor, save)
        .post_large("/{lang}/admin/images/{number}/file", Policy::Editor, MOST_FORM, replace)
        .post("/{lang}/admin/images/{number}/remove", Policy::Editor, remove)
}

fn number_of(text: &str) -> Result<i64> {
    text.parse().map_err(|_| Error::NotFound)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    q: String,
    before: Option<i64>,
}

#[derive(Template)]
#[template(path = "cms/images.html")]
struct ListPage {
    page: Page,
    q: String,
    rows: Vec<Picture>,
    newer: Option<String>,
    older: Option<String>,
}

impl ListPage {
    /// Languages in which a picture says nothing to who does not see it.
    fn lacks(&self, picture: &Picture) -> Vec<Lang> {
        Lang::all().filter(|l| picture.lacks_alt(*l)).collect()
    }
}

/// `GET /{lang}/admin/images`: the pictures, newest first.
async fn list(app: App, page: Page, _who: Editor, Query(asked): Query<Asked>) -> Result {
    let q = clean(&asked.q, false);
    let rows = queries::pictures(&app.db, None, &q, asked.before, PAGE + 1).await?;
    let paged = Paged::new(rows, PAGE, |p| p.number);
    let here = page.url("/admin/images");
    let query = url::form_urlencoded::byte_serialize(q.as_bytes()).collect::<String>();
    let shown = ListPage {
        page: page.clone(),
        rows: paged.items,
        newer: asked.before.map(|_| format!("{here}?q={query}")),
        older: paged.next.map(|n| format!("{here}?q={query}&before={n}")),
        q,
    };
    respond::page(&page, &shown)
}

#[derive(Template)]
#[template(path = "cms/image.html")]
struct ImagePage {
    page: Page,
    errors: FieldErrors,
    typed: ImageForm,
    langs: Vec<Lang>,
    focuses: Vec<(&'static str, String)>,
    /// None while it is being added.
    stored: Option<Picture>,
    uses: Vec<ImageUse>,
    may_change: bool,
    /// Text key of what was just done or refused.
    done: Option<&'static str>,
    refused: Option<&'static str>,
}

impl ImagePage {
    fn new(page: &Page, typed: ImageForm, errors: FieldErrors) -> Self {
        Self {
            page: page.clone(),
            errors,
            typed,
            langs: Lang::all().collect(),
            focuses: FOCUSES.map(|f| (f, page.t(&format!("cms-images-focus-{f}")))).into(),
            stored: None,
            uses: Vec::new(),
            may_change: true,
            done: None,
            refused: None,
        }
    }

    async fn of(
        app: &App,
        page: &Page,
        who: &Viewer,
        number: i64,
        typed: Option<ImageForm>,
        errors: FieldErrors,
    ) -> Result<Self> {
        let mut db = app.db.acquire().await?;
        let picture = actions::picture(&mut db, number).await?;
        let rights = actions::rights(&mut db, who).await?;
        let mut uses = queries::image_uses(&mut *db, number).await?;
        // Who is kept to a section does not learn of pages elsewhere.
        uses.retain(|u| rights.covers(&u.path));
        Ok(Self {
            uses,
            may_change: actions::may_change_image(&mut db, who, number).await?,
            done: page.path.ends_with("?done=saved").then_some("cms-images-saved"),
            ..Self::new(page, typed.unwrap_or_else(|| ImageForm::of(&picture)), errors)
        }
        .with(picture))
    }

    fn with(self, picture: Picture) -> Self {
        Self { stored: Some(picture), ..self }
    }
}

/// `GET /{lang}/admin/images/new`: an empty form.
async fn new(page: Page, _who: Editor) -> Result {
    let shown = ImagePage::new(&page, ImageForm::default(), FieldErrors::default());
    respond::page(&page, &shown)
}

/// `POST /{lang}/admin/images/new`: takes a picture in through the door for photos.
async fn add(app: App, page: Page, who: Editor, body: Multipart) -> Result {
    let sent = media::upload_for_library(&app, who.account, body).await?;
    let mut typed = ImageForm::read(&Typed(sent.fields.clone()));
    let file = sent.kept.first();
    if let (true, Some((_, file))) = (typed.name.is_empty(), file) {
        typed.name = name_of(file);
    }
    let Some((media, _)) = file else {
        let mut errors = FieldErrors::default();
        errors.add("file", sent.refused.first().map_or("cms-images-no-file", |r| r.key));
        return respond::again(&page, &ImagePage::new(&page, typed, errors));
    };
    let errors = typed.check();
    if !errors.is_empty() {
        return respond::again(&page, &ImagePage::new(&page, typed, errors));
    }
    let number = actions::add_image(&app, &who, *media, &typed).await?;
    Ok(respond::see_other(&page.url(&format!("/admin/images/{number}?done=saved"))))
}

/// `GET /{lang}/admin/images/{number}`: one picture, what is said of it and where it is used.
async fn show(app: App, page: Page, who: Editor, Path((_, n)): Path<(String, String)>) -> Result {
    let none = FieldErrors::default();
    let shown = ImagePage::of(&app, &page, &who, number_of(&n)?, None, none).await?;
    respond::page(&page, &shown)
}

/// `POST /{lang}/admin/images/{number}`: stores what is said of it.
async fn save(
    app: App,
    page: Page,
    who: Editor,
    Path((_, n)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let number = number_of(&n)?;
    let typed = ImageForm::read(&Typed(fields));
    let errors = typed.check();
    if errors.is_empty() {
        if actions::save_image(&app, &who, number, &typed).await? == Saved::Stored {
            return Ok(respond::see_other(
                &page.url(&format!("/admin/images/{number}?done=saved")),
            ));
        }
        return refused(&app, &page, &who, number, "cms-images-stale").await;
    }
    let shown = ImagePage::of(&app, &page, &who, number, Some(typed), errors).await?;
    respond::again(&page, &shown)
}

/// The page again, saying why something was not done.
async fn refused(app: &App, page: &Page, who: &Viewer, number: i64, key: &'static str) -> Result {
    let shown = ImagePage::of(app, page, who, number, None, FieldErrors::default()).await?;
    respond::again(page, &ImagePage { refused: Some(key), ..shown })
}

/// `POST /{lang}/admin/images/{number}/file`: another file in its place.
async fn replace(
    app: App,
    page: Page,
    who: Editor,
    Path((_, n)): Path<(String, String)>,
    body: Multipart,
) -> Result {
    let number = number_of(&n)?;
    if !actions::may_change_image(&mut *app.db.acquire().await?, &who, number).await? {
        return Err(Error::Forbidden);
    }
    let sent = media::upload_for_library(&app, who.account, body).await?;
    if let Some((media, _)) = sent.kept.first() {
        actions::replace_image(&app, &who, number, *media).await?;
        return Ok(respond::see_other(&page.url(&format!("/admin/images/{number}?done=saved"))));
    }
    let mut errors = FieldErrors::default();
    errors.add("file", sent.refused.first().map_or("cms-images-no-file", |r| r.key));
    respond::again(&page, &ImagePage::of(&app, &page, &who, number, None, errors).await?)
}

/// `POST /{lang}/admin/images/{number}/remove`: out of the library, if no page shows it.
async fn remove(app: App, page: Page, who: Editor, Path((_, n)): Path<(String, String)>) -> Result {
    let number = number_of(&n)?;
    match actions::remove_image(&app, &who, number).await? {
        Gone::Done => Ok(respond::see_other(&page.url("/admin/images"))),
        Gone::Used => refused(&app, &page, &who, number, "cms-images-used").await,
    }
}
