//! All SQL of incidents, one file for each thing people do.

pub mod browse;
pub mod show;
