//! Which database this process works on: the private one that it starts itself, or the one that `DATABASE_URL` names;
//! and bringing its schema to this version.

use std::convert::Infallible;
use std::time::Instant;

use anyhow::Context;
use sqlx::PgPool;

use crate::config::Config;
use crate::local::{self, LocalPostgres};
use crate::{MIGRATOR, app, feed, jobs};

/// The database of this process. Close it at the end: that stops a private server.
pub struct Database {
    private: Option<LocalPostgres>,
    app_url: String,
    owner_url: Option<String>,
}

impl Database {
    /// The one that the settings name, else the private one in the data folder, started if it does not run.
    pub async fn open(config: &Config) -> anyhow::Result<Self> {
        if let Some(url) = &config.database_url {
            let owner_url = config.database_owner_url.as_ref().map(|u| u.expose().to_owned());
            return Ok(Self { private: None, app_url: url.expose().to_owned(), owner_url });
        }
        let private = local::start(&config.data_dir.join("postgres")).await?;
        Ok(Self {
            app_url: private.app_url(),
            owner_url: Some(private.owner_url()),
            private: Some(private),
        })
    }

    /// Whether this process made the database itself.
    pub fn is_private(&self) -> bool {
        self.private.is_some()
    }

    /// Keeps the private server running for as long as this is awaited; waits for ever over another database.
    pub async fn keep_up(&self) -> Infallible {
        match &self.private {
            Some(server) => server.keep_up().await,
            None => std::future::pending().await,
        }
    }

    /// Address for the serving role.
    pub fn app_url(&self) -> &str {
        &self.app_url
    }

    /// Address for the owner, who migrates; none if it was not told.
    pub fn owner_url(&self) -> Option<&str> {
        self.owner_url.as_deref()
    }

    /// Runs the migrations that are missing, or only lists them. A statement that waits for a lock gives up after 3 s, so
    /// that a busy site is not held up: run it again.
    pub async fn migrate(&self, dry_run: bool) -> anyhow::Result<()> {
        let url = self
            .owner_url()
            .context("set DATABASE_OWNER_URL: the serving role may not change the schema")?;
        let owner = app::connect(url, 2)?;
        let missing = missing_migrations(&owner).await?;
        if dry_run {
            for (version, name) in &missing {
                println!("would run {version} {name}");
            }
            println!(
                "{} to run; a lock is waited for 3 s, a statement may run 10 minutes",
                missing.len()
            );
            return Ok(());
        }
        let started = Instant::now();
        let mut connection = owner.acquire().await?;
        sqlx::raw_sql(
            "set statement_timeout = '10min'; set idle_in_transaction_session_timeout = 0",
        )
        .execute(&mut *connection)
        .await?;
        MIGRATOR
            .run(&mut *connection)
            .await
            .context("a migration failed; nothing of it was kept")?;
        drop(connection);
        jobs::migrate(&owner).await?;
        if !missing.is_empty() {
            let took = started.elapsed().as_millis();
            tracing::info!(
                migrations = missing.len(),
                took_ms = took,
                "the database is at this version"
            );
        }
        owner.close().await;
        Ok(())
    }

    /// Begins a new epoch of the feed, after a restore; which one it is.
    pub async fn renew_feed(&self) -> anyhow::Result<i32> {
        let url = self
            .owner_url()
            .context("set DATABASE_OWNER_URL: the serving role may not begin an epoch")?;
        let owner = app::connect(url, 1)?;
        let epoch = feed::renew(&owner).await?;
        owner.close().await;
        Ok(epoch)
    }

    /// Stops the private server, unless another process uses it.
    pub async fn close(self) {
        if let Some(private) = self.private {
            private.stop().await;
        }
    }
}

/// The migrations of this program that the database has not had: (version, name).
pub async fn missing_migrations(db: &PgPool) -> anyhow::Result<Vec<(i64, String)>> {
    // The table belongs to the migrator, which makes it on its first run; so these are not checked statements.
    let table: Option<String> =
        sqlx::query_scalar("select to_regclass('public._sqlx_migrations')::text")
            .fetch_one(db)
            .await?;
    let applied: Vec<i64> = match table {
        Some(_) => {
            sqlx::query_scalar("select version from _sqlx_migrations where success")
                .fetch_all(db)
                .await?
        }
        None => Vec::new(),
    };
    let missing = MIGRATOR
        .iter()
        .filter(|m| m.migration_type.is_up_migration() && !applied.contains(&m.version))
        .map(|m| (m.version, m.description.to_string()))
        .collect();
    Ok(missing)
}
