//! What every handler and job needs: settings, database, Redis, files, mail, counters. Cheap to clone, and its own
//! extractor (`app: App` as first argument of a handler).

use std::convert::Infallible;
use std::ops::Deref;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::extract::FromRequestParts;
use http::request::Parts;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::basemap::Basemap;
use crate::cache::{Answers, Counters};
use crate::config::{Config, Secret};
use crate::feed::Feed;
use crate::files::Files;
use crate::mail::Mail;

/// The program's shared state.
#[derive(Clone)]
pub struct App(Arc<Inner>);

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("App")
    }
}

/// The fields behind [`App`].
pub struct Inner {
    /// All settings.
    pub config: Config,
    /// Connections of the serving role.
    pub db: PgPool,
    /// Redis for sessions, when configured; it may be away at any time.
    pub redis: Option<ConnectionManager>,
    /// Redis for wake-ups.
    pub redis_events: Option<ConnectionManager>,
    /// Stored objects.
    pub files: Files,
    /// Archives of map tiles, when there are any.
    pub basemap: Arc<Basemap>,
    /// Outgoing mail.
    pub mail: Mail,
    /// Counters for limits.
    pub counters: Counters,
    /// Answers for everybody, made once and given again.
    pub answers: Arc<Answers>,
    /// Events as this node follows them, and who follows this node.
    pub feed: Arc<Feed>,
    /// Key of form tokens and of links that need no row.
    pub secret: Secret,
    /// Cancelled when the program is about to stop: it still serves, but calls itself not ready.
    pub draining: CancellationToken,
    /// Connections and streams, which a stop waits for.
    pub tasks: TaskTracker,
    /// Cancelled when the program should stop.
    pub shutdown: CancellationToken,
}

impl Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    /// Connects to everything that `config` names; `database` is the serving role's connection.
    pub async fn start(config: Config, database: &str) -> anyhow::Result<Self> {
        let db = connect(database, config.database_connections)?;
        let redis = config.redis_url.as_ref().map(connect_redis).transpose()?;
        // An address that cannot be understood is named now, not when it is needed.
        let own = [&config.redis_cache_url, &config.redis_limits_url, &config.redis_events_url];
        for url in own.into_iter().flatten() {
            connect_redis(url)?;
        }
        let files = Files::new(&config).await?;
        let mail = Mail::new(&config)?;
        let secret = secret(&config)?;
        Ok(Self::from_parts(config, db, redis, files, mail, secret))
    }

    /// Joins parts made elsewhere; tests use it with fakes at the edge.
    pub fn from_parts(
        config: Config,
        db: PgPool,
        redis: Option<ConnectionManager>,
        files: Files,
        mail: Mail,
        secret: Secret,
    ) -> Self {
        // Each purpose may have a user of its own, who can touch nothing else; without one it shares the connection.
        let own = |url: &Option<Secret>| match url {
            Some(url) => connect_redis(url).ok(),
            None => redis.clone(),
        };
        let counters = Counters::new(own(&config.redis_limits_url));
        let answers = Arc::new(Answers::new(own(&config.redis_cache_url)));
        let redis_events = own(&config.redis_events_url);
        let basemap = Arc::new(Basemap::new(config.basemap.as_deref(), &files));
        let (feed, shutdown) = (Arc::default(), CancellationToken::new());
        Self(Arc::new(Inner {
            config,
            db,
            redis,
            redis_events,
            files,
            basemap,
            mail,
            counters,
            answers,
            feed,
            secret,
            draining: CancellationToken::new(),
            tasks: TaskTracker::new(),
            shutdown,
        }))
    }
}

impl App {
    /// The same program over connections of its own.
    pub fn beside(&self, db: PgPool) -> Self {
        let Inner { config, redis, redis_events, files, basemap, mail, counters, answers, .. } =
            &**self;
        Self(Arc::new(Inner {
            config: config.clone(),
            db,
            redis: redis.clone(),
            redis_events: redis_events.clone(),
            files: files.clone(),
            basemap: basemap.clone(),
            mail: mail.clone(),
            counters: counters.clone(),
            answers: answers.clone(),
            feed: self.feed.clone(),
            secret: self.secret.clone(),
            draining: self.draining.clone(),
            tasks: self.tasks.clone(),
            shutdown: self.shutdown.clone(),
        }))
    }
}

impl FromRequestParts<App> for App {
    type Rejection = Infallible;
    async fn from_request_parts(_: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(app.clone())
    }
}

/// A lazy pool: the first statement connects, so that the program starts (and says 503) while the database is away.
/// Statements end after 5 s, transactions that wait for us after 5 s, waiting for a lock after 3 s.
pub fn connect(url: &str, connections: u32) -> anyhow::Result<PgPool> {
    let options = PgConnectOptions::from_str(url)
        .context("the database address is not understood")?
        .application_name("naboom")
        .options([
            ("statement_timeout", "5s"),
            ("idle_in_transaction_session_timeout", "5s"),
            ("lock_timeout", "3s"),
            ("timezone", "UTC"),
            // Statements here are short; compiling one costs more than it saves.
            ("jit", "off"),
            // Names typed in a hurry still find their place: trigram likeness of a word, 0 to 1.
            ("pg_trgm.word_similarity_threshold", "0.45"),
        ]);
    Ok(PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(3))
        .idle_timeout(Duration::from_secs(300))
        .connect_lazy_with(options))
}

/// Redis with its connection made when it is first needed, and kept up: Redis may be away at the start, go and come back;
/// each wait for it is short.
pub fn connect_redis(url: &Secret) -> anyhow::Result<ConnectionManager> {
    let client =
        redis::Client::open(url.expose()).context("a REDIS_… address is not understood")?;
    let config = ConnectionManagerConfig::new()
        .set_connection_timeout(Some(Duration::from_secs(2)))
        .set_response_timeout(Some(Duration::from_millis(500)));
    ConnectionManager::new_lazy_with_config(client, config)
        .context("a REDIS_… address is not understood")
}

/// The configured secret, or one made on first use and kept in the data folder with mode 0600.
fn secret(config: &Config) -> anyhow::Result<Secret> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    if let Some(secret) = &config.secret {
        return Ok(secret.clone());
    }
    let path = config.data_dir.join("secret");
    if let Ok(text) = std::fs::read_to_string(&path)
        && text.len() >= 32
    {
        return Ok(Secret::new(text));
    }
    std::fs::create_dir_all(&config.data_dir)?;
    let text = crate::ids::random_token();
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(Secret::new(text))
}
