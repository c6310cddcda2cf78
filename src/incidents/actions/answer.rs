//! What only the reporter of a report may do: answer a question, say that it is not solved, take it from public view. The
//! proof is the account that reported it, or the tracking link.

use chrono::Utc;
use serde_json::json;
use subtle::ConstantTimeEq;

use super::{Act, Actor, Change};
use crate::app::App;
use crate::auth::Viewer;
use crate::error::{Error, Result};
use crate::events::{self, EventKind};
use crate::i18n::Lang;
use crate::ids::{CommentId, IncidentId, SubmissionId};
use crate::incidents::model::{Publication, Status, may_move};
use crate::incidents::queries::speak::{self, Locked, NewComment};

/// Why somebody may speak about a report that is not public.
#[derive(Clone, Debug)]
pub enum Proof {
    /// Their account.
    Account(Viewer),
    /// The hash of the tracking link they hold.
    Link(Vec<u8>),
}

impl Proof {
    /// Whether it shows that they reported this.
    pub fn is_reporter_of(&self, locked: &Locked) -> bool {
        match self {
            Self::Account(viewer) => locked.reporter == Some(viewer.account),
            Self::Link(hash) => {
                locked.tracking_hash.as_deref().is_some_and(|h| bool::from(h.ct_eq(hash)))
            }
        }
    }

    /// The person signed in.
    pub fn viewer(&self) -> Option<&Viewer> {
        match self {
            Self::Account(viewer) => Some(viewer),
            Self::Link(_) => None,
        }
    }
}

/// The reporter answers the question that a report waits for, or reopens one that was resolved in the last two weeks: back
/// to `in_progress`. The text goes to leaders and officers, not to the public. The same submission again is the same answer.
/// [`Error::NotFound`] without the proof, [`Error::Conflict`] when the status allows neither.
pub async fn answer(
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
    let days = locked.resolved_at.map(|at| (Utc::now() - at).num_days());
    if !may_move(locked.status, Status::InProgress, actor.kind, true, days) {
        return Err(Error::Conflict("incidents-track-moved-on"));
    }
    let new = for_staff(actor, incident, lang, text, submission);
    speak::insert_comment(&mut *tx, CommentId::new(), &new).await?;
    speak::set_in_progress(&mut *tx, incident).await?;
    let status =
        Change::plain("status", Some(locked.status.as_str()), Some(Status::InProgress.as_str()));
    changed(actor, incident, locked.version, status).write(&mut tx).await?;
    let data = json!({ "fields": ["status"], "status": Status::InProgress, "by": "reporter" });
    events::append(&mut tx, EventKind::Changed, Some(incident), data).await?;
    let data = json!({ "audience": "internal" });
    events::append(&mut tx, EventKind::Commented, Some(incident), data).await?;
    tx.commit().await?;
    Ok(())
}

/// The reporter takes a report from public view: it stays with the leaders. A repeat changes nothing.
/// [`Error::NotFound`] without the proof, [`Error::Conflict`] when it is hidden already.
pub async fn make_private(
    app: &App,
    actor: &Actor,
    who: &Proof,
    incident: IncidentId,
) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let locked = reporters(speak::lock(&mut *tx, incident).await?, who)?;
    if locked.publication == Publication::Private {
        return Ok(());
    }
    if !locked.publication.may_become(Publication::Private) {
        return Err(Error::Conflict("incidents-track-moved-on"));
    }
    speak::set_private(&mut *tx, incident).await?;
    let publication = Change::plain(
        "publication",
        Some(locked.publication.as_str()),
        Some(Publication::Private.as_str()),
    );
    changed(actor, incident, locked.version, publication).write(&mut tx).await?;
    let (kind, data) = match locked.publication {
        Publication::Public => (EventKind::Unpublished, json!({})),
        _ => (EventKind::Changed, json!({ "fields": ["publication"] })),
    };
    events::append(&mut tx, kind, Some(incident), data).await?;
    tx.commit().await?;
    Ok(())
}

/// Words of the reporter that leaders and officers read, and nobody else.
pub(super) fn for_staff<'a>(
    actor: &Actor,
    incident: IncidentId,
    lang: Lang,
    body: &'a str,
    submission: SubmissionId,
) -> NewComment<'a> {
    NewComment {
        incident,
        author: actor.account,
        author_kind: "reporter",
        internal: true,
        publication: Publication::Private,
        lang,
        body,
        submission,
    }
}

pub(super) fn reporters(locked: Option<Locked>, who: &Proof) -> Result<Locked> {
    locked.filter(|l| who.is_reporter_of(l)).ok_or(Error::NotFound)
}

pub(super) fn changed(
    actor: &Actor,
    incident: IncidentId,
    version: i32,
    change: Change,
) -> Act<'_> {
    Act {
        actor,
        incident,
        version: version + 1,
        kind: "changed",
        note: "",
        reverses: None,
        changes: vec![change],
    }
}
