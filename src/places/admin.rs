//! Areas as administrators see them: which there are, what lies in each, who leads there; names and whether an area is served
//! are corrected here, shapes come from an import.

use askama::Template;
use axum::extract::{Path, Query};
use serde::Deserialize;

use super::actions;
use super::model::Point;
use super::queries::admin::{self as queries, AreaLine, AreaRow, Change, Leader, Words};
use super::{MapView, Mark};
use crate::app::App;
use crate::auth::Admin;
use crate::error::{Error, Result};
use crate::ids::AreaId;
use crate::web::form::{FieldErrors, Form, clean};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// The longest name in letters.
const LONGEST: usize = 120;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/admin/areas", Policy::Admin, list)
        .get("/{lang}/admin/areas/{id}", Policy::Admin, show)
        .post("/{lang}/admin/areas/{id}", Policy::Admin, save)
}

/// The list as asked for in the address.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    q: String,
}

#[derive(Template)]
#[template(path = "places/areas.html")]
struct ListPage {
    page: Page,
    q: String,
    areas: Vec<AreaLine>,
}

/// `GET /{lang}/admin/areas`: every area, found by name or code.
async fn list(app: App, page: Page, _who: Admin, Query(asked): Query<Asked>) -> Result {
    let q = clean(&asked.q, false);
    let areas = queries::list(&app.db, page.lang, &q).await?;
    let shown = ListPage { page, q, areas };
    respond::page(&shown.page, &shown)
}

/// What is corrected, as typed.
#[derive(Deserialize, Default)]
#[serde(default)]
struct AreaForm {
    name_en: String,
    name_af: String,
    served: String,
}

impl AreaForm {
    fn read(self) -> Words {
        Words {
            name_en: clean(&self.name_en, false),
            name_af: clean(&self.name_af, false),
            served: self.served == "yes",
        }
    }
}

fn check(words: &Words) -> FieldErrors {
    let mut errors = FieldErrors::default();
    for (field, name) in [("name_en", &words.name_en), ("name_af", &words.name_af)] {
        match name.chars().count() {
            0 => errors.add(field, "places-area-name-missing"),
            n if n > LONGEST => errors.add_n(field, "places-area-name-long", LONGEST as i64),
            _ => {}
        }
    }
    errors
}

#[derive(Template)]
#[template(path = "places/area.html")]
struct AreaPage {
    page: Page,
    errors: FieldErrors,
    area: AreaRow,
    typed: Words,
    leaders: Vec<Leader>,
    changes: Vec<Change>,
    map: MapView,
    done: bool,
}

impl AreaPage {
    async fn of(
        app: &App,
        page: Page,
        id: AreaId,
        typed: Option<Words>,
        errors: FieldErrors,
    ) -> Result<Self> {
        let area = queries::find(&app.db, id).await?.ok_or(Error::NotFound)?;
        let corners = [(area.west, area.south), (area.east, area.north)];
        let corners = corners.into_iter().filter_map(|(lon, lat)| Point::new(lon, lat));
        let corners: Vec<Mark> = corners.map(Mark::pin).collect();
        let typed = typed.unwrap_or_else(|| Words {
            name_en: area.name_en.clone(),
            name_af: area.name_af.clone(),
            served: area.served,
        });
        Ok(Self {
            leaders: queries::leaders(&app.db, id).await?,
            changes: queries::changes(&app.db, id).await?,
            map: MapView::of(&corners, 640, 400),
            done: page.path.ends_with("?done=saved"),
            page,
            errors,
            area,
            typed,
        })
    }

    fn name(&self) -> &str {
        match self.page.lang.code() {
            "af" => &self.area.name_af,
            _ => &self.area.name_en,
        }
    }

    fn picture(&self) -> String {
        self.map.url(self.page.lang.code(), &[])
    }

    /// A stored value in words: yes and no are stored as such.
    fn worded(&self, value: &str) -> String {
        match value {
            "true" => self.page.t("places-area-yes"),
            "false" => self.page.t("places-area-no"),
            name => name.to_owned(),
        }
    }
}

/// `GET /{lang}/admin/areas/{id}`: one area.
async fn show(app: App, page: Page, _who: Admin, Path((_, id)): Path<(String, String)>) -> Result {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let shown = AreaPage::of(&app, page, id, None, FieldErrors::default()).await?;
    respond::page(&shown.page, &shown)
}

/// `POST /{lang}/admin/areas/{id}`: corrects it.
async fn save(
    app: App,
    page: Page,
    who: Admin,
    Path((_, id)): Path<(String, String)>,
    Form(form): Form<AreaForm>,
) -> Result {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let words = form.read();
    let errors = check(&words);
    if errors.is_empty() {
        actions::correct_area(&app, &who, id, &words).await?;
        return Ok(respond::see_other(&page.url(&format!("/admin/areas/{id}?done=saved"))));
    }
    let shown = AreaPage::of(&app, page, id, Some(words), errors).await?;
    respond::again(&shown.page, &shown)
}
