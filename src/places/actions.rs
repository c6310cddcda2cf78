//! Filling the map: gazetteer, areas and lines from files. Each import is one transaction that can be repeated; a dry run
//! goes all the way and rolls back, so that its counts are true.

use std::path::Path;

use anyhow::Context;
use serde::Deserialize;
use serde_json::Value;

use super::model::Point;
use super::queries::{self, NewArea, NewPlace};
use crate::app::App;

/// The project's own sketch of the town and its surroundings.
const SEED_PLACES: &str = include_str!("../../seed/places.csv");
const SEED_AREAS: &str = include_str!("../../seed/areas.geojson");
const SEED_LINES: &str = include_str!("../../seed/lines.geojson");

/// The source under which seeded areas are kept, until real ones take their place.
const SEED: &str = "seed";

/// Attribution of boundaries of the Municipal Demarcation Board.
pub(super) const BOUNDARIES: &str = "Municipal Demarcation Board; OCHA ROSEA";

/// What an import did, or would do.
#[derive(Debug, Default)]
pub struct Report {
    /// Rows that were not there.
    pub new: usize,
    /// Rows that are different now.
    pub changed: usize,
    /// Rows that were there already.
    pub same: usize,
    /// Rows that were not taken: line or feature number, and why.
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
        write!(
            f,
            "{} new, {} changed, {} the same, {} refused",
            self.new,
            self.changed,
            self.same,
            self.refused.len()
        )?;
        self.refused.iter().take(20).try_for_each(|(row, why)| write!(f, "\n  row {row}: {why}"))
    }
}

#[derive(Deserialize)]
struct PlaceRow {
    id: String,
    name: String,
    #[serde(default)]
    name_en: String,
    #[serde(default)]
    name_af: String,
    #[serde(default)]
    alt_names: String,
    kind: String,
    lat: f64,
    lon: f64,
    #[serde(default)]
    population: Option<i32>,
    #[serde(default)]
    muni_name: String,
}

/// Why a point is not in South Africa, or none if it is. Swapped columns are named, since they are the usual mistake.
fn fault_of(lon: f64, lat: f64) -> Option<&'static str> {
    let inside = |lon: f64, lat: f64| (10.0..=45.0).contains(&lon) && (-45.0..=5.0).contains(&lat);
    match (Point::new(lon, lat), inside(lon, lat), inside(lat, lon)) {
        (None, _, _) => Some("no position"),
        (_, true, _) => None,
        (_, _, true) => Some("latitude and longitude are swapped"),
        _ => Some("the position is not in southern Africa"),
    }
}

/// Imports a gazetteer from CSV: columns id, name, kind, lat, lon; optional name_en, name_af, alt_names (split by `|`),
/// population, muni_name.
pub async fn import_places(
    app: &App,
    csv: impl std::io::Read,
    dry_run: bool,
) -> anyhow::Result<Report> {
    let mut report = Report::default();
    let mut tx = app.db.begin().await?;
    for (line, row) in (2..).zip(csv::Reader::from_reader(csv).deserialize::<PlaceRow>()) {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                report.refused.push((line, error.to_string()));
                continue;
            }
        };
        if let Some(fault) = fault_of(row.lon, row.lat) {
            report.refused.push((line, fault.into()));
            continue;
        }
        let place = NewPlace {
            source_id: &row.id,
            name: &row.name,
            name_en: &row.name_en,
            name_af: &row.name_af,
            alt_names: &row.alt_names,
            kind: &row.kind,
            point: Point { lon: row.lon, lat: row.lat },
            population: row.population.unwrap_or(0),
            municipality: &row.muni_name,
        };
        report.count(queries::upsert_place(&mut *tx, &place).await?);
    }
    finish(tx, dry_run, report).await
}

/// Imports areas from GeoJSON. Properties: code; label_en and label_af or name; kind (else ward if there is a ward_no,
/// else municipality); source.
pub async fn import_areas(app: &App, geojson: &str, dry_run: bool) -> anyhow::Result<Report> {
    let mut report = Report::default();
    let mut tx = app.db.begin().await?;
    for (at, feature) in (1..).zip(features(geojson)?) {
        let text = |name: &str| feature["properties"][name].as_str().unwrap_or("").to_owned();
        let kind = match (text("kind"), feature["properties"]["ward_no"].is_null()) {
            (kind, _) if !kind.is_empty() => kind,
            (_, false) => "ward".into(),
            _ => "municipality".into(),
        };
        let or_name = |label: String| if label.is_empty() { text("name") } else { label };
        let source = if text("source").is_empty() { BOUNDARIES.to_owned() } else { text("source") };
        let polygon = feature["geometry"]["type"]
            .as_str()
            .is_some_and(|t| t == "Polygon" || t == "MultiPolygon");
        if text("code").is_empty() || !polygon {
            report.refused.push((at, "needs a code and a polygon".into()));
            continue;
        }
        let area = NewArea {
            code: &text("code"),
            kind: &kind,
            name_en: &or_name(text("label_en")),
            name_af: &or_name(text("label_af")),
            shape: &feature["geometry"].to_string(),
            source: &source,
        };
        report.count(queries::upsert_area(&mut *tx, &area).await?);
    }
    finish(tx, dry_run, report).await
}

/// Imports lines of the drawn map from GeoJSON. Properties: id, kind (national, regional, street, railway, river), name.
pub async fn import_lines(app: &App, geojson: &str, dry_run: bool) -> anyhow::Result<Report> {
    let mut report = Report::default();
    let mut tx = app.db.begin().await?;
    for feature in features(geojson)? {
        let text = |name: &str| feature["properties"][name].as_str().unwrap_or("").to_owned();
        let shape = feature["geometry"].to_string();
        report.count(
            queries::upsert_line(&mut *tx, &text("id"), &text("kind"), &text("name"), &shape)
                .await?,
        );
    }
    finish(tx, dry_run, report).await
}

fn features(geojson: &str) -> anyhow::Result<Vec<Value>> {
    let mut whole: Value = serde_json::from_str(geojson).context("this is not GeoJSON")?;
    match whole["features"].take() {
        Value::Array(features) => Ok(features),
        _ => anyhow::bail!("this is not a GeoJSON FeatureCollection"),
    }
}

async fn finish(
    tx: sqlx::Transaction<'_, sqlx::Postgres>,
    dry_run: bool,
    report: Report,
) -> anyhow::Result<Report> {
    if dry_run {
        tx.rollback().await?
    } else {
        tx.commit().await?
    }
    Ok(report)
}

/// Fills the map: the project's own sketch, or, when `sample` holds them, the real wards, municipality and gazetteer.
pub async fn seed(app: &App, sample: Option<&Path>) -> anyhow::Result<()> {
    import_places(app, SEED_PLACES.as_bytes(), false).await?;
    import_lines(app, SEED_LINES, false).await?;
    let read = |name: &str| sample.map(|s| s.join(name)).filter(|p| p.exists());
    let (wards, places) =
        (read("boundaries/lim368_wards.geojson"), read("gazetteer/limpopo_places.csv"));
    match wards {
        Some(wards) => {
            let report = import_areas(app, &std::fs::read_to_string(wards)?, false).await?;
            println!("wards: {report}");
            queries::delete_areas_of(&app.db, SEED).await?;
        }
        None if !queries::has_source(&app.db, BOUNDARIES).await? => {
            import_areas(app, SEED_AREAS, false).await?;
        }
        None => {}
    }
    if let Some(places) = places {
        let report = import_places(app, std::fs::File::open(places)?, false).await?;
        println!("places: {report}");
    }
    Ok(())
}
