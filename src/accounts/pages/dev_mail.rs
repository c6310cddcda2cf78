//! The mail that was not really sent, for whoever tries the program on their own machine. Elsewhere the page does not exist.

use askama::Template;

use crate::app::App;
use crate::error::{Error, Result};
use crate::mail::Stored;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// So many are shown.
const MOST: usize = 50;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/{lang}/dev/mail", Policy::Public, show)
}

/// Whether the page exists: mail goes into a folder, and only this machine can reach the site.
pub fn is_shown(app: &App) -> bool {
    app.mail.folder().is_some() && app.config.is_local()
}

#[derive(Template)]
#[template(path = "accounts/dev_mail.html")]
struct DevMailPage {
    page: Page,
    mail: Vec<Stored>,
}

impl DevMailPage {
    /// Whether a line is a link to this site.
    fn is_link(&self, line: &str) -> bool {
        line.strip_prefix(&self.page.origin).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// `GET /{lang}/dev/mail`: the newest mail in the folder.
async fn show(app: App, page: Page) -> Result {
    if !is_shown(&app) {
        return Err(Error::NotFound);
    }
    let mail =
        app.mail.newest(MOST).await.map_err(|error| Error::Unavailable(error.to_string()))?;
    respond::page(&page, &DevMailPage { page: page.clone(), mail }).map(respond::secret)
}
