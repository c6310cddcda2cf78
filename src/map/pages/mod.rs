//! The page of the map: a picture that the server draws, links and buttons to move it, and the list of what is on it. It needs
//! no script. The filters are those of the list, in the same words.

mod staff;

use askama::Template;
use axum::extract::RawQuery;
use sqlx::PgConnection;
use url::form_urlencoded;

use super::model::{self, Cells, Window, middle};
use super::queries::{self, Place};
use crate::app::App;
use crate::auth::Viewer;
use crate::error::Result;
use crate::i18n::Lang;
use crate::incidents::{
    self, Among, Assigned, Card, Choice, Filter, Filtering, Options, Publication, Status, Wanted,
};
use crate::places::{self, Group, MapView, Mark, Point};
use crate::web::form::FieldErrors;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// Reports listed at once; as many are numbered on the picture.
const LISTED: i64 = 20;

/// Reports that can be leafed through on one picture; who wants more moves closer.
const MOST_LEAFED: i64 = 1000;

/// Zoom at which a place found by name is shown.
const PLACE_ZOOM: u8 = 14;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/map", Policy::Public, map)
        .get("/{lang}/map/moving", Policy::Public, moving)
        .get("/{lang}/map/pin", Policy::Public, pin)
        .merge(staff::routes())
}

/// What the address asks for beside the filters.
#[derive(Debug, Default)]
struct Asked {
    view: Option<(Point, u8)>,
    step: String,
    near: String,
    skip: i64,
    /// What a moving map shows, or what was picked on it.
    cells: Option<Cells>,
}

impl Asked {
    /// Reads `lon`, `lat`, `z`, the button `step`, the name `near` and `skip`, and from a moving map its `box` or the `spot`
    /// picked on it; what is none is left out.
    fn read(query: &str) -> Self {
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
        let get =
            |name: &str| pairs.iter().rfind(|(n, _)| n == name).map_or("", |(_, v)| v.as_ref());
        let center = || Point::new(get("lon").parse().ok()?, get("lat").parse().ok()?);
        let skip = get("skip").parse().unwrap_or(0i64).clamp(0, MOST_LEAFED - LISTED);
        Self {
            view: center().zip(get("z").parse().ok()),
            step: get("step").to_owned(),
            near: crate::web::form::clean(get("near"), false),
            skip: skip - skip % LISTED,
            cells: model::spot(get("spot")).or_else(|| model::boxed(get("box"))),
        }
    }
}

#[derive(Template)]
#[template(path = "map/map.html", blocks = ["results"])]
struct MapPage {
    page: Page,
    /// The form cannot be filled in wrongly; its fields share the macros of forms that can.
    errors: FieldErrors,
    filter: Filter,
    choices: Vec<Choice>,
    window: Window,
    near: String,
    /// Whether no place is called so.
    lost: bool,
    count: i64,
    groups: Vec<Group>,
    cards: Vec<Card>,
    places: Vec<Place>,
    skip: i64,
    /// Whether this is the list beside a moving map.
    moving: bool,
    /// Whether it is the map of those who work on reports.
    staff: bool,
}

/// What there is to show.
struct Found {
    pub groups: Vec<queries::Group>,
    pub count: i64,
    pub cards: Vec<Card>,
    pub places: Vec<Place>,
}

/// `GET /{lang}/map`: the public reports of a part of the map, with the filters of the list.
async fn map(app: App, page: Page, RawQuery(query): RawQuery) -> Result {
    let shown = MapPage::of(&app, page, None, &query.unwrap_or_default()).await?;
    shown.answer()
}

/// The public reports in some cells, in groups if they lie in a window.
async fn public(
    db: &mut PgConnection,
    lang: Lang,
    wanted: &Wanted,
    (cells, window): (&Cells, Option<Window>),
    skip: i64,
) -> sqlx::Result<Found> {
    let (groups, count) = match window {
        None => (Vec::new(), queries::count(&mut *db, wanted, cells).await?),
        Some(window) => {
            let groups = queries::groups(&mut *db, wanted, window).await?;
            let count = groups.iter().map(|g| g.n).sum();
            (groups, count)
        }
    };
    let leaf = (if skip < count { skip } else { 0 }, LISTED);
    let cards = queries::cards(&mut *db, lang, wanted, (cells, count), leaf).await?;
    // The picture marks them only while the list holds all of them.
    let numbers: Vec<i64> = cards.iter().map(|c| c.number).collect();
    let places = match window.is_none() || count <= LISTED {
        true => queries::places(&mut *db, &numbers).await?,
        false => Vec::new(),
    };
    Ok(Found { groups, count, cards, places })
}

/// What a page needs around a map that moves: its buttons, words and legend. A script fetches it when the map is asked for.
#[derive(Template)]
#[template(path = "map/moving.html")]
struct Moving {
    pub page: Page,
    /// Whether it is the map of those who work on reports.
    pub staff: bool,
}

