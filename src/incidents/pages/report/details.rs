//! Step 3, the words, the photos and the questions of the category; and the page that says: phone instead of typing.

use askama::Template;
use axum::extract::{Multipart, Path};
use axum_extra::extract::Query;
use chrono::Utc;
use serde::Deserialize;
use serde_json::json;

use super::{Asked, Begun, Pen, switched};
use crate::app::App;
use crate::auth::Admin;
use crate::categories::{self, Category, Question, QuestionKind};
use crate::error::{Error, Result};
use crate::ids::MediaId;
use crate::incidents::model::report::{DetailsForm, LONGEST_TEXT, ReportForm, Step};
use crate::media::{self, MOST_PHOTOS, Photo, Refusal};
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::security::Sender;

#[derive(Template)]
#[template(path = "incidents/report_details.html")]
struct DetailsPage {
    page: Page,
    errors: FieldErrors,
    category: Category,
    questions: Vec<Question>,
    typed: DetailsForm,
    photos: Vec<Photo>,
    /// Photos of this form that were not taken, and why.
    refused: Vec<Refusal>,
    most_photos: i64,
    resume: String,
    /// Only looked at by an admin: nothing can be sent.
    preview: bool,
}

/// `GET /{lang}/report/details`: what is wrong?
pub(super) async fn form(app: App, page: Page, Query(asked): Query<Asked>, begun: Begun) -> Result {
    let draft = match begun.at_step(&page) {
        Ok(draft) => draft,
        Err(instead) => return Ok(instead),
    };
    let Some((category, questions)) = asked_of(&app, &page, &draft.form.category).await? else {
        return Ok(super::to(&page, Step::What));
    };
    let errors = match asked.mend {
        Some(_) => draft.form.details.check(&questions, Utc::now()),
        None => FieldErrors::default(),
    };
    let typed = draft.form.details.clone();
    let photos = media::of_draft(&app.db, draft.id).await?;
    let resume = begun.resume_link(&page);
    let shown =
        DetailsPage::new(page, errors, (category, questions), typed, (photos, vec![]), resume);
    Ok(respond::secret(respond::page(&shown.page, &shown)?))
}

/// `POST /{lang}/report/details`: text and photos arrive; what is wrong with one photo touches nothing else.
pub(super) async fn save(
    app: App,
    page: Page,
    sender: Sender,
    begun: Begun,
    body: Multipart,
) -> Result {
    let resume = begun.resume_link(&page);
    let pen = begun.or_begin(&app, &page, &sender).await?;
    let sent = media::upload(&app, pen.id(), pen.account, body).await?;
    let mut form = pen.draft.form.clone();
    form.details.take(&sent.fields, page.lang);
    form.details.done = false;
    if let Some(lang) = switched(sent.get("_lang")) {
        return keep(&pen, &app, &page, &form, &page.in_lang(&lang)).await;
    }
    if let Ok(photo) = sent.get("remove").parse::<MediaId>() {
        media::remove_from_draft(&app, pen.id(), photo).await?;
        return keep(&pen, &app, &page, &form, &page.url("/report/details#photos")).await;
    }
    let Some(asked) = asked_of(&app, &page, &form.category).await? else {
        return keep(&pen, &app, &page, &form, &page.url("/report?lost=1")).await;
    };
    if !form.details.warned && form.details.stop(&asked.1).is_some() {
        return keep(&pen, &app, &page, &form, &page.url("/report/stop")).await;
    }
    let mut errors = form.details.check(&asked.1, Utc::now());
    if let Some(refusal) = sent.refused.first() {
        errors.add("photos", refusal.key);
    }
    if errors.is_empty() {
        return onward(&pen, &app, &page, form).await;
    }
    keep(&pen, &app, &page, &form, "").await?;
    let photos = media::of_draft(&app.db, pen.id()).await?;
    let shown = DetailsPage::new(page, errors, asked, form.details, (photos, sent.refused), resume);
    Ok(pen.keep(&app, respond::secret(respond::again(&shown.page, &shown)?)))
}

async fn keep(pen: &Pen, app: &App, page: &Page, form: &ReportForm, to: &str) -> Result {
    pen.save(app, page, json!({ "details": form.details }), to).await
}

/// `GET /{lang}/admin/categories/{code}/preview`: the form of a category as residents see it, for who edits it.
pub(super) async fn preview(
    app: App,
    page: Page,
    _who: Admin,
    Path((_, code)): Path<(String, String)>,
) -> Result {
    let category = categories::find_exact(&app.db, page.lang, &code).await?;
    let category = category.ok_or(Error::NotFound)?;
    let mut questions = categories::questions(&app.db, page.lang, category.id).await?;
    questions.sort_by_key(|q| q.kind != QuestionKind::Stop);
    let (errors, typed) = (FieldErrors::default(), DetailsForm::default());
    let form = DetailsPage::new(
        page,
        errors,
        (category, questions),
        typed,
        (vec![], vec![]),
        String::new(),
    );
    let shown = DetailsPage { preview: true, ..form };
    Ok(respond::secret(respond::page(&shown.page, &shown)?))
}

