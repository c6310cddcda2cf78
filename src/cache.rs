//! Counters for limits: how often a key was seen in a window of time. With Redis the nodes count together; without it,
//! or while it is away, each node counts for itself, which is stricter for nobody and looser by the number of nodes.
//!
//! And answers for everybody, made once and given again ([`Answers`]): in this process first, then in Redis. Every answer
//! belongs to a generation, the place of the last event that changed what everybody sees; with the next event all of them
//! are old at once, on every node, and nothing has to be told or deleted.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
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

/// An answer is made anew after this long in any case: it says "5 minutes ago".
const ANSWER_STANDS: Duration = Duration::from_secs(2);

/// Answers held in this process at most, and their bytes together.
const MOST_ANSWERS: usize = 2000;
const MOST_ANSWER_BYTES: usize = 32 * 1024 * 1024;

/// How long Redis may take for an answer; making one takes little longer.
const ANSWER_PATIENCE: Duration = Duration::from_millis(50);

/// After Redis did not answer it is left alone for this long.
const REDIS_REST: Duration = Duration::from_secs(5);

/// An answer that everybody may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Headers that belong to the content.
    pub headers: Vec<(String, String)>,
    /// The content as sent.
    pub body: Bytes,
}

impl Answer {
    /// Headers as lines, an empty line, the content: what Redis holds.
    fn pack(&self) -> Vec<u8> {
        let mut packed = Vec::with_capacity(self.body.len() + 512);
        for (name, value) in &self.headers {
            packed.extend(format!("{name}: {value}\n").bytes());
        }
        packed.push(b'\n');
        packed.extend(&self.body[..]);
        packed
    }

    fn unpack(packed: &[u8]) -> Option<Self> {
        let end = packed.windows(2).position(|two| two == b"\n\n")?;
        let head = std::str::from_utf8(&packed[..end]).ok()?;
        let pair = |line: &str| {
            line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        let headers = head.lines().map(pair).collect::<Option<_>>()?;
        Some(Self { headers, body: Bytes::copy_from_slice(&packed[end + 2..]) })
    }
}

struct Held {
    generation: String,
    made: Instant,
    answer: Answer,
}

impl Held {
    fn is_good(&self, generation: &str) -> bool {
        self.generation == generation && self.made.elapsed() < ANSWER_STANDS
    }
}

#[derive(Default)]
struct Shelf {
    held: HashMap<String, Held>,
    bytes: usize,
    /// Who makes an answer now; others for the same wait.
    making: HashMap<String, Arc<tokio::sync::Mutex<()>>>,
}

/// Answers for everybody. One per process.
pub struct Answers {
    redis: Option<ConnectionManager>,
    shelf: Mutex<Shelf>,
    started: Instant,
    /// Until when Redis is left alone, in milliseconds since `started`.
    rests_until: AtomicU64,
}

impl Answers {
    /// With Redis as the second shelf when given.
    pub fn new(redis: Option<ConnectionManager>) -> Self {
        let rests_until = AtomicU64::new(0);
        Self { redis, shelf: Mutex::default(), started: Instant::now(), rests_until }
    }

    fn shelf(&self) -> std::sync::MutexGuard<'_, Shelf> {
        self.shelf.lock().expect("no panic while the shelf is held")
    }

    /// The answer of a generation held here.
    pub fn held(&self, key: &str, generation: &str) -> Option<Answer> {
        let shelf = self.shelf();
        shelf.held.get(key).filter(|h| h.is_good(generation)).map(|h| h.answer.clone())
    }

    /// The right to make the answer of a key: only one at a time has it. It ends when what is returned is dropped.
    pub async fn turn(&self, key: &str) -> tokio::sync::OwnedMutexGuard<()> {
        let turn = {
            let mut shelf = self.shelf();
            if shelf.making.len() > MOST_ANSWERS {
                shelf.making.retain(|_, turn| Arc::strong_count(turn) > 1);
            }
            shelf.making.entry(key.to_owned()).or_default().clone()
        };
        turn.lock_owned().await
    }

    /// The answer of a generation that another node made.
    pub async fn shared(&self, key: &str, generation: &str) -> Option<Answer> {
        let mut redis = self.awake()?;
        let mut get = redis::cmd("GET");
        get.arg(redis_key(key, generation));
        let read = get.query_async::<Option<Vec<u8>>>(&mut redis);
        let read = tokio::time::timeout(ANSWER_PATIENCE, read).await;
        let Ok(Ok(packed)) = read else {
            self.rest();
            return None;
        };
        let answer = Answer::unpack(&packed?)?;
        self.hold(key, generation, answer.clone());
        Some(answer)
    }

