//! Fills a database so that the town is there from the first start: categories, places, areas; sample reports when a folder
//! with them is named; demo people on request, on this machine only.

use std::path::Path;

use serde_json::json;

use crate::app::App;
use crate::incidents::{self, actions::Mapping};
use crate::{accounts, categories, cms, places};

/// Made-up reports for a first look.
const REPORTS: &str = include_str!("../seed/reports.ndjson");

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
    if categories::list(&app.db, crate::i18n::Lang::EN).await?.is_empty() {
        fill(app, app.config.sample_data.as_deref()).await?;
    }
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
