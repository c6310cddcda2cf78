//! Many reports at once: chosen in the queue, shown with what would happen to each, then done one by one. Each report is its own
//! act with the version that the preview showed, so that the form may be sent again: what is done stays done once.

use askama::Template;

use super::act::as_seen;
use super::decide::find;
use super::{Fields, Place};
use crate::app::App;
use crate::auth::{Staff, Viewer};
use crate::error::{Error, Result};
use crate::ids::ActId;
use crate::incidents::actions::{self, By, ChangeError};
use crate::incidents::{Reference, State, Wish};
use crate::moderation::actions::wishes_of_macro;
use crate::moderation::model::{Deed, MOST_CHOSEN, Pick, Typed};
use crate::moderation::queries::macros;
use crate::moderation::queries::record::{Record, undoable};
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::security::Sender;

/// What would happen to one report, or did.
struct Line {
    reference: String,
    title: String,
    lang: &'static str,
    /// What changes: the field, before, after.
    changes: Vec<(String, String, String)>,
    /// `ready`, `done`, `stale`, `refused` or `gone`.
    outcome: &'static str,
    /// Why not, if it is refused.
    why: String,
    /// The way back.
    act: Option<ActId>,
}

impl Line {
    fn new(reference: &Reference, record: Option<&Record>) -> Self {
        Self {
            reference: reference.to_string(),
            title: record.map(|r| r.title.clone()).unwrap_or_default(),
            lang: record.map(|r| r.lang.locale()).unwrap_or_default(),
            changes: Vec::new(),
            outcome: "gone",
            why: String::new(),
            act: None,
        }
    }

    /// With the answer of a change that was not made. Real faults stay faults.
    fn failed(mut self, page: &Page, error: ChangeError) -> Result<Self> {
        match error {
            ChangeError::Stale(_) => self.outcome = "stale",
            ChangeError::Refused(refused) => {
                (self.outcome, self.why) = ("refused", page.t(refused.1));
            }
            ChangeError::Other(Error::NotFound) => self.outcome = "gone",
            ChangeError::Other(error) => return Err(error),
        }
        Ok(self)
    }
}

#[derive(Template)]
#[template(path = "moderation/bulk.html")]
struct BulkPage {
    page: Page,
    place: Place,
    errors: FieldErrors,
    /// Whether it was done, not only shown.
    done: bool,
    /// What is to be done, as the form says it and in words.
    deed: String,
    name: String,
    /// Whether words are asked for.
    words: Option<bool>,
    text: String,
    lines: Vec<Line>,
    /// Those that can be done, with their versions; or once done, those that can be taken back.
    picks: String,
}

impl BulkPage {
    fn count(&self, outcome: &str) -> usize {
        self.lines.iter().filter(|l| l.outcome == outcome).count()
    }
}

/// One thing to do with many reports, as the form says it.
struct Asked {
    typed: Typed,
    deed: Deed,
    picks: Vec<Pick>,
}

impl Asked {
    /// The wishes for one report, in its language.
    async fn wishes(
        &self,
        app: &App,
        page: &Page,
        who: &Viewer,
        r: &Record,
    ) -> Result<Option<Vec<Wish>>> {
        match &self.deed {
            Deed::Macro(id) => wishes_of_macro(app, who, page.lang, *id, r).await,
            deed => {
                Ok(deed.form(self.typed.get("text"), &who.account.to_string()).wishes(r.status))
            }
        }
    }

    async fn name(&self, app: &App, page: &Page) -> Result<String> {
        Ok(match &self.deed {
            Deed::Macro(id) => {
                let all = macros::list(&app.db, page.lang).await?;
                all.into_iter().find(|m| m.id == *id).map(|m| m.name).ok_or(Error::NotFound)?
            }
            Deed::Plain(word) => said(page, word),
        })
    }
}

/// A deed in words.
pub fn said(page: &Page, word: &str) -> String {
    match word.strip_prefix("priority-") {
        Some(p) => {
            let p = page.t(&format!("incidents-priority-{p}"));
            page.t1("moderation-bulk-priority", "priority", p)
        }
        None => page.t(&format!("moderation-bulk-{word}")),
    }
}

