//! One private PostgreSQL for the whole test run, migrated once; each test gets a copy of the migrated database.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use naboom::local::{self, LocalPostgres};
use sqlx::postgres::PgPoolOptions;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use tokio::sync::OnceCell;

/// A database of one test; dropped with it.
pub struct Database {
    name: String,
    /// Address for the serving role.
    pub app_url: String,
    /// Address for the owner of the schema.
    pub owner_url: String,
    /// The server, when this test has one of its own.
    own: Option<Own>,
}

/// A PostgreSQL of one test.
struct Own {
    server: LocalPostgres,
    folder: tempfile::TempDir,
}

static SERVER: OnceCell<LocalPostgres> = OnceCell::const_new();

async fn server() -> &'static LocalPostgres {
    SERVER
        .get_or_init(|| async {
            let dir = folder_of_this_run().join("postgres");
            let server = local::start_for_tests(&dir).await.expect("a private PostgreSQL starts");
            migrate(&server).await;
            server
        })
        .await
}

async fn migrate(server: &LocalPostgres) {
    let owner = PgPoolOptions::new().max_connections(1).connect(&server.owner_url()).await;
    let owner = owner.expect("the owner connects");
    naboom::MIGRATOR.run(&owner).await.expect("the migrations run");
    naboom::jobs::migrate(&owner).await.expect("the job tables are made");
    // A database in use cannot be copied.
    owner.close().await;
}

/// A migrated database in a server of its own, which the test may kill: one that waits for the disk, so that what was
/// committed is there afterwards.
pub async fn own() -> Database {
    let mut folder = tempfile::Builder::new();
    let folder = folder.prefix("naboom-pg").permissions(Permissions::from_mode(0o755));
    // Not TMPDIR: see below.
    let folder = folder.tempdir_in("/tmp").expect("a folder");
    let server = local::start(&folder.path().join("postgres")).await;
    let server = server.expect("a private PostgreSQL starts");
    migrate(&server).await;
    let (app_url, owner_url) = (server.app_url(), server.owner_url());
    Database { name: String::new(), app_url, owner_url, own: Some(Own { server, folder }) }
}

/// A fresh copy of the migrated database.
pub async fn fresh() -> Database {
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    let server = server().await;
    let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let make = format!("create database {name} template naboom owner naboom_owner");
    as_superuser(make).await.expect("the database is copied");
    let named = |url: String| url.replacen("/naboom?", &format!("/{name}?"), 1);
    Database {
        app_url: named(server.app_url()),
        owner_url: named(server.owner_url()),
        name,
        own: None,
    }
}

async fn as_superuser(statement: String) -> sqlx::Result<()> {
    let mut superuser = PgConnection::connect(&server().await.superuser_url()).await?;
    superuser.execute(AssertSqlSafe(statement)).await?;
    superuser.close().await
}

impl Database {
    /// Kills the server of this test as a crash does.
    pub fn kill(&self) {
        let own = self.own.as_ref().expect("a server of its own");
        let file = own.folder.path().join("postgres/data/postmaster.pid");
        let file = std::fs::read_to_string(file).expect("the server runs");
        let pid = file.lines().next().expect("its number");
        assert!(Command::new("kill").args(["-QUIT", pid]).status().expect("kill").success());
    }

    /// Starts it again, as the program does with its private one, and keeps it up.
    pub async fn keep_up(&self) {
        match self.own.as_ref().expect("a server of its own").server.keep_up().await {}
    }

    /// Ends the database; says how many jobs were due in it and had not run.
    pub fn end(&self) -> i64 {
        if self.own.is_some() {
            return 0;
        }
        // A test's own runtime is going away, so this has one of its own.
        let (url, statement) =
            (self.owner_url.clone(), format!("drop database {} with (force)", self.name));
        let ended = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async {
                let mut owner = PgConnection::connect(&url).await?;
                let due = "select count(*) from jobs._private_jobs where run_at <= now() and locked_at is null";
                let due = sqlx::query_scalar::<_, i64>(due).fetch_one(&mut owner).await;
                owner.close().await?;
                as_superuser(statement).await?;
                due
            })
        });
        ended.join().expect("no panic").expect("the test's database ends")
    }
}

/// A folder for the services of this test run. When this process ends, in whatever way, the services in it are stopped and
/// the folder is removed, by a small process that waits for just that.
pub fn folder_of_this_run() -> PathBuf {
    static FOLDER: std::sync::OnceLock<PathBuf> = std::sync::OnceLock::new();
    let make = || {
        let name = format!("naboom-tests-{}", std::process::id());
        // Not TMPDIR: the server's account must get there, and the address of a socket is short.
        let folder = PathBuf::from("/tmp").join(name);
        std::fs::create_dir_all(&folder).expect("a folder in /tmp");
        let mut waiter = Command::new("/bin/sh");
        waiter.args(["-c", WAITER]).arg(&folder).stdin(Stdio::piped()).process_group(0);
        waiter.stdout(Stdio::null()).stderr(Stdio::null());
        // Its end of the pipe stays open as long as this process lives.
        std::mem::forget(waiter.spawn().expect("sh runs"));
        folder
    };
    FOLDER.get_or_init(make).clone()
}

/// SIGINT makes PostgreSQL stop fast and Redis stop; each removes its file when it is gone. The wait has an end.
const WAITER: &str = r#"
    read -r _
    for file in "$0"/postgres/data/postmaster.pid "$0"/redis.pid; do
        pid=$(head -n 1 "$file" 2>/dev/null) && kill -INT "$pid"
        for _ in $(seq 200); do [ -e "$file" ] || break; sleep 0.05; done
    done
    rm -rf "$0""#;
