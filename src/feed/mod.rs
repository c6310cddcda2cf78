//! The feed: events as this node follows them, and the listeners that follow this node.
//!
//! Sequence numbers are given when an event is written but it becomes visible when its transaction commits, so "everything
//! after the last I saw" could skip one that commits late. Feed order is therefore (epoch, transaction id, sequence), and only
//! events of transactions below the oldest one still running are read: nothing can appear among those any more.
//!
//! One task of the node reads ([`crate::live`] gives the events their meaning) and publishes each [`Notice`] to the
//! [`Topic`]s that it concerns. Listeners of a topic share one bounded ring and the same bytes: an idle listener costs a place
//! in a list, and one that does not keep up is cut off without holding up anybody.

mod model;
mod queries;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use tokio::sync::{Notify, broadcast};
use tokio_util::sync::CancellationToken;

pub use model::{Batch, Event, Facts, Inside, Missed, Notice, Position, Sent, Topic};
pub use queries::{after, last_public, reaches_back, renew};

/// Notices kept in memory for listeners that come back after a short cut; older ones are read from the database.
const KEPT: usize = 256;

/// How many notices a listener of a busy topic may be behind before it is cut off.
const BEHIND_MANY: usize = 256;

/// The same for topics of one report or person: there are many, and little happens in each.
const BEHIND_FEW: usize = 16;

/// Listeners of one process at most; each costs some kilobytes.
pub const MOST_LISTENERS: usize = 50_000;

/// A listener's end of a topic.
pub struct Subscription {
    /// What comes from now on.
    pub receiver: broadcast::Receiver<Sent>,
    /// Where the feed was at that moment.
    pub at: Position,
    _place: Place,
}

/// Counts a listener as long as it lives.
struct Place(Arc<Feed>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.listeners.fetch_sub(1, Ordering::Relaxed);
    }
}

#[derive(Debug, Default)]
struct State {
    at: Position,
    public_at: Position,
    /// When this node learned of it.
    public_since: Option<DateTime<Utc>>,
    topics: HashMap<Topic, broadcast::Sender<Sent>>,
    kept: VecDeque<Arc<Notice>>,
    /// Every notice after this place is in `kept`.
    kept_from: Position,
    closed: bool,
}

/// A stream that only somebody signed in may have; ends with their right.
pub struct Guard {
    feed: Arc<Feed>,
    number: u64,
    end: CancellationToken,
}

impl Guard {
    /// Returns when the right has ended.
    pub async fn ended(&self) {
        self.end.cancelled().await;
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.feed.guards().remove(&self.number);
    }
}

#[derive(Debug)]
struct Guarded {
    session: Vec<u8>,
    as_staff: bool,
    end: CancellationToken,
}

/// The node's end of the feed. One per process.
#[derive(Debug)]
pub struct Feed {
    state: Mutex<State>,
    guards: Mutex<HashMap<u64, Guarded>>,
    next_guard: AtomicU64,
    listeners: AtomicUsize,
    started: Instant,
    /// Until when, in milliseconds since `started`, every commit was seen.
    seen_until: AtomicU64,
    running: AtomicBool,
    /// Wakes the reader of this node.
    pub woken: Notify,
    /// Wakes the task that tells the other nodes.
    pub told: Notify,
}

impl Default for Feed {
    fn default() -> Self {
        Self {
            state: Mutex::default(),
            guards: Mutex::default(),
            next_guard: AtomicU64::new(0),
            listeners: AtomicUsize::new(0),
            started: Instant::now(),
            seen_until: AtomicU64::new(0),
            running: AtomicBool::new(false),
            woken: Notify::new(),
            told: Notify::new(),
        }
    }
}

