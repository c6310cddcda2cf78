//! What happens by itself when a deadline passes.

use serde_json::json;
use sqlx::PgConnection;

use crate::app::App;
use crate::error::Result;
use crate::events::{self, EventKind};
use crate::i18n;
use crate::incidents::State;
use crate::incidents::actions;
use crate::jobs::{self, Job};
use crate::moderation::model::LateRule;
use crate::moderation::queries::deadlines::{self as queries, Passed};

/// Carries out the rule of its category for each report of which a deadline passed, once for each deadline; how many.
/// Everybody who reads the report sees the mark at once, where the category shows it.
pub async fn pass_deadlines(app: &App) -> Result<usize> {
    queries::note_ended(&app.db).await?;
    let mut done = 0;
    loop {
        let passed = queries::list_passed(&app.db).await?;
        for report in &passed {
            let mut tx = app.db.begin().await?;
            if queries::note_passed(&mut *tx, report.id).await? {
                pass(app, &mut tx, report).await?;
            }
            tx.commit().await?;
        }
        done += passed.len();
        if passed.is_empty() {
            return Ok(done);
        }
    }
}

async fn pass(app: &App, conn: &mut PgConnection, report: &Passed) -> Result<()> {
    // A first look that came too late is no reason to do anything any more.
    if !queries::is_late(&mut *conn, report.id).await? {
        return Ok(());
    }
    let reason = i18n::t(report.lang, "moderation-late-reason");
    let wishes = |state: &State| report.rule.wishes(state, reason);
    let changed = actions::by_itself(conn, report.id, wishes).await?;
    if changed && report.rule == LateRule::Escalate {
        let origin = app.config.absolute("");
        for (to, lang) in queries::escalated_to(&mut *conn, report.id).await? {
            let link = format!("{origin}/{lang}/moderation/{}", report.reference);
            let reference = &report.reference;
            let said = || [("reference", reference.clone().into()), ("link", link.clone().into())];
            let subject = i18n::t_args(lang, "moderation-late-subject", said());
            let text = i18n::t_args(lang, "moderation-late-text", said());
            jobs::enqueue(conn, &Job::Mail { to, lang, subject, text }).await?;
        }
    }
    if report.shown && !changed {
        let data = json!({ "fields": ["late"] });
        events::append(conn, EventKind::Changed, Some(report.id), data).await?;
    }
    Ok(())
}
