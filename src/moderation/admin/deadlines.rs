//! Deadlines by category and the calendar in which they are counted.

use askama::Template;

use crate::app::App;
use crate::auth::Admin;
use crate::error::Result;
use crate::moderation::actions;
use crate::moderation::model::{LateRule, Typed, calendar};
use crate::moderation::queries::deadlines::{self as queries, Deadline, Holiday, Hours};
use crate::web::form::{FieldErrors, Form};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/{lang}/admin/deadlines", Policy::Admin, show).post(
        "/{lang}/admin/deadlines",
        Policy::Admin,
        save,
    )
}

#[derive(Template)]
#[template(path = "moderation/deadlines.html")]
struct DeadlinesPage {
    page: Page,
    errors: FieldErrors,
    typed: Typed,
    categories: Vec<Deadline>,
    week: Vec<Hours>,
    holidays: Vec<Holiday>,
}

impl DeadlinesPage {
    async fn of(app: &App, page: &Page) -> Result<Self> {
        Ok(Self {
            page: page.clone(),
            errors: FieldErrors::default(),
            typed: Typed::default(),
            categories: queries::list(&app.db, page.lang).await?,
            week: queries::hours(&app.db).await?,
            holidays: queries::holidays(&app.db, page.lang).await?,
        })
    }

    /// Hours as they stand in a field: what was typed for this category, else what is stored.
    fn hours(&self, field: &str, code: &str, minutes: Option<i32>) -> String {
        if self.typed.get("code") == code {
            return self.typed.get(field).to_owned();
        }
        minutes.map(|m| (m / 60).to_string()).unwrap_or_default()
    }

    /// Whether a tick is set: as typed for this category, else as stored.
    fn ticked(&self, field: &str, code: &str, stored: bool) -> bool {
        if self.typed.get("code") == code { self.typed.get(field) == "yes" } else { stored }
    }

    fn rule(&self, c: &Deadline) -> LateRule {
        let typed = self.typed.get("late_rule").parse().ok();
        typed.filter(|_| self.typed.get("code") == c.code).unwrap_or(c.late_rule)
    }

    fn rules(&self) -> [LateRule; 3] {
        LateRule::ALL
    }

    fn time(&self, field: &str, day: i32, stored: Option<chrono::NaiveTime>) -> String {
        if self.typed.get("form") == "week" {
            return self.typed.get(&format!("{field}-{day}")).to_owned();
        }
        stored.map(|t| t.format("%H:%M").to_string()).unwrap_or_default()
    }
}

/// `GET /{lang}/admin/deadlines`: deadlines by category, the week, holidays.
async fn show(app: App, page: Page, _who: Admin) -> Result {
    respond::page(&page, &DeadlinesPage::of(&app, &page).await?)
}

/// `POST /{lang}/admin/deadlines`: stores one form of the page; deadlines of open reports follow.
async fn save(
    app: App,
    page: Page,
    who: Admin,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result {
    let typed = Typed::read(fields);
    match calendar(&typed) {
        Ok(asked) => {
            actions::set_calendar(&app, &who, asked).await?;
            Ok(respond::see_other(&page.url("/admin/deadlines")))
        }
        Err(errors) => {
            let shown = DeadlinesPage::of(&app, &page).await?;
            respond::again(&page, &DeadlinesPage { errors, typed, ..shown })
        }
    }
}
