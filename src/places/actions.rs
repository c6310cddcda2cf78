//! Filling the map: gazetteer, areas and lines from files. An import can be repeated: rows are known by the identifier of
//! their source. It commits every few hundred rows, so that nothing else waits for it; a dry run goes all the way and takes
//! each step back, so that its counts are true. Rows that cannot be taken are named with the reason, the others are taken.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use anyhow::Context;
use serde_json::Value;
use sqlx::Connection;

use super::model::{self, Point};
use super::queries;
use super::queries::admin::Words;
use super::queries::import::{Corrected, NewArea, Places};
use crate::app::App;
use crate::auth::Viewer;
use crate::error::Error;
use crate::events::{self, EventKind};
use crate::ids::AreaId;

/// The project's own sketch of the town and its surroundings, drawn by hand.
const SEED_PLACES: &str = include_str!("../../seed/places.csv");
const SEED_AREAS: &str = include_str!("../../seed/areas.geojson");
const SEED_LINES: &str = include_str!("../../seed/lines.geojson");

/// The source of sketched areas, until real ones take their place.
const SKETCH: &str = "sketch";

/// Whom to name for boundaries that do not say where they come from.
const BOUNDARIES: [&str; 2] = ["Municipal Demarcation Board", "OCHA ROSEA"];

/// Rows per transaction.
const BATCH: usize = 500;

/// What an import did, or would do.
#[derive(Debug, Default)]
pub struct Report {
    /// Rows that were not there.
    pub new: usize,
    /// Rows that are different now.
    pub changed: usize,
    /// Rows that were there already.
    pub same: usize,
    /// Names that somebody corrected by hand and that stay as they are: number of the GeoJSON feature, and which.
    pub kept: Vec<(usize, String)>,
    /// Rows that were not taken: line of the CSV file or number of the GeoJSON feature, and why.
    pub refused: Vec<(usize, String)>,
}

impl Report {
    fn count(&mut self, done: Option<bool>) {
        match done {
            Some(true) => self.new += 1,
            Some(false) => self.changed += 1,
            None => self.same += 1,
        }
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (refused, kept) = (self.refused.len(), self.kept.len());
        write!(
            f,
            "{} new, {} changed, {} the same, {refused} refused",
            self.new, self.changed, self.same
        )?;
        if kept > 0 {
            write!(f, ", {kept} corrected names left as they are")?;
        }
        self.kept.iter().take(20).try_for_each(|(row, what)| write!(f, "\n  row {row}: {what}"))?;
        if kept > 20 {
            write!(f, "\n  and {} more", kept - 20)?;
        }
        self.refused
            .iter()
            .take(20)
            .try_for_each(|(row, why)| write!(f, "\n  row {row}: {why}"))?;
        if refused > 20 {
            write!(f, "\n  and {} more", refused - 20)?;
        }
        Ok(())
    }
}

/// Imports a gazetteer from CSV. Columns: id, name, kind, lat, lon; optional name_en, name_af, alt_names (parted by `|`),
/// population, muni_name, source. Sketched places of the same name nearby give way.
pub async fn import_places(
    app: &App,
    csv: impl std::io::Read,
    dry_run: bool,
) -> anyhow::Result<Report> {
    let mut report = Report::default();
    let mut credits = Vec::new();
    let batches = read_places(csv, &mut report, &mut credits)?;
    for batch in &batches {
        let mut tx = app.db.begin().await?;
        let done = queries::import::upsert_places(&mut *tx, batch).await?;
        report.same += batch.source_id.len() - done.len();
        done.into_iter().for_each(|new| report.count(Some(new)));
        if dry_run { tx.rollback().await? } else { tx.commit().await? }
    }
    if !dry_run && !batches.is_empty() {
        let mut tx = app.db.begin().await?;
        queries::import::inherit_kinds(&mut *tx).await?;
        queries::import::drop_sketches(&mut *tx).await?;
        queries::import::mark_served(&mut *tx).await?;
        for name in credits {
            queries::import::add_credit(&mut *tx, name).await?;
        }
        tx.commit().await?;
    }
    Ok(report)
}