impl Moving {
    fn statuses(&self) -> [Status; Status::ALL.len()] {
        Status::ALL
    }

    /// What is not public, for those who see it.
    fn publications(&self) -> [Publication; 3] {
        [Publication::Pending, Publication::Private, Publication::Hidden]
    }
}

/// `GET /{lang}/map/moving`: the frame of the moving map.
async fn moving(page: Page) -> Result {
    let shown = Moving { page, staff: false };
    respond::page(&shown.page, &shown)
}

/// The same around a map on which a place is chosen.
#[derive(Template)]
#[template(path = "map/pin.html")]
struct Pin {
    page: Page,
}

/// `GET /{lang}/map/pin`: the frame of the moving map of the report form.
async fn pin(page: Page) -> Result {
    let shown = Pin { page };
    respond::page(&shown.page, &shown)
}

/// The groups of a window as they stand on its picture.
fn groups(window: Window, groups: &[queries::Group]) -> Vec<Group> {
    let level = window.group_level();
    let group = |g: &queries::Group| Group {
        point: middle(level, g.spot, g.x, g.y),
        count: u32::try_from(g.n).unwrap_or(u32::MAX),
    };
    groups.iter().map(group).collect()
}

/// The part of the map to show: around a place found, where the reader was, or the town; after the button pressed.
fn window(asked: &Asked, found: Option<Point>) -> Window {
    let town = MapView::town();
    let (center, zoom) = match found {
        Some(point) => (point, PLACE_ZOOM),
        None => asked.view.unwrap_or((town.center, town.zoom)),
    };
    let window = Window::around(center, zoom);
    match asked.step.as_str() {
        "" => window,
        step => {
            let view = window.view().step(step);
            Window::around(view.center, view.zoom)
        }
    }
}

impl Filtering for MapPage {
    fn parts(&self) -> (&Page, &Filter, &[Choice]) {
        (&self.page, &self.filter, &self.choices)
    }
}

impl MapPage {
    /// Reads what the address asks for: everybody's map, or that of somebody who works on reports.
    async fn of(app: &App, page: Page, staff: Option<&Viewer>, query: &str) -> Result<Self> {
        let filter =
            Filter { assignee: Assigned::Any, order: Default::default(), ..Filter::read(query) };
        let asked = Asked::read(query);
        let found = match asked.near.as_str() {
            "" => None,
            name => places::search(&app.db, page.lang, name, 1).await?.pop(),
        };
        let window = window(&asked, found.as_ref().map(|place| place.point));
        let lost = !asked.near.is_empty() && found.is_none();
        let near = found.map_or(asked.near, |place| place.name);

        let mut db = incidents::planned(&app.db).await?;
        let of_staff = staff.is_some();
        let choices = incidents::choices(&mut db, page.lang, filter.words(), of_staff).await?;
        let wanted = Wanted::new(&filter, &choices, None);
        let (cells, drawn) = match asked.cells.filter(|_| page.hx) {
            Some(cells) => (cells, None),
            None => (window.cells(), Some(window)),
        };
        let (here, lang) = ((&cells, drawn), page.lang);
        let found = match staff {
            None => public(&mut db, lang, &wanted, here, asked.skip).await?,
            Some(viewer) => staff::found(&mut db, lang, viewer, &wanted, here, asked.skip).await?,
        };
        db.commit().await?;
        let mut shown = Self {
            page,
            errors: FieldErrors::default(),
            filter,
            choices,
            window,
            near,
            lost,
            count: found.count,
            groups: groups(window, &found.groups),
            cards: found.cards,
            places: found.places,
            skip: if asked.skip < found.count { asked.skip } else { 0 },
            moving: drawn.is_none(),
            staff: of_staff,
        };
        if let Some(viewer) = staff.filter(|_| shown.moving || shown.numbered()) {
            shown.places = staff::see(app, viewer, &shown.numbers()).await?;
        }
        Ok(shown)
    }

    /// The page, or the list alone for a moving map.
    fn answer(&self) -> Result {
        match self.moving {
            true => respond::page(&self.page, &self.as_results()),
            false => Ok(respond::draws_map(respond::page(&self.page, self)?)),
        }
    }

    /// The picture as it is drawn, for those whose address must not tell what is on it.
    async fn drawn(&self, app: &App) -> sqlx::Result<String> {
        let (marks, groups) = match self.numbered() {
            true => (self.marks(), &[][..]),
            false => (Vec::new(), self.groups.as_slice()),
        };
        places::picture(app, self.page.lang, self.window.view(), &marks, groups).await
    }

    fn numbers(&self) -> Vec<i64> {
        self.cards.iter().map(|c| c.number).collect()
    }

    fn title(&self) -> String {
        self.page.t(if self.staff { "map-staff-title" } else { "map-map-title" })
    }

