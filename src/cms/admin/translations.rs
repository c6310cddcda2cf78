//! One list of everything that is missing in a language, or older than what it was translated from.

use askama::Template;

use crate::app::App;
use crate::auth::Admin;
use crate::cms::model::PageRow;
use crate::cms::queries::{self, Untranslated};
use crate::error::Result;
use crate::i18n::Lang;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/{lang}/admin/translations", Policy::Admin, list)
}

/// A line of the list.
struct Line {
    kind: String,
    href: String,
    name: String,
    lang: Lang,
    /// What is wrong, in words.
    wrong: String,
}

#[derive(Template)]
#[template(path = "cms/translations.html")]
struct ListPage {
    page: Page,
    lines: Vec<Line>,
}

/// What a page lacks in a language, as a line.
fn of_page(page: &Page, row: &PageRow, lang: Lang) -> Line {
    let fields = row.draft.stale(lang).into_iter().map(|f| page.t(&format!("cms-field-{f}")));
    let wrong = if row.draft.exact(lang).is_whole() {
        let fields = fields.collect::<Vec<_>>().join(", ");
        page.t1("cms-translations-stale", "fields", fields)
    } else {
        page.t("cms-translations-missing")
    };
    Line {
        kind: page.t("cms-translations-page"),
        href: row.address(&page.lang, ""),
        name: row.draft.title(page.lang),
        lang,
        wrong,
    }
}

/// What another thing lacks, as a line.
fn of_other(page: &Page, other: Untranslated) -> Option<Line> {
    let folder = match other.kind.as_str() {
        "reply" => "replies",
        "notice" => "notices",
        _ => "categories",
    };
    Some(Line {
        kind: page.t(&format!("cms-translations-{}", other.kind)),
        href: page.url(&format!("/admin/{folder}/{}", other.key)),
        name: other.name,
        lang: other.lang.parse().ok()?,
        wrong: page.t("cms-translations-missing"),
    })
}

/// `GET /{lang}/admin/translations`: what is missing or stale over pages, categories, questions, replies and notices.
async fn list(app: App, page: Page, _who: Admin) -> Result {
    let rows = queries::pages(&app.db, false).await?;
    let wanting = |row| PageRow::to_translate(row).into_iter().map(move |lang| (row, lang));
    let mut lines: Vec<Line> =
        rows.iter().flat_map(wanting).map(|(row, lang)| of_page(&page, row, lang)).collect();
    let others = queries::untranslated(&app.db).await?;
    lines.extend(others.into_iter().filter_map(|other| of_other(&page, other)));
    respond::page(&page, &ListPage { page: page.clone(), lines })
}
