//! Which statements reach the database.

use std::io;
use std::sync::{Arc, Mutex};

use tracing::Level;
use tracing_subscriber::fmt::MakeWriter;

/// Collects what the database library says of each statement; this thread's only, which is a whole test.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<u8>>>);

impl io::Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nobody panicked with it").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Heard {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// The beginnings of the statements that run while `doing` does; what a new connection asks of the types it meets is
/// not among them.
pub async fn statements(doing: impl Future) -> Vec<String> {
    let heard = Heard::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(Level::DEBUG)
        .without_time()
        .with_ansi(false)
        .with_writer(heard.clone())
        .finish();
    let listening = tracing::subscriber::set_default(subscriber);
    doing.await;
    drop(listening);
    let text = heard.0.lock().expect("nobody panicked with it").clone();
    String::from_utf8(text)
        .expect("text")
        .lines()
        .filter(|line| line.contains("sqlx::query") && !line.contains("pg_type.oid"))
        .filter_map(|line| Some(line.split_once("summary=")?.1.to_owned()))
        .collect()
}
