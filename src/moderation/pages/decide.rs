//! One report with all that is needed to decide.

use askama::Template;
use axum::extract::{Path, Query};
use chrono::{DateTime, Utc};

use super::history::{Line, lines};
use super::{Asked, Place};
use crate::app::App;
use crate::auth::{Staff, Viewer};
use crate::categories::{self, Category, Question, ink};
use crate::error::{Error, Result};
use crate::ids::{ActId, SubmissionId};
use crate::incidents::actions::{self, ExactPlace, Identity};
use crate::incidents::{
    self, ActorKind, Assignee, Priority, Publication, Reference, Right, Status,
};
use crate::media::{self, Photo};
use crate::moderation::actions as claims;
use crate::moderation::model::{Flag, Likely, Typed, flags, likeliest};
use crate::moderation::queries::appeals::{self, Appeal};
use crate::moderation::queries::claims::Claim;
use crate::moderation::queries::family::{self, Relative};
use crate::moderation::queries::macros;
use crate::moderation::queries::record::{self as queries, Record, Said, TrackRecord};
use crate::moderation::queries::replies::{self, Reply};
use crate::places::{MapView, Mark, Point};
use crate::web::form::FieldErrors;
use crate::web::page::Page;
use crate::web::respond;

#[derive(Template)]
#[template(path = "moderation/decide.html")]
pub struct DecidePage {
    page: Page,
    place: Place,
    pub errors: FieldErrors,
    pub typed: Typed,
    pub i: Record,
    flags: Vec<Flag>,
    moves: Vec<(String, String)>,
    replies: Vec<Reply>,
    macros: Vec<(String, String)>,
    days: [(i32, i32); 5],
    priorities: Vec<(String, String)>,
    categories: Vec<(String, String)>,
    people: Vec<(String, String)>,
    photos: Vec<Photo>,
    said: Vec<Said>,
    history: Vec<Line>,
    claim: Option<Claim>,
    appeal: Option<Appeal>,
    family: Vec<Relative>,
    answers: Vec<(String, String)>,
    exact: Option<ExactPlace>,
    map: Option<String>,
    record: Option<TrackRecord>,
    likely: Vec<Likely>,
    pub identity: Option<Identity>,
    submission: SubmissionId,
    undo: Option<(String, ActId)>,
}

