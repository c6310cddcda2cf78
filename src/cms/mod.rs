//! What a content management system would do for this site, and no more: settings, menus, notices, content pages with drafts
//! and revisions, redirects, and the history of it all. Editors work at `/{lang}/admin`; the public reads `/{lang}/p/...`.

mod actions;
mod admin;
mod model;
mod pages;
mod queries;

pub use actions::{run_due, seed};
pub use pages::lost;

use crate::web::routes::Routes;

/// The routes of this feature.
pub fn routes() -> Routes {
    admin::routes().merge(pages::routes())
}

/// Empties the bin after 30 days, and forgets autosaves after 90.
pub async fn clean_up(db: &sqlx::PgPool) -> sqlx::Result<()> {
    queries::empty_bin(db).await?;
    queries::forget_autosaves(db).await?;
    Ok(())
}
