//! Where things are. Points on the ground; areas (wards, suburbs) that they lie in; the gazetteer that "say where" searches,
//! with no outside service; the coarse grid through which the public sees places; and the map that the server draws itself
//! for phones without a script. The public place of a report is computed once, here, and is deterministic: asking twice
//! tells nothing more.

mod actions;
mod admin;
mod api;
mod draw;
mod model;
mod pages;
mod queries;

pub use actions::{Report, import_areas, import_lines, import_places, seed};
pub use draw::{Choice, ChooseForm, Group, MapView, Mark, area_kinds, csp};
pub use model::{AreaName, Kind, Location, Place, Point, Precision, PublicPlace};
pub use pages::picture;
pub use queries::{areas, find, suburbs};

use crate::i18n::{self, Lang};
use crate::web::routes::Routes;

/// The routes of this feature.
pub fn routes() -> Routes {
    pages::routes().merge(api::routes()).merge(admin::routes())
}

/// What the ground knows of a point: area, whether it is served, and words for it in one language.
pub async fn locate(
    db: impl sqlx::PgExecutor<'_>,
    lang: Lang,
    at: Point,
) -> sqlx::Result<Location> {
    let row = queries::around(db, lang, at).await?;
    let near = words(lang, &row);
    Ok(Location { area: row.area, served: row.served, near })
}

/// "near Voortrekker Street, Naboomspruit" where the gazetteer has a spot on the street; "near Naboomspruit, 1,2 km north"
/// elsewhere.
fn words(lang: Lang, row: &queries::Around) -> Option<String> {
    let (name, metres) = (row.near.as_deref()?, row.metres?);
    if let Some(street) = &row.street {
        let args = [("street", street.as_str().into()), ("name", name.into())];
        return Some(i18n::t_args(lang, "places-near-street", args));
    }
    // Within half a kilometre the name says enough.
    if metres < 500.0 {
        return Some(i18n::t_args(lang, "places-near", [("name", name.into())]));
    }
    let way = format!("places-way-{}", model::compass(row.degrees.unwrap_or(0.0)));
    let km = i18n::decimal(metres / 1000.0, 1);
    let args = [("name", name.into()), ("km", km.into()), ("way", i18n::t(lang, &way).into())];
    Some(i18n::t_args(lang, "places-near-far", args))
}

/// The place as everybody may know it.
pub async fn public_place(
    db: impl sqlx::PgExecutor<'_>,
    at: Point,
    precision: Precision,
) -> sqlx::Result<PublicPlace> {
    let row = queries::public_place(db, at, precision).await?;
    let point = row.lon.zip(row.lat).and_then(|(lon, lat)| Point::new(lon, lat));
    Ok(PublicPlace { point, area: row.area })
}

/// Letters of a search that are read.
const LONGEST_SEARCH: usize = 80;

/// Places called like `q`, best first, at most `limit`; used by the suggestions and by the form without a script. A place
/// found by another of its names carries that name too: "Modimolle (Nylstroom)".
pub async fn search(
    db: impl sqlx::PgExecutor<'_>,
    lang: Lang,
    q: &str,
    limit: i64,
) -> sqlx::Result<Vec<Place>> {
    let q: String = q.chars().filter(|c| !c.is_control()).take(LONGEST_SEARCH).collect();
    let rows = queries::search(db, lang, &q, limit.clamp(1, 50)).await?;
    Ok(rows.into_iter().map(|row| found(row, &q)).collect())
}

fn found(row: queries::Found, q: &str) -> Place {
    let begins = |name: &str| {
        let (name, q) = (name.to_lowercase(), q.trim().to_lowercase());
        q.chars().count() >= 2 && name.split([' ', '-']).any(|word| word.starts_with(&q))
            || name.starts_with(&q)
    };
    let other = (!begins(&row.name))
        .then(|| row.names.split('|').find(|name| *name != row.name && begins(name)))
        .flatten();
    let name = match other {
        Some(other) => format!("{} ({other})", row.name),
        None => row.name,
    };
    Place {
        id: row.id,
        name,
        kind: row.kind,
        municipality: row.municipality,
        point: Point { lon: row.lon, lat: row.lat },
    }
}
