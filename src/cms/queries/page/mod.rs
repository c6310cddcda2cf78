//! Content pages and their revisions.

mod around;
mod live;
mod presence;
mod revision;
mod stored;

pub use around::*;
pub use live::*;
pub use presence::*;
pub use revision::*;
pub use stored::*;
