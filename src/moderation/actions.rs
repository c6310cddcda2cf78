//! Who is on a report, and what admins do with the replies that leaders choose from.

use uuid::Uuid;

use super::model::ReplyForm;
use super::queries::claims::{self, Claim};
use super::queries::replies as queries;
use crate::app::App;
use crate::auth::Viewer;
use crate::error::{Error, Result};
use crate::i18n::Lang;
use crate::ids::{IncidentId, SubmissionId};
use crate::incidents::actions::{self, By};

/// Stores a reply in every language; the form was checked.
pub async fn save(app: &App, by: &Viewer, id: Uuid, form: &ReplyForm) -> Result<()> {
    let mut tx = app.db.begin().await?;
    queries::put(&mut *tx, id, &form.used_for, by.account).await?;
    for lang in Lang::all() {
        queries::put_words(&mut *tx, id, lang, form.name_in(&lang), form.body_in(&lang)).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Takes a reply from the lists, or brings it back.
pub async fn retire(app: &App, by: &Viewer, id: Uuid, retired: bool) -> Result<()> {
    let found = queries::retire(&app.db, id, retired, by.account).await?;
    if found { Ok(()) } else { Err(Error::NotFound) }
}

/// Opens a report to work on it: claimed if nobody else is on it; every other claim of this person is left.
pub async fn open(app: &App, who: &Viewer, id: IncidentId) -> Result<Option<Claim>> {
    claims::release(&app.db, who.account, Some(id)).await?;
    claims::claim(&app.db, id, who.account, false).await?;
    Ok(claims::find(&app.db, id, who.account).await?)
}

/// Leaves whatever this person was on.
pub async fn leave(app: &App, who: &Viewer) -> Result<()> {
    Ok(claims::release(&app.db, who.account, None).await?)
}

/// Takes a report over from somebody; the note tells them and everybody of the staff why. The caller checked that the
/// report is within the person's limits.
pub async fn take_over(
    app: &App,
    by: By<'_>,
    id: IncidentId,
    lang: Lang,
    note: &str,
    submission: SubmissionId,
) -> Result<()> {
    actions::note(app, by, id, lang, note, submission).await?;
    Ok(claims::claim(&app.db, id, by.viewer.account, true).await?)
}
