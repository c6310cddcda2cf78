//! All SQL of incidents, one file for each thing people do.

pub mod appeal;
pub mod browse;
pub mod change;
pub mod history;
pub mod import;
pub mod mine;
pub mod report;
pub mod resettle;
pub mod reveal;
pub mod show;
pub mod speak;
