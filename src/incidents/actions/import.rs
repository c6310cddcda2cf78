//! Importing reports from elsewhere: CSV or NDJSON, with a mapping file for foreign columns. Every row that is not taken is
//! named with its reason; a row that was taken before is passed over, so an import can be repeated. The columns are
//! documented in docs/operating.md.

use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, BufReader, Read};

use anyhow::Context;
use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::categories::{self, Category, Moderation, Priority};
use crate::events::{self, EventKind};
use crate::i18n::Lang;
use crate::ids::{ActId, IncidentId, SubmissionId};
use crate::incidents::model::report::first_words;
use crate::incidents::model::{Publication, Reference, Status};
use crate::incidents::queries::import::{self as queries, Row};
use crate::places::Point;
use crate::web::form::clean;

/// Rows of one transaction: long enough to be quick, short enough never to hold up the event feed (DECISIONS 15).
const BATCH: usize = 500;

/// How foreign columns and values become ours. Every part may be left out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// Names the origin; with the row's id it tells whether a row was imported before.
    pub source: String,
    /// Our column to theirs; several are joined with a line break.
    pub columns: BTreeMap<String, Columns>,
    /// For a column of ours: their value to ours; `*` stands for all others.
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// For a column of ours: the value when theirs is empty.
    pub defaults: BTreeMap<String, String>,
    /// Zone of times that carry none, e.g. `Africa/Johannesburg`.
    pub timezone: String,
}

/// One column or several.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Columns {
    /// Its name.
    One(String),
    /// Their names in order.
    Many(Vec<String>),
}

/// What an import did, or would do.
#[derive(Debug, Default)]
pub struct Imported {
    /// Rows that became reports.
    pub new: usize,
    /// Rows imported before.
    pub same: usize,
    /// Row number (the first after a header is 1) and why it was not taken.
    pub refused: Vec<(usize, String)>,
}

/// A row: column to text.
pub type Fields = HashMap<String, String>;

/// One row, checked.
struct Report {
    id: String,
    category: Category,
    title: String,
    description: String,
    lang: Lang,
    place: Option<Point>,
    address: String,
    reported_at: DateTime<Utc>,
    closed_at: Option<DateTime<Utc>>,
    status: Status,
    publication: Publication,
    priority: Priority,
}

/// Imports a file. A dry run checks every row and stores nothing.
pub async fn import(
    app: &App,
    file: impl Read,
    csv: bool,
    mapping: &Mapping,
    dry_run: bool,
) -> anyhow::Result<Imported> {
    import_rows(app, rows(file, csv)?, mapping, dry_run).await
}

/// The same for rows that come from anywhere, as maps of column to text.
pub async fn import_rows(
    app: &App,
    rows: impl Iterator<Item = anyhow::Result<Fields>>,
    mapping: &Mapping,
    dry_run: bool,
) -> anyhow::Result<Imported> {
    let zone: Tz = match mapping.timezone.as_str() {
        "" => chrono_tz::Africa::Johannesburg,
        name => name.parse().map_err(|_| anyhow::anyhow!("{name} is not a time zone"))?,
    };
    let categories = catalogue(app).await?;
    let mut done = Imported::default();
    let mut batch = Vec::with_capacity(BATCH);
    for (at, row) in (1..).zip(rows) {
        let checked = row
            .map(|fields| mapping.apply(&fields))
            .map_err(|e| format!("{e:#}"))
            .and_then(|fields| check(&fields, &categories, zone));
        match checked {
            Ok(report) => batch.push(report),
            Err(why) => done.refused.push((at, why)),
        }
        if batch.len() == BATCH {
            store(app, &mapping.source, std::mem::take(&mut batch), dry_run, &mut done).await?;
        }
    }
    store(app, &mapping.source, batch, dry_run, &mut done).await?;
    Ok(done)
}

/// Categories by code. The code of one that was merged means the one that took its reports.
async fn catalogue(app: &App) -> sqlx::Result<HashMap<String, Category>> {
    let list = categories::list(&app.db, Lang::EN).await?;
    let mut by_code: HashMap<String, Category> =
        list.into_iter().map(|c| (c.code.clone(), c)).collect();
    for (old, new) in categories::merged(&app.db).await? {
        if let Some(category) = by_code.get(&new).cloned() {
            by_code.insert(old, category);
        }
    }
    Ok(by_code)
}

/// Rows as maps of column to text, one after the other: a large file is never held whole.
fn rows<'a>(
    file: impl Read + 'a,
    csv: bool,
) -> anyhow::Result<Box<dyn Iterator<Item = anyhow::Result<Fields>> + 'a>> {
    if csv {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(BufReader::new(file));
        let header = reader.headers().context("the file has no header row")?.clone();
        return Ok(Box::new(reader.into_records().map(move |record| {
            let record = record?;
            Ok(header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect())
        })));
    }
    let lines = BufReader::new(file).lines();
    Ok(Box::new(lines.filter(|l| !l.as_ref().is_ok_and(|l| l.trim().is_empty())).map(|line| {
        let object: serde_json::Map<String, Value> =
            serde_json::from_str(&line?).context("not a JSON object")?;
        Ok(object.into_iter().map(|(name, value)| (name, plain(value))).collect())
    })))
}

