//! The list of what waits, tab by tab.

use askama::Template;
use axum::extract::Query;

use super::bulk::said;
use super::{Asked, Place};
use crate::app::App;
use crate::auth::Staff;
use crate::categories::ink;
use crate::error::Result;
use crate::ids::ActId;
use crate::incidents::{Priority, Publication};
use crate::moderation::actions as claims;
use crate::moderation::model::{DEEDS, Flag, MOST_CHOSEN, Tab, flags};
use crate::moderation::queries::macros;
use crate::moderation::queries::queue::{self as queries, After, Card, Counts, PAGE, View};
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

    fn waits(&self) -> bool {
        self.card.publication == Publication::Pending
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
}

impl QueuePage {
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

/// `GET /{lang}/moderation`: what waits, the most urgent first.
pub async fn queue(app: App, page: Page, who: Staff, Query(asked): Query<Asked>) -> Result {
    let place = asked.place();
    claims::leave(&app, &who).await?;
    let view = View { tab: place.tab, q: &place.q, me: who.account };
    let from = After::parse(place.tab, &asked.after);
    let size = if place.many { MOST_CHOSEN as i64 } else { PAGE };
    let cards = queries::list(&app.db, who.limits(), page.lang, view, from, None, size + 1).await?;
    let counts = queries::counts(&app.db, who.limits(), who.account).await?;
    let last = cards.get(size as usize - 1).map(|c| After::of(place.tab, c));
    let paged = Paged::new(cards, size, |c| c.number);
    let after = paged.next.and(last).map(|l| format!("{}&after={l}", place.queue(&page)));
    let before = (!asked.after.is_empty()).then(|| place.queue(&page));
    let rows = paged.items.into_iter().map(Row::new).collect();
    let undo = asked.undo();
    let deeds = deeds(&app, &page).await?;
    let shown = QueuePage { page: page.clone(), place, counts, rows, before, after, undo, deeds };
    respond::page(&page, &shown)
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
