//! Register, sign in, profile; people and roles for admins.

use crate::web::routes::Routes;

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::new()
}