    /// The address of this map.
    fn base(&self) -> String {
        self.page.url(if self.staff { "/moderation/map" } else { "/map" })
    }

    /// Where a row of the list leads.
    fn link(&self, card: &Card) -> String {
        match self.staff {
            true => self.page.url(&format!("/moderation/{}", card.reference)),
            false => self.page.url(&card.path()),
        }
    }

    /// The picture: numbers that the list explains while all of it is listed, else how many stand where.
    fn picture(&self) -> String {
        let (view, lang) = (self.window.view(), self.page.lang.code());
        if self.staff {
            let here = self.address(&self.filter, 0);
            return here.replacen("/map?", "/map/drawn.svg?", 1);
        }
        if self.numbered() {
            view.url(lang, &self.marks())
        } else {
            view.groups_url(lang, &self.groups)
        }
    }

    /// Whether the picture shows the numbers of the list.
    fn numbered(&self) -> bool {
        !self.moving && self.count <= LISTED
    }

    /// Where a row of the list lies, for a map that moves: longitude, latitude, and metres to the side.
    fn at(&self, card: &Card) -> String {
        let place = self.places.iter().filter(|_| self.moving).find(|p| p.number == card.number);
        place.map_or_else(String::new, |p| format!("{:.5},{:.5},{}", p.lon, p.lat, p.radius()))
    }

    fn marks(&self) -> Vec<Mark> {
        let place = |card: &Card| self.places.iter().find(|p| p.number == card.number);
        self.cards.iter().filter_map(place).filter_map(Place::mark).collect()
    }

    /// The chips: word in the text key, address, whether it is the present one.
    fn chips(&self) -> Vec<(&'static str, String, bool)> {
        let chip = |among: Among| {
            let filter = self.filter.among(among);
            (among.as_str(), self.address(&filter, 0), among == self.filter.status)
        };
        Among::CHIPS.into_iter().map(chip).collect()
    }

    /// Address of this part of the map with a filter, from the `skip`th report on.
    fn address(&self, filter: &Filter, skip: i64) -> String {
        let view = self.window.view();
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("lon", &self.degrees(&view.center.lon));
        query.append_pair("lat", &self.degrees(&view.center.lat));
        query.append_pair("z", &view.zoom.to_string());
        if skip > 0 {
            query.append_pair("skip", &skip.to_string());
        }
        let filter = filter.query();
        let more = if filter.is_empty() { "" } else { "&" };
        format!("{}?{}{more}{}", self.base(), query.finish(), filter.trim_start_matches('?'))
    }

    fn degrees(&self, degrees: &f64) -> String {
        format!("{degrees:.5}")
    }

    /// The pairs of the filter, for forms that keep it.
    fn kept(&self) -> Options {
        let query = self.filter.query();
        form_urlencoded::parse(query.trim_start_matches('?').as_bytes()).into_owned().collect()
    }

    fn before(&self) -> Option<String> {
        (self.skip > 0).then(|| self.address(&self.filter, self.skip - LISTED))
    }

    fn after(&self) -> Option<String> {
        let next = self.skip + LISTED;
        (next < self.count.min(MOST_LEAFED)).then(|| self.address(&self.filter, next))
    }

    /// "42 incidents on this map".
    fn heading(&self) -> String {
        let args = [("count", self.count.into()), ("n", self.page.number(self.count).into())];
        crate::i18n::t_args(self.page.lang, "map-map-count", args)
    }

    /// The number of a row of the list, as on the picture.
    fn row(&self, index: &usize) -> i64 {
        self.skip + i64::try_from(*index).unwrap_or(0)
    }

    /// The list with the same filters.
    fn list(&self) -> String {
        self.page.url(&format!("/incidents{}", self.filter.query()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_step_east_shows_what_lay_there() {
        let here = window(&Asked::read("lon=28.7&lat=-24.5&z=13"), None);
        let east = window(&Asked::read("lon=28.7&lat=-24.5&z=13&step=e"), None);
        assert!(east.view().center.lon > here.view().center.lon);
        assert_eq!(east.view().center.lat, here.view().center.lat);
        let closer = window(&Asked::read("lon=28.7&lat=-24.5&z=13&step=in"), None);
        assert_eq!(closer.view().zoom, 14);
    }

    proptest! {
        #[test]
        fn whatever_an_address_says_there_is_a_map(query in ".{0,80}", lon in "[-0-9.eEnaif]{0,8}", z in "[0-9]{0,4}", skip in "[-0-9]{0,20}") {
            for query in [query, format!("lon={lon}&lat=-{lon}&z={z}&step=n&skip={skip}")] {
                let asked = Asked::read(&query);
                prop_assert!((0..MOST_LEAFED).contains(&asked.skip) && asked.skip % LISTED == 0);
                let view = window(&asked, None).view();
                prop_assert!((6..=17).contains(&view.zoom) && (view.width, view.height) == (480, 448));
            }
        }
    }
}