/// What a form asks for, or the page that says what is missing.
fn asked(page: &Page, typed: Typed) -> std::result::Result<Asked, Box<BulkPage>> {
    let picks = Pick::read(&typed);
    let deed = Deed::read(typed.get("deed"));
    let mut errors = FieldErrors::default();
    if picks.is_empty() {
        errors.add("pick", "moderation-bulk-none");
    }
    if picks.len() > MOST_CHOSEN {
        errors.add_n("pick", "moderation-bulk-many", MOST_CHOSEN as i64);
    }
    match deed {
        Some(deed) if errors.is_empty() => Ok(Asked { typed, deed, picks }),
        deed => {
            if deed.is_none() {
                errors.add("deed", "moderation-bulk-no-deed");
            }
            Err(Box::new(BulkPage { errors, ..empty(page, &typed) }))
        }
    }
}

/// The record, if it is there for this person.
async fn seen(app: &App, page: &Page, who: &Viewer, pick: &Pick) -> Result<Option<Record>> {
    match find(app, page, who, pick.reference.as_str()).await {
        Ok(record) => Ok(Some(record)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// `POST /{lang}/moderation/bulk`: what would happen to each report chosen.
pub async fn preview(
    app: App,
    page: Page,
    who: Staff,
    sender: Sender,
    Form(fields): Fields,
) -> Result {
    let asked = match asked(&page, Typed::read(fields)) {
        Ok(asked) => asked,
        Err(shown) => return respond::again(&page, &*shown),
    };
    let by = By { viewer: &who, ip: Some(sender.ip) };
    let shown = shown(&app, &page, by, &asked, FieldErrors::default()).await?;
    respond::page(&page, &shown)
}

async fn shown(
    app: &App,
    page: &Page,
    by: By<'_>,
    asked: &Asked,
    errors: FieldErrors,
) -> Result<BulkPage> {
    let (mut lines, mut ready) = (Vec::new(), Vec::new());
    // Words that are still to be typed do not make a report impossible.
    let waits = asked.deed.words() == Some(true) && asked.typed.get("text").is_empty();
    let mut trial = Typed::default();
    if waits {
        trial = Typed::read(vec![("text".into(), "…".into())]);
    }
    for pick in &asked.picks {
        let record = seen(app, page, by.viewer, pick).await?;
        let mut line = Line::new(&pick.reference, record.as_ref());
        if let Some(record) = record {
            let tried = Asked {
                typed: if waits { trial.clone() } else { asked.typed.clone() },
                deed: asked.deed.clone(),
                picks: Vec::new(),
            };
            let wishes = tried.wishes(app, page, by.viewer, &record).await?.unwrap_or_default();
            match actions::would_change(app, by, record.id, record.version, &wishes).await {
                Ok(states) => {
                    line.outcome = "ready";
                    line.changes = changes(page, &states.0, &states.1);
                    ready.push(format!("{}.{}", record.reference, record.version));
                }
                Err(error) => line = line.failed(page, error)?,
            }
        }
        lines.push(line);
    }
    Ok(BulkPage {
        errors,
        deed: asked.typed.get("deed").to_owned(),
        name: asked.name(app, page).await?,
        words: asked.deed.words(),
        text: asked.typed.get("text").to_owned(),
        lines,
        picks: ready.join(" "),
        ..empty(page, &asked.typed)
    })
}

/// What becomes different, in words.
fn changes(page: &Page, before: &State, after: &State) -> Vec<(String, String, String)> {
    let mut changes = Vec::new();
    let mut add = |field: &str, old: String, new: String| {
        if old != new {
            changes.push((page.t(&format!("moderation-history-field-{field}")), old, new));
        }
    };
    let status = |s: &State| page.t(&format!("incidents-status-{}", s.status));
    let publication = |s: &State| page.t(&format!("incidents-publication-{}", s.publication));
    let priority = |s: &State| page.t(&format!("incidents-priority-{}", s.priority));
    add("status", status(before), status(after));
    add("publication", publication(before), publication(after));
    add("priority", priority(before), priority(after));
    if before.assigned_to != after.assigned_to {
        let named = |some| match some {
            true => page.t("moderation-history-somebody"),
            false => page.t("moderation-decide-nobody"),
        };
        let (old, new) = (before.assigned_to.is_some(), after.assigned_to.is_some());
        let label = page.t("moderation-history-field-assigned_to");
        changes.push((label, named(old), named(new)));
    }
    if before.escalated_at != after.escalated_at {
        let label = page.t("moderation-history-field-escalated_at");
        changes.push((label, String::new(), page.t("moderation-decide-yes")));
    }
    changes
}

/// `POST /{lang}/moderation/bulk/do`: does it, report by report, and says what became of each.
pub async fn carry_out(
    app: App,
    page: Page,
    who: Staff,
    sender: Sender,
    Form(fields): Fields,
) -> Result {
    let asked = match asked(&page, Typed::read(fields)) {
        Ok(asked) => asked,
        Err(shown) => return respond::again(&page, &*shown),
    };
    let by = By { viewer: &who, ip: Some(sender.ip) };
    if asked.deed.words() == Some(true) && !asked.typed.fits("text", 1, 1000) {
        let mut errors = FieldErrors::default();
        errors.add("text", "incidents-change-text");
        return respond::again(&page, &shown(&app, &page, by, &asked, errors).await?);
    }
    let mut lines = Vec::new();
    for pick in &asked.picks {
        let record = seen(&app, &page, &who, pick).await?;
        let mut line = Line::new(&pick.reference, record.as_ref());
        if let Some(mut record) = record {
            let version = pick.version.unwrap_or(0);
            as_seen(&app, &who, &mut record, version).await?;
            let wishes = asked.wishes(&app, &page, &who, &record).await?.unwrap_or_default();
            line = match actions::change(&app, by, record.id, version, &wishes).await {
                Ok(changed) => Line { outcome: "done", act: Some(changed.act), ..line },
                Err(error) => line.failed(&page, error)?,
            };
        }
        lines.push(line);
    }
    let back: Vec<String> =
        lines.iter().filter_map(|l| Some(format!("{}.{}", l.reference, l.act?))).collect();
    let name = asked.name(&app, &page).await?;
    let shown = BulkPage { done: true, lines, picks: back.join(" "), ..empty(&page, &asked.typed) };
    respond::page(&page, &BulkPage { name, ..shown })
}

/// `POST /{lang}/moderation/bulk/undo`: takes back what was done with many reports, each for itself.
pub async fn undo(
    app: App,
    page: Page,
    who: Staff,
    sender: Sender,
    Form(fields): Fields,
) -> Result {
    let typed = Typed::read(fields);
    let by = By { viewer: &who, ip: Some(sender.ip) };
    let mut lines = Vec::new();
    let words = typed.all("pick").iter().flat_map(|v| v.split(' '));
    for word in words.take(MOST_CHOSEN) {
        let read = word.split_once('.').and_then(|(reference, act)| {
            Some((Reference::parse(reference)?, act.parse::<ActId>().ok()?))
        });
        let Some((reference, act)) = read else { continue };
        let pick = Pick { reference, version: None };
        let record = seen(&app, &page, &who, &pick).await?;
        let mut line = Line::new(&pick.reference, record.as_ref());
        let (outcome, why) = match undoable(&app.db, &line.reference, act, who.account).await? {
            None => ("refused", page.t("incidents-change-undo-late")),
            Some(id) => match actions::undo(&app, by, id, act).await {
                Ok(_) => ("undone", String::new()),
                Err(error) => {
                    line = line.failed(&page, error)?;
                    (line.outcome, line.why.clone())
                }
            },
        };
        lines.push(Line { outcome, why, ..line });
    }
    let name = page.t("moderation-bulk-undo");
    respond::page(&page, &BulkPage { done: true, name, lines, ..empty(&page, &typed) })
}

fn empty(page: &Page, typed: &Typed) -> BulkPage {
    BulkPage {
        page: page.clone(),
        place: Place::of(typed),
        errors: FieldErrors::default(),
        done: false,
        deed: String::new(),
        name: String::new(),
        words: None,
        text: String::new(),
        lines: Vec::new(),
        picks: String::new(),
    }
}
