//! The first pages, written for this project in both languages.

use std::collections::BTreeMap;

use serde::Deserialize;
use uuid::Uuid;

use crate::app::App;
use crate::cms::model::{Content, MenuForm, Text, read_body};
use crate::cms::queries::{self, NewPage};

static PAGES: &str = include_str!("../../../seed/pages.json");

#[derive(Deserialize)]
struct Seed {
    path: String,
    footer: bool,
    texts: BTreeMap<String, SeedText>,
}

#[derive(Deserialize)]
struct SeedText {
    title: String,
    summary: String,
    /// Lines as an editor would type them.
    body: Vec<String>,
}

/// Adds the first pages to a site that has none, published, with links in the footer. Returns how many.
pub async fn seed(app: &App) -> anyhow::Result<usize> {
    let mut tx = app.db.begin().await?;
    queries::lock_site(&mut *tx).await?;
    if queries::count_pages(&mut *tx).await? > 0 {
        return Ok(0);
    }
    let seeds: Vec<Seed> = serde_json::from_str(PAGES)?;
    let mut ids: BTreeMap<&str, Uuid> = BTreeMap::new();
    for seed in &seeds {
        let text = |t: &SeedText| Text {
            title: t.title.clone(),
            summary: t.summary.clone(),
            body: read_body(&t.body.join("\n")),
            seen: BTreeMap::new(),
        };
        let texts = seed.texts.iter().map(|(lang, t)| (lang.clone(), text(t))).collect();
        let mut draft = Content { texts };
        draft.mark_translated(&Content::default(), &[]);
        let (above, slug) = seed.path.rsplit_once('/').unwrap_or(("", &seed.path));
        let id = Uuid::now_v7();
        let new = NewPage {
            id,
            parent: ids.get(above).copied(),
            slug,
            path: &seed.path,
            draft: &draft,
            by: None,
            live: true,
        };
        queries::insert_page(&mut *tx, &new).await?;
        queries::insert_revision(&mut *tx, id, None, "seeded", &draft, 1).await?;
        ids.insert(&seed.path, id);
        if seed.footer {
            let line = MenuForm { menu: "footer".into(), ..MenuForm::default() };
            queries::insert_menu_item(&mut *tx, Uuid::now_v7(), &line, Some(id)).await?;
        }
    }
    tx.commit().await?;
    Ok(seeds.len())
}
