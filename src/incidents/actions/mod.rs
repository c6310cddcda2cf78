//! What people do to incidents: one function a verb, one transaction each, history in the same transaction.

mod history;
mod import;

pub use history::{Act, Actor, Change};
pub use import::{Imported, Mapping, import};