/// The rows of a CSV file in batches. Names to credit are collected; wrong rows go into the report.
fn read_places(
    csv: impl std::io::Read,
    report: &mut Report,
    credits: &mut Vec<&'static str>,
) -> anyhow::Result<Vec<Places>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(csv);
    let header = reader.headers().context("this is not a CSV file")?.clone();
    let columns: HashMap<&str, usize> = header
        .iter()
        .enumerate()
        .map(|(at, name)| (name.trim_start_matches('\u{feff}').trim(), at))
        .collect();
    let missing: Vec<&str> = ["id", "name", "kind", "lat", "lon"]
        .into_iter()
        .filter(|c| !columns.contains_key(c))
        .collect();
    anyhow::ensure!(missing.is_empty(), "the file has no column {}", missing.join(", "));
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut batches: Vec<Places> = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        let line = usize::try_from(reader.position().line())?;
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(batches),
            Ok(true) => {}
            Err(error) if matches!(error.kind(), csv::ErrorKind::Io(_)) => return Err(error.into()),
            Err(error) => {
                report.refused.push((line, error.to_string()));
                continue;
            }
        }
        let line = record.position().map_or(line, |p| usize::try_from(p.line()).unwrap_or(line));
        let cell =
            |name: &str| columns.get(name).and_then(|at| record.get(*at)).unwrap_or("").trim();
        match check_place(&cell) {
            Err(why) => report.refused.push((line, why)),
            Ok(_) if seen.contains_key(cell("id")) => {
                report
                    .refused
                    .push((line, format!("the same id stands on line {}", seen[cell("id")])));
            }
            Ok((point, population)) => {
                seen.insert(cell("id").to_owned(), line);
                credits.extend(credit_of(cell("id"), cell("source")));
                if batches.last().is_none_or(|b| b.source_id.len() >= BATCH) {
                    batches.push(Places::default());
                }
                let into = batches.last_mut().expect("just made");
                into.source_id.push(cell("id").to_owned());
                into.name.push(cell("name").to_owned());
                into.name_en.push(cell("name_en").to_owned());
                into.name_af.push(cell("name_af").to_owned());
                into.alt_names.push(cell("alt_names").to_owned());
                into.kind.push(cell("kind").to_owned());
                into.lon.push(point.lon);
                into.lat.push(point.lat);
                into.population.push(population);
                into.municipality.push(cell("muni_name").to_owned());
            }
        }
    }
}

/// Point and population of a row, or why the row cannot be taken.
fn check_place<'a>(cell: &impl Fn(&str) -> &'a str) -> Result<(Point, i32), String> {
    for (name, most) in [("id", 100), ("name", 200)] {
        match cell(name).chars().count() {
            0 => return Err(format!("no {name}")),
            length if length > most => return Err(format!("{name} is longer than {most} letters")),
            _ => {}
        }
    }
    let kind = cell("kind");
    if !model::PLACE_KINDS.contains(&kind) {
        let known = model::PLACE_KINDS.join(", ");
        return Err(format!("kind \"{kind}\" is unknown; known are {known}"));
    }
    let number = |name: &str| {
        cell(name)
            .parse::<f64>()
            .map_err(|_| format!("{name} \"{}\" is not a number such as -24.5163", cell(name)))
    };
    let point = model::southern_africa(number("lon")?, number("lat")?)?;
    let population = match cell("population") {
        "" => 0,
        text => text
            .parse()
            .ok()
            .filter(|n| *n >= 0)
            .ok_or(format!("population \"{text}\" is not a whole number"))?,
    };
    Ok((point, population))
}

/// Whom the licence of a row asks to name.
fn credit_of(id: &str, source: &str) -> Vec<&'static str> {
    let mut names = Vec::new();
    if source == "geonames" || id.starts_with("gn:") {
        names.push("GeoNames");
    }
    if id.starts_with("wof:") {
        names.extend(["GeoNames", "Who’s On First"]);
    }
    names
}

/// Imports areas from GeoJSON. Properties: code; label_en and label_af, or name; kind (municipality, ward, suburb; when left
/// out, ward if there is a ward_no, else municipality); source; served (when left out: true for the municipality that is
/// served and what lies in it by muni_code, and for everything while none is). Sketched suburbs give way to real wards; the
/// caller puts the reports into the new areas afterwards (`incidents::actions::resettle`).
pub async fn import_areas(app: &App, geojson: &str, dry_run: bool) -> anyhow::Result<Report> {
    let mut report = Report::default();
    let mut tx = app.db.begin().await?;
    let home: HashSet<String> =
        queries::served_municipalities(&mut *tx).await?.into_iter().collect();
    let mut credits = Vec::new();
    let mut real_wards = false;
    for (at, feature) in (1..).zip(features(geojson)?) {
        let mut properties = AreaProperties::of(&feature["properties"], &home);
        if let Err(why) = properties.check().and_then(|()| check_shape(&feature["geometry"], 3)) {
            report.refused.push((at, why));
            continue;
        }
        if let Some(now) = queries::import::corrected(&mut *tx, &properties.code).await? {
            report.kept.extend(properties.leave(now).into_iter().map(|what| (at, what)));
        }
        let shape = feature["geometry"].to_string();
        let area = NewArea {
            code: &properties.code,
            kind: &properties.kind,
            name_en: &properties.name_en,
            name_af: &properties.name_af,
            shape: &shape,
            source: &properties.source,
            served: properties.served,
        };
        // A shape that the database cannot read spoils only itself.
        let mut step = tx.begin().await?;
        match queries::import::upsert_area(&mut *step, &area).await {
            Ok(done) => {
                step.commit().await?;
                report.count(done);
                credits.push(properties.source.clone());
                real_wards |= properties.kind == "ward" && properties.source != SKETCH;
            }
            Err(sqlx::Error::Database(fault)) => {
                step.rollback().await?;
                report.refused.push((at, format!("the shape cannot be read: {}", fault.message())));
            }
            Err(other) => return Err(other.into()),
        }
    }
    if real_wards {
        // Smaller than a ward, a sketched suburb would keep every report to itself.
        queries::import::delete_suburbs_of(&mut *tx, SKETCH).await?;
    }
    queries::import::mark_served(&mut *tx).await?;
    for name in credits.iter().flat_map(|c| c.split("; ")).filter(|c| *c != SKETCH) {
        queries::import::add_credit(&mut *tx, name).await?;
    }
    if dry_run {
        tx.rollback().await?
    } else {
        tx.commit().await?
    }
    Ok(report)
}

