//! Who is on a report, deadlines and their calendar, and what admins do with the replies that leaders choose from.

use uuid::Uuid;

use super::model::{Calendar, ReplyForm};
use super::queries::claims::{self, Claim};
use super::queries::deadlines;
use super::queries::replies as queries;
use crate::app::App;
use crate::auth::Viewer;
use crate::categories;
use crate::error::{Error, Result};
use crate::events::{self, EventKind};
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
    let mut tx = app.db.begin().await?;
    let mut moved = claims::release(&mut *tx, who.account, Some(id)).await?;
    if claims::claim(&mut *tx, id, who.account, false).await? {
        moved.push(id);
    }
    tell_claimed(app, tx, moved).await?;
    Ok(claims::find(&app.db, id, who.account).await?)
}

/// Leaves whatever this person was on.
pub async fn leave(app: &App, who: &Viewer) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let left = claims::release(&mut *tx, who.account, None).await?;
    tell_claimed(app, tx, left).await
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
    let mut tx = app.db.begin().await?;
    claims::claim(&mut *tx, id, by.viewer.account, true).await?;
    tell_claimed(app, tx, vec![id]).await
}

/// Tells the open queues who is on what now. A page that is opened changes this too, so nothing else wakes the reader.
async fn tell_claimed(
    app: &App,
    mut tx: sqlx::Transaction<'_, sqlx::Postgres>,
    moved: Vec<IncidentId>,
) -> Result<()> {
    for id in &moved {
        events::append(&mut tx, EventKind::Claimed, Some(*id), serde_json::json!({})).await?;
    }
    tx.commit().await?;
    if !moved.is_empty() {
        app.feed.wake();
    }
    Ok(())
}

/// Changes deadlines or their calendar; those of open reports follow at once.
pub async fn set_calendar(app: &App, by: &Viewer, asked: Calendar) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let mut only = None;
    match asked {
        Calendar::Category { code, look, resolve, around_clock } => {
            let found =
                categories::find(&mut *tx, Lang::EN, &code).await?.ok_or(Error::NotFound)?;
            let (id, by) = (found.id, by.account);
            deadlines::put(&mut *tx, id, look, resolve, around_clock, by).await?;
            only = Some(id);
        }
        Calendar::Week(days) => {
            deadlines::clear_hours(&mut *tx).await?;
            for (day, opens, closes) in days {
                deadlines::put_hours(&mut *tx, day, opens, closes).await?;
            }
        }
        Calendar::Holiday(day, en, af) => deadlines::put_holiday(&mut *tx, day, &en, &af).await?,
        Calendar::NoHoliday(day) => deadlines::delete_holiday(&mut *tx, day).await?,
    }
    deadlines::set_anew(&mut *tx, only).await?;
    tx.commit().await?;
    Ok(())
}
