//! Internal notes.

use serde_json::json;

use super::{By, right};
use crate::app::App;
use crate::error::{Error, Result};
use crate::events::{self, EventKind};
use crate::i18n::Lang;
use crate::ids::{CommentId, IncidentId, SubmissionId};
use crate::incidents::actions::{Act, Actor};
use crate::incidents::model::{ActorKind, Right};
use crate::incidents::queries::change as queries;

/// Adds an internal note. It changes nothing of the record, so it needs no version. The same submission again is the
/// same note.
pub async fn note(
    app: &App,
    by: By<'_>,
    id: IncidentId,
    lang: Lang,
    body: &str,
    submission: SubmissionId,
) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let locked = queries::lock(&mut *tx, id, by.viewer.limits()).await?.ok_or(Error::NotFound)?;
    let right = right(by.viewer, &locked).ok_or(Error::NotFound)?;
    let said = queries::Note {
        incident: id,
        author: right.account,
        author_kind: said_as(&right),
        lang,
        body,
        submission,
    };
    if !queries::insert_note(&mut *tx, CommentId::new(), &said).await? {
        return Ok(());
    }
    let actor = Actor { account: Some(right.account), kind: right.kind, ip: by.ip };
    let act = Act {
        actor: &actor,
        incident: id,
        version: locked.version,
        kind: "commented",
        note: "",
        reverses: None,
        changes: Vec::new(),
    };
    act.write(&mut tx).await?;
    let data = json!({ "audience": "internal" });
    events::append(&mut tx, EventKind::Commented, Some(id), data).await?;
    tx.commit().await?;
    Ok(())
}

/// In what capacity a note is signed.
pub(super) fn said_as(right: &Right) -> &'static str {
    if right.kind == ActorKind::Officer { "officer" } else { "leader" }
}
