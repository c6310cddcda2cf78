//! The public list: search, filters, order, pages. Works as a GET form; htmx swaps the results alone.

use askama::Template;
use axum::extract::RawQuery;
use axum::response::Response;
use http::{HeaderName, HeaderValue, StatusCode};

use super::filtering::{Filtering, Options};
use crate::app::App;
use crate::auth::Viewer;
use crate::error::Result;
use crate::i18n::Lang;
use crate::ids::{AccountId, IncidentId};
use crate::incidents::model::{Among, Assigned, Card, Cursor, Filter, MOST_TYPED, Order};
use crate::incidents::queries::browse::{self, Choice, MOST_COUNTED, Tally, Wanted};
use crate::web::form::FieldErrors;
use crate::web::page::Page;
use crate::web::paging::PAGE;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/{lang}/incidents", Policy::Public, list)
}

#[derive(Template)]
#[template(path = "incidents/list.html", blocks = ["results"])]
struct ListPage {
    page: Page,
    /// The form cannot be filled in wrongly; its fields share the macros of forms that can.
    errors: FieldErrors,
    filter: Filter,
    choices: Vec<Choice>,
    tally: Tally,
    cards: Vec<Card>,
    before: Option<String>,
    after: Option<String>,
    /// Whether this is not the first page.
    later: bool,
}

impl Filtering for ListPage {
    fn parts(&self) -> (&Page, &Filter, &[Choice]) {
        (&self.page, &self.filter, &self.choices)
    }
}

impl ListPage {
    fn orders(&self) -> Options {
        self.worded("incidents-list-order-", Order::ALL.iter().map(|o| o.as_str()))
    }

    fn people(&self) -> Options {
        let own = [Assigned::Me, Assigned::Nobody].map(Assigned::word);
        let own = own.map(|w| (w.clone(), self.page.t(&format!("incidents-list-assigned-{w}"))));
        own.into_iter().chain(self.of_kind("person")).collect()
    }

    /// The chips: word in the text key, address, count, whether it is the present one.
    fn chips(&self) -> Vec<(&'static str, String, String, bool)> {
        let counts = [self.tally.all, self.tally.open, self.tally.done];
        let chip = |(among, count): (Among, i64)| {
            let address = self.page.url(&format!("/incidents{}", self.filter.among(among).query()));
            (among.as_str(), address, about(&self.page, count), among == self.filter.status)
        };
        Among::CHIPS.into_iter().zip(counts).map(chip).collect()
    }

    /// "42 incidents", "1 000+ incidents", "1 incident".
    fn heading(&self) -> String {
        let n = self.tally.shown;
        let args = [("count", n.into()), ("n", about(&self.page, n).into())];
        crate::i18n::t_args(self.page.lang, "incidents-list-count", args)
    }

    /// The name of a chosen category or area, for the title of the page.
    fn subject(&self) -> Option<&str> {
        let chosen = |kind: &str, code: &str| {
            self.choices
                .iter()
                .find(|c| c.kind == kind && c.value == code)
                .map(|c| c.label.as_str())
        };
        chosen("category", &self.filter.category).or_else(|| chosen("area", &self.filter.area))
    }

    /// Address of a feed of this list.
    fn feed(&self, ending: &str) -> String {
        let query = self.filter.query_with("lang", self.page.lang.code());
        format!("/feeds/incidents.{ending}{query}")
    }

    /// Address of the stream of this list.
    fn stream(&self) -> String {
        let query = self.filter.query_with("lang", self.page.lang.code());
        format!("/live/incidents{query}")
    }

    fn most_typed(&self) -> usize {
        MOST_TYPED
    }
}

#[derive(Template)]
#[template(path = "incidents/card.html")]
struct CardPart {
    page: Page,
    card: Card,
}

/// The card of a public report as everybody sees it in a language; none when it is not public.
pub async fn card(app: &App, lang: Lang, incident: IncidentId) -> Result<Option<String>> {
    let page = Page::for_everybody(app, lang, "/incidents".into());
    let card = browse::card(&app.db, lang, incident).await?;
    Ok(card.map(|card| CardPart { page, card }.render()).transpose()?)
}

