//! Where things are: gazetteer, areas, the coarse grid, the drawn map.

use crate::web::routes::Routes;

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::new()
}
