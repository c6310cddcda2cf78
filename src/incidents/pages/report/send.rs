//! Step 5, everything once more, and sending; then the reference, the tracking link and what happens next.

use askama::Template;
use axum::response::Response;
use chrono::{DateTime, Utc};
use http::StatusCode;
use serde::Deserialize;

use super::{Begun, HOUR};
use crate::app::App;
use crate::auth::{Viewer, Who};
use crate::categories::{self, Category, Moderation, Priority, Question, QuestionKind};
use crate::error::{Error, Result};
use crate::incidents::actions::{self, Actor};
use crate::incidents::model::Publication;
use crate::incidents::model::report::{NewIncident, ReportForm, Spot, Step};
use crate::incidents::queries::report::{self as queries, Draft};
use crate::media::{self, Photo};
use crate::places;
use crate::web::form::Form;
use crate::web::limits;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::security::Sender;

/// Reports of one browser or account in an hour; an address may send thirty times that.
const MOST_REPORTS: u64 = 20;

#[derive(Template)]
#[template(path = "incidents/report_check.html")]
struct CheckPage {
    page: Page,
    new: NewIncident,
    form: ReportForm,
    spot: Spot,
    questions: Vec<Question>,
    photos: Vec<Photo>,
    /// Words for the place as everybody will see it; empty when it is not shown.
    public_near: String,
    submission: String,
    too_many: bool,
    other: bool,
}

/// A draft that is ready to be sent, or where to go to make it so.
async fn ready(
    app: &App,
    page: &Page,
    draft: &Draft,
) -> Result<std::result::Result<Ready, Response>> {
    if draft.form.next() != Step::Check {
        return Ok(Err(super::to(page, draft.form.next())));
    }
    let category = categories::find(&app.db, page.lang, &draft.form.category).await?;
    let questions = match &category {
        Some(category) => categories::questions(&app.db, page.lang, category.id).await?,
        None => vec![],
    };
    let spot = actions::spot(app, page.lang, &draft.form.place).await?;
    match draft.form.check(category.as_ref(), &questions, &spot, Utc::now()) {
        Ok(mut new) => {
            new.submission = draft.submission;
            new.draft = Some(draft.id);
            Ok(Ok(Ready { new, questions, spot }))
        }
        Err((step, _)) => {
            Ok(Err(respond::see_other(&page.url(&format!("{}?mend=1", step.path())))))
        }
    }
}

struct Ready {
    new: NewIncident,
    questions: Vec<Question>,
    spot: Spot,
}

