//! What every feature test stands on: a whole Naboom of its own ([`TestApp`]) on a database of its own, people to use it
//! ([`Browser`]), and things to use it on ([`incidents::NewIncident`]).
//!
//! ```ignore
//! let app = TestApp::start().await;
//! let leader = app.leader().await;
//! let incident = app.incident().status("acknowledged").create().await;
//! let page = leader.get(&format!("/en/moderation/{}", incident.reference)).await;
//! page.ok().sees("Acknowledged");
//! ```

mod browser;
mod database;
mod incidents;
mod people;
mod services;
mod statements;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use naboom::app::{self, App};
use naboom::config::Config;
use naboom::files::Files;
use naboom::mail::{Mail, Message};
use naboom::{router, server, worker};

pub use browser::{Answer, Browser, File};
pub use incidents::Incident;
pub use people::PASSWORD;
pub use services::OwnRedis;
pub use statements::statements;

/// The site's own address in tests. Nothing listens there: requests go straight into the router.
pub const ORIGIN: &str = "http://127.0.0.1:8080";

/// One Naboom with its own database, folder, mailbox and, when asked for, Redis and S3 server. Tests run beside each other
/// without seeing each other.
pub struct TestApp {
    /// The program's shared state, for tests that look or act behind the pages.
    pub app: App,
    router: Router,
    database: database::Database,
    mail: Arc<Mutex<Vec<Message>>>,
    jobs_may_wait: AtomicBool,
    /// Holds stored files; goes with the test.
    _folder: tempfile::TempDir,
    _s3: Option<services::S3>,
}

/// Which services a [`TestApp`] gets beside its database.
#[derive(Default)]
pub struct Options {
    redis: bool,
    s3: bool,
    own_postgres: bool,
    settings: HashMap<String, String>,
}

/// Longest wait for something that must come about by itself; far more than it takes.
pub const LONG: Duration = Duration::from_secs(10);

