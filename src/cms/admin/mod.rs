//! The editors' pages, and the home of all administration. A feature that adds a page for administrators adds one line to
//! [`ENTRIES`].

mod editors;
mod history;
mod images;
mod notices;
mod pages;
mod redirects;
mod settings;
mod texts;
mod translations;

use askama::Template;
use uuid::Uuid;

use crate::app::App;
use crate::auth::{Editor, Role};
use crate::cms::actions;
use crate::error::{Error, Result};
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// A form as it came: names and values in order.
type Fields = Form<Vec<(String, String)>>;

/// The id in an address; what is none is not found.
fn id_of(text: &str) -> Result<Uuid> {
    text.parse().map_err(|_| Error::NotFound)
}

/// A line of the home of administration; its words are `cms-home-<name>` and `cms-home-<name>-help`.
struct Entry {
    name: &'static str,
    path: &'static str,
    icon: &'static str,
    /// Whether editors may use it too, not only administrators.
    editors: bool,
}

const fn entry(name: &'static str, path: &'static str, icon: &'static str, editors: bool) -> Entry {
    Entry { name, path, icon, editors }
}

/// What can be administered, in the order shown.
const ENTRIES: &[Entry] = &[
    entry("pages", "/admin/pages", "edit", true),
    entry("images", "/admin/images", "camera", true),
    entry("redirects", "/admin/redirects", "next", true),
    entry("notices", "/admin/notices", "info", true),
    entry("categories", "/admin/categories", "list", false),
    entry("replies", "/admin/replies", "comment", false),
    entry("macros", "/admin/macros", "check", false),
    entry("two", "/admin/two-people", "users", false),
    entry("deadlines", "/admin/deadlines", "clock", false),
    entry("areas", "/admin/areas", "pin", false),
    entry("texts", "/admin/texts", "language", false),
    entry("people", "/admin/people", "users", false),
    entry("translations", "/admin/translations", "language", false),
    entry("editors", "/admin/editors", "lock", false),
    entry("menus", "/admin/menus", "map", false),
    entry("history", "/admin/history", "clock", false),
    entry("settings", "/admin/settings", "settings", false),
];

/// The routes of these pages.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/admin", Policy::Editor, home)
        .merge(settings::routes())
        .merge(notices::routes())
        .merge(history::routes())
        .merge(pages::routes())
        .merge(redirects::routes())
        .merge(editors::routes())
        .merge(translations::routes())
        .merge(texts::routes())
        .merge(images::routes())
}

/// A line as the page shows it.
struct Link {
    href: String,
    icon: &'static str,
    title: String,
    help: String,
}

#[derive(Template)]
#[template(path = "cms/home.html")]
struct HomePage {
    page: Page,
    links: Vec<Link>,
}

/// `GET /{lang}/admin`: what this person can administer.
async fn home(app: App, page: Page, who: Editor) -> Result {
    let rights = actions::rights(&mut *app.db.acquire().await?, &who).await?;
    let everywhere = |e: &Entry| ["pages", "images"].contains(&e.name) || rights.everywhere();
    let admin = who.is(Role::Admin);
    let link = |e: &Entry| Link {
        href: page.url(e.path),
        icon: e.icon,
        title: page.t(&format!("cms-home-{}", e.name)),
        help: page.t(&format!("cms-home-{}-help", e.name)),
    };
    let links =
        ENTRIES.iter().filter(|e| admin || (e.editors && everywhere(e))).map(link).collect();
    respond::page(&page, &HomePage { page: page.clone(), links })
}