/// `GET /{lang}/report/check`: is it all right?
pub(super) async fn form(app: App, page: Page, begun: Begun) -> Result {
    let draft = match begun.at_step(&page) {
        Ok(draft) => draft,
        Err(instead) => return Ok(instead),
    };
    match ready(&app, &page, draft).await? {
        Ok(ready) => {
            let shown = CheckPage::new(&app, page, draft, ready).await?;
            Ok(respond::secret(respond::page(&shown.page, &shown)?))
        }
        Err(instead) => Ok(instead),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Send {
    submission: String,
}

/// `POST /{lang}/report/check`: sends it. A repeat, however many at once, leads to the same page.
pub(super) async fn send(
    app: App,
    page: Page,
    Who(viewer): Who,
    sender: Sender,
    begun: Begun,
    Form(sent): Form<Send>,
) -> Result {
    let draft = match begun.at_step(&page) {
        Ok(draft) => draft,
        Err(instead) => return Ok(instead),
    };
    let ready = match ready(&app, &page, draft).await? {
        Ok(ready) => ready,
        Err(instead) => return Ok(instead),
    };
    let other = sent.submission != draft.submission.to_string();
    if other || !may_send(&app, draft, viewer.as_ref(), &sender).await {
        return refuse(&app, page, draft, ready, other).await;
    }
    let mut new = ready.new;
    new.browser.clone_from(&sender.browser);
    let actor = Actor::who(viewer.as_ref(), Some(sender.ip));
    match actions::report(&app, &new, &actor).await {
        Ok(_) => Ok(respond::see_other(&page.url("/report/sent"))),
        Err(Error::NotFound) => Ok(respond::see_other(&page.url("/report?lost=1"))),
        Err(error) => Err(error),
    }
}

/// Whether this browser or account may send one more. A repeat of the same report is not one more.
async fn may_send(app: &App, draft: &Draft, who: Option<&Viewer>, sender: &Sender) -> bool {
    let tried = format!("sending:{}", draft.submission);
    if app.counters.hit(&tried, HOUR).await > 1 {
        return true;
    }
    let may = limits::check(app, "report", who, sender, MOST_REPORTS, HOUR).await.is_ok();
    if !may {
        app.counters.forget(&tried).await;
    }
    may
}

/// The page again: too much at once, or another report was begun on this phone after the page was opened.
async fn refuse(app: &App, page: Page, draft: &Draft, ready: Ready, other: bool) -> Result {
    let status =
        if other { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::TOO_MANY_REQUESTS };
    let mut shown = CheckPage::new(app, page, draft, ready).await?;
    shown.other = other;
    shown.too_many = !other;
    Ok(respond::secret(respond::html(&shown.page, status, &shown)?))
}

impl CheckPage {
    async fn new(app: &App, page: Page, draft: &Draft, ready: Ready) -> Result<Self> {
        let photos = media::of_draft(&app.db, draft.id).await?;
        let Ready { new, questions, spot } = ready;
        let public = match new.place {
            Some(place) => {
                places::public_place(&app.db, place, new.category.precision).await?.point
            }
            None => None,
        };
        let public_near = match public {
            Some(point) => places::locate(&app.db, page.lang, point).await?.near,
            None => None,
        };
        Ok(Self {
            page,
            new,
            form: draft.form.clone(),
            spot,
            questions,
            photos,
            public_near: public_near.unwrap_or_default(),
            submission: draft.submission.to_string(),
            too_many: false,
            other: false,
        })
    }

    /// Whether a leader looks before the report is public.
    fn before(&self) -> bool {
        self.new.category.moderation == Moderation::Before
    }

    /// When it was seen.
    fn seen(&self) -> Option<DateTime<Utc>> {
        self.new.observed_at
    }

    /// Question and answer as people read them.
    fn answers(&self) -> Vec<(String, String)> {
        self.questions.iter().filter_map(|q| Some((q.label.clone(), self.answer(q)?))).collect()
    }

    fn answer(&self, question: &Question) -> Option<String> {
        let answer = self.new.answers.get(&question.code)?;
        Some(match question.kind {
            QuestionKind::Choice => {
                question.choices.iter().find(|c| c.value == *answer)?.label.clone()
            }
            QuestionKind::YesNo | QuestionKind::Stop => {
                self.page.t(&format!("incidents-report-{answer}"))
            }
            _ => answer.clone(),
        })
    }

    /// How exact the place of the phone is, whole metres.
    fn metres(&self) -> Option<i64> {
        let metres = self.form.place.accuracy_m.filter(|_| self.form.place.by_device)?;
        Some(metres.ceil() as i64)
    }
}

#[derive(Template)]
#[template(path = "incidents/report_sent.html")]
struct SentPage {
    page: Page,
    reference: String,
    public: bool,
    photos: i64,
    category: Category,
    /// The whole address, to be copied or written down.
    tracking: String,
}

impl SentPage {
    /// Text key of when somebody looks.
    fn when(&self) -> &'static str {
        match self.category.default_priority {
            Priority::Critical => "incidents-report-when-critical",
            Priority::High => "incidents-report-when-high",
            Priority::Medium | Priority::Low => "incidents-report-when-usual",
        }
    }
}

/// `GET /{lang}/report/sent`: reference, tracking link, what happens next and when.
pub(super) async fn sent(app: App, page: Page, begun: Begun) -> Result {
    let sent = begun.draft.as_ref().and_then(|d| Some((d.submission, d.incident?)));
    let Some((submission, incident)) = sent else { return Ok(super::to(&page, Step::What)) };
    let sent = queries::find_sent(&app.db, incident).await?;
    let category = categories::find_by_id(&app.db, page.lang, sent.category).await?;
    let token = actions::tracking_token(&app, submission);
    let shown = SentPage {
        reference: sent.reference,
        public: sent.publication == Publication::Public,
        photos: sent.photos,
        category: category.ok_or(Error::NotFound)?,
        tracking: format!("{}{}", page.origin, page.url(&format!("/t/{token}"))),
        page,
    };
    Ok(respond::secret(respond::page(&shown.page, &shown)?))
}