    /// Keeps an answer here, and for the other nodes.
    pub async fn keep(&self, key: &str, generation: &str, answer: Answer) {
        let packed = self.awake().map(|redis| (redis, answer.pack()));
        self.hold(key, generation, answer);
        let Some((mut redis, packed)) = packed else { return };
        let mut set = redis::cmd("SET");
        set.arg(redis_key(key, generation)).arg(packed);
        set.arg("PX").arg(u64::try_from(ANSWER_STANDS.as_millis()).unwrap_or(1000));
        let sent = set.query_async::<()>(&mut redis);
        if !matches!(tokio::time::timeout(ANSWER_PATIENCE, sent).await, Ok(Ok(()))) {
            self.rest();
        }
    }

    fn hold(&self, key: &str, generation: &str, answer: Answer) {
        let mut shelf = self.shelf();
        let full = |shelf: &Shelf| {
            shelf.held.len() >= MOST_ANSWERS || shelf.bytes + answer.body.len() > MOST_ANSWER_BYTES
        };
        if full(&shelf) {
            shelf.held.retain(|_, held| held.is_good(generation));
            shelf.bytes = shelf.held.values().map(|held| held.answer.body.len()).sum();
            if full(&shelf) {
                shelf.held.clear();
                shelf.bytes = 0;
            }
        }
        shelf.bytes += answer.body.len();
        let held = Held { generation: generation.to_owned(), made: Instant::now(), answer };
        if let Some(old) = shelf.held.insert(key.to_owned(), held) {
            shelf.bytes -= old.answer.body.len();
        }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn awake(&self) -> Option<ConnectionManager> {
        let rests = self.rests_until.load(Ordering::Relaxed) > self.now();
        self.redis.clone().filter(|_| !rests)
    }

    fn rest(&self) {
        let until = self.now() + u64::try_from(REDIS_REST.as_millis()).unwrap_or(0);
        self.rests_until.store(until, Ordering::Relaxed);
    }
}

fn redis_key(key: &str, generation: &str) -> String {
    format!("naboom:cache:{generation}:{key}")
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

    #[test]
    fn an_answer_is_read_as_it_is_written() {
        let headers = vec![("etag".to_owned(), "W/\"1: 2\"".to_owned())];
        let answer = Answer { headers, body: Bytes::from_static(b"a\n\nb\0\xff") };
        assert_eq!(Answer::unpack(&answer.pack()), Some(answer));
        assert_eq!(Answer::unpack(b"nonsense"), None);
    }

    #[test]
    fn an_answer_is_given_for_its_generation_only_and_the_shelf_has_an_end() {
        let answers = Answers::new(None);
        let answer = |bytes: usize| Answer { headers: Vec::new(), body: vec![b'x'; bytes].into() };
        answers.hold("a", "1", answer(1));
        assert!(answers.held("a", "1").is_some());
        assert!(answers.held("a", "2").is_none());
        for n in 0..100 {
            answers.hold(&n.to_string(), "1", answer(1024 * 1024));
            assert!(answers.shelf().bytes <= MOST_ANSWER_BYTES);
        }
        let bytes: usize = answers.shelf().held.values().map(|h| h.answer.body.len()).sum();
        assert_eq!(answers.shelf().bytes, bytes);
    }

    #[tokio::test]
    async fn of_many_who_miss_at_once_one_makes_the_answer() {
        let (answers, made) = (Arc::new(Answers::new(None)), Arc::new(AtomicU64::new(0)));
        let asks = (0..20).map(|_| {
            let (answers, made) = (answers.clone(), made.clone());
            tokio::spawn(async move {
                let _turn = answers.turn("a").await;
                if answers.held("a", "1").is_none() {
                    made.fetch_add(1, Ordering::Relaxed);
                    tokio::task::yield_now().await;
                    let answer = Answer { headers: Vec::new(), body: Bytes::new() };
                    answers.keep("a", "1", answer).await;
                }
            })
        });
        for ask in asks.collect::<Vec<_>>() {
            ask.await.unwrap();
        }
        assert_eq!(made.load(Ordering::Relaxed), 1);
    }
}
