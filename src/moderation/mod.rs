//! The queue of community leaders and officers: what waits for a decision, one page with everything needed to decide, and
//! the decisions. It decides nothing itself: each form becomes wishes for `incidents::actions::change`, which judges them by
//! the rules and the limits of the person. Limits by area and category hold in every statement.

mod actions;
mod admin;
mod jobs;
mod model;
mod pages;
mod queries;

pub use jobs::{tell_reporter, translate_reply};

use crate::web::routes::{Policy, Routes};

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/moderation", Policy::Staff, pages::queue)
        .get("/{lang}/moderation/{reference}", Policy::Staff, pages::decide)
        .post("/{lang}/moderation/{reference}", Policy::Staff, pages::act)
        .merge(admin::routes())
        .post("/{lang}/moderation/{reference}/preview", Policy::Staff, pages::preview)
        .post("/{lang}/moderation/bulk", Policy::Staff, pages::bulk_preview)
        .post("/{lang}/moderation/bulk/do", Policy::Staff, pages::bulk_do)
        .post("/{lang}/moderation/bulk/undo", Policy::Staff, pages::bulk_undo)
        .post("/{lang}/moderation/leave", Policy::Staff, pages::leave)
        .post("/{lang}/moderation/{reference}/take", Policy::Staff, pages::take)
        .post("/{lang}/moderation/{reference}/keep", Policy::Staff, pages::keep)
        .post("/{lang}/moderation/{reference}/undo", Policy::Staff, pages::undo)
        .post("/{lang}/moderation/{reference}/say", Policy::Staff, pages::say)
        .post("/{lang}/moderation/{reference}/reveal", Policy::Staff, pages::reveal)
}
