//! The pages of the queue: what waits, one report with everything about it, the conflict page. Every form is small, carries
//! the version that was seen, and may be sent twice. After a decision the next report comes up, with a way back.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::model::{Flag, Tab, Typed, flags};
use super::queries::{self, After, Card, Counts, PAGE, Past, Record, Said};
use crate::app::App;
use crate::auth::{Staff, Viewer};
use crate::categories::{self, Category, Question};
use crate::error::{Error, Result};
use crate::ids::{ActId, SubmissionId};
use crate::incidents::actions::{self, Actor, By, ChangeError, Identity, Proof, Stale};
use crate::incidents::{
    self, Assignee, Needs, Priority, Publication, Reference, Status, move_needs,
};
use crate::media::{self, Photo};
use crate::places::{MapView, Mark, Point};
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::paging::Paged;
use crate::web::respond;
use crate::web::security::Sender;

type Fields = Form<Vec<(String, String)>>;

/// The limits of a viewer for the statements: none if one grant covers everything.
fn limits(viewer: &Viewer) -> Option<serde_json::Value> {
    let whole = viewer.staff_grants().any(|g| g.areas.is_empty() && g.categories.is_empty());
    let grants =
        viewer.staff_grants().map(|g| json!({ "areas": g.areas, "categories": g.categories }));
    (!whole).then(|| grants.collect())
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    tab: String,
    #[serde(default)]
    q: String,
    /// `priority.number` of the last row seen.
    #[serde(default)]
    after: String,
    /// The report just decided, and the act to take back.
    #[serde(default)]
    done: String,
    #[serde(default)]
    act: String,
}

impl Asked {
    fn after(&self) -> Option<After> {
        let (priority, number) = self.after.split_once('.')?;
        Some(After { priority: priority.parse().ok()?, number: number.parse().ok()? })
    }

    /// The decision that may still be taken back: reference and act, if both are what they should be.
    fn undo(&self) -> Option<(String, ActId)> {
        Some((Reference::parse(&self.done)?.as_str().to_owned(), self.act.parse().ok()?))
    }
}

/// A card with what was found in its words.
struct Row {
    card: Card,
    flags: Vec<Flag>,
}

impl Row {
    fn ink(&self) -> &'static str {
        ink(&self.card.colour)
    }
}

fn ink(colour: &str) -> &'static str {
    if categories::luminance(colour) > 0.179 { "#000000" } else { "#ffffff" }
}

#[derive(Template)]
#[template(path = "moderation/queue.html")]
struct QueuePage {
    page: Page,
    tab: Tab,
    q: String,
    counts: Counts,
    rows: Vec<Row>,
    before: Option<String>,
    after: Option<String>,
    undo: Option<(String, ActId)>,
}

/// `GET /{lang}/moderation`: what waits, the most urgent first.
pub async fn queue(app: App, page: Page, who: Staff, Query(asked): Query<Asked>) -> Result {
    let tab: Tab = asked.tab.parse().unwrap_or(Tab::New);
    let q: String = asked.q.chars().take(100).collect();
    let cards = queries::list(
        &app.db,
        limits(&who),
        page.lang,
        tab,
        who.account,
        q.trim(),
        asked.after(),
        PAGE + 1,
    )
    .await?;
    let counts = queries::counts(&app.db, limits(&who), who.account).await?;
    let last = cards.get(PAGE as usize - 1).map(|c| format!("{}.{}", c.priority, c.number));
    let paged = Paged::new(cards, PAGE, |c| c.number);
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", &q).finish();
    let address = |rest: &str| page.url(&format!("/moderation?tab={tab}&{query}{rest}"));
    let after = paged.next.and(last).map(|l| address(&format!("&after={l}")));
    let before = (!asked.after.is_empty()).then(|| address(""));
    let rows = paged.items.into_iter().map(|card| {
        let flags = flags(&format!("{}\n{}", card.title, card.description));
        Row { card, flags }
    });
    let shown = QueuePage {
        page: page.clone(),
        tab,
        q,
        counts,
        rows: rows.collect(),
        before,
        after,
        undo: asked.undo(),
    };
    respond::page(&page, &shown)
}

#[derive(Template)]
#[template(path = "moderation/decide.html")]
struct DecidePage {
    page: Page,
    errors: FieldErrors,
    typed: Typed,
    i: Record,
    flags: Vec<Flag>,
    moves: Vec<(String, String)>,
    needs_other: bool,
    priorities: Vec<(String, String)>,
    categories: Vec<(String, String)>,
    people: Vec<(String, String)>,
    photos: Vec<Photo>,
    said: Vec<Said>,
    history: Vec<Past>,
    answers: Vec<(String, String)>,
    map: Option<String>,
    exact_map: Option<String>,
    identity: Option<Identity>,
    submission: SubmissionId,
    undo: Option<(String, ActId)>,
}

