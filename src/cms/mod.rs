//! What a content management system would do for this site, and no more: settings, menus, notices, content pages with drafts
//! and revisions, redirects, and the history of it all. Editors work at `/{lang}/admin`; the public reads `/{lang}/p/...`.

mod actions;
mod admin;
mod model;
mod pages;
mod queries;

use crate::web::routes::Routes;

/// The routes of this feature.
pub fn routes() -> Routes {
    admin::routes().merge(pages::routes())
}
