//! Runs jobs and periodic work. Each kind of job is handed to its feature; a lost database connection restarts the
//! runner after a pause; dead workers' jobs are taken back by the library's recovery.

use std::time::Duration;

use graphile_worker::{
    IntoTaskHandlerResult, TaskHandler, WorkerContext, WorkerOptions, WorkerRecoveryConfig,
};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::jobs::{self, Job};

/// Shortest and longest pause before a fallen runner is started again.
const PAUSES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// How often the periodic work is enqueued; each piece has a job key, so many nodes make one job.
const PERIOD: Duration = Duration::from_secs(3600);

/// The same for what has its minute: deadlines, and the mail of the morning.
const MINUTE: Duration = Duration::from_secs(60);

/// Does one job. Safe to run twice.
pub async fn perform(app: &App, job: Job) -> anyhow::Result<()> {
    match job {
        Job::Mail { to, lang: _, subject, text } => {
            app.mail.send(crate::mail::Message { to, subject, text }).await
        }
        Job::MakePartitions => {
            sqlx::query!(
                "select make_partitions('history', now()::date, 3) as h, make_partitions('events', now()::date, 3) as e"
            )
            .fetch_one(&app.db)
            .await?;
            Ok(())
        }
        Job::CleanUp => {
            crate::accounts::clean_up(&app.db).await?;
            crate::media::clean_up(app).await?;
            crate::cms::clean_up(&app.db).await?;
            crate::map::clean_up(&app.db).await?;
            crate::incidents::actions::forget_old(&app.db).await?;
            crate::incidents::actions::end_waits(app).await?;
            Ok(crate::incidents::clean_up(&app.db).await?)
        }
        Job::AnchorHistory => {
            crate::incidents::anchor_history(&app.db).await?;
            Ok(())
        }
        Job::PublishDue => crate::cms::run_due(app).await.map(drop),
        Job::ProcessMedia { media } => crate::media::process(app, media).await,
        Job::DeleteFiles { keys } => crate::media::delete_files(app, &keys).await,
        Job::TellReporter { incident, act } => {
            crate::moderation::tell_reporter(app, incident, act).await
        }
        Job::MoveReports { from, into, by } => {
            crate::incidents::actions::move_reports(app, from, into, by).await
        }
        Job::BeginDigests => crate::moderation::begin_digests(app).await,
        Job::Digest { account, day } => crate::moderation::send_digest(app, account, day).await,
        Job::PassDeadlines => crate::moderation::pass_deadlines(app).await,
        Job::TellOfNew { incident } => crate::categories::tell_of_new(app, incident).await,
        Job::TranslateReply { reply, lang, field, text, by } => {
            crate::moderation::translate_reply(app, reply, (lang, &field, &text), by).await
        }
        Job::AlertLeaders { incident } => crate::incidents::alert_leaders(app, incident).await,
    }
}

/// The payload of the one task; see [`jobs::TASK`].
#[derive(Deserialize, Serialize)]
#[serde(transparent)]
struct Payload(Job);

#[derive(Clone, Debug)]
struct Extension(App);

impl TaskHandler for Payload {
    const IDENTIFIER: &'static str = jobs::TASK;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let Some(Extension(app)) = context.get_ext::<Extension>() else {
            return Err("the worker has no app".to_owned());
        };
        let done = perform(app, self.0).await;
        app.feed.wake();
        done.map_err(|error| {
            tracing::warn!(cause = %format!("{error:#}"), "a job failed");
            format!("{error:#}")
        })
    }
}

/// Works until the program stops.
pub async fn run(app: App) {
    let periodic = tokio::spawn(periodic(app.clone()));
    let telling = tokio::spawn(crate::live::tell(app.clone()));
    let mut pause = PAUSES.0;
    while !app.shutdown.is_cancelled() {
        let started = std::time::Instant::now();
        if let Err(error) = once(&app).await {
            tracing::warn!(cause = %format!("{error:#}"), "the worker fell; it starts again");
        }
        if started.elapsed() > PAUSES.1 {
            pause = PAUSES.0;
        }
        tokio::select! {
            () = app.shutdown.cancelled() => {}
            () = tokio::time::sleep(pause) => pause = (pause * 2).min(PAUSES.1),
        }
    }
    periodic.abort();
    telling.abort();
}

async fn once(app: &App) -> anyhow::Result<()> {
    let stop = app.shutdown.clone();
    options(app)
        .concurrency(4)
        .listen_os_shutdown_signals(false)
        .shutdown_signal(async move { stop.cancelled().await })
        .init()
        .await?
        .run()
        .await?;
    Ok(())
}

/// How soon the jobs that a killed worker held are taken up by another: jobs are safe to run twice, so one that was only slow
/// to say that it lives does no harm.
fn recovery() -> WorkerRecoveryConfig {
    WorkerRecoveryConfig::default()
        .enabled(true)
        .heartbeat_interval(Duration::from_secs(3))
        .sweep_interval(Duration::from_secs(4))
        .sweep_threshold(Duration::from_secs(12))
        .recovery_delay(Duration::from_secs(1))
}

/// Runs what waits now and what that enqueues, then returns: for tests and `naboom work --once`.
pub async fn drain(app: &App) -> anyhow::Result<()> {
    // The library stops fetching once it finds nothing, even while a job that is about to enqueue another still runs.
    while jobs::due(&app.db).await? > 0 {
        options(app).concurrency(2).init().await?.run_once().await?;
    }
    Ok(())
}

fn options(app: &App) -> WorkerOptions {
    WorkerOptions::default()
        .pg_pool(app.db.clone())
        .schema(jobs::SCHEMA)
        .add_extension(Extension(app.clone()))
        .worker_recovery(recovery())
        .define_job::<Payload>()
}

async fn periodic(app: App) {
    let mut hours = tokio::time::interval(PERIOD);
    let mut minutes = tokio::time::interval(MINUTE);
    loop {
        let due = tokio::select! {
            _ = hours.tick() => &[Job::MakePartitions, Job::AnchorHistory, Job::CleanUp][..],
            _ = minutes.tick() => &[Job::PassDeadlines, Job::BeginDigests][..],
        };
        for job in due {
            let enqueued = match app.db.acquire().await {
                Ok(mut conn) => jobs::enqueue(&mut conn, job).await,
                Err(error) => Err(error),
            };
            if let Err(error) = enqueued {
                tracing::warn!(cause = %error, "periodic work was not enqueued; it is tried again");
            }
        }
    }
}
