//! All statements of this feature, a file for each kind of thing.

mod change;
mod history;
mod image;
mod notice;
mod page;
mod redirect;
mod rights;
mod settings;
mod texts;
mod translations;

pub use change::*;
pub use history::*;
pub use image::*;
pub use notice::*;
pub use page::*;
pub use redirect::*;
pub use rights::*;
pub use settings::*;
pub use texts::*;
pub use translations::*;
