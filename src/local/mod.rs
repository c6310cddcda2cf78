//! The embedded default database: a private PostgreSQL in the data folder, for running Naboom with no settings at all.
//!
//! It listens on a Unix socket only, lets in nobody but this account, and never touches a cluster that it did not make.
//! The server refuses to run as root; then it runs as the account `postgres`, and where that account cannot reach the
//! data folder (a home with mode 0700), the cluster lives in `/var/lib/naboom/` and a file in the data folder says where.
//! Several Naboom processes on one data folder share the server: the first starts it, the last one out stops it. A killed
//! process leaves it running; the next one takes it over.

mod account;
mod programs;

use std::convert::Infallible;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use sha2::{Digest as _, Sha256};
use sqlx::postgres::PgConnection;
use sqlx::{Connection as _, Executor as _};

use account::Account;
use programs::Programs;

/// Longest socket folder: the address of a Unix socket has 108 bytes, and `/.s.PGSQL.5432` is added to the folder.
const LONGEST_SOCKET_FOLDER: usize = 90;
/// How long a start may take: after a crash on a slow disk the server first replays its log.
const START_LIMIT: Duration = Duration::from_secs(60);
/// How often the program looks whether its server lives.
const LOOK: Duration = Duration::from_secs(2);
/// At this size the server's log is set aside at the next start.
const LOG_LIMIT: u64 = 8 * 1024 * 1024;
/// A cluster being made is called `data.unfinished-<process>` until it is whole.
const UNFINISHED: &str = "unfinished-";
/// Says whose folder this is; a cluster in a folder without this file is not ours.
const MARK: &str = "README.txt";
const MARK_TEXT: &str = "The private database of Naboom, made and run by the program itself.\n\
    To begin afresh, stop the program and delete this folder.\n";

const ROLES: &str = "
do $$ begin
    if not exists (select from pg_roles where rolname = 'naboom_owner') then
        create role naboom_owner login;
    end if;
    if not exists (select from pg_roles where rolname = 'naboom_app') then
        create role naboom_app login;
    end if;
end $$;";
const EXTENSIONS: &str = "
create extension if not exists postgis;
create extension if not exists pg_trgm;
create extension if not exists btree_gin;
create extension if not exists unaccent;
create extension if not exists citext;
revoke all on database naboom from public;
grant connect, temporary on database naboom to naboom_app;";

/// A running private PostgreSQL. Dropping it (or [`LocalPostgres::stop`]) stops the server unless another process uses it.
pub struct LocalPostgres {
    cluster: Cluster,
    purpose: Purpose,
    /// Held shared while this process uses the server.
    users: File,
    /// Held exclusively while a process starts or stops the server.
    gate: File,
}

/// Starts the private server in `dir` (made if missing), or joins the one that runs there, and makes sure that the roles
/// `naboom_owner` and `naboom_app`, the database `naboom` and its extensions are there. The log is `dir` with `.log` added.
pub async fn start(dir: &Path) -> anyhow::Result<LocalPostgres> {
    open(dir, Purpose::Serve).await
}

/// The same for tests: it does not wait for the disk, so its data do not survive a crash of the machine.
pub async fn start_for_tests(dir: &Path) -> anyhow::Result<LocalPostgres> {
    open(dir, Purpose::Tests).await
}

impl LocalPostgres {
    /// Address of the database for the serving role, which may not change the schema or the history.
    pub fn app_url(&self) -> String {
        self.cluster.url("naboom_app", "naboom")
    }

    /// Address of the database for the role that owns the schema and migrates.
    pub fn owner_url(&self) -> String {
        self.cluster.url("naboom_owner", "naboom")
    }

    /// Address of the maintenance database for the superuser.
    pub fn superuser_url(&self) -> String {
        self.cluster.url("postgres", "postgres")
    }

    /// Starts the server again whenever it died: it was killed, or ran out of memory. Never ends.
    pub async fn keep_up(&self) -> Infallible {
        loop {
            tokio::time::sleep(LOOK).await;
            // Held by another process: that one starts or stops the server at this moment.
            if self.cluster.is_anybody_at_work() || self.gate.try_lock().is_err() {
                continue;
            }
            tracing::warn!("the private PostgreSQL died; it is started again");
            if let Err(error) = self.cluster.answer(self.purpose).await {
                tracing::error!(
                    error = format!("{error:#}"),
                    "the private PostgreSQL did not start"
                );
            }
            if let Err(error) = self.gate.unlock() {
                tracing::error!(%error, "the lock of the private PostgreSQL is still held");
            }
        }
    }

