//! The history of a report in words: names of fields, of people and of categories in place of ids and codes.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::app::App;
use crate::incidents::{Priority, Publication, Status};
use crate::media::Cover;
use crate::moderation::queries::record::{self as queries, Past};
use crate::web::page::Page;

/// One row of history as people read it.
pub struct Line {
    /// What happened: "Changed: Status".
    pub what: String,
    /// Value before.
    pub old: Option<String>,
    /// Value after.
    pub new: Option<String>,
    /// The text given with it.
    pub note: String,
    /// Who did it.
    pub who: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// The rows in words, in the reader's language.
pub async fn lines(app: &App, page: &Page, rows: Vec<Past>) -> sqlx::Result<Vec<Line>> {
    let values = |field: &'static str| {
        rows.iter().filter(move |r| r.field == field).flat_map(|r| [&r.old, &r.new]).flatten()
    };
    let people: Vec<Uuid> = values("assigned_to").filter_map(|v| v.parse().ok()).collect();
    let codes: Vec<String> = values("category").cloned().collect();
    let names = match people.is_empty() && codes.is_empty() {
        true => HashMap::new(),
        false => queries::names(&app.db, page.lang, &people, &codes).await?,
    };
    Ok(rows.into_iter().map(|row| line(page, &names, row)).collect())
}

fn line(page: &Page, names: &HashMap<String, String>, row: Past) -> Line {
    let kind = page.t(&format!("moderation-history-{}", row.kind));
    let what = match row.field.as_str() {
        "" | "state" => kind,
        field => {
            let field = page.t(&format!("moderation-history-field-{field}"));
            format!("{kind}: {field}")
        }
    };
    let shown = |value: Option<String>| match row.field.as_str() {
        "state" | "note" => None,
        field => value.filter(|v| !v.is_empty()).map(|v| word(page, names, field, v)),
    };
    let actor = page.t(&format!("moderation-actor-{}", row.actor_kind));
    let who = match row.actor.filter(|name| !name.is_empty()) {
        Some(name) => format!("{actor} {name}"),
        None => actor,
    };
    Line { what, old: shown(row.old), new: shown(row.new), note: row.note, who, at: row.at }
}

/// A stored value as people say it.
fn word(page: &Page, names: &HashMap<String, String>, field: &str, value: String) -> String {
    let publication = |v: &str| {
        let known = v.parse::<Publication>().ok()?;
        Some(page.t(&format!("incidents-publication-{known}")))
    };
    let said = match field {
        "status" => value.parse::<Status>().ok().map(|s| page.t(&format!("incidents-status-{s}"))),
        "priority" => {
            value.parse::<Priority>().ok().map(|p| page.t(&format!("incidents-priority-{p}")))
        }
        "publication" => publication(&value),
        "photo_cover" => {
            value.split_once(' ').and_then(|(_, v)| v.parse().ok()).map(|c| covered(page, &c))
        }
        "photo" | "comment" => value.split_once(' ').and_then(|(_, v)| publication(v)),
        "assigned_to" => Some(
            names.get(&value).cloned().unwrap_or_else(|| page.t("moderation-history-somebody")),
        ),
        "appeal" => Some(page.t(&format!("moderation-appeal-is-{value}"))),
        "proposal" => Some(page.t(&format!("moderation-proposal-{value}"))),
        "category" => names.get(&value).cloned(),
        "requires_authority" => Some(match value.as_str() {
            "yes" => page.t("moderation-decide-yes"),
            _ => page.t("moderation-decide-no"),
        }),
        "escalated_at" => DateTime::parse_from_rfc3339(&value)
            .ok()
            .map(|at| page.date_time(&at.with_timezone(&Utc))),
        _ => None,
    };
    said.unwrap_or(value)
}

/// How a photo is covered and turned, in words.
fn covered(page: &Page, cover: &Cover) -> String {
    if cover.is_plain() {
        return page.t("moderation-cover-plain");
    }
    let areas = i64::try_from(cover.areas.len()).unwrap_or(0);
    let degrees = i64::from(cover.turn * 90);
    page.t2("moderation-cover-told", "areas", areas, "degrees", degrees)
}