struct AreaProperties {
    code: String,
    kind: String,
    name_en: String,
    name_af: String,
    source: String,
    served: bool,
}

impl AreaProperties {
    fn of(given: &Value, home: &HashSet<String>) -> Self {
        let text = |name: &str| given[name].as_str().unwrap_or("").trim().to_owned();
        let or = |first: String, second: String| if first.is_empty() { second } else { first };
        let by_number = if given["ward_no"].is_null() { "municipality" } else { "ward" };
        let code = text("code");
        let municipality = or(text("muni_code"), code.clone());
        Self {
            kind: or(text("kind"), by_number.into()),
            name_en: or(text("label_en"), text("name")),
            name_af: or(text("label_af"), text("name")),
            source: or(text("source"), BOUNDARIES.join("; ")),
            served: given["served"]
                .as_bool()
                .unwrap_or_else(|| home.is_empty() || home.contains(&municipality)),
            code,
        }
    }

    /// Leaves the names that somebody corrected as they are; what the file has instead, in words.
    fn leave(&mut self, now: Corrected) -> Vec<String> {
        let names = [
            ("name_en", now.en, now.name_en, &mut self.name_en),
            ("name_af", now.af, now.name_af, &mut self.name_af),
        ];
        let mut kept = Vec::new();
        for (field, corrected, is, new) in names {
            if corrected && is != *new {
                kept.push(format!("{field} stays \"{is}\" as corrected, not \"{new}\""));
                *new = is;
            }
        }
        kept
    }

    fn check(&self) -> Result<(), String> {
        if self.code.is_empty() || self.code.chars().count() > 60 {
            return Err("needs a code of at most 60 letters".into());
        }
        if self.name_en.is_empty() || self.name_af.is_empty() {
            return Err("needs a name, or label_en and label_af".into());
        }
        if !["municipality", "ward", "suburb"].contains(&self.kind.as_str()) {
            return Err(format!(
                "kind \"{}\" is unknown; known are municipality, ward, suburb",
                self.kind
            ));
        }
        Ok(())
    }
}

/// Whether a geometry is a polygon (`depth` 3) or a line (`depth` 2), single or many, with every corner in southern Africa.
fn check_shape(geometry: &Value, depth: usize) -> Result<(), String> {
    let (one, wanted) =
        if depth == 3 { ("Polygon", "a polygon") } else { ("LineString", "a line") };
    let kind = geometry["type"].as_str().unwrap_or("");
    let parts: Vec<&Value> = match kind.strip_prefix("Multi") {
        Some(kind) if kind == one => {
            geometry["coordinates"].as_array().into_iter().flatten().collect()
        }
        None if kind == one => vec![&geometry["coordinates"]],
        _ => return Err(format!("needs {wanted}")),
    };
    let lines: Vec<&Value> = if depth == 3 {
        parts.iter().flat_map(|p| p.as_array().into_iter().flatten()).collect()
    } else {
        parts
    };
    let least = if depth == 3 { 4 } else { 2 };
    for line in &lines {
        let corners = line.as_array().ok_or("its coordinates are not numbers")?;
        if corners.len() < least {
            return Err(format!("{wanted} needs at least {least} corners"));
        }
        for corner in corners {
            let (lon, lat) = (corner[0].as_f64(), corner[1].as_f64());
            let (lon, lat) = lon.zip(lat).ok_or("its coordinates are not numbers")?;
            model::southern_africa(lon, lat)?;
        }
        if depth == 3 && corners.first() != corners.last() {
            return Err("a ring does not end where it begins".into());
        }
    }
    if lines.is_empty() { Err(format!("needs {wanted}")) } else { Ok(()) }
}

