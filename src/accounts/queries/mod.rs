//! All SQL of accounts, a file for each kind of thing.

mod account;
mod event;
mod grant;
mod key;
mod person;
mod second;
mod token;

pub use account::*;
pub use event::*;
pub use grant::*;
pub use key::*;
pub use person::*;
pub use second::*;
pub use token::*;
