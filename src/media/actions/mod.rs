//! What can be done with photos: take one in, let it go, attach it to a report, change who may see it.

pub mod decode;
pub mod heic;
mod incoming;
mod upload;

use bytes::Bytes;
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

pub use incoming::Incoming;
pub use upload::{Refusal, Sent, upload, upload_for_library};

use super::model::cover::Cover;
use super::model::header::{BROKEN, Header};
use super::model::{MOST_PHOTOS, Publication, State, TextKey};
use super::queries::{self, NewMedia};
use crate::app::App;
use crate::error::{Error, Result};
use crate::events::{self, EventKind};
use crate::ids::{AccountId, DraftId, IncidentId, MediaId};
use crate::jobs::{self, Job};

/// The report has [`MOST_PHOTOS`] already.
pub const TOO_MANY: TextKey = "media-error-many";

/// The store is away or full. The text of the report is not touched by it.
pub const NOT_KEPT: TextKey = "media-error-store";

/// Takes a photo into a draft: the one door. What is wrong with the photo comes back as a text key inside `Ok`; `Err` is a
/// fault of ours or a draft that is gone. The same photo sent twice into a draft is one photo.
pub async fn receive(
    app: &App,
    draft: DraftId,
    incoming: impl Into<Incoming>,
    by: Option<AccountId>,
) -> Result<std::result::Result<MediaId, TextKey>> {
    if queries::count_of_draft(&app.db, draft).await? > MOST_PHOTOS {
        return Ok(Err(TOO_MANY));
    }
    keep(app, Some(draft), incoming.into(), by).await
}

/// Takes a picture for the editors' library and makes its sizes at once. What nobody gives a place there within a day is
/// removed again.
pub async fn receive_for_library(
    app: &App,
    incoming: impl Into<Incoming>,
    by: AccountId,
) -> Result<std::result::Result<MediaId, TextKey>> {
    let kept = keep(app, None, incoming.into(), Some(by)).await?;
    if let Ok(media) = kept {
        super::jobs::process(app, media).await.map_err(Error::Internal)?;
        let row = queries::find(&app.db, media).await?.ok_or(Error::NotFound)?;
        if row.state != State::Ready {
            return Ok(Err(BROKEN));
        }
    }
    Ok(kept)
}

/// Removes a picture of the library that has no place there any more, in the caller's transaction.
pub async fn remove_from_library(conn: &mut PgConnection, media: MediaId) -> sqlx::Result<()> {
    let keys = queries::keys_of(&mut *conn, media).await?;
    queries::delete_all(&mut *conn, &[media]).await?;
    jobs::enqueue(conn, &Job::DeleteFiles { keys }).await
}

async fn keep(
    app: &App,
    draft: Option<DraftId>,
    incoming: Incoming,
    by: Option<AccountId>,
) -> Result<std::result::Result<MediaId, TextKey>> {
    let (bytes, header, (width, height)) = match look_at(incoming).await {
        Ok(seen) => seen,
        Err(key) => return Ok(Err(key)),
    };
    let sha256 = Sha256::digest(&bytes).to_vec();
    if let Some(draft) = draft
        && let Some(same) = queries::find_same(&app.db, draft, &sha256).await?
    {
        return Ok(Ok(same));
    }
    let id = MediaId::new();
    let key = new_key(&format!("{id}-original"));
    let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let content_type = header.kind.content_type();
    if let Err(error) = app.files.put(&key, bytes, content_type).await {
        tracing::error!(cause = %format!("{error:#}"), "a photo was not kept");
        return Ok(Err(NOT_KEPT));
    }
    let new = NewMedia {
        id,
        draft,
        original_key: &key,
        content_type,
        bytes: length,
        sha256: &sha256,
        width: i32::try_from(width).unwrap_or(i32::MAX),
        height: i32::try_from(height).unwrap_or(i32::MAX),
        uploaded_by: by,
    };
    let entered = enter(app, &new).await;
    if !matches!(entered, Ok(Ok(kept)) if kept == id) {
        // What is left behind here is found by the clean-up.
        let _ = app.files.delete(&key).await;
    }
    entered
}

async fn look_at(incoming: Incoming) -> std::result::Result<(Bytes, Header, (u32, u32)), TextKey> {
    let turn = decode::turn().await?;
    let bytes = incoming.into_bytes().await.map_err(|_| NOT_KEPT)?;
    let (header, size) = decode::inspect(turn, bytes.clone()).await?;
    Ok((bytes, header, size))
}