/// Imports lines of the drawn map from GeoJSON. Properties: id, kind (national, regional, street, railway, river), name.
pub async fn import_lines(app: &App, geojson: &str, dry_run: bool) -> anyhow::Result<Report> {
    let mut report = Report::default();
    let mut tx = app.db.begin().await?;
    for (at, feature) in (1..).zip(features(geojson)?) {
        let text =
            |name: &str| feature["properties"][name].as_str().unwrap_or("").trim().to_owned();
        let (id, kind) = (text("id"), text("kind"));
        let fault = if id.is_empty() {
            Err("no id".into())
        } else if !model::LINE_KINDS.contains(&kind.as_str()) {
            Err(format!("kind \"{kind}\" is unknown; known are {}", model::LINE_KINDS.join(", ")))
        } else {
            check_shape(&feature["geometry"], 2)
        };
        if let Err(why) = fault {
            report.refused.push((at, why));
            continue;
        }
        let shape = feature["geometry"].to_string();
        report.count(
            queries::import::upsert_line(&mut *tx, &id, &kind, &text("name"), &shape).await?,
        );
    }
    if dry_run {
        tx.rollback().await?
    } else {
        tx.commit().await?
    }
    Ok(report)
}

fn features(geojson: &str) -> anyhow::Result<Vec<Value>> {
    let mut whole: Value = serde_json::from_str(geojson).context("this is not GeoJSON")?;
    match whole["features"].take() {
        Value::Array(features) => Ok(features),
        _ => anyhow::bail!("this is not a GeoJSON FeatureCollection"),
    }
}

/// Fills the map: the project's own sketch first; then, from the folder `sample` where it holds them, the real municipality,
/// wards and gazetteer, before which the sketch gives way. Safe to repeat.
pub async fn seed(app: &App, sample: Option<&Path>) -> anyhow::Result<()> {
    import_lines(app, SEED_LINES, false).await?;
    if !queries::import::has_other_areas(&app.db, SKETCH).await? {
        import_areas(app, SEED_AREAS, false).await?;
    }
    let sketched = sketch_places(app).await?;
    println!("places sketched: {sketched}");
    let Some(sample) = sample else { return Ok(()) };
    let here = |name: &str| Some(sample.join(name)).filter(|p| p.exists());
    if let Some(file) = here("boundaries/limpopo_municipalities.geojson") {
        println!(
            "municipalities: {}",
            import_areas(app, &std::fs::read_to_string(file)?, false).await?
        );
    }
    if let Some(file) = here("boundaries/lim368_wards.geojson") {
        println!("wards: {}", import_areas(app, &std::fs::read_to_string(file)?, false).await?);
    }
    if let Some(file) = here("gazetteer/limpopo_places.csv") {
        println!("places: {}", import_places(app, std::fs::File::open(file)?, false).await?);
    }
    Ok(())
}

/// Adds the sketched places that are missing; what is there stays as people left it.
async fn sketch_places(app: &App) -> anyhow::Result<u64> {
    let mut report = Report::default();
    let batches = read_places(SEED_PLACES.as_bytes(), &mut report, &mut Vec::new())?;
    anyhow::ensure!(report.refused.is_empty(), "seed/places.csv: {report}");
    let mut tx = app.db.begin().await?;
    let mut added = 0;
    for batch in &batches {
        added += queries::import::add_sketches(&mut *tx, batch).await?;
    }
    queries::import::mark_served(&mut *tx).await?;
    tx.commit().await?;
    Ok(added)
}

/// Corrects the names of an area and whether it is served; each field that differs leaves a line in its history.
pub async fn correct_area(app: &App, who: &Viewer, id: AreaId, new: &Words) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let old = queries::admin::lock(&mut *tx, id).await?.ok_or(Error::NotFound)?;
    let served = |words: &Words| words.served.to_string();
    let fields = [
        ("name_en", old.name_en.clone(), new.name_en.clone()),
        ("name_af", old.name_af.clone(), new.name_af.clone()),
        ("served", served(&old), served(new)),
    ];
    let changed: Vec<_> = fields.iter().filter(|(_, old, new)| old != new).collect();
    if changed.is_empty() {
        return Ok(());
    }
    queries::admin::set(&mut *tx, id, new).await?;
    for (field, old, new) in changed {
        queries::admin::note(&mut *tx, id, who.account, (field, old, new)).await?;
    }
    if old.served != new.served {
        queries::import::mark_served(&mut *tx).await?;
    }
    // Names of areas stand on public pages.
    let data = serde_json::json!({ "fields": ["area"] });
    events::append(&mut tx, EventKind::Changed, None, data).await?;
    tx.commit().await?;
    Ok(())
}
