//! The one door for photos.

mod model;

pub use model::Publication;

use crate::web::routes::Routes;

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::new()
}
