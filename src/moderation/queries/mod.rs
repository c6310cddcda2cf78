//! All SQL of the queue: the tabs, and one report with everything about it.

pub mod queue;
pub mod record;
