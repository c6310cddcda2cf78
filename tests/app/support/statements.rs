//! Which statements reach the database.

use std::cell::RefCell;
use std::fmt;
use std::sync::Once;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber};

thread_local! {
    /// What was heard on this thread, which is a whole test; none while nobody listens.
    static HEARD: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// Hears what the database library says of each statement. One for the process: what is said for the first time on a thread
/// without listeners would otherwise never be heard anywhere.
struct Ear;

impl Subscriber for Ear {
    fn register_callsite(&self, of: &'static Metadata<'static>) -> Interest {
        if of.target() == "sqlx::query" { Interest::sometimes() } else { Interest::never() }
    }

    fn enabled(&self, of: &Metadata<'_>) -> bool {
        of.target() == "sqlx::query" && HEARD.with_borrow(Option::is_some)
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Summary);
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Summary;

impl Visit for Summary {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let said = format!("{value:?}");
        if field.name() == "summary" {
            HEARD.with_borrow_mut(|heard| heard.iter_mut().for_each(|h| h.push(said.clone())));
        }
    }
}

/// The beginnings of the statements that run while `doing` does, without those that begin and end a transaction, and
/// without what a new connection asks of the types it meets.
pub async fn statements(doing: impl Future) -> Vec<String> {
    static LISTEN: Once = Once::new();
    LISTEN.call_once(|| tracing::subscriber::set_global_default(Ear).expect("the only listener"));
    HEARD.set(Some(Vec::new()));
    doing.await;
    let mut heard = HEARD.take().expect("set above");
    let frames = ["begin", "commit", "rollback", "select pg_type.oid"];
    heard.retain(|s| {
        let s = s.trim_matches('"').to_lowercase();
        !frames.iter().any(|frame| s.starts_with(frame))
    });
    heard
}
