//! Tiles kept in memory while nothing happens that they might show. Whether something happened is asked of the events at
//! most twice a second, so that a map full of tiles asks once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::HeaderValue;
use sha2::{Digest, Sha256};

use crate::web::respond;

/// Bytes kept at most; when full, everything is forgotten.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// How long an answer of the events holds: a report that is hidden is gone from all tiles after this.
const HOLDS: Duration = Duration::from_millis(500);

/// What a row costs beside its bytes.
const ROW: usize = 200;

/// The ETag of a tile.
pub type Tag = HeaderValue;

/// The tiles, all of one revision.
#[derive(Default)]
pub struct Kept {
    tiles: Mutex<Tiles>,
    asked: tokio::sync::Mutex<Option<(Instant, Arc<str>)>>,
}

#[derive(Default)]
struct Tiles {
    revision: Option<Arc<str>>,
    rows: HashMap<String, (Bytes, Tag)>,
    bytes: usize,
}

impl Kept {
    /// The present revision; asked for once, however many wait for it.
    pub async fn revision<E, F>(&self, ask: impl FnOnce() -> F) -> Result<Arc<str>, E>
    where
        F: Future<Output = Result<String, E>>,
    {
        let mut asked = self.asked.lock().await;
        match &*asked {
            Some((at, revision)) if at.elapsed() < HOLDS => Ok(revision.clone()),
            _ => {
                // The moment before the question: what happens while it is answered is not yet in the answer.
                let at = Instant::now();
                let revision: Arc<str> = ask().await?.into();
                *asked = Some((at, revision.clone()));
                Ok(revision)
            }
        }
    }

    /// A tile of this revision.
    pub fn get(&self, revision: &Arc<str>, key: &str) -> Option<(Bytes, Tag)> {
        let tiles = self.tiles.lock().expect("no panic while looking");
        if tiles.revision.as_ref() != Some(revision) {
            return None;
        }
        tiles.rows.get(key).cloned()
    }

    /// Keeps a tile that was made after this revision was known.
    pub fn put(&self, revision: &Arc<str>, key: String, bytes: Bytes) -> (Bytes, Tag) {
        let tag = format!("W/\"{}\"", respond::hex(&Sha256::digest(&bytes)[..12]));
        let tag = HeaderValue::from_str(&tag).expect("hex is a header");
        let mut tiles = self.tiles.lock().expect("no panic while looking");
        let size = bytes.len() + key.len() + ROW;
        if tiles.revision.as_ref() != Some(revision) || tiles.bytes + size > MOST_BYTES {
            *tiles = Tiles { revision: Some(revision.clone()), ..Tiles::default() };
        }
        tiles.bytes += size;
        tiles.rows.insert(key, (bytes.clone(), tag.clone()));
        (bytes, tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_revision_forgets_every_tile() {
        let kept = Kept::default();
        let (one, two): (Arc<str>, Arc<str>) = ("1".into(), "2".into());
        kept.put(&one, "6/1/2".into(), Bytes::from_static(b"old"));
        assert!(kept.get(&one, "6/1/2").is_some() && kept.get(&two, "6/1/2").is_none());
        kept.put(&two, "6/1/3".into(), Bytes::from_static(b"new"));
        assert!(kept.get(&one, "6/1/2").is_none() && kept.get(&two, "6/1/3").is_some());
    }

    #[test]
    fn no_more_is_kept_than_fits() {
        let kept = Kept::default();
        let one: Arc<str> = "1".into();
        let large = Bytes::from(vec![0; MOST_BYTES / 2]);
        kept.put(&one, "a".into(), large.clone());
        kept.put(&one, "b".into(), large);
        assert!(kept.get(&one, "a").is_none() && kept.get(&one, "b").is_some());
    }

    #[tokio::test]
    async fn many_questions_at_once_are_one() {
        let kept = Kept::default();
        let asked = std::sync::atomic::AtomicUsize::new(0);
        let ask = async || -> Result<String, ()> {
            asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            // While this one waits for its answer, the others come.
            tokio::task::yield_now().await;
            Ok("1".into())
        };
        futures_util::future::try_join_all((0..10).map(|_| kept.revision(&ask))).await.unwrap();
        assert_eq!(asked.load(std::sync::atomic::Ordering::Relaxed), 1);
    }
}
