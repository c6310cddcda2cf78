//! Fills a database so that the town is there from the first start: categories, places, areas; sample reports when a folder
//! with them is named; demo people on request, on this machine only.

mod generate;

use std::path::Path;

use serde_json::json;

use crate::app::App;
use crate::i18n::Lang;
use crate::incidents::{self, actions::Mapping};
use crate::{accounts, categories, cms, places};
use generate::{Generator, Named};

/// Made-up reports for a first look.
const REPORTS: &str = include_str!("../../seed/reports.ndjson");

/// Fills what is missing. Safe to repeat: what is there stays, what people changed stays.
pub async fn fill(app: &App, sample: Option<&Path>) -> anyhow::Result<()> {
    let added = categories::seed(app).await?;
    println!("categories: {added} new");
    places::seed(app, sample).await?;
    incidents::actions::resettle(app).await?;
    println!("pages: {} new", cms::seed(app).await?);
    reports(app, sample).await
}

/// Reports to look at: those of the sample folder, else a dozen of the project's own, all made up; these only where nobody
/// but this machine sees them.
async fn reports(app: &App, sample: Option<&Path>) -> anyhow::Result<()> {
    let folder =
        sample.map(|s| s.join("incidents/lim368_sample_reports.ndjson.gz")).filter(|p| p.exists());
    let done = match folder {
        Some(path) => {
            let unpacked = std::process::Command::new("gzip").arg("-dc").arg(&path).output()?;
            anyhow::ensure!(unpacked.status.success(), "{} does not unpack", path.display());
            let mapping: Mapping = serde_json::from_value(json!({
                "source": "sample", "columns": { "id": "seq", "description": "text" },
            }))?;
            incidents::actions::import(app, unpacked.stdout.as_slice(), false, &mapping, false)
                .await?
        }
        None if !app.config.is_local() => return Ok(()),
        None => {
            let mapping = Mapping { source: "seed".into(), ..Mapping::default() };
            incidents::actions::import(app, REPORTS.as_bytes(), false, &mapping, false).await?
        }
    };
    println!("reports: {} new, {} the same, {} refused", done.new, done.same, done.refused.len());
    for (row, why) in &done.refused {
        println!("  row {row} refused: {why}");
    }
    Ok(())
}

/// Fills an empty database with the project's own seed, so that the bare program serves a usable site.
pub async fn fill_if_empty(app: &App) -> anyhow::Result<()> {
    if categories::list(&app.db, Lang::EN).await?.is_empty() {
        fill(app, app.config.sample_data.as_deref()).await?;
    }
    Ok(())
}

/// Adds made-up reports, `count` in all, to measure with; only where nobody but this machine sees them.
pub async fn generate(app: &App, count: u64) -> anyhow::Result<()> {
    anyhow::ensure!(app.config.is_local(), "made-up reports only where NABOOM_LISTEN is loopback");
    let mut named: Vec<Named> = Vec::new();
    for lang in Lang::all() {
        for (at, category) in categories::list(&app.db, lang).await?.into_iter().enumerate() {
            if named.len() == at {
                named.push(Named { code: category.code, names: Vec::new() });
            }
            named[at].names.push((lang, category.name));
        }
    }
    let towns: Vec<_> = places::suburbs(&app.db, Lang::EN).await?.iter().map(|p| p.point).collect();
    anyhow::ensure!(!towns.is_empty(), "run naboom seed first");
    let reports = Generator::new(count, named, &towns, chrono::Utc::now());
    let mapping = Mapping { source: "generated".into(), ..Mapping::default() };
    let done = incidents::actions::import_rows(app, reports.map(Ok), &mapping, false).await?;
    println!("reports: {} new, {} the same", done.new, done.same);
    Ok(())
}

/// Makes the demo people and prints how to sign in as each.
pub async fn demo(app: &App) -> anyhow::Result<()> {
    let people = accounts::demo(app).await?;
    println!("Demo people (made anew each time, for this machine alone):");
    for (role, login, password) in people {
        println!("  {:<9} {login:<32} {password}", role.as_str());
    }
    Ok(())
}
