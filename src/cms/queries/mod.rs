//! All statements of this feature, a file for each kind of thing.

mod change;
mod notice;
mod settings;

pub use change::*;
pub use notice::*;
pub use settings::*;