fn plain(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        other => other.to_string(),
    }
}

impl Mapping {
    fn apply(&self, theirs: &Fields) -> Fields {
        const OURS: [&str; 13] = [
            "id",
            "category",
            "title",
            "description",
            "lang",
            "lat",
            "lon",
            "address",
            "reported_at",
            "closed_at",
            "status",
            "priority",
            "publication",
        ];
        let get = |name: &str| theirs.get(name).map_or("", |v| v.trim());
        let mut ours = Fields::new();
        for name in OURS {
            let mut value = match self.columns.get(name) {
                None => get(name).to_owned(),
                Some(Columns::One(column)) => get(column).to_owned(),
                Some(Columns::Many(columns)) => {
                    let parts: Vec<&str> =
                        columns.iter().map(|c| get(c)).filter(|v| !v.is_empty()).collect();
                    parts.join("\n")
                }
            };
            if let Some(values) = self.values.get(name)
                && let Some(mapped) = values.get(&value).or_else(|| values.get("*"))
            {
                value.clone_from(mapped);
            }
            if value.is_empty()
                && let Some(default) = self.defaults.get(name)
            {
                value.clone_from(default);
            }
            ours.insert(name.to_owned(), value);
        }
        ours
    }
}

fn check(
    fields: &Fields,
    categories: &HashMap<String, Category>,
    zone: Tz,
) -> Result<Report, String> {
    let get = |name: &str| fields.get(name).map_or("", String::as_str);
    let word = |name: &str| format!("{name} {:?} is not known", get(name));
    if get("id").is_empty() {
        return Err("no id".into());
    }
    let category = categories.get(get("category")).cloned().ok_or_else(|| word("category"))?;
    let description: String = clean(get("description"), true).chars().take(6000).collect();
    let mut title: String = clean(get("title"), false).chars().take(120).collect();
    if title.is_empty() {
        title = first_words(description.lines().next().unwrap_or("").trim(), 80);
    }
    if title.is_empty() {
        return Err("no text".into());
    }
    let lang = match get("lang") {
        "" => Lang::EN,
        code => code.parse().map_err(|_| word("lang"))?,
    };
    let reported_at = time(get("reported_at"), zone).ok_or("reported_at is not a time")?;
    if reported_at > Utc::now() + chrono::Duration::days(1) {
        return Err("reported_at lies in the future".into());
    }
    let closed_at = match get("closed_at") {
        "" => None,
        text => Some(closing(time(text, zone).ok_or("closed_at is not a time")?, reported_at)?),
    };
    let mut status = match get("status") {
        "" => Status::Reported,
        text => text.parse().map_err(|()| word("status"))?,
    };
    // A duplicate without its other incident has nothing to lead to.
    if status == Status::Duplicate {
        status = Status::Closed;
    }
    let priority = match get("priority") {
        "" => category.default_priority,
        text => text.parse().map_err(|()| word("priority"))?,
    };
    let publication = match get("publication") {
        "" if category.moderation == Moderation::Before && status == Status::Reported => {
            Publication::Pending
        }
        "" if status == Status::Rejected => Publication::Hidden,
        "" => Publication::Public,
        text => text.parse().map_err(|()| word("publication"))?,
    };
    Ok(Report {
        id: get("id").to_owned(),
        place: place(get("lon"), get("lat"))?,
        address: clean(get("address"), false).chars().take(200).collect(),
        category,
        title,
        description,
        lang,
        reported_at,
        closed_at,
        status,
        publication,
        priority,
    })
}

/// Clocks of two systems differ, and people enter a report after the deed: up to two days before reads as at once.
fn closing(closed: DateTime<Utc>, reported: DateTime<Utc>) -> Result<DateTime<Utc>, String> {
    if closed + chrono::Duration::days(2) < reported {
        return Err("closed_at lies before reported_at".into());
    }
    Ok(closed.max(reported))
}

/// The position of a row. None is no position; 0,0 is what devices without a fix send, and none as well.
fn place(lon: &str, lat: &str) -> Result<Option<Point>, String> {
    if lon.is_empty() && lat.is_empty() {
        return Ok(None);
    }
    let number = |text: &str| {
        text.replace(',', ".").parse::<f64>().map_err(|_| format!("{text:?} is not a position"))
    };
    let (lon, lat) = (number(lon)?, number(lat)?);
    if lon == 0.0 && lat == 0.0 {
        return Ok(None);
    }
    let south_africa =
        |lon: f64, lat: f64| (16.0..34.0).contains(&lon) && (-36.0..-21.0).contains(&lat);
    if south_africa(lat, lon) && !south_africa(lon, lat) {
        return Err("latitude and longitude are swapped".into());
    }
    Point::new(lon, lat).map(Some).ok_or_else(|| "the position is out of range".into())
}

