//! People: they register by e-mail or phone, sign in, see where they are signed in, change or lose their password, and
//! get roles from admins. An account is a row of `accounts`; what it may do are rows of `account_roles` (see
//! [`crate::auth`] for how every request reads them); links and codes are rows of `account_tokens`, kept as digests, each
//! good once and for one purpose. An unconfirmed address or number unlocks nothing. Whatever changes rights or passwords ends
//! sessions in the same transaction and leaves a row in `account_events`.

mod actions;
mod admin;
mod model;
mod pages;
mod queries;

pub use actions::{
    add, clean_up, demo, disable, list, notices_seen, seal_all, set_password, set_roles,
};
pub use model::Login;
pub use model::{code_at, open as open_secret};
pub use queries::Person;

use crate::web::routes::Routes;

/// The routes of this feature.
pub fn routes() -> Routes {
    pages::routes().merge(admin::routes())
}