impl Feed {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no panic while the feed is held")
    }

    fn guards(&self) -> MutexGuard<'_, HashMap<u64, Guarded>> {
        self.guards.lock().expect("no panic while the guards are held")
    }

    /// Binds a stream to a session (its hash) and, if it is `as_staff`, to a staff role.
    pub fn guard(self: &Arc<Self>, session: &[u8], as_staff: bool) -> Guard {
        let number = self.next_guard.fetch_add(1, Ordering::Relaxed);
        let end = CancellationToken::new();
        let guarded = Guarded { session: session.to_vec(), as_staff, end: end.clone() };
        self.guards().insert(number, guarded);
        Guard { feed: self.clone(), number, end }
    }

    /// The sessions that streams are bound to.
    pub fn guarded(&self) -> Vec<Vec<u8>> {
        let mut sessions: Vec<_> = self.guards().values().map(|g| g.session.clone()).collect();
        sessions.sort_unstable();
        sessions.dedup();
        sessions
    }

    /// Ends every bound stream whose session, `asked` about, is not among those that are `still` good.
    pub fn keep_only(&self, asked: &[Vec<u8>], still: &[(Vec<u8>, bool)]) {
        let asked: HashSet<&[u8]> = asked.iter().map(Vec::as_slice).collect();
        let still: HashMap<&[u8], bool> = still.iter().map(|(s, staff)| (&s[..], *staff)).collect();
        for guarded in self.guards().values().filter(|g| asked.contains(&g.session[..])) {
            let good = match still.get(&guarded.session[..]) {
                Some(staff) => *staff || !guarded.as_staff,
                None => false,
            };
            if !good {
                guarded.end.cancel();
            }
        }
    }

    /// Says that something was committed: the reader looks at once, here and on the other nodes. Call it after a commit,
    /// never inside a transaction; calling it for nothing costs one short read.
    pub fn wake(&self) {
        self.woken.notify_one();
        self.told.notify_one();
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        self.listeners.load(Ordering::Relaxed)
    }

    /// Where the reader is.
    pub fn at(&self) -> Position {
        self.state().at
    }

    /// The place of the last event that changed what everybody sees.
    pub fn public_at(&self) -> Position {
        self.state().public_at
    }

    /// Since when nothing changed that everybody sees, as far as this node knows.
    pub fn public_since(&self) -> Option<DateTime<Utc>> {
        self.state().public_since
    }

    /// Begins, or begins anew, at a place; who listens is told to start afresh unless it is the first time.
    pub fn begin(&self, at: Position, public_at: Position) {
        let mut state = self.state();
        let again = self.running.swap(true, Ordering::Relaxed);
        state.at = at;
        state.public_at = public_at;
        state.public_since = Some(Utc::now());
        state.kept.clear();
        state.kept_from = at;
        if again {
            for topic in state.topics.values() {
                let _ = topic.send(Sent::Afresh(at));
            }
        }
    }

    /// Whether a reader runs.
    pub fn is_running(&self) -> bool {
        self.running.load(Ordering::Relaxed)
    }

    /// Notes that everything committed before `moment` was published.
    pub fn seen_until(&self, moment: Instant) {
        let millis = moment.saturating_duration_since(self.started).as_millis();
        self.seen_until.store(u64::try_from(millis).unwrap_or(u64::MAX), Ordering::Release);
    }

    /// Whether every commit older than `age` was seen: only then may an answer made earlier be given again.
    pub fn is_fresh(&self, age: Duration) -> bool {
        let seen = Duration::from_millis(self.seen_until.load(Ordering::Acquire));
        self.is_running() && self.started.elapsed().saturating_sub(seen) < age
    }

    /// Gives a notice to the listeners of its topics, and keeps it for those that come back.
    pub fn publish(&self, notice: Notice, topics: &[Topic]) {
        let notice = Arc::new(notice);
        let mut state = self.state();
        state.at = notice.at;
        if notice.public {
            state.public_at = notice.at;
            state.public_since = Some(Utc::now());
        }
        if state.kept.len() == KEPT
            && let Some(oldest) = state.kept.pop_front()
        {
            state.kept_from = oldest.at;
        }
        state.kept.push_back(notice.clone());
        for topic in topics {
            if let Some(listeners) = state.topics.get(topic) {
                let _ = listeners.send(Sent::Notice(notice.clone()));
            }
        }
    }

    /// Whether anybody listens to a topic.
    pub fn has(&self, topic: &Topic) -> bool {
        self.state().topics.get(topic).is_some_and(|t| t.receiver_count() > 0)
    }

    /// Whether any person listens for what concerns them.
    pub fn has_people(&self) -> bool {
        self.state().topics.keys().any(|t| matches!(t, Topic::Person(_)))
    }

    /// Keeps connections alive, and forgets topics that nobody listens to.
    pub fn beat(&self) {
        let mut state = self.state();
        state.topics.retain(|_, listeners| listeners.receiver_count() > 0);
        for listeners in state.topics.values() {
            let _ = listeners.send(Sent::Beat);
        }
    }

    /// Tells the listeners of a topic to look again, though nothing was committed.
    pub fn nudge(&self, topic: &Topic) {
        let state = self.state();
        if let Some(listeners) = state.topics.get(topic) {
            let _ = listeners.send(Sent::Nudge(state.at));
        }
    }

    /// Ends all streams; none begins any more.
    pub fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        state.topics.clear();
    }

    /// Whether streams may begin.
    pub fn is_open(&self) -> bool {
        !self.state().closed
    }

    /// Joins a topic, and gives what the listener missed since `from`, the last place it knows. None when the node stops or
    /// has its fill.
    pub fn subscribe(
        self: &Arc<Self>,
        topic: Topic,
        from: Option<Position>,
    ) -> Option<(Subscription, Missed)> {
        let mut state = self.state();
        if state.closed || self.listeners() >= MOST_LISTENERS {
            return None;
        }
        self.listeners.fetch_add(1, Ordering::Relaxed);
        let few = matches!(topic, Topic::Incident(_) | Topic::Person(_));
        let behind = if few { BEHIND_FEW } else { BEHIND_MANY };
        let receiver =
            state.topics.entry(topic).or_insert_with(|| broadcast::channel(behind).0).subscribe();
        let missed = match from {
            None => Missed::These(Vec::new()),
            Some(from) if from.epoch == state.at.epoch && from >= state.kept_from => {
                Missed::These(state.kept.iter().filter(|n| n.at > from).cloned().collect())
            }
            Some(_) => Missed::Older,
        };
        let joined = Subscription { receiver, at: state.at, _place: Place(self.clone()) };
        Some((joined, missed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(id: i64) -> Notice {
        Notice { at: Position { epoch: 1, xid: id, id }, ..Notice::default() }
    }

    #[test]
    fn who_comes_back_gets_what_happened_in_between() {
        let feed = Arc::new(Feed::default());
        feed.begin(Position { epoch: 1, xid: 10, id: 0 }, Position::default());
        for id in 11..=13 {
            feed.publish(notice(id), &[Topic::Public]);
        }
        let missed = |from: i64| feed.subscribe(Topic::Public, Some(notice(from).at)).unwrap().1;
        let Missed::These(kept) = missed(11) else { panic!("kept") };
        assert_eq!(kept.iter().map(|n| n.at.id).collect::<Vec<_>>(), [12, 13]);
        assert!(matches!(missed(9), Missed::Older));
        for id in 14..14 + KEPT as i64 {
            feed.publish(notice(id), &[Topic::Public]);
        }
        assert!(matches!(missed(12), Missed::Older));
        // The last one that was dropped is the last that need not be known.
        assert!(matches!(missed(13), Missed::These(m) if m.len() == KEPT));
    }

    #[test]
    fn a_listener_that_does_not_keep_up_is_cut_off() {
        let feed = Arc::new(Feed::default());
        let (mut slow, _) = feed.subscribe(Topic::Public, None).unwrap();
        for id in 0..=BEHIND_MANY as i64 {
            feed.publish(notice(id), &[Topic::Public]);
        }
        let lagged = broadcast::error::TryRecvError::Lagged(1);
        assert_eq!(slow.receiver.try_recv().unwrap_err(), lagged);
    }

    #[test]
    fn closing_ends_every_stream_and_begins_none() {
        let feed = Arc::new(Feed::default());
        let (mut one, _) = feed.subscribe(Topic::Staff, None).unwrap();
        feed.close();
        assert!(matches!(one.receiver.try_recv(), Err(broadcast::error::TryRecvError::Closed)));
        assert!(feed.subscribe(Topic::Staff, None).is_none());
        drop(one);
        assert_eq!(feed.listeners(), 0);
    }
}
