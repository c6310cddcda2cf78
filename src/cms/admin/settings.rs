//! Settings of the site, and its menus.

use askama::Template;
use axum::extract::Path;

use super::{Fields, id_of};
use crate::app::App;
use crate::auth::Admin;
use crate::cms::actions::{self, Saved};
use crate::cms::model::{MOST_NUMBERS, MenuForm, SettingsForm, Typed};
use crate::cms::queries::{self, MenuRow};
use crate::error::Result;
use crate::i18n::Lang;
use crate::site::Number;
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/admin/settings", Policy::Admin, edit)
        .post("/{lang}/admin/settings", Policy::Admin, save)
        .get("/{lang}/admin/menus", Policy::Admin, menus)
        .post("/{lang}/admin/menus", Policy::Admin, add_item)
        .post("/{lang}/admin/menus/{id}/move", Policy::Admin, move_item)
        .post("/{lang}/admin/menus/{id}/remove", Policy::Admin, remove_item)
}

#[derive(Template)]
#[template(path = "cms/settings.html")]
struct SettingsPage {
    page: Page,
    errors: FieldErrors,
    typed: SettingsForm,
    numbers: Vec<(usize, Number)>,
    langs: Vec<Lang>,
    codes: Vec<(&'static str, &'static str)>,
    done: bool,
}

impl SettingsPage {
    fn new(page: &Page, typed: SettingsForm, errors: FieldErrors) -> Self {
        let mut numbers = typed.settings.shown_numbers();
        numbers.resize(MOST_NUMBERS, Number::default());
        Self {
            page: page.clone(),
            errors,
            numbers: (1..).zip(numbers).collect(),
            typed,
            langs: Lang::all().collect(),
            codes: Lang::all().map(|l| (l.code(), l.name())).collect(),
            done: page.path.ends_with("?done=saved"),
        }
    }

    /// One site a line.
    fn embeds(&self) -> String {
        self.typed.settings.embed.join("\n")
    }

    /// What another site puts into its page.
    fn snippet(&self) -> String {
        let (origin, lang) = (&self.page.origin, self.page.lang);
        let title = self.page.t("cms-settings-embed-frame");
        format!(
            r#"<iframe src="{origin}/embed/map?lang={lang}" title="{title}" width="480" height="720" loading="lazy"></iframe>"#
        )
    }
}

/// `GET /{lang}/admin/settings`: the settings of the site.
async fn edit(app: App, page: Page, _who: Admin) -> Result {
    let row = queries::settings(&app.db).await?;
    let typed = SettingsForm { settings: row.data.0, version: row.version };
    respond::page(&page, &SettingsPage::new(&page, typed, FieldErrors::default()))
}

/// `POST /{lang}/admin/settings`: saves them.
async fn save(app: App, page: Page, who: Admin, Form(fields): Fields) -> Result {
    let mut form = SettingsForm::read(&Typed(fields));
    let mut errors = form.check();
    if errors.is_empty() {
        match actions::save_settings(&app, &who, &form).await? {
            Saved::Stored => {
                return Ok(respond::see_other(&page.url("/admin/settings?done=saved")));
            }
            Saved::Stale => {
                errors.add("name-en", "cms-form-stale");
                form.version = queries::settings(&app.db).await?.version;
            }
        }
    }
    respond::again(&page, &SettingsPage::new(&page, form, errors))
}

#[derive(Template)]
#[template(path = "cms/menus.html")]
struct MenusPage {
    page: Page,
    errors: FieldErrors,
    typed: MenuForm,
    rows: Vec<MenuRow>,
    menus: Vec<(&'static str, String)>,
    pages: Vec<(String, String)>,
    langs: Vec<Lang>,
}

impl MenusPage {
    async fn of(app: &App, page: &Page, typed: MenuForm, errors: FieldErrors) -> Result<Self> {
        let mut db = app.db.acquire().await?;
        let choices = queries::page_choices(&mut *db).await?;
        let title = |c: queries::PageChoice| {
            (c.id.to_string(), format!("{} (/{})", c.titles.best(page.lang).1, c.path))
        };
        Ok(Self {
            page: page.clone(),
            errors,
            typed,
            rows: queries::menu_items(&mut *db).await?,
            menus: ["header", "footer"].map(|m| (m, page.t(&format!("cms-menus-{m}")))).into(),
            pages: choices.into_iter().map(title).collect(),
            langs: Lang::all().collect(),
        })
    }

    fn of_menu(&self, menu: &str) -> Vec<&MenuRow> {
        self.rows.iter().filter(|row| row.menu == menu).collect()
    }
}

/// `GET /{lang}/admin/menus`: the lines of both menus.
async fn menus(app: App, page: Page, _who: Admin) -> Result {
    let typed = MenuForm { menu: "footer".into(), ..MenuForm::default() };
    let shown = MenusPage::of(&app, &page, typed, FieldErrors::default()).await?;
    respond::page(&page, &shown)
}

/// `POST /{lang}/admin/menus`: adds a line.
async fn add_item(app: App, page: Page, who: Admin, Form(fields): Fields) -> Result {
    let form = MenuForm::read(&Typed(fields));
    let errors = form.check();
    if errors.is_empty() {
        actions::add_menu_item(&app, &who, &form).await?;
        return Ok(respond::see_other(&page.url("/admin/menus")));
    }
    respond::again(&page, &MenusPage::of(&app, &page, form, errors).await?)
}

/// `POST /{lang}/admin/menus/{id}/move`: one place up or down.
async fn move_item(
    app: App,
    page: Page,
    who: Admin,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result {
    let id = id_of(&id)?;
    actions::move_menu_item(&app, &who, id, Typed(fields).raw("way") == "up").await?;
    Ok(respond::see_other(&page.url("/admin/menus")))
}

/// `POST /{lang}/admin/menus/{id}/remove`: takes a line out.
async fn remove_item(
    app: App,
    page: Page,
    who: Admin,
    Path((_, id)): Path<(String, String)>,
) -> Result {
    let id = id_of(&id)?;
    actions::remove_menu_item(&app, &who, id).await?;
    Ok(respond::see_other(&page.url("/admin/menus")))
}
