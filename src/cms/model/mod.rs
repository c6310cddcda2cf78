//! Forms and rules of the editors, without any input or output.

mod advice;
mod change;
mod compare;
mod content;
mod history;
mod image;
mod notice;
mod page;
mod redirect;
mod render;
mod rights;
mod search;
mod settings;
mod texts;
mod time;
mod typed;
mod typing;

pub use advice::advice;
pub use change::{Act, Kind, Subject};
pub use compare::{Run, compare};
pub use content::{Block, Content, MOST_COSTLY, Text, TextFields, images, is_path};
pub use history::{HistoryFilter, HistoryRow, SUBJECTS, csv_cell};
pub use image::{FOCUSES, ImageForm, MOST_IMAGES, Picture, Pictures, name_of};
pub use notice::{CheckedNotice, NoticeForm, NoticeRow};
pub use page::{LEVELS, PageForm, PageRow, PlaceForm, in_tree_order, publish_faults};
pub use redirect::{Leads, RedirectForm, lines as redirect_lines};
pub use render::{Extras, Html, contents, render};
pub use rights::{PUBLISHES, Rights, RightsForm};
pub use search::{excerpt, search_words};
pub use settings::{MOST_NUMBERS, MenuForm, SettingsForm};
pub use texts::{TextLine, Verdict, judge, read_lines, tidy, to_csv, to_po};
pub use time::{read_sast, write_sast};
pub use typed::Typed;
pub use typing::read as read_body;
