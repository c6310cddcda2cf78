//! Decoding beside the requests: at most two photos at a time in the whole process, each within its memory limit, away from
//! the threads that answer.

use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::heic;
use crate::media::model::TextKey;
use crate::media::model::cover::Cover;
use crate::media::model::header::{self, Header, Kind};
use crate::media::model::picture::{Picture, Rendition};

/// Two cores, and twice [`crate::media::model::MOST_MEMORY`] at most.
static PLACES: Semaphore = Semaphore::const_new(2);

/// How long a photo may wait for its turn at the door.
const WAIT: Duration = Duration::from_secs(60);

/// All turns were taken for too long, or the program is stopping.
pub const BUSY: TextKey = "media-error-busy";

/// A turn at decoding.
pub struct Turn(#[allow(dead_code)] SemaphorePermit<'static>);

/// Waits for a turn.
pub async fn turn() -> Result<Turn, TextKey> {
    match tokio::time::timeout(WAIT, PLACES.acquire()).await {
        Ok(Ok(permit)) => Ok(Turn(permit)),
        _ => Err(BUSY),
    }
}

/// What a photo says of itself, with its upright width and height, after decoding all of it once.
pub async fn inspect(turn: Turn, bytes: Bytes) -> Result<(Header, (u32, u32)), TextKey> {
    with_picture(turn, bytes, |header, picture| Ok((header, picture.upright_size()))).await
}

/// All sizes of a photo, with all that is covered.
pub async fn render(turn: Turn, bytes: Bytes, cover: Cover) -> Result<Vec<Rendition>, TextKey> {
    with_picture(turn, bytes, move |_, picture| picture.renditions(&cover)).await
}

/// A photo as it would look, as one JPEG.
pub async fn trial(turn: Turn, bytes: Bytes, cover: Cover) -> Result<Vec<u8>, TextKey> {
    with_picture(turn, bytes, move |_, picture| picture.trial(&cover)).await
}

async fn with_picture<T: Send + 'static>(
    turn: Turn,
    bytes: Bytes,
    work: impl FnOnce(Header, Picture) -> Result<T, TextKey> + Send + 'static,
) -> Result<T, TextKey> {
    let header = header::read(&bytes)?;
    let decoded = match header.kind {
        Kind::Heic => Some(heic::decode(bytes.clone()).await?),
        _ => None,
    };
    let done = tokio::task::spawn_blocking(move || {
        // The turn is over when the work is, even if nobody waits for the answer any more.
        let _turn = turn;
        let picture = match decoded {
            Some(picture) => picture,
            None => Picture::decode(&bytes, &header)?,
        };
        drop(bytes);
        work(header, picture)
    });
    // A decoder that panics met a file that it cannot read.
    done.await.unwrap_or(Err(header::BROKEN))
}
