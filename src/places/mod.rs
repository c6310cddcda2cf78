//! Where things are: gazetteer, areas, the coarse grid, the drawn map.

mod model;

pub use model::{Point, Precision};

use crate::web::routes::Routes;

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::new()
}
