//! What the worker does for photos: make the sizes, delete files, clean up, and verify what is stored.

use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::actions::{decode, new_key};
use super::model::picture::Rendition;
use super::model::{Publication, State, TextKey};
use super::queries;
use crate::app::App;
use crate::events::{self, EventKind};
use crate::ids::MediaId;
use crate::jobs::{self, Job};
use crate::web::respond::hex;

/// The original is not in the store any more.
const LOST: TextKey = "media-failure-lost";

/// An object without a row is left alone so long: its row may be on the way.
const GRACE: Duration = Duration::from_secs(24 * 3600);

/// The clean-up looks for objects without a row among those made in these last days; it runs every hour.
const DAYS_BACK: i64 = 8;

/// Makes the sizes of a photo. Run twice, the second time does nothing. An error is worth another try (the store is away);
/// a photo that cannot be shown is marked so and is none.
pub async fn process(app: &App, media: MediaId) -> anyhow::Result<()> {
    let Some(row) = queries::find(&app.db, media).await?.filter(waits) else { return Ok(()) };
    let Some(original) = app.files.get(&row.original_key).await? else {
        return fail(app, media, LOST).await;
    };
    let turn = loop {
        // The worker has time.
        if let Ok(turn) = decode::turn().await {
            break turn;
        }
    };
    // A cover that nobody can read covers nothing; better no photo than that.
    let Ok(cover) = row.cover.parse() else { return fail(app, media, LOST).await };
    let made = match decode::render(turn, original, cover).await {
        Ok(made) => made,
        Err(key) => return fail(app, media, key).await,
    };
    let run = uuid::Uuid::now_v7();
    let mut stored = Vec::new();
    for mut one in made {
        let key = new_key(&format!("{run}-{}.{}", one.size, one.format));
        let bytes = Bytes::from(std::mem::take(&mut one.bytes));
        let etag = hex(&Sha256::digest(&bytes));
        let length = bytes.len();
        app.files.put(&key, bytes, &format!("image/{}", one.format)).await?;
        stored.push((key, etag, length, one));
    }
    if !enter(app, media, &row.cover, &stored).await? {
        for (key, ..) in stored {
            app.files.delete(&key).await?;
        }
    }
    Ok(())
}

fn waits(row: &queries::Row) -> bool {
    row.state == State::Received && row.publication != Publication::Hidden
}

/// Enters the sizes; false when the photo was removed, hidden, covered otherwise or done by another in the meantime.
async fn enter(
    app: &App,
    media: MediaId,
    cover: &str,
    stored: &[(String, String, usize, Rendition)],
) -> anyhow::Result<bool> {
    let mut tx = app.db.begin().await?;
    let row = queries::lock(&mut *tx, media).await?.filter(waits).filter(|r| r.cover == cover);
    let Some(row) = row else { return Ok(false) };
    for (key, etag, length, made) in stored {
        let bytes = i64::try_from(*length)?;
        queries::insert_size(&mut *tx, media, key, etag, bytes, made).await?;
    }
    queries::set_state(&mut *tx, media, State::Ready, "").await?;
    let data = json!({ "media": media });
    events::append(&mut tx, EventKind::MediaChanged, row.incident, data).await?;
    tx.commit().await?;
    Ok(true)
}

async fn fail(app: &App, media: MediaId, key: TextKey) -> anyhow::Result<()> {
    tracing::warn!(%media, key, "a photo cannot be shown");
    let mut tx = app.db.begin().await?;
    let Some(row) = queries::lock(&mut *tx, media).await?.filter(waits) else { return Ok(()) };
    queries::set_state(&mut *tx, media, State::Failed, key).await?;
    let data = json!({ "media": media });
    events::append(&mut tx, EventKind::MediaChanged, row.incident, data).await?;
    tx.commit().await?;
    Ok(())
}