impl DecidePage {
    async fn of(app: &App, page: &Page, who: &Viewer, reference: &str) -> Result<Self> {
        let i = find(app, page, who, reference).await?;
        let people = incidents::assignees(&app.db, i.area_id, i.category_id, None).await?;
        let name =
            |p: &Assignee| if p.name.is_empty() { p.account.to_string() } else { p.name.clone() };
        let offered = categories::list(&app.db, page.lang).await?;
        let questions = categories::questions(&app.db, page.lang, i.category_id).await?;
        let worded = |start: &str, word: &str| (word.to_owned(), page.t(&format!("{start}{word}")));
        let moves = Status::ALL.into_iter().filter(|to| move_needs(i.status, *to).is_some());
        let map = i
            .lon
            .zip(i.lat)
            .and_then(|(lon, lat)| Point::new(lon, lat))
            .map(|p| picture(page, p, 100.0));
        Ok(Self {
            page: page.clone(),
            errors: FieldErrors::default(),
            typed: Typed::default(),
            flags: flags(&format!("{}\n{}", i.title, i.description)),
            needs_other: moves
                .clone()
                .any(|to| move_needs(i.status, to) == Some(Needs::OtherIncident)),
            moves: moves.map(|to| worded("incidents-status-", to.as_str())).collect(),
            priorities: Priority::ALL
                .into_iter()
                .map(|p| worded("incidents-priority-", p.as_str()))
                .collect(),
            categories: offered.into_iter().map(|c: Category| (c.code, c.name)).collect(),
            people: people.iter().map(|p| (p.account.to_string(), name(p))).collect(),
            photos: media::of_incident(&app.db, i.id, false).await?,
            said: queries::comments(&app.db, i.id).await?,
            history: queries::history(&app.db, i.id).await?,
            answers: answers(page, &questions, &i.metadata),
            map,
            exact_map: None,
            identity: None,
            submission: SubmissionId::new(),
            undo: None,
            i,
        })
    }

    fn ink(&self) -> &'static str {
        ink(&self.i.colour)
    }

    fn waiting_photos(&self) -> impl Iterator<Item = &Photo> {
        self.photos.iter().filter(|p| p.publication == Publication::Pending)
    }

    /// What was typed into a field, else what stands there now.
    fn value<'a>(&'a self, name: &str, now: &'a str) -> &'a str {
        match self.typed.get(name) {
            "" => now,
            typed => typed,
        }
    }

    /// The value of a select: typed, else now.
    fn assigned(&self) -> String {
        self.i.assigned_to.map(|a| a.to_string()).unwrap_or_default()
    }

    fn may_publish(&self) -> bool {
        self.i.publication.may_become(Publication::Public)
    }

    fn may_hide(&self) -> bool {
        self.i.publication.may_become(Publication::Hidden)
    }
}

fn picture(page: &Page, at: Point, radius_m: f64) -> String {
    MapView::new(at, 15, 480, 300).url(page.lang.code(), &[Mark { point: at, radius_m }])
}

/// Answers to the extra questions in the reader's words.
fn answers(
    page: &Page,
    questions: &[Question],
    stored: &serde_json::Value,
) -> Vec<(String, String)> {
    let read = |q: &Question| {
        let value = stored.get(&q.code)?.as_str()?.to_owned();
        let shown = match value.as_str() {
            "yes" => page.t("moderation-decide-yes"),
            "no" => page.t("moderation-decide-no"),
            value => q
                .choices
                .iter()
                .find(|c| c.value == value)
                .map_or(value.to_owned(), |c| c.label.clone()),
        };
        Some((q.label.clone(), shown))
    };
    questions.iter().filter_map(read).collect()
}

/// The report, if this person's limits cover it; else the answer of one that never existed.
async fn find(app: &App, page: &Page, who: &Viewer, reference: &str) -> Result<Record> {
    let reference = Reference::parse(reference).ok_or(Error::NotFound)?;
    let record =
        queries::find(&app.db, page.lang, reference.as_str()).await?.ok_or(Error::NotFound)?;
    if who.covers(record.area_id, record.category_id) { Ok(record) } else { Err(Error::NotFound) }
}

