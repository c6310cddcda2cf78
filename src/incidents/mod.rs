//! The record and its rules: report, browse, show, comment, follow.

use crate::web::routes::Routes;

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::new()
}
