//! What admins set for moderation: the replies and macros that leaders choose from, and deadlines with their calendar.

mod deadlines;
mod macros;
mod replies;
mod two;

use crate::web::routes::Routes;

/// The routes of these pages.
pub fn routes() -> Routes {
    replies::routes().merge(deadlines::routes()).merge(macros::routes()).merge(two::routes())
}
