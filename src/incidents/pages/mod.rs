//! The pages of incidents.

use crate::web::routes::Routes;

/// The routes of these pages.
pub fn routes() -> Routes {
    Routes::new()
}
