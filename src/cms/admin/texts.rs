//! Texts out to a translator and back in: as CSV or PO, with a check line by line before anything is taken.

use askama::Template;
use axum::body::Body;
use axum::extract::{Multipart, Path, Query};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use serde::Deserialize;

use crate::app::App;
use crate::auth::Admin;
use crate::cms::actions;
use crate::cms::model::{HistoryRow, TextLine, Verdict, read_lines, to_csv, to_po};
use crate::error::{Error, Result};
use crate::i18n::Lang;
use crate::web::form::FieldErrors;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// Bytes of a file at most: many times all the texts of a town.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Lines that the page shows of a report; the counts are of all.
const MOST_SHOWN: usize = 500;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{lang}/admin/texts", Policy::Admin, show)
        .get("/{lang}/admin/texts/{file}", Policy::Admin, download)
        .post_large("/{lang}/admin/texts", Policy::Admin, MOST_BYTES, take)
}

/// The language that texts are translated into: any but the source, which is English or, for English, Afrikaans.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    to: String,
}

fn direction(to: &str) -> (Lang, Lang) {
    match to.parse::<Lang>() {
        Ok(to) if to == Lang::EN => (Lang::af(), to),
        Ok(to) => (Lang::EN, to),
        Err(_) => (Lang::EN, Lang::af()),
    }
}

/// A line of the file and what it comes to.
struct Line {
    key: String,
    source: String,
    target: String,
    verdict: Verdict,
}

#[derive(Template)]
#[template(path = "cms/texts.html")]
struct TextsPage {
    page: Page,
    errors: FieldErrors,
    to: Lang,
    langs: Vec<(String, String)>,
    counts: Vec<(&'static str, usize)>,
    lines: Vec<Line>,
    /// Whether the lines were taken, not only looked at.
    stored: bool,
}

impl TextsPage {
    fn new(page: &Page, to: Lang, errors: FieldErrors) -> Self {
        Self {
            page: page.clone(),
            errors,
            to,
            langs: Lang::all().map(|l| (l.code().to_owned(), l.name().to_owned())).collect(),
            counts: Vec::new(),
            lines: Vec::new(),
            stored: false,
        }
    }
}

/// `GET /{lang}/admin/texts`: files to download, and the form to send one back.
async fn show(page: Page, _who: Admin, Query(asked): Query<Asked>) -> Result {
    let (_, to) = direction(&asked.to);
    respond::page(&page, &TextsPage::new(&page, to, FieldErrors::default()))
}

/// `GET /{lang}/admin/texts/{file}`: `af.csv`, `af.po` and so on: every text with its translation into that language.
async fn download(app: App, _who: Admin, Path((_, file)): Path<(String, String)>) -> Result {
    let (code, kind) = file.split_once('.').ok_or(Error::NotFound)?;
    let to: Lang = code.parse().map_err(|_| Error::NotFound)?;
    let (from, to) = direction(to.code());
    let mut db = app.db.acquire().await?;
    let lines: Vec<TextLine> = actions::texts(&mut db, from, to).await?.into_values().collect();
    let (bytes, content_type) = match kind {
        "csv" => {
            let bytes = to_csv(&lines, from, to).map_err(|e| Error::Internal(e.into()))?;
            (bytes, "text/csv; charset=utf-8")
        }
        "po" => (to_po(&lines, to).into_bytes(), "text/x-gettext-translation; charset=utf-8"),
        _ => return Err(Error::NotFound),
    };
    let mut response: Response = Body::from(bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = HeaderValue::from_str(&format!("attachment; filename=\"naboom-{to}.{kind}\""));
    headers.insert(header::CONTENT_DISPOSITION, name.map_err(|_| Error::NotFound)?);
    Ok(response)
}

/// `POST /{lang}/admin/texts`: says of each line of a file what it comes to, and takes it when that is asked for.
async fn take(app: App, page: Page, who: Admin, body: Multipart) -> Result {
    let (to, then, bytes) = read(body).await?;
    let (from, to) = direction(&to);
    let stored = then == "store";
    let mut errors = FieldErrors::default();
    let lines = match read_lines(&bytes, from, to) {
        Ok(lines) => lines,
        Err(key) => {
            errors.add("file", if bytes.is_empty() { "cms-texts-no-file" } else { key });
            return respond::again(&page, &TextsPage::new(&page, to, errors));
        }
    };
    let verdicts = actions::take_texts(&app, &who, (from, to), &lines, !stored).await?;
    let count = |v: Verdict| (v.as_str(), verdicts.iter().filter(|x| **x == v).count());
    let counts = [Verdict::Changed, Verdict::Same, Verdict::Stale, Verdict::Unknown, Verdict::Long];
    let counts = counts.map(count).into();
    let short = |text: String| HistoryRow::short(&Some(text));
    let shown = lines.into_iter().zip(verdicts).filter(|(_, v)| *v != Verdict::Same);
    let shown = shown.take(MOST_SHOWN).map(|(line, verdict)| Line {
        key: line.key,
        source: short(line.source),
        target: short(line.target),
        verdict,
    });
    let shown =
        TextsPage { counts, lines: shown.collect(), stored, ..TextsPage::new(&page, to, errors) };
    respond::page(&page, &shown)
}

/// Language, what to do, and the bytes of the file.
async fn read(mut body: Multipart) -> Result<(String, String, Vec<u8>)> {
    let (mut to, mut then, mut bytes) = (String::new(), String::new(), Vec::new());
    let cut = |_| Error::BadRequest("cms-texts-not-read");
    while let Some(field) = body.next_field().await.map_err(cut)? {
        match field.name().unwrap_or_default() {
            "to" => to = field.text().await.map_err(cut)?,
            "then" => then = field.text().await.map_err(cut)?,
            "file" => bytes = field.bytes().await.map_err(cut)?.to_vec(),
            _ => {}
        }
    }
    Ok((to, then, bytes))
}
