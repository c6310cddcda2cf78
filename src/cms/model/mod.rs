//! Forms and rules of the editors, without any input or output.

mod change;
mod notice;
mod settings;
mod time;
mod typed;

pub use change::{Act, Kind, Subject};
pub use notice::{NoticeForm, NoticeRow};
pub use settings::{MOST_NUMBERS, MenuForm, SettingsForm};
pub use time::write_sast;
pub use typed::Typed;