fn time(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    if let Ok(exact) = DateTime::parse_from_rfc3339(text) {
        return Some(exact.to_utc());
    }
    let local = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
        .into_iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
    zone.from_local_datetime(&local).earliest().map(|t| t.to_utc())
}

async fn store(
    app: &App,
    source: &str,
    batch: Vec<Report>,
    dry_run: bool,
    done: &mut Imported,
) -> anyhow::Result<()> {
    if batch.is_empty() {
        return Ok(());
    }
    let all = batch.len();
    let mut rows: Vec<Row> = batch.into_iter().map(|report| row(source, report)).collect();
    let mut tx = app.db.begin().await?;
    let mut new = 0;
    // Again with other references only for rows whose reference was taken.
    while !rows.is_empty() {
        new += queries::insert_new(&mut *tx, &rows).await?;
        let submissions: Vec<_> = rows.iter().map(|row| row.submission).collect();
        let missing = queries::missing(&mut *tx, &submissions).await?;
        rows.retain_mut(|row| {
            row.reference = Reference::random().as_str().to_owned();
            missing.contains(&row.submission)
        });
    }
    done.new += new;
    done.same += all - new;
    if dry_run {
        tx.rollback().await?;
        return Ok(());
    }
    if new > 0 {
        events::append(&mut tx, EventKind::Reported, None, json!({ "imported": new })).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// One report as it goes into the table, with its first history row.
fn row(source: &str, report: Report) -> Row {
    let state = json!({
        "status": report.status, "publication": report.publication, "priority": report.priority,
        "category": report.category.code, "version": 1,
    });
    Row {
        id: IncidentId::new(),
        reference: Reference::random().as_str().to_owned(),
        submission: submission(source, &report.id),
        lang: report.lang.code(),
        category: report.category.id,
        lon: report.place.map(|p| p.lon),
        lat: report.place.map(|p| p.lat),
        address: report.address,
        precision: report.category.precision.as_str(),
        publication: report.publication,
        status: report.status,
        priority: report.priority,
        requires_authority: report.category.requires_authority,
        reported_at: report.reported_at,
        closed_at: report.closed_at.filter(|_| !report.status.is_open()),
        title: report.title,
        description: report.description,
        history: uuid::Uuid::now_v7(),
        act: ActId::new(),
        source: source.to_owned(),
        state: state.to_string(),
    }
}

/// The same id for the same row of the same origin, always.
fn submission(source: &str, id: &str) -> SubmissionId {
    let digest = Sha256::new().chain_update(source).chain_update([0]).chain_update(id).finalize();
    let bytes: [u8; 16] = digest[..16].try_into().expect("a digest is longer");
    SubmissionId(uuid::Builder::from_bytes(bytes).with_version(uuid::Version::Custom).into_uuid())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_judged() {
        assert_eq!(place("", "").unwrap(), None);
        assert_eq!(place("0", "0.0").unwrap(), None);
        assert!(place("28.7", "-24.5").unwrap().is_some());
        assert!(place("-24.5163", "28.7166").unwrap_err().contains("swapped"));
        assert!(place("28.7", "north").is_err());
        assert!(place("-122.4", "37.7").unwrap().is_some());
    }

    #[test]
    fn times_without_a_zone_take_the_zone_of_the_mapping() {
        let utc = time("2015-07-01T12:00:00", chrono_tz::America::Los_Angeles).unwrap();
        assert_eq!(utc.to_rfc3339(), "2015-07-01T19:00:00+00:00");
        let given = time("2015-07-01T12:00:00+02:00", chrono_tz::America::Los_Angeles).unwrap();
        assert_eq!(given.to_rfc3339(), "2015-07-01T10:00:00+00:00");
        assert_eq!(time("yesterday", chrono_tz::UTC), None);
    }

    #[test]
    fn a_mapping_joins_renames_and_fills_in() {
        let mapping: Mapping = serde_json::from_value(json!({
            "columns": { "id": "case_id", "description": ["request_type", "request_details"] },
            "values": { "category": { "Potholes": "pothole", "*": "other" } },
            "defaults": { "lang": "en" },
        }))
        .unwrap();
        let theirs = [
            ("case_id", "7"),
            ("category", "Graffiti"),
            ("request_type", "A"),
            ("request_details", "b"),
        ];
        let theirs = theirs.into_iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
        let ours = mapping.apply(&theirs);
        assert_eq!((ours["id"].as_str(), ours["category"].as_str()), ("7", "other"));
        assert_eq!((ours["description"].as_str(), ours["lang"].as_str()), ("A\nb", "en"));
    }

    #[test]
    fn the_same_row_has_the_same_submission() {
        assert_eq!(submission("a", "1"), submission("a", "1"));
        assert_ne!(submission("a", "1"), submission("a1", ""));
    }
}
