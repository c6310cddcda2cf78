//! The history of everything that staff change: who, what, when, before and after; as a list and as CSV.

use askama::Template;
use axum::body::Body;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Days, NaiveDate, Utc};
use http::{HeaderValue, header};
use serde::Deserialize;

use crate::app::App;
use crate::auth::Admin;
use crate::cms::model::{HistoryFilter, HistoryRow, SUBJECTS, csv_cell, read_sast};
use crate::cms::queries;
use crate::error::{Error, Result};
use crate::web::form::{FieldErrors, clean};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// Lines of one page.
const LINES: i64 = 50;

/// Lines of one file at most; narrower dates give the rest.
const MOST_CSV: i64 = 20_000;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/{lang}/admin/history", Policy::Admin, list).get(
        "/{lang}/admin/history.csv",
        Policy::Admin,
        export,
    )
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
struct Asked {
    who: String,
    subject: String,
    name: String,
    from: String,
    to: String,
    before: String,
}

impl Asked {
    fn filter(&self) -> HistoryFilter {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let midnight = |day: NaiveDate| read_sast(&format!("{day} 00:00"));
        let end = day(&self.to).and_then(|d| d.checked_add_days(Days::new(1))).and_then(midnight);
        let cursor = self.before.parse().ok().and_then(DateTime::<Utc>::from_timestamp_micros);
        HistoryFilter {
            who: clean(&self.who, false),
            subject: SUBJECTS.into_iter().find(|s| *s == self.subject).unwrap_or("").to_owned(),
            name: clean(&self.name, false),
            from: day(&self.from).and_then(midnight),
            before: [end, cursor].into_iter().flatten().min(),
        }
    }

    fn query(&self, before: Option<i64>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let pairs = [
            ("who", &self.who),
            ("subject", &self.subject),
            ("name", &self.name),
            ("from", &self.from),
            ("to", &self.to),
        ];
        for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        if let Some(before) = before {
            query.append_pair("before", &before.to_string());
        }
        query.finish()
    }
}

/// Lines of one act, under one head.
struct Group {
    head: HistoryRow,
    lines: Vec<HistoryRow>,
}

#[derive(Template)]
#[template(path = "cms/history.html")]
struct ListPage {
    page: Page,
    errors: FieldErrors,
    asked: Asked,
    subjects: Vec<(&'static str, String)>,
    groups: Vec<Group>,
    csv: String,
    first: Option<String>,
    next: Option<String>,
}

impl ListPage {
    /// What was done, in words.
    fn kind(&self, row: &HistoryRow) -> String {
        match row.subject.as_str() {
            "person" => self.page.t(&format!("accounts-event-{}", row.kind)),
            _ => self.page.t(&format!("cms-history-kind-{}", row.kind)),
        }
    }
}

/// `GET /{lang}/admin/history`: the newest lines first, those of one act together.
async fn list(app: App, page: Page, _who: Admin, Query(asked): Query<Asked>) -> Result {
    let mut rows = queries::history(&app.db, &asked.filter(), LINES + 1).await?;
    let more = rows.len() > LINES as usize;
    rows.truncate(LINES as usize);
    let next = rows.last().filter(|_| more).map(|r| r.at.timestamp_micros());
    let mut groups: Vec<Group> = Vec::new();
    for row in rows {
        match groups.last_mut() {
            Some(group) if row.act.is_some() && group.head.act == row.act => group.lines.push(row),
            _ => groups.push(Group { head: row.clone(), lines: vec![row] }),
        }
    }
    let address = |before| page.url(&format!("/admin/history?{}", asked.query(before)));
    let shown = ListPage {
        page: page.clone(),
        errors: FieldErrors::default(),
        subjects: SUBJECTS.map(|s| (s, page.t(&format!("cms-history-subject-{s}")))).into(),
        groups,
        csv: page.url(&format!("/admin/history.csv?{}", asked.query(None))),
        first: (!asked.before.is_empty()).then(|| address(None)),
        next: next.map(|n| address(Some(n))),
        asked: asked.clone(),
    };
    respond::page(&page, &shown)
}

/// `GET /{lang}/admin/history.csv`: the same lines as a table.
async fn export(app: App, _who: Admin, Query(asked): Query<Asked>) -> Result {
    let rows = queries::history(&app.db, &asked.filter(), MOST_CSV).await?;
    let mut table = csv::Writer::from_writer(Vec::new());
    let fault = |e: csv::Error| Error::Internal(e.into());
    let head = ["at", "act", "who", "what", "name", "kind", "field", "old", "new"];
    table.write_record(head).map_err(fault)?;
    for row in rows {
        let cells = [
            row.at.to_rfc3339(),
            row.act.map(|a| a.to_string()).unwrap_or_default(),
            row.actor.unwrap_or_else(|| "system".to_owned()),
            row.subject,
            row.name,
            row.kind,
            row.field,
            row.old.unwrap_or_default(),
            row.new.unwrap_or_default(),
        ];
        table.write_record(cells.map(|c| csv_cell(&c))).map_err(fault)?;
    }
    let bytes = table.into_inner().map_err(|e| Error::Internal(anyhow::anyhow!("{e}")))?;
    let mut response: Response = Body::from(bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = HeaderValue::from_static("attachment; filename=\"history.csv\"");
    headers.insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}