async fn enter(app: &App, new: &NewMedia<'_>) -> Result<std::result::Result<MediaId, TextKey>> {
    let mut tx = app.db.begin().await?;
    if let Some(draft) = new.draft {
        if !queries::lock_draft(&mut *tx, draft).await? {
            return Err(Error::NotFound);
        }
        if let Some(same) = queries::find_same(&mut *tx, draft, new.sha256).await? {
            return Ok(Ok(same));
        }
        if queries::count_of_draft(&mut *tx, draft).await? >= MOST_PHOTOS {
            return Ok(Err(TOO_MANY));
        }
    }
    queries::insert(&mut *tx, new).await?;
    // Those of the library are processed while their editor waits.
    if new.draft.is_some() {
        jobs::enqueue(&mut tx, &Job::ProcessMedia { media: new.id }).await?;
    }
    tx.commit().await?;
    Ok(Ok(new.id))
}

/// A key for an object made now; keys sort by day.
pub fn new_key(name: &str) -> String {
    format!("media/{}/{name}", chrono::Utc::now().format("%Y-%m-%d"))
}

/// Takes a photo out of a draft that is not sent yet; whether it was there. Its files go after the commit.
pub async fn remove_from_draft(app: &App, draft: DraftId, media: MediaId) -> Result<bool> {
    let mut tx = app.db.begin().await?;
    let keys = queries::keys_of(&mut *tx, media).await?;
    let removed = queries::delete_of_draft(&mut *tx, draft, media).await?;
    if removed {
        jobs::enqueue(&mut tx, &Job::DeleteFiles { keys }).await?;
    }
    tx.commit().await?;
    Ok(removed)
}

/// Gives the photos of a draft to the report made from it, in the transaction that reports. Returns how many. They keep
/// their draft too, so that the phone that sent them can still show them.
pub async fn attach(
    conn: &mut PgConnection,
    draft: DraftId,
    incident: IncidentId,
) -> sqlx::Result<u64> {
    queries::attach(conn, draft, incident).await
}

/// Changes who may see a photo, in the caller's transaction, and says what it was before, for the history. Hiding deletes
/// the sizes (the original stays); bringing it back makes them again.
pub async fn set_publication(
    conn: &mut PgConnection,
    media: MediaId,
    to: Publication,
) -> Result<Publication> {
    let row = queries::lock(&mut *conn, media).await?.ok_or(Error::NotFound)?;
    let from = row.publication;
    if !from.may_become(to) {
        return Err(Error::Conflict("media-error-move"));
    }
    queries::set_publication(&mut *conn, media, to).await?;
    if to == Publication::Hidden && row.state == State::Ready {
        let keys = queries::delete_sizes(&mut *conn, media).await?;
        queries::set_state(&mut *conn, media, State::Received, "").await?;
        jobs::enqueue(conn, &Job::DeleteFiles { keys }).await?;
    }
    if from == Publication::Hidden && row.state != State::Failed {
        jobs::enqueue(conn, &Job::ProcessMedia { media }).await?;
    }
    events::append(conn, EventKind::MediaChanged, row.incident, json!({ "media": media })).await?;
    Ok(from)
}

/// Takes a change of publication back, in the caller's transaction: what somebody just let be seen waits again. Only for the
/// undo of a leader's last act; no rule of moves knows the way back to waiting.
pub async fn put_back(conn: &mut PgConnection, media: MediaId, to: Publication) -> Result<()> {
    let row = queries::lock(&mut *conn, media).await?.ok_or(Error::NotFound)?;
    queries::set_publication(&mut *conn, media, to).await?;
    if row.publication == Publication::Hidden && row.state != State::Failed {
        jobs::enqueue(conn, &Job::ProcessMedia { media }).await?;
    }
    events::append(conn, EventKind::MediaChanged, row.incident, json!({ "media": media })).await?;
    Ok(())
}

/// Turns a photo and covers parts of it, in the caller's transaction; says what was covered before, for the history. What
/// others could see until now is gone with the commit; the worker makes new sizes from the original, which stays.
pub async fn cover(conn: &mut PgConnection, media: MediaId, to: &Cover) -> Result<Cover> {
    let row = queries::lock(&mut *conn, media).await?.ok_or(Error::NotFound)?;
    if row.state == State::Failed {
        return Err(Error::Conflict("media-error-move"));
    }
    let from: Cover = row.cover.parse().unwrap_or_default();
    if from == *to {
        return Ok(from);
    }
    let keys = queries::delete_sizes(&mut *conn, media).await?;
    let aside = (from.turn + to.turn) % 2 == 1;
    queries::set_cover(&mut *conn, media, &to.to_string(), aside).await?;
    jobs::enqueue(conn, &Job::DeleteFiles { keys }).await?;
    if row.publication != Publication::Hidden {
        jobs::enqueue(conn, &Job::ProcessMedia { media }).await?;
    }
    events::append(conn, EventKind::MediaChanged, row.incident, json!({ "media": media })).await?;
    Ok(from)
}