/// `GET /{lang}/moderation/{reference}`: one report with all that is needed to decide.
pub async fn decide(
    app: App,
    page: Page,
    who: Staff,
    Path((_, reference)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result {
    let mut shown = DecidePage::of(&app, &page, &who, &reference).await?;
    shown.undo = asked.undo();
    respond::page(&page, &shown)
}

/// `POST /{lang}/moderation/{reference}`: carries out what the form asks for.
pub async fn act(
    app: App,
    page: Page,
    who: Staff,
    sender: Sender,
    Path((_, reference)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let typed = Typed::read(fields);
    let record = find(&app, &page, &who, &reference).await?;
    let wishes = typed.wishes(record.status).ok_or(Error::BadRequest("error-help-bad-request"))?;
    let by = By { viewer: &who, ip: Some(sender.ip) };
    match actions::change(&app, by, record.id, typed.version(), &wishes).await {
        Ok(changed) => Ok(after(&page, &typed, &record.reference, &changed.act.to_string())),
        Err(ChangeError::Stale(now)) => conflict(&page, record, typed, *now),
        Err(ChangeError::Refused(refused)) => {
            let mut shown = DecidePage::of(&app, &page, &who, &reference).await?;
            shown.errors.add(refused.0, refused.1);
            shown.typed = typed;
            respond::again(&page, &shown)
        }
        Err(ChangeError::Other(error)) => Err(error),
    }
}

/// Decisions lead back to the queue, where the next report is; smaller changes stay on the page. Both offer the way back.
fn after(page: &Page, typed: &Typed, reference: &str, act: &str) -> Response {
    let decided = matches!(typed.get("act"), "publish" | "hide" | "private");
    let path = if decided { "/moderation".to_owned() } else { format!("/moderation/{reference}") };
    respond::see_other(&page.url(&format!("{path}?done={reference}&act={act}")))
}

#[derive(Template)]
#[template(path = "moderation/conflict.html")]
struct ConflictPage {
    page: Page,
    i: Record,
    typed: Typed,
    now: Stale,
}

impl ConflictPage {
    /// What the person typed, as label and value.
    fn mine(&self) -> Vec<(String, String)> {
        let shown =
            ["to", "text", "other", "reason", "escalation", "priority", "title", "description"];
        let fields = self
            .typed
            .fields()
            .into_iter()
            .filter(|(name, value)| shown.contains(name) && !value.is_empty());
        fields
            .map(|(name, value)| {
                (self.page.t(&format!("moderation-field-{name}")), value.to_owned())
            })
            .collect()
    }
}

fn conflict(page: &Page, i: Record, typed: Typed, now: Stale) -> Result {
    respond::html(page, StatusCode::CONFLICT, &ConflictPage { page: page.clone(), i, typed, now })
}

/// `POST /{lang}/moderation/{reference}/undo`: takes back the last act, within 30 seconds.
pub async fn undo(
    app: App,
    page: Page,
    who: Staff,
    sender: Sender,
    Path((_, reference)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let typed = Typed::read(fields);
    let record = find(&app, &page, &who, &reference).await?;
    let act: ActId = typed.get("undo").parse().map_err(|_| Error::NotFound)?;
    let by = By { viewer: &who, ip: Some(sender.ip) };
    match actions::undo(&app, by, record.id, act).await {
        Ok(_) => Ok(respond::see_other(&page.url(&format!("/moderation/{}", record.reference)))),
        Err(ChangeError::Refused(refused)) => {
            let mut shown = DecidePage::of(&app, &page, &who, &reference).await?;
            shown.errors.add(refused.0, refused.1);
            respond::again(&page, &shown)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /{lang}/moderation/{reference}/say`: a comment, for everybody or for staff.
pub async fn say(
    app: App,
    page: Page,
    who: Staff,
    sender: Sender,
    Path((_, reference)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let typed = Typed::read(fields);
    let record = find(&app, &page, &who, &reference).await?;
    let body = typed.get("body");
    if !(1..=2000).contains(&body.chars().count()) {
        let mut shown = DecidePage::of(&app, &page, &who, &reference).await?;
        shown.errors.add("body", "moderation-decide-body-missing");
        shown.typed = typed;
        return respond::again(&page, &shown);
    }
    let by = By { viewer: &who, ip: Some(sender.ip) };
    let submission = typed.get("submission").parse().unwrap_or_else(|_| SubmissionId::new());
    if typed.get("audience") == "public" {
        let actor = Actor::viewer(&who, Some(sender.ip));
        let proof = Proof::Account(who.0.clone());
        actions::comment(&app, &actor, &proof, record.id, page.lang, body, submission).await?;
    } else {
        actions::note(&app, by, record.id, page.lang, body, submission).await?;
    }
    Ok(respond::see_other(&page.url(&format!("/moderation/{}", record.reference))))
}

/// `POST /{lang}/moderation/{reference}/reveal`: who reported it and where exactly; the reason is logged.
pub async fn reveal(
    app: App,
    page: Page,
    who: Staff,
    sender: Sender,
    Path((_, reference)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let typed = Typed::read(fields);
    let mut shown = DecidePage::of(&app, &page, &who, &reference).await?;
    let reason = typed.get("why").to_owned();
    shown.typed = typed;
    if !(3..=500).contains(&reason.chars().count()) {
        shown.errors.add("why", "moderation-decide-why-missing");
        return respond::again(&page, &shown);
    }
    let by = By { viewer: &who, ip: Some(sender.ip) };
    let identity = actions::reveal(&app, by, shown.i.id, &reason).await?;
    let exact = identity.lon.zip(identity.lat).and_then(|(lon, lat)| Point::new(lon, lat));
    shown.exact_map = exact.map(|p| picture(&page, p, 0.0));
    shown.identity = Some(identity);
    respond::page(&page, &shown)
}
