//! Covering parts of a photo and turning it. Without a script squares over the picture are ticked; every button shows the
//! page again with how it would look, until it is saved.

use askama::Template;
use axum::extract::{Path, Query};
use http::StatusCode;

use super::decide::find;
use super::{Asked, Fields, Place};
use crate::app::App;
use crate::auth::Staff;
use crate::error::{Error, Result};
use crate::ids::MediaId;
use crate::incidents::Wish;
use crate::incidents::actions::{self, By, ChangeError};
use crate::media::{self, Area, Cover, Grid};
use crate::moderation::model::Typed;
use crate::moderation::queries::record::Record;
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::security::Sender;

#[derive(Template)]
#[template(path = "moderation/cover.html")]
struct CoverPage {
    page: Page,
    place: Place,
    errors: FieldErrors,
    i: Record,
    version: i32,
    photo: MediaId,
    cover: Cover,
    stored: Cover,
    width: i32,
    height: i32,
    grid: Grid,
}

impl CoverPage {
    /// The photo as it is shown now.
    async fn of(app: &App, page: &Page, place: Place, i: Record, photo: &str) -> Result<Self> {
        let photo: MediaId = photo.parse().map_err(|_| Error::NotFound)?;
        let now = media::shown(&app.db, i.id, photo).await?.ok_or(Error::NotFound)?;
        if now.state == media::State::Failed {
            return Err(Error::NotFound);
        }
        let stored: Cover = now.cover.parse().unwrap_or_default();
        let (version, errors) = (i.version, FieldErrors::default());
        let (width, height) = (now.width, now.height);
        let (page, cover, grid) = (page.clone(), stored.clone(), grid(width, height));
        Ok(Self { page, place, errors, i, version, photo, cover, stored, width, height, grid })
    }

    /// With what was typed: areas that stayed ticked, squares, and a quarter turn.
    fn typed(mut self, typed: &Typed) -> Self {
        let turn = typed.get("turn").parse::<u32>().unwrap_or(0) % 4;
        self.turn(turn + 4 - self.stored.turn);
        let areas = typed.all("area").iter().filter_map(|a| a.parse::<Area>().ok());
        let mut cover = Cover { turn, areas: Vec::new() };
        let squares: Vec<u32> = typed.all("square").iter().filter_map(|n| n.parse().ok()).collect();
        if !cover.add(areas.chain(self.grid.areas(&squares))) {
            self.errors.add("areas", "moderation-cover-many");
            cover.areas.truncate(media::MOST_AREAS);
        }
        self.cover = cover;
        match typed.get("do") {
            "right" => self.turn(1),
            "left" => self.turn(3),
            "plain" => {
                self.turn(4 - self.cover.turn);
                self.cover = Cover::default();
            }
            _ => {}
        }
        self
    }

    fn turn(&mut self, quarters: u32) {
        self.cover = self.cover.turned(quarters);
        if quarters % 2 == 1 {
            std::mem::swap(&mut self.width, &mut self.height);
        }
        self.grid = grid(self.width, self.height);
    }

    /// Rows of numbered squares.
    fn rows(&self) -> Vec<Vec<u32>> {
        let all: Vec<u32> = self.grid.squares().collect();
        all.chunks(self.grid.columns as usize).map(<[u32]>::to_vec).collect()
    }

    /// Address of the picture as it would look.
    fn src(&self) -> String {
        format!("/media/{}/trial?cover={}", self.photo, self.cover)
    }

    fn is_changed(&self) -> bool {
        self.cover != self.stored
    }
}

fn grid(width: i32, height: i32) -> Grid {
    let side = |n: i32| u32::try_from(n).unwrap_or(1);
    Grid::over(side(width), side(height))
}

/// `GET /{lang}/moderation/{reference}/photos/{photo}`: a photo to be covered or turned.
pub async fn cover(
    app: App,
    page: Page,
    who: Staff,
    Path((_, reference, photo)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> Result {
    let i = find(&app, &page, &who, &reference).await?;
    if i.own {
        return Err(Error::Forbidden);
    }
    respond::page(&page, &CoverPage::of(&app, &page, asked.place(), i, &photo).await?)
}

/// `POST /{lang}/moderation/{reference}/photos/{photo}`: shows what was chosen, or saves it.
pub async fn set_cover(
    app: App,
    page: Page,
    who: Staff,
    sender: Sender,
    Path((_, reference, photo)): Path<(String, String, String)>,
    Form(fields): Fields,
) -> Result {
    let typed = Typed::read(fields);
    let i = find(&app, &page, &who, &reference).await?;
    let mut shown = CoverPage::of(&app, &page, Place::of(&typed), i, &photo).await?.typed(&typed);
    shown.version = typed.version();
    if !shown.errors.is_empty() {
        return respond::again(&page, &shown);
    }
    if typed.get("do") != "save" {
        return respond::page(&page, &shown);
    }
    let wish = Wish::Cover { media: shown.photo, cover: shown.cover.to_string() };
    let by = By { viewer: &who, ip: Some(sender.ip) };
    match actions::change(&app, by, shown.i.id, shown.version, &[wish]).await {
        Ok(changed) => {
            let to = shown.place.report(&page, &shown.i.reference);
            Ok(respond::see_other(&format!("{to}&done={}&act={}", shown.i.reference, changed.act)))
        }
        Err(ChangeError::Stale(now)) => {
            shown.errors.add("areas", "moderation-cover-stale");
            shown.version = now.version;
            respond::html(&page, StatusCode::CONFLICT, &shown)
        }
        Err(ChangeError::Refused(refused)) => {
            shown.errors.add("areas", refused.1);
            respond::again(&page, &shown)
        }
        Err(ChangeError::Other(error)) => Err(error),
    }
}
