//! How the queue is doing: the whole for all of the staff, by person for admins.

use askama::Template;

use crate::app::App;
use crate::auth::{Role, Staff};
use crate::error::Result;
use crate::i18n::decimal;
use crate::moderation::queries::figures::{self as queries, DAYS, Person, Work};
use crate::web::page::Page;
use crate::web::respond;

#[derive(Template)]
#[template(path = "moderation/figures.html")]
struct FiguresPage {
    page: Page,
    first_look: Option<f64>,
    work: Work,
    undos: i64,
    conflicts: i64,
    /// Nothing for those who are no admins.
    people: Option<Vec<Person>>,
}

impl FiguresPage {
    fn days(&self) -> i32 {
        DAYS
    }

    /// Seconds in words: minutes up to two hours, then hours with a decimal.
    fn span(&self, seconds: &Option<f64>) -> String {
        match seconds {
            None => "–".to_owned(),
            Some(s) if *s < 7200.0 => {
                self.page.t1("moderation-figures-minutes", "n", decimal(s / 60.0, 0))
            }
            Some(s) => self.page.t1("moderation-figures-hours", "n", decimal(s / 3600.0, 1)),
        }
    }

    /// A part of all decisions, in percent.
    fn share(&self, part: &i64, all: &i64) -> String {
        if *all == 0 {
            "–".to_owned()
        } else {
            format!("{} %", decimal(*part as f64 * 100.0 / *all as f64, 1))
        }
    }

    fn by_hour(&self, decisions: &i64, hours: &i64) -> String {
        if *hours == 0 { "–".to_owned() } else { decimal(*decisions as f64 / *hours as f64, 1) }
    }
}

/// `GET /{lang}/moderation/figures`: the figures of the last 30 days.
pub async fn figures(app: App, page: Page, who: Staff) -> Result {
    let people = match who.is(Role::Admin) {
        true => Some(queries::people(&app.db).await?),
        false => None,
    };
    let shown = FiguresPage {
        page: page.clone(),
        first_look: queries::first_look(&app.db).await?,
        work: queries::work(&app.db).await?,
        undos: queries::undos(&app.db).await?,
        conflicts: queries::conflicts(&app.db).await?,
        people,
    };
    respond::page(&page, &shown)
}
