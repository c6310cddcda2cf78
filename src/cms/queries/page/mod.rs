//! Content pages and their revisions.

mod around;
mod find;
mod live;
mod presence;
mod revision;
mod stored;

pub use around::*;
pub use find::*;
pub use live::*;
pub use presence::*;
pub use revision::*;
pub use stored::*;