/// The step is finished: similar reports come before the next one, if there are any.
async fn onward(pen: &Pen, app: &App, page: &Page, mut form: ReportForm) -> Result {
    form.details.done = true;
    let similar =
        !form.similar.different && !super::nearby::like(app, page.lang, &form).await?.is_empty();
    let to = if similar { page.url("/report/nearby") } else { pen.next(page, &form) };
    keep(pen, app, page, &form, &to).await
}

/// The category with its questions; those that may stop the form come first.
async fn asked_of(app: &App, page: &Page, code: &str) -> Result<Option<(Category, Vec<Question>)>> {
    let Some(category) = categories::find(&app.db, page.lang, code).await? else { return Ok(None) };
    let mut questions = categories::questions(&app.db, page.lang, category.id).await?;
    questions.sort_by_key(|q| q.kind != QuestionKind::Stop);
    Ok(Some((category, questions)))
}

impl DetailsPage {
    /// Longest text in characters.
    fn most(&self) -> usize {
        LONGEST_TEXT
    }

    fn new(
        page: Page,
        errors: FieldErrors,
        (category, questions): (Category, Vec<Question>),
        typed: DetailsForm,
        (photos, refused): (Vec<Photo>, Vec<Refusal>),
        resume: String,
    ) -> Self {
        Self {
            page,
            errors,
            category,
            questions,
            typed,
            photos,
            refused,
            most_photos: MOST_PHOTOS,
            resume,
            preview: false,
        }
    }

    /// Whether the time was given: then its fields are open.
    fn has_time(&self) -> bool {
        !self.typed.day.is_empty() || !self.typed.time.is_empty()
    }

    /// How many photos may still be added.
    fn room(&self) -> i64 {
        (self.most_photos - i64::try_from(self.photos.len()).unwrap_or(0)).max(0)
    }

    /// Answers to choose from, as pairs of value and label; empty for questions that are typed.
    fn choices(&self, question: &Question) -> Vec<(String, String)> {
        match question.kind {
            QuestionKind::Choice => {
                question.choices.iter().map(|c| (c.value.clone(), c.label.clone())).collect()
            }
            QuestionKind::YesNo | QuestionKind::Stop => vec![
                ("yes".into(), self.page.t("incidents-report-yes")),
                ("no".into(), self.page.t("incidents-report-no")),
            ],
            _ => vec![],
        }
    }
}

#[derive(Template)]
#[template(path = "incidents/report_stop.html")]
struct StopPage {
    page: Page,
    question: Question,
}

/// `GET /{lang}/report/stop`: phone first.
pub(super) async fn stop(app: App, page: Page, begun: Begun) -> Result {
    let draft = match begun.at_step(&page) {
        Ok(draft) => draft,
        Err(instead) => return Ok(instead),
    };
    let questions = asked_of(&app, &page, &draft.form.category).await?.map(|(_, q)| q);
    let question = questions.and_then(|q| draft.form.details.stop(&q).cloned());
    let Some(question) = question else { return Ok(super::to(&page, Step::Details)) };
    let shown = StopPage { page, question };
    Ok(respond::secret(respond::page(&shown.page, &shown)?))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Stopped {
    /// `no` takes the answer back; anything else says that help was phoned.
    answer: String,
}

/// `POST /{lang}/report/stop`: help was phoned, or is not needed after all; the report goes on.
pub(super) async fn go_on(
    app: App,
    page: Page,
    sender: Sender,
    begun: Begun,
    Form(sent): Form<Stopped>,
) -> Result {
    let pen = begun.or_begin(&app, &page, &sender).await?;
    let mut form = pen.draft.form.clone();
    let Some((_, questions)) = asked_of(&app, &page, &form.category).await? else {
        return Ok(super::to(&page, Step::What));
    };
    match form.details.stop(&questions) {
        Some(question) if sent.answer == "no" => {
            form.details.answers.insert(question.code.clone(), "no".into());
        }
        _ => form.details.warned = true,
    }
    if !form.details.warned && form.details.stop(&questions).is_some() {
        return keep(&pen, &app, &page, &form, &page.url("/report/stop")).await;
    }
    if form.details.check(&questions, Utc::now()).is_empty() {
        return onward(&pen, &app, &page, form).await;
    }
    keep(&pen, &app, &page, &form, &page.url("/report/details")).await
}
