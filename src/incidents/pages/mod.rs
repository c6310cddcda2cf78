//! The pages of incidents: reporting, reading and taking part.

mod feeds;
mod filtering;
mod home;
mod list;
mod mine;
mod report;
mod show;
mod speak;
mod track;

use crate::web::routes::Routes;

pub use filtering::{Filtering, Options};
pub use list::card;
pub use show::now;

/// The routes of these pages.
pub fn routes() -> Routes {
    Routes::new()
        .merge(home::routes())
        .merge(list::routes())
        .merge(show::routes())
        .merge(speak::routes())
        .merge(track::routes())
        .merge(mine::routes())
        .merge(feeds::routes())
        .merge(report::routes())
}