    /// Stops the server, unless another Naboom process on the same data folder still uses it.
    pub async fn stop(self) {
        // The work is in `drop`; it waits for a process, so it goes to a thread where that is allowed.
        if let Err(error) = tokio::task::spawn_blocking(move || drop(self)).await {
            tracing::warn!(%error, "stopping the private PostgreSQL failed");
        }
    }
}

impl Drop for LocalPostgres {
    fn drop(&mut self) {
        let stopped = self.gate.lock().map_err(anyhow::Error::from).and_then(|()| {
            self.users.unlock()?;
            match self.users.try_lock() {
                Ok(()) => self.cluster.stop(),
                Err(_) => Ok(()),
            }
        });
        if let Err(error) = stopped {
            tracing::warn!(error = format!("{error:#}"), "the private PostgreSQL was not stopped");
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Purpose {
    Serve,
    Tests,
}

async fn open(dir: &Path, purpose: Purpose) -> anyhow::Result<LocalPostgres> {
    let dir = std::path::absolute(dir)?;
    fs::create_dir_all(&dir)
        .with_context(|| format!("cannot make the folder {}", dir.display()))?;
    let gate = lock_file(&dir, "gate.lock")?;
    let gate = tokio::task::spawn_blocking(move || gate.lock().map(|()| gate)).await??;
    let users = lock_file(&dir, "users.lock")?;
    let cluster =
        tokio::task::spawn_blocking(move || Cluster::find_or_make(&dir, purpose)).await??;
    cluster.answer(purpose).await?;
    users.lock_shared()?;
    // From here on a failure stops the server again.
    let server = LocalPostgres { cluster, purpose, users, gate };
    server.cluster.prepare().await.context("setting up the private database failed")?;
    server.gate.unlock()?;
    Ok(server)
}

fn lock_file(dir: &Path, name: &str) -> anyhow::Result<File> {
    let path = dir.join(name);
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(&path)
        .with_context(|| format!("cannot write {}", path.display()))
}

/// Where the cluster is, which programs run it, and as whom.
struct Cluster {
    programs: Programs,
    account: Account,
    /// The server's own files.
    data: PathBuf,
    /// The folder of its socket.
    socket: PathBuf,
    log: PathBuf,
    /// Holds the set-up statements that were last carried out.
    prepared: PathBuf,
}

impl Cluster {
    fn find_or_make(dir: &Path, purpose: Purpose) -> anyhow::Result<Self> {
        let account = Account::current()?;
        let (home, log) = home(dir, &account)?;
        let data = home.join("data");
        let mark = home.join(MARK);
        ensure!(
            mark.exists() || (!data.exists() && !home.join("PG_VERSION").exists()),
            "{} holds a database that Naboom did not make; it is left alone. \
             Choose another data folder with NABOOM_DATA_DIR.",
            home.display()
        );
        fs::write(&mark, MARK_TEXT)?;
        let version = fs::read_to_string(data.join("PG_VERSION")).ok();
        let programs = Programs::find(version.as_deref().map(str::trim), &data)?;
        let socket = socket_folder(&home, &account)?;
        let prepared = home.join("prepared.sql");
        let cluster = Self { programs, account, data, socket, log, prepared };
        // Best effort: the initdb of a process that was killed may still be writing there.
        for entry in fs::read_dir(&home)?.flatten() {
            if entry.file_name().to_string_lossy().starts_with(&format!("data.{UNFINISHED}")) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        if version.is_none() {
            cluster.init(purpose)?;
        }
        Ok(cluster)
    }

    /// Makes the cluster beside its place and moves it there when it is whole, so that an interrupted start leaves nothing
    /// half done.
    fn init(&self, purpose: Purpose) -> anyhow::Result<()> {
        let new = self.data.with_extension(format!("{UNFINISHED}{}", std::process::id()));
        let _ = fs::remove_file(&self.prepared);
        let mut initdb = self.command("initdb");
        initdb.args(["--username=postgres", "--auth=peer", "--encoding=UTF8", "--locale=C.UTF-8"]);
        initdb.arg(match purpose {
            Purpose::Serve => "--data-checksums",
            Purpose::Tests => "--no-sync",
        });
        finish(initdb.arg("-D").arg(&new)).context("making the private database failed")?;
        fs::write(new.join("pg_hba.conf"), "local all all peer map=naboom\n")?;
        let mut map = String::new();
        for role in ["postgres", "naboom_owner", "naboom_app"] {
            for name in &self.account.names {
                map += &format!("naboom \"{name}\" {role}\n");
            }
        }
        fs::write(new.join("pg_ident.conf"), map)?;
        fs::write(new.join("local.conf"), "# Settings of your own for the private database.\n")?;
        fs::rename(&new, &self.data).with_context(|| {
            format!("{} is in the way: it is not empty and holds no database", self.data.display())
        })?;
        Ok(())
    }

    /// Returns when the server answers, started if need be.
    async fn answer(&self, purpose: Purpose) -> anyhow::Result<()> {
        let deadline = Instant::now() + START_LIMIT;
        loop {
            match PgConnection::connect(&self.url("postgres", "postgres")).await {
                Ok(connection) => return Ok(connection.close().await?),
                // 57P03: it is starting or stopping, for a process that was killed meanwhile.
                Err(sqlx::Error::Database(e)) if e.code().as_deref() == Some("57P03") => {}
                Err(sqlx::Error::Io(_)) if !self.is_anybody_at_work() => {
                    self.start(purpose).await?
                }
                Err(sqlx::Error::Io(_)) => {}
                Err(error) => return Err(error).context("the private PostgreSQL refuses us"),
            }
            ensure!(
                Instant::now() < deadline,
                "the private PostgreSQL does not answer; see {}",
                self.log.display()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Whether a process of the server lives: each has the data as its working folder. After the server was killed its
    /// children need a moment to notice, and a second server beside them would ruin the data.
    fn is_anybody_at_work(&self) -> bool {
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        processes
            .filter_map(|p| fs::read_link(p.path().join("cwd")).ok())
            .any(|cwd| cwd == self.data)
    }

    /// Starts the server; nobody is at work in its data.
    async fn start(&self, purpose: Purpose) -> anyhow::Result<()> {
        if Path::new("/proc/self/cwd").exists() {
            // Left by a kill or a power cut. The number in them may belong to another program by now, and the server would
            // take that for its predecessor.
            let _ = fs::remove_file(self.data.join("postmaster.pid"));
            let _ = fs::remove_file(self.socket.join(".s.PGSQL.5432.lock"));
        }
        let settings = self.data.join("postgresql.conf");
        fs::write(&settings, self.settings(purpose))?;
        self.account.give(&settings)?;
        if fs::metadata(&self.log).is_ok_and(|log| log.len() > LOG_LIMIT) {
            fs::rename(&self.log, self.log.with_extension("log.old"))?;
        }
        let log = OpenOptions::new().create(true).append(true).open(&self.log)?;
        self.account.give(&self.log)?;
        let before = log.metadata()?.len() as usize;
        let mut pg_ctl = self.command("pg_ctl");
        pg_ctl.arg("start").arg("-D").arg(&self.data).arg("-l").arg(&self.log).args(["-w", "-s"]);
        pg_ctl.args(["-t", &START_LIMIT.as_secs().to_string()]);
        tokio::task::spawn_blocking(move || finish(&mut pg_ctl)).await?.with_context(|| {
            let said = fs::read(&self.log).unwrap_or_default();
            let said = String::from_utf8_lossy(said.get(before..).unwrap_or_default()).into_owned();
            format!("the private PostgreSQL does not start; {} says:\n{said}", self.log.display())
        })
    }

    fn settings(&self, purpose: Purpose) -> String {
        let socket = self.socket.display().to_string().replace('\'', "''");
        let mut settings = format!(
            "# Written anew by Naboom at every start; put changes of your own into local.conf beside this file.\n\
             listen_addresses = ''\n\
             unix_socket_directories = '{socket}'\n\
             unix_socket_permissions = 0700\n\
             max_connections = 100\n\
             shared_buffers = 64MB\n\
             max_wal_size = 512MB\n\
             jit = off\n\
             timezone = 'UTC'\n\
             log_timezone = 'UTC'\n\
             lc_messages = 'C'\n\
             default_text_search_config = 'pg_catalog.simple'\n\
             # No personal data in the log: no values of parameters, no DETAIL lines that quote a row.\n\
             log_error_verbosity = terse\n\
             log_parameter_max_length = 0\n\
             log_line_prefix = '%m [%p] %q%u@%d '\n"
        );
        if purpose == Purpose::Tests {
            settings += "fsync = off\n\
                synchronous_commit = off\n\
                full_page_writes = off\n\
                wal_level = minimal\n\
                max_wal_senders = 0\n\
                autovacuum = off\n";
        }
        settings + "include_if_exists = 'local.conf'\n"
    }

    /// Makes roles, database and extensions. Each step may be repeated; the whole is left out once it was carried out.
    async fn prepare(&self) -> anyhow::Result<()> {
        let wanted = format!("{ROLES}\n{EXTENSIONS}\n");
        if fs::read_to_string(&self.prepared).is_ok_and(|done| done == wanted) {
            return Ok(());
        }
        let mut server = PgConnection::connect(&self.url("postgres", "postgres")).await?;
        server.execute(ROLES).await?;
        let exists: bool =
            sqlx::query_scalar("select exists (select from pg_database where datname = 'naboom')")
                .fetch_one(&mut server)
                .await?;
        if !exists {
            server.execute("create database naboom owner naboom_owner").await?;
        }
        server.close().await?;
        let mut database = PgConnection::connect(&self.url("postgres", "naboom")).await?;
        database.execute(EXTENSIONS).await.context(
            "an extension is missing; install PostGIS and the contrib package of this PostgreSQL version",
        )?;
        database.close().await?;
        fs::write(&self.prepared, wanted)?;
        Ok(())
    }

    fn stop(&self) -> anyhow::Result<()> {
        let mut pg_ctl = self.command("pg_ctl");
        pg_ctl.arg("stop").arg("-D").arg(&self.data).args(["-m", "fast", "-w", "-s", "-t", "30"]);
        finish(&mut pg_ctl)
    }

    fn url(&self, role: &str, database: &str) -> String {
        let socket: String =
            url::form_urlencoded::byte_serialize(self.socket.as_os_str().as_encoded_bytes())
                .collect();
        format!("postgres://{role}@localhost/{database}?host={}", socket.replace('+', "%20"))
    }

    /// A program of the server, run as the account that the server runs as, in a folder that this account can enter.
    fn command(&self, program: &str) -> Command {
        let mut command = self.account.command(&self.programs.bin.join(program));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PG") {
                command.env_remove(name);
            }
        }
        command.env("LC_ALL", "C.UTF-8");
        command
    }
}

/// Runs a command to its end; what it said is in the error.
fn finish(command: &mut Command) -> anyhow::Result<()> {
    let name = Path::new(command.get_program()).file_name().unwrap_or_default().to_owned();
    let name = name.to_string_lossy();
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("cannot run {name}"))?;
    if !output.status.success() {
        bail!("{name}: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}

/// Where the cluster and its log live: in `dir`, or elsewhere when the server's account cannot get there.
fn home(dir: &Path, account: &Account) -> anyhow::Result<(PathBuf, PathBuf)> {
    account.give(dir)?;
    let pointer = dir.join("elsewhere");
    let home = match fs::read_to_string(&pointer) {
        Ok(path) => PathBuf::from(path.trim()),
        Err(_) if account.can_enter(dir) => return Ok((dir.to_owned(), dir.with_extension("log"))),
        Err(_) => {
            let name = uuid::Uuid::now_v7().simple().to_string();
            let home = Path::new("/var/lib/naboom").join(&name[20..]);
            let mut file = File::create(&pointer)?;
            writeln!(file, "{}", home.display())?;
            home
        }
    };
    fs::create_dir_all(&home).with_context(|| format!("cannot make {}", home.display()))?;
    account.give(&home)?;
    let log = home.join("postgres.log");
    Ok((home, log))
}

/// The folder of the socket: beside the data, or a short one outside when the path is too long for a socket.
fn socket_folder(home: &Path, account: &Account) -> anyhow::Result<PathBuf> {
    let mut folder = home.join("run");
    if folder.as_os_str().len() > LONGEST_SOCKET_FOLDER {
        let digest = Sha256::digest(home.as_os_str().as_encoded_bytes());
        let name: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        folder = PathBuf::from(format!("/tmp/naboom-{name}"));
    }
    account.private_folder(&folder)?;
    Ok(folder)
}

#[cfg(test)]
mod tests;
