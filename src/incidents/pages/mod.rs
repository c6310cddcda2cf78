//! The pages of incidents.

mod report;

use crate::web::routes::Routes;

/// The routes of these pages.
pub fn routes() -> Routes {
    Routes::new().merge(report::routes())
}
