//! What the worker does for photos: make the sizes, delete files, clean up, and verify what is stored.

use bytes::Bytes;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::actions::{decode, new_key};
use super::model::picture::Rendition;
use super::model::{Publication, State, TextKey};
use super::queries;
use crate::app::App;
use crate::events::{self, EventKind};
use crate::ids::MediaId;
use crate::web::respond::hex;

/// The original is not in the store any more.
const LOST: TextKey = "media-failure-lost";

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
    let made = match decode::render(turn, original).await {
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
    if !enter(app, media, &stored).await? {
        for (key, ..) in stored {
            app.files.delete(&key).await?;
        }
    }
    Ok(())
}

fn waits(row: &queries::Row) -> bool {
    row.state == State::Received && row.publication != Publication::Hidden
}

/// Enters the sizes; false when the photo was removed, hidden or done by another in the meantime.
async fn enter(
    app: &App,
    media: MediaId,
    stored: &[(String, String, usize, Rendition)],
) -> anyhow::Result<bool> {
    let mut tx = app.db.begin().await?;
    let Some(row) = queries::lock(&mut *tx, media).await?.filter(waits) else { return Ok(false) };
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
