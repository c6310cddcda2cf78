//! The map of those who work on reports: every report that their limits cover, public or not, at its exact place. It has
//! addresses of its own, and no answer of them may be kept. That somebody saw an exact place is noted as on the page of a
//! report; groups stand in the middle of wide cells and tell no place.

use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use sqlx::PgConnection;

use super::super::model::{Cells, Layout, Tile, Window};
use super::super::queries::{self, Place, staff as own};
use super::{Found, LISTED, MapPage, Moving};
use crate::app::App;
use crate::auth::{Staff, Viewer};
use crate::error::{Error, Result};
use crate::i18n::Lang;
use crate::incidents::{self, Assigned, Filter, Wanted, actions};
use crate::places;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// Exact places on a tile at most; where more lie, it shows groups.
const MOST: i64 = 500;

/// The widest tile served: whoever works on reports works in a town or a district, and wider ones would read every report.
const WIDEST: u8 = 8;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/moderation/map", Policy::Staff, map)
        .get("/{lang}/moderation/map/drawn.svg", Policy::Staff, drawn)
        .get("/{lang}/moderation/map/moving", Policy::Staff, moving)
        .get("/moderation/map/tiles/{z}/{x}/{y}", Policy::Staff, tile)
}

/// `GET /{lang}/moderation/map`: the reports of a part of the map, with the filters of the list.
async fn map(app: App, page: Page, who: Staff, RawQuery(query): RawQuery) -> Result {
    MapPage::of(&app, page, Some(&who), &query.unwrap_or_default()).await?.answer()
}

/// `GET /{lang}/moderation/map/drawn.svg`: the picture of that page. Its address says nothing of what is on it.
async fn drawn(app: App, page: Page, who: Staff, RawQuery(query): RawQuery) -> Result {
    let shown = MapPage::of(&app, page, Some(&who), &query.unwrap_or_default()).await?;
    let picture = shown.drawn(&app).await?;
    let mut response = unkept(StatusCode::OK, "image/svg+xml", picture.into());
    let csp = HeaderValue::from_static(places::csp());
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, csp);
    Ok(response)
}

/// `GET /{lang}/moderation/map/moving`: the frame of the moving map.
async fn moving(page: Page, _who: Staff) -> Result {
    let shown = Moving { page, staff: true };
    respond::page(&shown.page, &shown)
}

/// `GET /moderation/map/tiles/{z}/{x}/{y}.mvt`: what this person may see of a tile; 204 when that is nothing.
async fn tile(
    app: App,
    who: Staff,
    Path((z, x, y)): Path<(u8, u32, String)>,
    RawQuery(query): RawQuery,
) -> Result {
    let y = y.strip_suffix(".mvt").and_then(|y| y.parse().ok()).ok_or(Error::NotFound)?;
    let tile = Tile::new(z, x, y).filter(|tile| tile.z >= WIDEST).ok_or(Error::NotFound)?;
    let filter = Filter::read(query.as_deref().unwrap_or(""));
    let filter = Filter { assignee: Assigned::Any, order: Default::default(), ..filter };
    let limits = who.limits();

    let mut db = incidents::planned(&app.db).await?;
    let choices = match filter.is_any() {
        true => incidents::choices(&mut db, Lang::EN, filter.words(), true).await?,
        false => Vec::new(),
    };
    let wanted = Wanted::new(&filter, &choices, None);
    let cells = (vec![tile.cells().0], vec![tile.cells().1]);
    let exact = match tile.is_single() {
        true => own::numbers(&mut *db, &limits, &wanted, &cells, (0, MOST + 1)).await?,
        false => Vec::new(),
    };
    let crowded = exact.len() as i64 > MOST;
    let layout = Layout::of(tile, crowded);
    let mut bytes = own::incidents(&mut *db, &limits, &wanted, tile, layout).await?;
    bytes.extend(queries::areas(&mut *db, tile, &places::area_kinds(tile.z)).await?);
    db.commit().await?;
    if !crowded {
        actions::see_places(&app, &who, &exact).await?;
    }
    let status = if bytes.is_empty() { StatusCode::NO_CONTENT } else { StatusCode::OK };
    Ok(unkept(status, "application/vnd.mapbox-vector-tile", bytes))
}

/// The reports in some cells that this person may see, in groups if they lie in a window.
pub async fn found(
    db: &mut PgConnection,
    lang: Lang,
    viewer: &Viewer,
    wanted: &Wanted,
    (cells, window): (&Cells, Option<Window>),
    skip: i64,
) -> sqlx::Result<Found> {
    let limits = viewer.limits();
    // Without a window they are counted as one group.
    let level = window.map_or(0, Window::group_level);
    let groups = own::groups(&mut *db, &limits, wanted, cells, level).await?;
    let count = groups.iter().map(|g| g.n).sum();
    let leaf = (if skip < count { skip } else { 0 }, LISTED);
    let numbers = own::numbers(&mut *db, &limits, wanted, cells, leaf).await?;
    let cards = own::cards(&mut *db, lang, &numbers).await?;
    Ok(Found { groups, count, cards, places: Vec::new() })
}

/// The exact places of these reports, after it is noted that this person sees them.
pub async fn see(app: &App, viewer: &Viewer, numbers: &[i64]) -> Result<Vec<Place>> {
    actions::see_places(app, viewer, numbers).await?;
    Ok(own::places(&app.db, numbers).await?)
}

/// An answer that nobody keeps.
fn unkept(status: StatusCode, kind: &'static str, bytes: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status == StatusCode::OK {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    response.extensions_mut().insert(respond::Complete);
    response
}
