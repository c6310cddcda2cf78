//! The queue of community leaders and their decisions.

use crate::web::routes::Routes;

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::new()
}
