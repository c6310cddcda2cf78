//! The small map for other sites: a picture with numbered marks and the list of what they are, without a script. It shows
//! what everybody may see, and only the sites that administrators name may show it inside a page.

use askama::Template;
use axum::extract::RawQuery;
use http::HeaderValue;
use url::form_urlencoded;

use super::super::model::{Window, middle};
use super::super::queries::{self, Place};
use crate::app::App;
use crate::error::{Error, Result};
use crate::i18n;
use crate::incidents::{self, Assigned, Card, Filter, Wanted};
use crate::places::{Group, MapView, Mark, Point};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// Reports listed: what fits a column of another site.
const LISTED: i64 = 10;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/embed/map", Policy::Public, embed)
}

#[derive(Template)]
#[template(path = "map/embed.html")]
struct EmbedPage {
    page: Page,
    filter: Filter,
    view: MapView,
    count: i64,
    groups: Vec<Group>,
    cards: Vec<Card>,
    places: Vec<Place>,
}

/// `GET /embed/map`: the public reports of a part of the map (`lon`, `lat`, `z`) with the filters of the list, in the language
/// `lang`.
async fn embed(app: App, mut page: Page, RawQuery(query): RawQuery) -> Result {
    let query = query.unwrap_or_default();
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    let get = |name: &str| pairs.iter().rfind(|(n, _)| n == name).map_or("", |(_, v)| v.as_ref());
    page.lang = get("lang").parse().unwrap_or(page.lang);
    let town = MapView::town();
    let center = || Point::new(get("lon").parse().ok()?, get("lat").parse().ok()?);
    let zoom = get("z").parse().unwrap_or(town.zoom);
    let window = Window::around(center().unwrap_or(town.center), zoom);
    let filter =
        Filter { assignee: Assigned::Any, order: Default::default(), ..Filter::read(&query) };

    let mut db = incidents::planned(&app.db).await?;
    let choices = incidents::choices(&mut db, page.lang, filter.words(), false).await?;
    let wanted = Wanted::new(&filter, &choices, None);
    let groups = queries::groups(&mut *db, &wanted, window).await?;
    let count = groups.iter().map(|g| g.n).sum();
    let cells = window.cells();
    let cards = queries::cards(&mut *db, page.lang, &wanted, (&cells, count), (0, LISTED)).await?;
    let numbers: Vec<i64> = cards.iter().map(|c| c.number).collect();
    let places = queries::places(&mut *db, &numbers).await?;
    db.commit().await?;

    let level = window.group_level();
    let groups = groups.iter().map(|g| Group {
        point: middle(level, g.spot, g.x, g.y),
        count: u32::try_from(g.n).unwrap_or(u32::MAX),
    });
    let groups = groups.collect();
    let shown = EmbedPage { page, filter, view: window.view(), count, groups, cards, places };
    let csp = shown.csp()?;
    let response = respond::page(&shown.page, &shown)?;
    Ok(respond::framed(response, csp))
}

impl EmbedPage {
    /// Nothing runs and nothing is sent from here; these sites may show it.
    fn csp(&self) -> Result<HeaderValue> {
        let mut csp = "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; \
                       form-action 'none'; frame-ancestors 'self'"
            .to_owned();
        for site in &self.page.settings().embed {
            csp.push(' ');
            csp.push_str(site);
        }
        HeaderValue::from_str(&csp).map_err(|e| Error::Internal(e.into()))
    }

    /// Numbers that the list explains while all of it is listed, else how many stand where.
    fn picture(&self) -> String {
        let lang = self.page.lang.code();
        if self.count > LISTED {
            return self.view.groups_url(lang, &self.groups);
        }
        let place = |card: &Card| self.places.iter().find(|p| p.number == card.number);
        let marks: Vec<Mark> =
            self.cards.iter().filter_map(place).filter_map(Place::mark).collect();
        self.view.url(lang, &marks)
    }

    fn numbered(&self) -> bool {
        self.count <= LISTED
    }

    fn heading(&self) -> String {
        let args = [("count", self.count.into()), ("n", self.page.number(self.count).into())];
        i18n::t_args(self.page.lang, "map-map-count", args)
    }

    /// The same part of the map with the same filters on the site itself.
    fn whole(&self) -> String {
        let (c, z) = (self.view.center, self.view.zoom);
        let filter = self.filter.query().replacen('?', "&", 1);
        self.page.url(&format!("/map?lon={:.5}&lat={:.5}&z={z}{filter}", c.lon, c.lat))
    }
}
