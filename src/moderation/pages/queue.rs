//! The list of what waits, tab by tab.

use askama::Template;
use axum::extract::{Path, Query};
use uuid::Uuid;

use super::bulk::said;
use super::decide::find;
use super::{Asked, Fields, Place};
use crate::app::App;
use crate::auth::{Staff, Viewer};
use crate::categories::{self, ink};
use crate::error::{Error, Result};
use crate::ids::ActId;
use crate::incidents::{Priority, Publication, Reference};
use crate::moderation::actions as claims;
use crate::moderation::model::{DEEDS, Flag, MOST_CHOSEN, Tab, Typed, flags};
use crate::moderation::queries::filters::{self, Saved};
use crate::moderation::queries::macros;
use crate::moderation::queries::queue::{self as queries, After, Card, Counts, LIFE, PAGE, View};
use crate::moderation::queries::work::{self, Alarm};
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::paging::Paged;
use crate::web::respond;

/// A card with what was found in its words.
struct Row {
    card: Card,
    flags: Vec<Flag>,
}

impl Row {
    fn new(card: Card) -> Self {
        let flags = flags(&format!("{}\n{}", card.title, card.description));
        Self { card, flags }
    }

    fn ink(&self) -> &'static str {
        ink(&self.card.colour)
    }

    /// Whether it is of a life-threatening category.
    fn life(&self) -> bool {
        self.card.rank >= LIFE
    }

    fn waits(&self) -> bool {
        self.card.publication == Publication::Pending
    }

    /// What is proposed, and by whom.
    fn proposed(&self) -> Option<(String, String)> {
        let proposal = self.card.proposal.as_ref()?;
        Some((proposal.word(), self.card.proposer.clone().unwrap_or_default()))
    }
}

#[derive(Template)]
#[template(path = "moderation/queue.html")]
struct QueuePage {
    page: Page,
    place: Place,
    counts: Counts,
    rows: Vec<Row>,
    before: Option<String>,
    after: Option<String>,
    undo: Option<(String, ActId)>,
    /// What may be done with many at once, and in words.
    deeds: Vec<(String, String)>,
    may_publish: bool,
    categories: Vec<(String, String)>,
    saved: Vec<Saved>,
    alarm: Option<Alarm>,
    /// Whether the sound is on unless somebody chose otherwise: for those on call.
    sound: bool,
    errors: FieldErrors,
    /// The name typed for a filter.
    called: String,
}

impl QueuePage {
    async fn of(app: &App, page: &Page, who: &Viewer, place: Place, asked: &Asked) -> Result<Self> {
        claims::leave(app, who).await?;
        let category = place.category(app).await?;
        let view = View { tab: place.tab, q: &place.q, category, me: who.account };
        let from = After::parse(place.tab, &asked.after);
        let size = if place.many { MOST_CHOSEN as i64 } else { PAGE };
        let limits = who.limits();
        let cards =
            queries::list(&app.db, limits.clone(), page.lang, view, from, None, size + 1).await?;
        let last = cards.get(size as usize - 1).map(|c| After::of(place.tab, c));
        let paged = Paged::new(cards, size, |c| c.number);
        let offered = categories::list(&app.db, page.lang).await?;
        Ok(Self {
            page: page.clone(),
            errors: FieldErrors::default(),
            called: String::new(),
            counts: queries::counts(&app.db, limits, who.account).await?,
            rows: paged.items.into_iter().map(Row::new).collect(),
            before: (!asked.after.is_empty()).then(|| place.queue(page)),
            after: paged.next.and(last).map(|l| format!("{}&after={l}", place.queue(page))),
            alarm: work::alarm(&app.db, who.limits()).await?,
            sound: work::is_on_call(&app.db, who.account).await?,
            undo: asked.undo(),
            deeds: deeds(app, page).await?,
            may_publish: who.may_publish,
            categories: offered.into_iter().map(|c| (c.code, c.name)).collect(),
            saved: filters::list(&app.db, who.account).await?,
            place,
        })
    }

    /// Whether this is what the page shows.
    fn is_here(&self, saved: &Saved) -> bool {
        saved.query == self.place.query()
    }

    /// The number of the newest life-threatening report that nobody has looked at; 0 for none.
    fn newest(&self) -> i64 {
        self.alarm.as_ref().map_or(0, |a| a.number)
    }

    fn tabs(&self) -> [(Tab, i64); 6] {
        let c = &self.counts;
        [
            (Tab::New, c.new),
            (Tab::Mine, c.mine),
            (Tab::Waiting, c.waiting),
            (Tab::Soon, c.soon),
            (Tab::Overdue, c.overdue),
            (Tab::Done, c.done),
        ]
    }
}

/// `GET /{lang}/moderation`: what waits, the most urgent first. A reference that is searched for leads straight to the report.
pub async fn queue(app: App, page: Page, who: Staff, Query(asked): Query<Asked>) -> Result {
    let place = asked.place();
    if let Some(reference) = Reference::parse(&place.q) {
        match find(&app, &page, &who, reference.as_str()).await {
            Ok(record) => {
                let place = Place { q: String::new(), ..place };
                return Ok(respond::see_other(&place.report(&page, &record.reference)));
            }
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    respond::page(&page, &QueuePage::of(&app, &page, &who, place, &asked).await?)
}

/// `POST /{lang}/moderation/filters`: saves the part of the queue that is looked at, under a name.
pub async fn save_filter(app: App, page: Page, who: Staff, Form(fields): Fields) -> Result {
    let typed = Typed::read(fields);
    let place = Place::of(&typed);
    let name = typed.get("name");
    let mut errors = FieldErrors::default();
    if !typed.fits("name", 1, 40) {
        errors.add("name", "moderation-filter-name-missing");
    } else if !filters::save(&app.db, who.account, name, &place.query()).await? {
        errors.add_n("name", "moderation-filter-many", filters::MOST_SAVED);
    } else {
        return Ok(respond::see_other(&place.queue(&page)));
    }
    let shown = QueuePage::of(&app, &page, &who, place, &Asked::default()).await?;
    respond::again(&page, &QueuePage { errors, called: name.to_owned(), ..shown })
}

/// `POST /{lang}/moderation/filters/{id}/remove`: forgets one.
pub async fn remove_filter(
    app: App,
    page: Page,
    who: Staff,
    Path((_, id)): Path<(String, Uuid)>,
    Form(fields): Fields,
) -> Result {
    filters::remove(&app.db, who.account, id).await?;
    Ok(respond::see_other(&Place::of(&Typed::read(fields)).queue(&page)))
}

/// What may be done with many at once: every deed, every priority, then the macros.
async fn deeds(app: &App, page: &Page) -> Result<Vec<(String, String)>> {
    let plain = DEEDS.iter().filter(|d| **d != "priority").map(|d| (*d).to_owned());
    let priorities = Priority::ALL.iter().rev().map(|p| format!("priority-{p}"));
    let named = |word: String| {
        let name = said(page, &word);
        (word, name)
    };
    let macros = macros::list(&app.db, page.lang).await?.into_iter().filter(|m| !m.retired);
    let macros = macros.map(|m| (format!("macro-{}", m.id), m.name));
    Ok(plain.chain(priorities).map(named).chain(macros).collect())
}