/// Deletes stored files, except those that a row names (again).
pub async fn delete_files(app: &App, keys: &[String]) -> anyhow::Result<()> {
    for key in queries::without_row(&app.db, keys).await? {
        app.files.delete(&key).await?;
    }
    Ok(())
}

/// Removes photos of reports that were never sent, and objects that no row names; starts photos again whose work was given up
/// while the store was away.
pub async fn clean_up(app: &App) -> anyhow::Result<()> {
    while forget_unsent(app).await? > 0 {}
    let mut conn = app.db.acquire().await?;
    for media in queries::list_waiting(&mut *conn).await? {
        jobs::enqueue(&mut conn, &Job::ProcessMedia { media }).await?;
    }
    drop(conn);
    let from = chrono::Utc::now() - chrono::Duration::days(DAYS_BACK);
    let from = from.format("media/%Y-%m-%d").to_string();
    let (mut after, mut removed) = (from, 0);
    while let Some(keys) = next_without_row(app, &mut after).await? {
        for key in keys {
            app.files.delete(&key).await?;
            removed += 1;
        }
    }
    if removed > 0 {
        tracing::info!(removed, "objects that no row named were removed");
    }
    Ok(())
}

/// A few photos of drafts that expired or are gone; how many there were.
async fn forget_unsent(app: &App) -> anyhow::Result<usize> {
    let mut tx = app.db.begin().await?;
    let unsent = queries::lock_unsent(&mut *tx).await?;
    if unsent.is_empty() {
        return Ok(0);
    }
    let keys = queries::keys_of_all(&mut *tx, &unsent).await?;
    queries::delete_all(&mut *tx, &unsent).await?;
    jobs::enqueue(&mut tx, &Job::DeleteFiles { keys }).await?;
    tx.commit().await?;
    Ok(unsent.len())
}

/// Keys of the next objects after `after` that are past their grace and that no row names; moves `after` on. None at the end.
async fn next_without_row(app: &App, after: &mut String) -> anyhow::Result<Option<Vec<String>>> {
    let page = app.files.list("media/", after).await?;
    let Some(last) = page.last() else { return Ok(None) };
    *after = last.key.clone();
    let old = |e: &crate::files::Entry| e.written.elapsed().is_ok_and(|age| age > GRACE);
    let keys: Vec<String> = page.into_iter().filter(old).map(|e| e.key).collect();
    Ok(Some(queries::without_row(&app.db, &keys).await?))
}

/// What `naboom check` found among the stored objects.
#[derive(Debug, Default)]
pub struct Checked {
    /// Objects that rows name.
    pub objects: u64,
    /// What is wrong, a line each: an object that is missing, has another length or other content, or has no row.
    pub faults: Vec<String>,
}

/// Reads every object that a row names and compares it with the row; and looks for objects without one.
pub async fn check(app: &App) -> anyhow::Result<Checked> {
    let mut checked = Checked::default();
    let mut after = String::new();
    loop {
        let page = queries::list_objects(&app.db, &after).await?;
        let Some(last) = page.last() else { break };
        after = last.key.clone();
        for object in page {
            checked.objects += 1;
            if let Some(fault) = fault_of(app, &object).await? {
                checked.faults.push(format!("{}: {fault}", object.key));
            }
        }
    }
    let mut after = String::new();
    while let Some(keys) = next_without_row(app, &mut after).await? {
        checked.faults.extend(keys.into_iter().map(|key| format!("{key}: no row names it")));
    }
    Ok(checked)
}

async fn fault_of(app: &App, object: &queries::Object) -> anyhow::Result<Option<&'static str>> {
    let Some((_, mut chunks)) = app.files.open(&object.key).await? else {
        return Ok(Some("it is missing"));
    };
    let (mut digest, mut length) = (Sha256::new(), 0);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk?;
        length += i64::try_from(chunk.len())?;
        digest.update(&chunk);
    }
    Ok(if length != object.bytes {
        Some("it has another length")
    } else if hex(&digest.finalize()) != object.sha256 {
        Some("it has other content")
    } else {
        None
    })
}
