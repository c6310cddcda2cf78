//! What the worker does later, as data. A job is enqueued in the transaction that causes it, so that neither can exist
//! without the other; `worker.rs` hands each kind to its feature. Every job is safe to run twice.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgPool};

use crate::i18n::Lang;
use crate::ids::{AccountId, ActId, CategoryId, IncidentId, MediaId};

/// Schema of the job library's own tables.
pub const SCHEMA: &str = "jobs";

/// The one task name under which all jobs are stored; the payload says which kind.
pub const TASK: &str = "naboom";

/// Something to do later. Holds ids, never personal values (mail excepted: its address is the point).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub enum Job {
    /// Make the sizes of a photo.
    ProcessMedia {
        /// Which photo.
        media: MediaId,
    },
    /// Remove stored files that no row names any more.
    DeleteFiles {
        /// Keys in the object store.
        keys: Vec<String>,
    },
    /// Tell those who must know at once that a life-threatening report came in.
    AlertLeaders {
        /// Which report.
        incident: IncidentId,
    },
    /// Tell those who hear of each new report in its category.
    TellOfNew {
        /// Which report.
        incident: IncidentId,
    },
    /// Tell the reporter of a report what somebody decided, when that can no longer be taken back.
    TellReporter {
        /// Which report.
        incident: IncidentId,
        /// Which decision.
        act: ActId,
    },
    /// Move the reports of a category that was merged into the one that takes them.
    MoveReports {
        /// The category that was merged.
        from: CategoryId,
        /// The one that takes its reports.
        into: CategoryId,
        /// Who merged them.
        by: AccountId,
    },
    /// Take a translation of a reply that leaders choose from.
    TranslateReply {
        /// Which reply.
        reply: uuid::Uuid,
        /// Language of the translation.
        lang: Lang,
        /// `name` or `body`.
        field: String,
        /// The translation.
        text: String,
        /// Who brought it.
        by: AccountId,
    },
    /// Send one mail.
    Mail {
        /// Receiver.
        to: String,
        /// Language of the receiver, for the footer.
        lang: Lang,
        /// Subject line.
        subject: String,
        /// Plain text.
        text: String,
    },
    /// Make the month partitions of history and events ahead of time.
    MakePartitions,
    /// Write the daily anchor over each history partition.
    AnchorHistory,
    /// Publish and end the pages whose planned minute has come.
    PublishDue,
    /// Mail a leader what waits, for one morning.
    Digest {
        /// Who.
        account: AccountId,
        /// Of which day.
        day: chrono::NaiveDate,
    },
    /// Begin the mails of this morning, if it is the hour for them.
    BeginDigests,
    /// Do what categories ask for when a deadline passes.
    PassDeadlines,
    /// Remove expired drafts, sessions, tokens, device data older than 30 days, and files without a row.
    CleanUp,
}

impl Job {
    /// Jobs with the same key are one job while they wait.
    fn key(&self) -> Option<String> {
        match self {
            Self::ProcessMedia { media } => Some(format!("media:{media}")),
            Self::AlertLeaders { incident } => Some(format!("alert:{incident}")),
            Self::TellOfNew { incident } => Some(format!("new:{incident}")),
            Self::TellReporter { act, .. } => Some(format!("tell:{act}")),
            Self::MakePartitions => Some("partitions".into()),
            Self::AnchorHistory => Some("anchor".into()),
            Self::CleanUp => Some("clean-up".into()),
            Self::PassDeadlines => Some("deadlines".into()),
            Self::Digest { account, .. } => Some(format!("digest:{account}")),
            Self::BeginDigests => Some("digests".into()),
            Self::DeleteFiles { .. }
            | Self::MoveReports { .. }
            | Self::Mail { .. }
            | Self::TranslateReply { .. }
            | Self::PublishDue => None,
        }
    }

    /// How often it is tried before staff must look: photos three times (SPEC.md), the rest over about a day.
    fn attempts(&self) -> i32 {
        match self {
            Self::ProcessMedia { .. } => 4,
            _ => 15,
        }
    }
}

/// Adds a job to the caller's transaction, to run as soon as that commits.
pub async fn enqueue(conn: &mut PgConnection, job: &Job) -> sqlx::Result<()> {
    enqueue_in(conn, job, Duration::ZERO).await
}

/// The same, to run after a while: what an undoable act sends waits 30 s.
pub async fn enqueue_in(conn: &mut PgConnection, job: &Job, wait: Duration) -> sqlx::Result<()> {
    let payload = serde_json::to_value(job).expect("a job is plain data");
    // Not a checked statement: the job library makes its schema itself, after the recording database is made.
    sqlx::query(
        "select jobs.add_job($1, $2::json, run_at => now() + make_interval(secs => $3),
                max_attempts => $4, job_key => $5)",
    )
    .bind(TASK)
    .bind(payload)
    .bind(wait.as_secs_f64())
    .bind(job.attempts())
    .bind(job.key())
    .execute(conn)
    .await?;
    Ok(())
}

/// How many jobs could run now. One that failed waits for its next turn and does not count.
pub async fn due(db: &PgPool) -> sqlx::Result<i64> {
    // Not a checked statement, see `enqueue_in`.
    sqlx::query_scalar(
        "select count(*) from jobs._private_jobs
         where run_at <= now() and attempts < max_attempts and locked_at is null",
    )
    .fetch_one(db)
    .await
}

/// Makes or updates the job library's tables and lets the serving role use them. Run by the owner, with the migrations.
pub async fn migrate(owner: &PgPool) -> anyhow::Result<()> {
    graphile_worker::WorkerUtils::new(owner.clone(), SCHEMA).migrate().await?;
    sqlx::raw_sql(
        // The library's tables have row security without policies: only their owner would see a row.
        "do $$ declare job_table regclass; begin
           if exists (select from pg_roles where rolname = 'naboom_app') then
             for job_table in
               select c.oid from pg_class c
               where c.relnamespace = 'jobs'::regnamespace and c.relrowsecurity
                 and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'naboom_app')
             loop
               execute format('create policy naboom_app on %s to naboom_app using (true) with check (true)', job_table);
             end loop;
             grant usage on schema jobs to naboom_app;
             grant select, insert, update, delete on all tables in schema jobs to naboom_app;
             grant usage, select on all sequences in schema jobs to naboom_app;
             grant execute on all functions in schema jobs to naboom_app;
           end if;
         end $$",
    )
    .execute(owner)
    .await?;
    Ok(())
}
