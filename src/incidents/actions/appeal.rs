//! The reporter answers, once, when their report was hidden or not taken up: it comes back to the queue, for somebody else.

use serde_json::json;

use super::answer::{changed, for_staff, reporters};
use super::{Actor, Change, Proof};
use crate::app::App;
use crate::error::{Error, Result};
use crate::events::{self, EventKind};
use crate::i18n::Lang;
use crate::ids::{CommentId, IncidentId, SubmissionId};
use crate::incidents::model::{Publication, Status};
use crate::incidents::queries::appeal as queries;
use crate::incidents::queries::speak;

/// Appeals against a decision. The same submission again is the same appeal. [`Error::NotFound`] without the proof,
/// [`Error::Conflict`] when nothing was decided against the report, or it was appealed before.
pub async fn appeal(
    app: &App,
    actor: &Actor,
    who: &Proof,
    incident: IncidentId,
    lang: Lang,
    text: &str,
    submission: SubmissionId,
) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let locked = reporters(speak::lock(&mut *tx, incident).await?, who)?;
    if speak::was_said(&mut *tx, incident, submission).await? {
        return Ok(());
    }
    if locked.status != Status::Rejected && locked.publication != Publication::Hidden {
        return Err(Error::Conflict("incidents-track-moved-on"));
    }
    let comment = CommentId::new();
    let new = for_staff(actor, incident, lang, text, submission);
    speak::insert_comment(&mut *tx, comment, &new).await?;
    if !queries::insert(&mut *tx, incident, comment).await? {
        return Err(Error::Conflict("incidents-appeal-once"));
    }
    queries::raise(&mut *tx, incident).await?;
    let appeal = Change::plain("appeal", None::<String>, Some("open"));
    changed(actor, incident, locked.version, appeal).write(&mut tx).await?;
    events::append(&mut tx, EventKind::Changed, Some(incident), json!({ "fields": ["appeal"] }))
        .await?;
    tx.commit().await?;
    Ok(())
}
