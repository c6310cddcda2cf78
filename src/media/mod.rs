//! The one door for photos.

use crate::web::routes::Routes;

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::new()
}
