//! The map: what is near, on any phone. Tiles for browsers that draw the map themselves, and the page that works without
//! them. It reads the view `public_incidents` and shows public places only. Where something lies in the tiles is one number
//! in that view, `cell`: every tile is a range of it. Only `pages::staff` reads exact places, for those whose limits cover them, at
//! addresses of its own.

mod api;
mod model;
mod pages;
mod queries;

use crate::web::routes::Routes;

/// The routes of this feature.
pub fn routes() -> Routes {
    api::routes().merge(pages::routes())
}

/// Keeps the counts of the map short: what changed since the last time moves into them.
pub async fn clean_up(db: &sqlx::PgPool) -> sqlx::Result<()> {
    queries::fold(db).await
}
