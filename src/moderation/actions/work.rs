//! On call, and the mail of the morning: what is written, and what is sent.

use std::fmt::Write;

use chrono::Utc;

use crate::app::App;
use crate::auth::Viewer;
use crate::error::{Error, Result};
use crate::i18n::{self, Lang};
use crate::ids::AccountId;
use crate::jobs::{self, Job};
use crate::mail::Message;
use crate::moderation::model::{Settings, digest_day, stop_token, stopped_by};
use crate::moderation::queries::queue;
use crate::moderation::queries::work::{self as queries, Line};
use crate::web::security::keyed_digest;

/// Keeps what somebody of the staff chose.
pub async fn set_work(app: &App, who: &Viewer, set: &Settings) -> Result<()> {
    Ok(queries::put(&app.db, who.account, set).await?)
}

/// Whose mail of the morning this link stops.
pub fn stops(app: &App, token: &str) -> Option<AccountId> {
    stopped_by(token, |account| key(app, account))
}

/// Stops the mail of the morning by its link; whose it was.
pub async fn stop_digest(app: &App, token: &str) -> Result<AccountId> {
    let account = stops(app, token).ok_or(Error::NotFound)?;
    queries::stop_digest(&app.db, account).await?;
    Ok(account)
}

fn key(app: &App, account: AccountId) -> Vec<u8> {
    keyed_digest(&app.secret, "stop-digest", &[account.0.as_bytes()])
}

/// Makes a job for each leader to whom the mail of this morning is due; how many. Nothing outside its hours.
pub async fn begin_digests(app: &App) -> Result<usize> {
    let Some(day) = digest_day(Utc::now()) else { return Ok(0) };
    let due = queries::list_unread(&app.db, day).await?;
    let mut tx = app.db.begin().await?;
    for account in &due {
        jobs::enqueue(&mut tx, &Job::Digest { account: *account, day }).await?;
    }
    tx.commit().await?;
    Ok(due.len())
}

/// Mails a leader what waits in their areas and categories, what is nearly due and overdue; nothing when nothing does, when
/// it was sent, or when they stopped it. It is noted with the sending: a mail that fails is tried again.
pub async fn send_digest(
    app: &App,
    account: AccountId,
    day: chrono::NaiveDate,
) -> anyhow::Result<()> {
    let mut tx = app.db.begin().await?;
    let Some(reader) = queries::begin_digest(&mut *tx, account, day).await? else { return Ok(()) };
    let counts = queue::counts(&mut *tx, reader.limits.clone(), account).await?;
    if counts.new + counts.soon + counts.overdue > 0 {
        let lines = queries::pressing(&mut *tx, reader.limits, reader.lang).await?;
        let origin = app.config.absolute("");
        let stop = format!("{origin}/stop/{}", stop_token(account, &key(app, account)));
        let lang = reader.lang;
        let figures = || {
            [
                ("new", counts.new.into()),
                ("soon", counts.soon.into()),
                ("overdue", counts.overdue.into()),
                ("list", list(lang, &lines).into()),
                ("link", format!("{origin}/{lang}/moderation").into()),
                ("stop", stop.clone().into()),
            ]
        };
        let message = Message {
            to: reader.email,
            subject: i18n::t_args(lang, "moderation-digest-subject", figures()),
            text: i18n::t_args(lang, "moderation-digest-text", figures()),
        };
        app.mail.send_stoppable(message, &stop).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// What is late or nearly late, a line each.
fn list(lang: Lang, lines: &[Line]) -> String {
    let mut out = String::new();
    for line in lines {
        let key = if line.late { "moderation-digest-late" } else { "moderation-digest-soon" };
        let args = [
            ("reference", line.reference.clone().into()),
            ("category", line.category.clone().into()),
            ("at", i18n::date_time(lang, line.due).into()),
        ];
        let _ = writeln!(out, "{}", i18n::t_args(lang, key, args));
    }
    out
}