/// Returns as soon as `done` says so; fails when that takes longer than `limit`.
pub async fn until(limit: Duration, what: &str, mut done: impl AsyncFnMut() -> bool) {
    let begun = Instant::now();
    while !done().await {
        assert!(begun.elapsed() < limit, "{what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

impl TestApp {
    /// A fresh Naboom: migrated database, files in a folder, no Redis.
    pub async fn start() -> Self {
        Self::with().start().await
    }

    /// The same with more: `TestApp::with().redis().s3().start().await`.
    pub fn with() -> Options {
        Options::default()
    }

    /// Serves this Naboom on a real port of this machine: for programs that speak more than requests and answers.
    pub async fn listen(&self) -> std::net::SocketAddr {
        let stop = self.app.shutdown.clone();
        let stop = async move {
            stop.cancelled().await;
            Duration::ZERO
        };
        self.listen_until(stop).await.0
    }

    /// The same until `stop` says how long to go on while not ready; with whether every answer was finished.
    pub async fn listen_until(
        &self,
        stop: impl Future<Output = Duration> + Send + 'static,
    ) -> (std::net::SocketAddr, tokio::task::JoinHandle<bool>) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (app, router) = (self.app.clone(), self.router.clone());
        let serving = async move { server::serve(&app, listener, router, stop).await };
        (address, tokio::spawn(serving))
    }

    /// Another node of the same site: over the same database, files and Redis, with nothing else in common.
    pub async fn another_node(&self) -> Node {
        let config = self.app.config.clone();
        let redis = config.redis_url.as_ref();
        let redis = redis.map(|url| app::connect_redis(url).expect("a Redis address"));
        let pool = app::connect(&self.database.app_url, 5).expect("a database address");
        let files = Files::new(&config).await.expect("the object store");
        let secret = config.secret.clone().expect("set by the test");
        let app = App::from_parts(config, pool, redis, files, Mail::list().0, secret);
        Node { router: router::build(&app), app }
    }

    /// Runs the jobs that wait, and those that they cause, until none is due.
    pub async fn work(&self) {
        worker::drain(&self.app).await.expect("the worker runs");
    }

    /// Mail sent so far, oldest first.
    pub fn mail(&self) -> Vec<Message> {
        self.mail.lock().expect("nobody panicked with it").clone()
    }

    /// The last mail sent to this address.
    pub fn mail_to(&self, address: &str) -> Message {
        let found = self.mail().into_iter().rev().find(|message| message.to.contains(address));
        found.unwrap_or_else(|| panic!("no mail went to {address}"))
    }

    /// How many jobs wait.
    pub async fn waiting_jobs(&self) -> i64 {
        self.count("select count(*) from jobs._private_jobs").await
    }

    /// This test leaves jobs behind on purpose.
    pub fn jobs_may_wait(&self) {
        self.jobs_may_wait.store(true, Ordering::Relaxed);
    }

    /// The single number that a statement gives.
    pub async fn count(&self, statement: &'static str) -> i64 {
        sqlx::query_scalar(statement).fetch_one(&self.app.db).await.expect(statement)
    }

    /// A connection of the owner of the schema.
    pub fn owner(&self) -> sqlx::PgPool {
        app::connect(&self.database.owner_url, 1).expect("a database address")
    }

    /// Kills the PostgreSQL of this test.
    pub fn kill_postgres(&self) {
        self.database.kill();
    }

    /// Starts it again and waits until it answers.
    pub async fn restart_postgres(&self) {
        let answers = async {
            until(LONG * 3, "PostgreSQL answers again", async || {
                sqlx::query("select 1").execute(&self.app.db).await.is_ok()
            })
            .await;
        };
        tokio::select! {
            () = answers => {}
            () = self.database.keep_up() => {}
        }
    }

    /// Carries out statements as the owner of the schema: what the program itself may not do.
    pub async fn as_owner(&self, statements: &'static str) {
        use sqlx::{Connection, Executor};
        let mut owner =
            sqlx::PgConnection::connect(&self.database.owner_url).await.expect("connects");
        owner.execute(statements).await.expect("the owner may");
    }

    /// The single number that a statement gives its owner: for what the program's own connections cannot be asked any more.
    pub async fn count_as_owner(&self, statement: &'static str) -> i64 {
        use sqlx::Connection;
        let mut owner =
            sqlx::PgConnection::connect(&self.database.owner_url).await.expect("connects");
        sqlx::query_scalar(statement).fetch_one(&mut owner).await.expect(statement)
    }

    /// The texts that a statement gives its owner.
    pub async fn texts_as_owner(&self, statement: &'static str) -> Vec<String> {
        use sqlx::Connection;
        let mut owner =
            sqlx::PgConnection::connect(&self.database.owner_url).await.expect("connects");
        sqlx::query_scalar(statement).fetch_all(&mut owner).await.expect(statement)
    }

    /// A report that is already there: `app.incident().status("resolved").create().await`.
    pub fn incident(&self) -> incidents::NewIncident<'_> {
        incidents::NewIncident::new(self)
    }
}

/// A further node beside a [`TestApp`].
pub struct Node {
    /// Its shared state.
    pub app: App,
    router: Router,
}

impl Node {
    /// Somebody who is not signed in and whom the balancer sent to this node.
    pub fn visitor(&self) -> Browser {
        Browser::new(self.router.clone())
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let due = self.database.end();
        if due > 0 && !self.jobs_may_wait.load(Ordering::Relaxed) && !std::thread::panicking() {
            panic!(
                "{due} jobs were due and never ran: call app.work(), or app.jobs_may_wait() if that is meant"
            );
        }
    }
}

impl Options {
    /// With a real Redis.
    pub fn redis(mut self) -> Self {
        self.redis = true;
        self
    }

    /// With a Redis that other tests do not share, at this address.
    pub fn redis_at(self, url: &str) -> Self {
        self.setting("REDIS_URL", url)
    }

    /// With a PostgreSQL of its own, which the test may kill.
    pub fn own_postgres(mut self) -> Self {
        self.own_postgres = true;
        self
    }

    /// With an S3 server that checks signatures.
    pub fn s3(mut self) -> Self {
        self.s3 = true;
        self
    }

    /// With a setting as it would stand in the environment.
    pub fn setting(mut self, name: &str, value: &str) -> Self {
        self.settings.insert(name.into(), value.into());
        self
    }

    /// Starts it.
    pub async fn start(self) -> TestApp {
        let folder = tempfile::Builder::new().prefix("naboom-test").tempdir().expect("a folder");
        let database =
            if self.own_postgres { database::own().await } else { database::fresh().await };
        let mut settings = HashMap::from([
            ("NABOOM_DATA_DIR".to_owned(), folder.path().display().to_string()),
            ("NABOOM_ORIGIN".to_owned(), ORIGIN.to_owned()),
            ("NABOOM_SECRET".to_owned(), "only for tests, only for tests, only".to_owned()),
        ]);
        if self.redis {
            settings.insert("REDIS_URL".into(), services::redis().await);
        }
        let s3 = if self.s3 { Some(services::S3::start().await) } else { None };
        if let Some(s3) = &s3 {
            settings.extend(s3.settings().map(|(name, value)| (name.to_owned(), value)));
        }
        settings.extend(self.settings);
        let config = Config::from_map(&settings).expect("the settings are right");
        let redis = config.redis_url.as_ref();
        let redis = redis.map(|url| app::connect_redis(url).expect("a Redis address"));
        let pool = app::connect(&database.app_url, 5).expect("a database address");
        let files = Files::new(&config).await.expect("the object store");
        let (outgoing, mail) = Mail::list();
        let secret = config.secret.clone().expect("set above");
        let app = App::from_parts(config, pool, redis, files, outgoing, secret);
        TestApp {
            router: router::build(&app),
            app,
            database,
            mail,
            jobs_may_wait: AtomicBool::new(false),
            _folder: folder,
            _s3: s3,
        }
    }
}
