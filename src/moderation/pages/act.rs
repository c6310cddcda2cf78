//! What the forms of the queue do: decide, take back, say something, ask who it was. Somebody else's change in between
//! leads to the conflict page, where nothing typed is lost.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;

use super::decide::{DecidePage, find};
use super::{Fields, Place};
use crate::app::App;
use crate::auth::{Staff, Viewer};
use crate::error::{Error, Result};
use crate::i18n::Lang;
use crate::ids::ActId;
use crate::incidents::actions::{self, Actor, By, ChangeError, Changed, Proof, Stale};
use crate::incidents::{Reference, Wish};
use crate::moderation::actions as claims;
use crate::moderation::model::{Decision, Tab, Typed};
use crate::moderation::queries::queue::{self, After, Card, View};
use crate::moderation::queries::record::{self as queries, Record};
use crate::moderation::queries::{macros, replies, tell};
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::security::Sender;

/// `POST /{lang}/moderation/{reference}`: carries out what the form asks for.
pub async fn act(
    app: App,
    page: Page,
    who: Staff,
    sender: Sender,
    Path((_, reference)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let mut record = find(&app, &page, &who, &reference).await?;
    let typed = worded(&app, &record, Typed::read(fields)).await?;
    as_seen(&app, &who, &mut record, typed.version()).await?;
    let wishes = wishes(&app, &page, &who, &typed, &record).await?;
    let by = By { viewer: &who, ip: Some(sender.ip) };
    match actions::change(&app, by, record.id, typed.version(), &wishes).await {
        Ok(changed) => after(&app, &page, &who, &typed, &record, &changed).await,
        Err(ChangeError::Stale(now)) => conflict(&app, &page, record, typed, *now).await,
        Err(ChangeError::Refused(refused)) => {
            again(&app, &page, &who, &record.reference, typed, Some((refused.0, refused.1))).await
        }
        Err(ChangeError::Other(error)) => Err(error),
    }
}

/// A form sent twice asks again for what it asked the first time: for the report as it was before this person's last act.
pub async fn as_seen(app: &App, who: &Viewer, record: &mut Record, version: i32) -> Result<()> {
    if record.version == version + 1 {
        let was = queries::was(&app.db, record.id, who.account, record.version).await?;
        if let Some((status, publication)) = was {
            (record.status, record.publication) = (status, publication);
        }
    }
    Ok(())
}

/// What a form asks of a report.
async fn wishes(
    app: &App,
    page: &Page,
    who: &Viewer,
    typed: &Typed,
    record: &Record,
) -> Result<Vec<Wish>> {
    let wishes = match typed.chosen_macro() {
        Some(id) => claims::wishes_of_macro(app, who, page.lang, id, record).await?,
        None => typed.wishes(record.status),
    };
    wishes.ok_or(Error::BadRequest("error-help-bad-request"))
}

/// A form with the words of the reply that was chosen, in the language of the report.
async fn worded(app: &App, record: &Record, typed: Typed) -> Result<Typed> {
    let Some(reply) = typed.reply() else { return Ok(typed) };
    let body = replies::body(&app.db, reply, record.lang).await?;
    Ok(body.iter().fold(typed, |typed, body| typed.with_reply(body)))
}

#[derive(Template)]
#[template(path = "moderation/preview.html")]
struct PreviewPage {
    page: Page,
    i: Record,
    typed: Typed,
    lang: Lang,
    reached: bool,
    subject: String,
    text: String,
}

/// `POST /{lang}/moderation/{reference}/preview`: the message that this decision sends, before it is made.
pub async fn preview(
    app: App,
    page: Page,
    who: Staff,
    Path((_, reference)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let i = find(&app, &page, &who, &reference).await?;
    let typed = worded(&app, &i, Typed::read(fields)).await?;
    let (lang, reached) = tell::reader(&app.db, i.id).await?.unwrap_or((i.lang, false));
    let decision = Decision::of(wishes(&app, &page, &who, &typed, &i).await?);
    let (subject, text) = decision.mail(lang, &i.reference, &i.title, "…");
    let shown = PreviewPage { page: page.clone(), i, typed, lang, reached, subject, text };
    respond::page(&page, &shown)
}

/// The page once more with everything typed, and what is to be mended.
async fn again(
    app: &App,
    page: &Page,
    who: &Viewer,
    reference: &str,
    typed: Typed,
    fault: Option<(&'static str, &'static str)>,
) -> Result {
    let mut shown = DecidePage::of(app, page, who, reference, Place::of(&typed)).await?;
    shown.typed = typed;
    match fault {
        Some((field, key)) => {
            let field = shown.typed.field_of(field);
            shown.errors.add(field, key);
            respond::again(page, &shown)
        }
        None => respond::page(page, &shown),
    }
}

/// Where a form leads: a decision to the next report of the same part of the queue, one made in the list back to the list, a
/// smaller change to the same page. All offer the way back.
async fn after(
    app: &App,
    page: &Page,
    who: &Viewer,
    typed: &Typed,
    record: &Record,
    changed: &Changed,
) -> Result {
    let place = Place::of(typed);
    let to = match typed.get("at") {
        "queue" => place.queue(page),
        _ if typed.decides() => next(app, page, who, &place, record).await?,
        // A change of category may have moved it out of their limits.
        _ => match find(app, page, who, &record.reference).await {
            Ok(_) => place.report(page, &record.reference),
            Err(Error::NotFound) => place.queue(page),
            Err(error) => return Err(error),
        },
    };
    Ok(respond::see_other(&format!("{to}&done={}&act={}", record.reference, changed.act)))
}

/// The report after this one in the same part of the queue, else the first there, else the queue.
async fn next(
    app: &App,
    page: &Page,
    who: &Viewer,
    place: &Place,
    record: &Record,
) -> Result<String> {
    if place.tab == Tab::Done {
        return Ok(place.queue(page));
    }
    let category = place.category(app).await?;
    let view = View { tab: place.tab, q: &place.q, category, me: who.account };
    let this = After { rank: Some(record.rank), at: None, number: record.number };
    for from in [Some(this), None] {
        let (limits, except) = (who.limits(), Some(record.id));
        let found = queue::list(&app.db, limits, page.lang, view, from, except, 20).await?;
        // What somebody else is on, what is their own report, and what they proposed, is left to others.
        let mine = |c: &&Card| c.proposal.as_ref().is_some_and(|p| p.by == who.account);
        let free = |c: &&Card| c.on_it.is_none() && !c.own && !mine(c) && c.appeal != Some(true);
        if let Some(card) = found.iter().find(free) {
            return Ok(place.report(page, &card.reference));
        }
    }
    Ok(place.queue(page))
}

#[derive(Template)]
#[template(path = "moderation/conflict.html")]
struct ConflictPage {
    page: Page,
    i: Record,
    typed: Typed,
    now: Stale,
    /// Name of the macro that was wanted.
    wanted: Option<String>,
}

impl ConflictPage {
    /// What the person typed, as label and value.
    fn mine(&self) -> Vec<(String, String)> {
        let shown = [
            "to",
            "text",
            "question",
            "refusal",
            "other",
            "reason",
            "escalation",
            "answer",
            "priority",
            "title",
            "description",
        ];
        let fields = self
            .typed
            .fields()
            .into_iter()
            .filter(|(name, value)| shown.contains(name) && !value.is_empty());
        let wanted = self.wanted.iter();
        let wanted = wanted.map(|name| (self.page.t("moderation-field-macro"), name.clone()));
        wanted
            .chain(fields.map(|(name, value)| {
                let value = match name {
                    "to" => self.page.t(&format!("incidents-status-{value}")),
                    "priority" => self.page.t(&format!("incidents-priority-{value}")),
                    _ => value.to_owned(),
                };
                (self.page.t(&format!("moderation-field-{name}")), value)
            }))
            .collect()
    }
}

async fn conflict(app: &App, page: &Page, i: Record, typed: Typed, now: Stale) -> Result {
    let wanted = match typed.chosen_macro() {
        Some(id) => macros::list(&app.db, page.lang).await?.into_iter().find(|m| m.id == id),
        None => None,
    };
    let wanted = wanted.map(|m| m.name);
    let shown = ConflictPage { page: page.clone(), i, typed, now, wanted };
    respond::html(page, StatusCode::CONFLICT, &shown)
}

/// `POST /{lang}/moderation/{reference}/keep`: from the conflict page back to the report as it is now, with everything typed.
pub async fn keep(
    app: App,
    page: Page,
    who: Staff,
    Path((_, reference)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    again(&app, &page, &who, &reference, Typed::read(fields), None).await
}

/// `POST /{lang}/moderation/{reference}/undo`: takes back the last act, within 30 seconds, also when it moved the report out
/// of the person's own limits.
pub async fn undo(
    app: App,
    page: Page,
    who: Staff,
    sender: Sender,
    Path((_, reference)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let typed = Typed::read(fields);
    let reference = Reference::parse(&reference).ok_or(Error::NotFound)?.to_string();
    let act: ActId = typed.get("undo").parse().map_err(|_| Error::NotFound)?;
    let late = Some(("undo", "incidents-change-undo-late"));
    let Some(id) = queries::undoable(&app.db, &reference, act, who.account).await? else {
        return again(&app, &page, &who, &reference, typed, late).await;
    };
    let by = By { viewer: &who, ip: Some(sender.ip) };
    match actions::undo(&app, by, id, act).await {
        Ok(_) => Ok(respond::see_other(&Place::of(&typed).report(&page, &reference))),
        Err(ChangeError::Refused(refused)) => {
            again(&app, &page, &who, &reference, typed, Some((refused.0, refused.1))).await
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
    if !typed.fits("body", 1, 2000) {
        let fault = Some(("body", "moderation-decide-body-missing"));
        return again(&app, &page, &who, &reference, typed, fault).await;
    }
    let by = By { viewer: &who, ip: Some(sender.ip) };
    let submission = typed.submission();
    if typed.get("audience") == "public" {
        let actor = Actor::viewer(&who, Some(sender.ip));
        let proof = Proof::Account(who.0.clone());
        actions::comment(&app, &actor, &proof, record.id, page.lang, body, submission).await?;
    } else {
        actions::note(&app, by, record.id, page.lang, body, submission).await?;
    }
    Ok(stay(&page, &typed, &record))
}

/// `POST /{lang}/moderation/{reference}/take`: takes a report over from somebody who is on it, with a note.
pub async fn take(
    app: App,
    page: Page,
    who: Staff,
    sender: Sender,
    Path((_, reference)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let typed = Typed::read(fields);
    let record = find(&app, &page, &who, &reference).await?;
    let note = typed.get("takeover");
    if !typed.fits("takeover", 3, 500) {
        let fault = Some(("takeover", "moderation-claim-note-missing"));
        return again(&app, &page, &who, &reference, typed, fault).await;
    }
    let by = By { viewer: &who, ip: Some(sender.ip) };
    claims::take_over(&app, by, record.id, page.lang, note, typed.submission()).await?;
    Ok(stay(&page, &typed, &record))
}

/// `POST /{lang}/moderation/leave`: leaves what one was on, back to the queue.
pub async fn leave(app: App, page: Page, who: Staff, Form(fields): Fields) -> Result {
    claims::leave(&app, &who).await?;
    Ok(respond::see_other(&Place::of(&Typed::read(fields)).queue(&page)))
}

fn stay(page: &Page, typed: &Typed, record: &Record) -> Response {
    respond::see_other(&Place::of(typed).report(page, &record.reference))
}

/// `POST /{lang}/moderation/{reference}/reveal`: who reported it; the reason is logged.
pub async fn reveal(
    app: App,
    page: Page,
    who: Staff,
    sender: Sender,
    Path((_, reference)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let typed = Typed::read(fields);
    let mut shown = DecidePage::of(&app, &page, &who, &reference, Place::of(&typed)).await?;
    shown.typed = typed;
    if !shown.typed.fits("why", 3, 500) {
        shown.errors.add("why", "moderation-decide-why-missing");
        return respond::again(&page, &shown);
    }
    let by = By { viewer: &who, ip: Some(sender.ip) };
    let reason = shown.typed.get("why");
    shown.identity = Some(actions::reveal(&app, by, shown.i.id, reason).await?);
    respond::page(&page, &shown)
}
