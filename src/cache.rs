//! Counters for limits: how often a key was seen in a window of time. With Redis the nodes count together; without it,
//! or while it is away, each node counts for itself, which is stricter for nobody and looser by the number of nodes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use redis::aio::ConnectionManager;

/// Keys held in memory at most; when full, windows that have passed are dropped first, then all of them.
const MOST_KEYS: usize = 100_000;

/// How long Redis may take before this node counts alone.
const REDIS_PATIENCE: Duration = Duration::from_millis(150);

/// Counts per key and window. Cheap to clone.
#[derive(Clone)]
pub struct Counters {
    redis: Option<ConnectionManager>,
    local: Arc<Mutex<HashMap<String, (Instant, u64)>>>,
}

impl Counters {
    /// Counts in Redis when given, in this process otherwise.
    pub fn new(redis: Option<ConnectionManager>) -> Self {
        Self { redis, local: Arc::default() }
    }

    /// Counts one more for `key` and returns how many came within the window so far, this one included.
    pub async fn hit(&self, key: &str, window: Duration) -> u64 {
        if let Some(redis) = &self.redis {
            let counted =
                tokio::time::timeout(REDIS_PATIENCE, hit_redis(redis.clone(), key, window)).await;
            if let Ok(Ok(count)) = counted {
                return count;
            }
            tracing::warn!("limits are counted on this node alone: redis does not answer");
        }
        self.hit_local(key, window)
    }

    /// Forgets what was counted for `key`: the next one is the first again.
    pub async fn forget(&self, key: &str) {
        if let Some(redis) = &self.redis {
            let mut redis = redis.clone();
            let mut delete = redis::cmd("DEL");
            let delete = delete.arg(format!("naboom:limit:{key}"));
            let done = delete.query_async::<()>(&mut redis);
            // What cannot be deleted ends with its window.
            let _ = tokio::time::timeout(REDIS_PATIENCE, done).await;
        }
        self.local.lock().expect("no panic while counting").remove(key);
    }

    fn hit_local(&self, key: &str, window: Duration) -> u64 {
        let now = Instant::now();
        let mut counts = self.local.lock().expect("no panic while counting");
        if counts.len() >= MOST_KEYS && !counts.contains_key(key) {
            counts.retain(|_, (end, _)| *end > now);
            if counts.len() >= MOST_KEYS {
                counts.clear();
            }
        }
        let entry = counts.entry(key.to_owned()).or_insert((now + window, 0));
        if entry.0 <= now {
            *entry = (now + window, 0);
        }
        entry.1 += 1;
        entry.1
    }
}

async fn hit_redis(
    mut redis: ConnectionManager,
    key: &str,
    window: Duration,
) -> redis::RedisResult<u64> {
    let key = format!("naboom:limit:{key}");
    let (count,): (u64,) = redis::pipe()
        .atomic()
        .cmd("SET")
        .arg(&key)
        .arg(0)
        .arg("NX")
        .arg("EX")
        .arg(window.as_secs().max(1))
        .ignore()
        .cmd("INCR")
        .arg(&key)
        .query_async(&mut redis)
        .await?;
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_window_counts_and_ends() {
        let counters = Counters::new(None);
        let window = Duration::from_millis(1);
        assert_eq!(counters.hit("a", Duration::from_secs(60)).await, 1);
        assert_eq!(counters.hit("a", Duration::from_secs(60)).await, 2);
        counters.forget("a").await;
        assert_eq!(counters.hit("a", Duration::from_secs(60)).await, 1);
        assert_eq!(counters.hit("b", window).await, 1);
        let start = Instant::now();
        while start.elapsed() < window * 3 {
            tokio::task::yield_now().await;
        }
        assert_eq!(counters.hit("b", window).await, 1);
    }
}
