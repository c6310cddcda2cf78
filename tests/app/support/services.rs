//! Real services for tests that need more than the database: Redis, and an S3 server that checks signatures.

use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::{TcpListener, UnixStream};
use tokio::sync::OnceCell;

use super::database::folder_of_this_run;

/// How many tests may have Redis in one run: each gets a numbered database of the one server.
const REDIS_DATABASES: usize = 4096;

/// Address of an empty Redis database of the test's own.
pub async fn redis() -> String {
    static SERVER: OnceCell<()> = OnceCell::const_new();
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let folder = folder_of_this_run();
    let socket = folder.join("redis.sock");
    let start = || async {
        let mut server = Command::new("redis-server");
        server.args(["--port", "0", "--save", "", "--appendonly", "no", "--daemonize", "yes"]);
        server.args(["--databases", &REDIS_DATABASES.to_string()]);
        server.arg("--dir").arg(&folder).arg("--unixsocket").arg(&socket);
        server.arg("--pidfile").arg(folder.join("redis.pid")).stdout(Stdio::null());
        assert!(
            server.status().expect("redis-server is installed").success(),
            "redis-server starts"
        );
        // It has gone to the background, and listens a moment later.
        while UnixStream::connect(&socket).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    SERVER.get_or_init(start).await;
    let database = NEXT.fetch_add(1, Ordering::Relaxed);
    assert!(database < REDIS_DATABASES, "more tests with Redis than it has databases");
    format!("redis+unix://{}?db={database}", socket.display())
}

/// A Redis for one test that stops it, empties it, or starts it with a file of users.
pub struct OwnRedis {
    server: std::process::Child,
    folder: tempfile::TempDir,
}

impl OwnRedis {
    /// Starts it; `more` are further arguments of the server.
    pub async fn start(more: &[&str]) -> Self {
        let folder = tempfile::Builder::new().prefix("naboom-redis").tempdir().expect("a folder");
        let mut server = Command::new("redis-server");
        server.args(["--port", "0", "--save", "", "--appendonly", "no"]);
        server
            .arg("--dir")
            .arg(folder.path())
            .arg("--unixsocket")
            .arg(folder.path().join("socket"));
        let server = server.args(more).stdout(Stdio::null()).spawn().expect("redis-server starts");
        let own = Self { server, folder };
        while UnixStream::connect(own.folder.path().join("socket")).await.is_err() {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        own
    }

    /// Its address, for somebody (`name:password`) or for the default user.
    pub fn url(&self, user: Option<(&str, &str)>) -> String {
        let socket = self.folder.path().join("socket");
        let who = user.map(|(name, password)| format!("?user={name}&pass={password}"));
        format!("redis+unix://{}{}", socket.display(), who.unwrap_or_default())
    }

    /// Stops it at once, as a crash does.
    pub fn kill(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Drop for OwnRedis {
    fn drop(&mut self) {
        self.kill();
    }
}

/// An S3 server in this process with one bucket.
pub struct S3 {
    address: std::net::SocketAddr,
    server: tokio::task::JoinHandle<()>,
    _folder: tempfile::TempDir,
}

const BUCKET: &str = "naboom";
const ACCESS_KEY: &str = "naboom-test";
const SECRET_KEY: &str = "naboom-test-secret";

impl S3 {
    /// Starts it on a free port.
    pub async fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("naboom-s3").tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join(BUCKET)).expect("the bucket");
        let objects = s3s_fs::FileSystem::new(folder.path()).expect("the object store");
        let mut service = s3s::service::S3ServiceBuilder::new(objects);
        service.set_auth(s3s::auth::SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
        let service = service.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let server = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move {
                    let http = hyper_util::server::conn::auto::Builder::new(TokioExecutor::new());
                    let _ = http.serve_connection(TokioIo::new(socket), service).await;
                });
            }
        });
        Self { address, server, _folder: folder }
    }

    /// The settings that lead there.
    pub fn settings(&self) -> [(&'static str, String); 5] {
        [
            ("S3_ENDPOINT", format!("http://{}", self.address)),
            ("S3_REGION", "us-east-1".into()),
            ("S3_BUCKET", BUCKET.into()),
            ("S3_ACCESS_KEY_ID", ACCESS_KEY.into()),
            ("S3_SECRET_ACCESS_KEY", SECRET_KEY.into()),
        ]
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        self.server.abort();
    }
}
