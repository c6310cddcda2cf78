//! All SQL of incidents, one file for each thing people do.

pub mod import;
