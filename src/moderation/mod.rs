//! The queue of community leaders and officers: what waits for a decision, one page with everything needed to decide, and
//! the decisions. It decides nothing itself: each form becomes wishes for `incidents::actions::change`, which judges them by
//! the rules and the limits of the person. Limits by area and category hold in every statement.

mod actions;
mod admin;
mod jobs;
mod model;
mod pages;
mod queries;

pub use jobs::{begin_digests, pass_deadlines, send_digest, tell_reporter, translate_reply};

use crate::web::routes::{Policy, Routes};

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/moderation", Policy::Staff, pages::queue)
        .get("/{lang}/moderation/{reference}", Policy::Staff, pages::decide)
        .post("/{lang}/moderation/{reference}", Policy::Staff, pages::act)
        .get("/{lang}/moderation/{reference}/photos/{photo}", Policy::Staff, pages::cover)
        .post("/{lang}/moderation/{reference}/photos/{photo}", Policy::Staff, pages::set_cover)
        .get("/{lang}/moderation/work", Policy::Staff, pages::work)
        .post("/{lang}/moderation/work", Policy::Staff, pages::set_work)
        .get("/{lang}/moderation/alarm", Policy::Staff, pages::alarm)
        .get("/{lang}/moderation/figures", Policy::Staff, pages::figures)
        .get("/stop/{token}", Policy::Token, pages::stop_form)
        .post("/stop/{token}", Policy::Token, pages::stop)
        .merge(admin::routes())
        .post("/{lang}/moderation/{reference}/preview", Policy::Staff, pages::preview)
        .post("/{lang}/moderation/bulk", Policy::Staff, pages::bulk_preview)
        .post("/{lang}/moderation/bulk/do", Policy::Staff, pages::bulk_do)
        .post("/{lang}/moderation/bulk/undo", Policy::Staff, pages::bulk_undo)
        .post("/{lang}/moderation/filters", Policy::Staff, pages::save_filter)
        .post("/{lang}/moderation/filters/{id}/remove", Policy::Staff, pages::remove_filter)
        .post("/{lang}/moderation/leave", Policy::Staff, pages::leave)
        .get("/{lang}/moderation/{reference}/split", Policy::Staff, pages::split_form)
        .post("/{lang}/moderation/{reference}/split", Policy::Staff, pages::split)
        .post("/{lang}/moderation/{reference}/take", Policy::Staff, pages::take)
        .post("/{lang}/moderation/{reference}/keep", Policy::Staff, pages::keep)
        .post("/{lang}/moderation/{reference}/undo", Policy::Staff, pages::undo)
        .post("/{lang}/moderation/{reference}/say", Policy::Staff, pages::say)
        .post("/{lang}/moderation/{reference}/reveal", Policy::Staff, pages::reveal)
}
