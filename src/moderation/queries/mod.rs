//! All SQL of the queue: the tabs, and one report with everything about it, the replies, and what
//! reporters are told.

pub mod appeals;
pub mod claims;
pub mod deadlines;
pub mod family;
pub mod figures;
pub mod filters;
pub mod macros;
pub mod queue;
pub mod record;
pub mod replies;
pub mod tell;
pub mod two;
pub mod work;