impl DecidePage {
    /// The page of one report, or the answer of one that never existed.
    pub async fn of(
        app: &App,
        page: &Page,
        who: &Viewer,
        reference: &str,
        place: Place,
    ) -> Result<Self> {
        let i = find(app, page, who, reference).await?;
        let kind = actions::capacity(who, i.area_id, i.category_id).ok_or(Error::NotFound)?;
        let moves = moves(&i, kind, who);
        let (db, lang) = (&app.db, page.lang);
        // Side by side, so that a page over a slow line to the database waits for the longest of these only.
        let working = claims::open(app, who, i.id);
        let past = async {
            let exact = actions::see_place(app, who, i.id).await?;
            let history = queries::history(db, i.id).await?;
            Ok((exact, lines(app, page, history).await?))
        };
        let around = async {
            let near = queries::near(db, who.limits(), i.id).await?;
            let photos = media::of_incident(db, i.id, false).await?;
            let said = queries::comments(db, i.id, who.account).await?;
            Ok((near, photos, said, family::list(db, who.limits(), i.id).await?))
        };
        let offers = async {
            let people = incidents::assignees(db, i.area_id, i.category_id, None).await?;
            let questions = categories::questions(db, lang, i.category_id).await?;
            Ok((people, questions, categories::list(db, lang).await?))
        };
        let texts = async {
            let macros = macros::list(db, lang).await?.into_iter().filter(|m| !m.retired);
            let appeal = appeals::find(db, i.id, who.account).await?;
            let record = queries::track_record(db, i.id).await?;
            Ok((macros, replies::list(db, lang).await?, appeal, record))
        };
        let (claim, (exact, history), (near, photos, said, family), offers, texts) =
            tokio::try_join!(working, past, around, offers, texts)?;
        let (people, questions, offered) = offers;
        let (macros, replies, appeal, record) = texts;
        Ok(Self {
            page: page.clone(),
            place,
            errors: FieldErrors::default(),
            typed: Typed::default(),
            flags: flags(&format!("{}\n{}", i.title, i.description)),
            replies,
            macros: macros.map(|m| (m.id.to_string(), m.name)).collect(),
            days: [3, 7, 14, 30, 60].map(|d| (d, d)),
            moves: words(page, "incidents-status-", moves.iter().map(|m| m.as_str())),
            priorities: words(
                page,
                "incidents-priority-",
                Priority::ALL.iter().map(|p| p.as_str()),
            ),
            categories: offered.into_iter().map(|c: Category| (c.code, c.name)).collect(),
            people: people.into_iter().map(named).collect(),
            photos,
            said,
            family,
            appeal,
            claim,
            history,
            answers: answers(page, &questions, &i.metadata),
            map: exact.as_ref().and_then(|e| picture(page, e, &i)),
            exact,
            record,
            likely: likeliest(near),
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
        let now = self.i.assigned_to.map(|a| a.to_string()).unwrap_or_default();
        self.value("assignee", &now).to_owned()
    }

    /// Whether a part of the page stands open: one of these fields has a fault, or holds what somebody typed.
    fn opens(&self, names: &str) -> bool {
        names.split(' ').any(|n| self.errors.has(n) || !self.typed.get(n).is_empty())
    }

    fn is_over(&self, by: &DateTime<Utc>) -> bool {
        *by < Utc::now()
    }

    fn may_publish(&self) -> bool {
        !self.i.own
            && self.i.publication.may_become(Publication::Public)
            && self.page.viewer.as_ref().is_some_and(|v| v.may_publish)
    }

    /// Whether all that is left to do at first is to say that somebody looked.
    fn may_acknowledge(&self) -> bool {
        !self.i.own && self.i.status == Status::Reported
    }

    /// Whether what is proposed is somebody else's.
    fn may_confirm(&self) -> bool {
        let me = self.page.viewer.as_ref().map(|v| v.account);
        self.i.proposal.as_ref().is_some_and(|p| Some(p.by) != me)
    }

    fn may_hide(&self) -> bool {
        !self.i.own && self.i.publication.may_become(Publication::Hidden)
    }

    /// Whether this may become, say, `duplicate` by this person.
    fn may_become(&self, to: &str) -> bool {
        self.moves.iter().any(|(word, _)| word == to)
    }

    /// The moves without those that have a part of the page of their own.
    fn plain_moves(&self) -> Vec<&(String, String)> {
        let own = [Status::Waiting, Status::Rejected, Status::Duplicate].map(Status::as_str);
        self.moves.iter().filter(|(to, _)| !own.contains(&to.as_str())).collect()
    }

    /// Replies offered in one part of the page.
    fn replies_for(&self, used_for: &str) -> Vec<(String, String)> {
        let fits = |r: &&Reply| r.used_for == used_for && !r.retired;
        self.replies.iter().filter(fits).map(|r| (r.id.to_string(), r.name.clone())).collect()
    }
}

/// The moves that this person may make with this report.
fn moves(i: &Record, kind: ActorKind, who: &Viewer) -> Vec<Status> {
    let right = Right { kind, account: who.account, own: i.own, may_publish: who.may_publish };
    Status::ALL.iter().copied().filter(|to| right.may_move(i.status, *to)).collect()
}

fn words<'a>(
    page: &Page,
    start: &str,
    values: impl Iterator<Item = &'a str>,
) -> Vec<(String, String)> {
    values.map(|word| (word.to_owned(), page.t(&format!("{start}{word}")))).collect()
}

fn named(person: Assignee) -> (String, String) {
    let id = person.account.to_string();
    let name = if person.name.is_empty() { id.clone() } else { person.name };
    (id, name)
}

/// The exact place on a small map, with the circle that the public knows around it.
fn picture(page: &Page, exact: &ExactPlace, i: &Record) -> Option<String> {
    let at = Point::new(exact.lon?, exact.lat?)?;
    let public = i.lon.zip(i.lat).and_then(|(lon, lat)| Point::new(lon, lat));
    let circle = |point| Mark { point, radius_m: i.precision.mark_metres() };
    let marks = [Mark::pin(at)].into_iter().chain(public.map(circle));
    let marks: Vec<Mark> = marks.collect();
    Some(MapView::new(at, 16, 480, 300).url(page.lang.code(), &marks))
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
pub async fn find(app: &App, page: &Page, who: &Viewer, reference: &str) -> Result<Record> {
    let reference = Reference::parse(reference).ok_or(Error::NotFound)?;
    queries::find(&app.db, who.limits(), page.lang, reference.as_str(), who.account)
        .await?
        .ok_or(Error::NotFound)
}

/// `GET /{lang}/moderation/{reference}`: one report with all that is needed to decide.
pub async fn decide(
    app: App,
    page: Page,
    who: Staff,
    Path((_, reference)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result {
    let mut shown = DecidePage::of(&app, &page, &who, &reference, asked.place()).await?;
    shown.undo = asked.undo();
    respond::page(&page, &shown)
}