/// A bounded count as people read it: `42`, `1 000+`.
pub fn about(page: &Page, n: i64) -> String {
    let plus = if n > MOST_COUNTED { "+" } else { "" };
    format!("{}{plus}", page.number(n.min(MOST_COUNTED)))
}

/// `GET /{lang}/incidents`: the public list. A whole reference in the search field leads to its report.
async fn list(app: App, page: Page, RawQuery(query): RawQuery) -> Result {
    let query = query.unwrap_or_default();
    let mut filter = Filter::read(&query);
    let me = page.viewer.as_ref().filter(|v| v.is_staff()).map(|v: &Viewer| v.account);
    if me.is_none() {
        filter.assignee = Assigned::Any;
    }
    if let Some(reference) = filter.reference()
        && browse::is_public(&app.db, reference.as_str()).await?
    {
        return Ok(lead_to(&page, &page.url(&format!("/incidents/{reference}"))));
    }
    let view = view(&app, &page, filter, me, &query).await?;
    if page.hx {
        let address = page.url(&format!("/incidents{}", view.filter.query()));
        let mut part = respond::page(&page, &view.as_results())?;
        if let Ok(address) = HeaderValue::from_str(&address) {
            part.headers_mut().insert(HeaderName::from_static("hx-push-url"), address);
        }
        return Ok(part);
    }
    respond::page(&page, &view)
}

async fn view(
    app: &App,
    page: &Page,
    filter: Filter,
    me: Option<AccountId>,
    query: &str,
) -> Result<ListPage> {
    let mut db = browse::planned(&app.db).await?;
    let choices = browse::choices(&mut db, page.lang, filter.words(), me.is_some()).await?;
    let wanted = Wanted::new(&filter, &choices, me);
    let from = cursor(app, query).filter(|c| c.order == filter.order);
    let rows = browse::cards(&mut *db, page.lang, &wanted, from, PAGE + 1).await?;
    let tally = browse::tally(&mut *db, &wanted).await?;
    db.commit().await?;
    let (cards, before, after) = turn(rows, from);
    let address = |back: bool, card: &Card| {
        let cursor = card.cursor(filter.order, back);
        page.url(&format!("/incidents{}", filter.query_with("page", &cursor.seal(&app.secret))))
    };
    let before = cards.first().filter(|_| before).map(|c| address(true, c));
    let after = cards.last().filter(|_| after).map(|c| address(false, c));
    let later = before.is_some();
    let errors = FieldErrors::default();
    Ok(ListPage { page: page.clone(), errors, filter, choices, tally, cards, before, after, later })
}

/// The cursor of an address, if it is one of ours.
fn cursor(app: &App, query: &str) -> Option<Cursor> {
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs.find(|(name, _)| name == "page").and_then(|(_, text)| Cursor::open(&app.secret, &text))
}

/// Up to a page of rows as they are shown, and whether there are pages before and after. Rows that were read backwards come
/// nearest first, and the extra row tells of more on that side.
fn turn(mut rows: Vec<Card>, from: Option<Cursor>) -> (Vec<Card>, bool, bool) {
    let size = usize::try_from(PAGE).unwrap_or(0);
    let more = rows.len() > size;
    rows.truncate(size);
    match from {
        Some(cursor) if cursor.back => {
            rows.reverse();
            (rows, more, true)
        }
        Some(_) => (rows, true, more),
        None => (rows, false, more),
    }
}

/// Leads on from a search: htmx follows a header, a browser a redirect.
fn lead_to(page: &Page, to: &str) -> Response {
    let mut response = respond::see_other(to);
    if page.hx {
        *response.status_mut() = StatusCode::OK;
        if let Ok(to) = HeaderValue::from_str(to) {
            response.headers_mut().insert(HeaderName::from_static("hx-redirect"), to);
        }
    }
    response
}
