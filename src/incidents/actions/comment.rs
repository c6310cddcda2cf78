//! Saying something about a report, in public.

use serde_json::json;

use super::{Act, Actor, Proof};
use crate::app::App;
use crate::auth::{Role, Viewer};
use crate::categories::Moderation;
use crate::error::{Error, Result};
use crate::events::{self, EventKind};
use crate::i18n::Lang;
use crate::ids::{CommentId, IncidentId, SubmissionId};
use crate::incidents::model::Publication;
use crate::incidents::queries::speak::{self, Locked, NewComment};

/// Longest comment in characters, as the table has it.
pub const MOST_SAID: usize = 2000;

/// Adds a comment for everybody to a report. What staff write is public at once; what others write waits for a leader where
/// the category is moderated before publication. The same submission again is the same comment.
/// [`Error::NotFound`] when the report is not there for this person.
pub async fn comment(
    app: &App,
    actor: &Actor,
    who: &Proof,
    incident: IncidentId,
    lang: Lang,
    body: &str,
    submission: SubmissionId,
) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let locked = speak::lock(&mut *tx, incident).await?.ok_or(Error::NotFound)?;
    let reporter = who.is_reporter_of(&locked);
    let staff = who.viewer().filter(|v| v.is_staff() && v.covers(locked.area, locked.category));
    if locked.publication != Publication::Public && !reporter && staff.is_none() {
        return Err(Error::NotFound);
    }
    let publication = publication(&locked, staff.is_some());
    let new = NewComment {
        incident,
        author: actor.account,
        author_kind: kind(staff, reporter),
        internal: false,
        publication,
        lang,
        body,
        submission,
    };
    if !speak::insert_comment(&mut *tx, CommentId::new(), &new).await? {
        return Ok(());
    }
    if publication == Publication::Public {
        speak::touch(&mut *tx, incident).await?;
    }
    let act = Act {
        actor,
        incident,
        version: locked.version,
        kind: "commented",
        note: "",
        reverses: None,
        changes: Vec::new(),
    };
    act.write(&mut tx).await?;
    let data = json!({ "audience": "public", "publication": publication });
    events::append(&mut tx, EventKind::Commented, Some(incident), data).await?;
    tx.commit().await?;
    Ok(())
}

fn publication(locked: &Locked, staff: bool) -> Publication {
    match locked.moderation {
        Moderation::Before if !staff => Publication::Pending,
        _ => Publication::Public,
    }
}

/// What the public sees of the author.
fn kind(staff: Option<&Viewer>, reporter: bool) -> &'static str {
    match staff {
        Some(v) if v.is(Role::Leader) || v.is(Role::Admin) => "leader",
        Some(_) => "officer",
        None if reporter => "reporter",
        None => "resident",
    }
}
