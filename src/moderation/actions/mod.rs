//! Who is on a report, deadlines and their calendar, and what admins do with the replies and macros that leaders choose
//! from.

mod late;
mod work;

use uuid::Uuid;

pub use late::pass_deadlines;
pub use work::{begin_digests, send_digest, set_work, stop_digest, stops};

use super::model::{Calendar, Macro, MacroWords, ReplyForm};
use super::queries::claims::{self, Claim};
use super::queries::deadlines::Deadline;
use super::queries::record::Record;
use super::queries::replies as queries;
use super::queries::{deadlines, macros, two};
use crate::app::App;
use crate::auth::Viewer;
use crate::categories;
use crate::error::{Error, Result};
use crate::events::{self, EventKind};
use crate::i18n::Lang;
use crate::ids::{IncidentId, SubmissionId};
use crate::incidents::Wish;
use crate::incidents::actions::{self, By};
use crate::web::order;

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

/// Stores a macro with its words in every language; the form was checked.
pub async fn save_macro(app: &App, by: &Viewer, m: &Macro, words: &[MacroWords]) -> Result<()> {
    let mut tx = app.db.begin().await?;
    macros::put(&mut *tx, m, by.account).await?;
    for words in words {
        macros::put_words(&mut *tx, m.id, words).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Takes a macro from the lists, or brings it back.
pub async fn retire_macro(app: &App, by: &Viewer, id: Uuid, retired: bool) -> Result<()> {
    let found = macros::retire(&app.db, id, retired, by.account).await?;
    if found { Ok(()) } else { Err(Error::NotFound) }
}

/// Moves a macro one place up or down.
pub async fn shift_macro(app: &App, id: Uuid, up: bool) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let all = macros::list(&mut *tx, Lang::EN).await?;
    let mut ids: Vec<Uuid> = all.into_iter().map(|m| m.id).collect();
    if order::shift(&mut ids, &id, up)?.is_some() {
        macros::order(&mut *tx, &ids).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// What a macro asks of this report: the reply in the language of the report, the note in that of whoever uses it. None if there is no
/// such macro, or it is not offered any more.
pub async fn wishes_of_macro(
    app: &App,
    who: &Viewer,
    lang: Lang,
    id: Uuid,
    record: &Record,
) -> Result<Option<Vec<Wish>>> {
    let all = macros::list(&app.db, lang).await?;
    let Some(m) = all.into_iter().find(|m| m.id == id && !m.retired) else { return Ok(None) };
    let words = macros::words(&app.db, id).await?;
    let of = |lang: Lang| words.iter().find(|w| w.lang == lang).or(words.first());
    let reply = of(record.lang).map_or("", |w| w.reply.as_str());
    let note = of(lang).map(|w| (w.note.as_str(), w.lang));
    let now = (record.status, record.publication);
    Ok(Some(m.wishes(now, who.account, reply, note)))
}

/// Two people decide about the categories with these codes, and about no others.
pub async fn set_two_people(app: &App, by: &Viewer, codes: &[String]) -> Result<()> {
    Ok(two::set(&app.db, codes, by.account).await?)
}

/// Opens a report to work on it: claimed if nobody else is on it; every other claim of this person is left.
pub async fn open(app: &App, who: &Viewer, id: IncidentId) -> Result<Option<Claim>> {
    let mut tx = app.db.begin().await?;
    let (moved, claim) = claims::claim(&mut *tx, id, who.account, false).await?;
    tell_claimed(app, tx, moved).await?;
    Ok(claim)
}

/// Leaves whatever this person was on.
pub async fn leave(app: &App, who: &Viewer) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let left = claims::release(&mut *tx, who.account).await?;
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
        Calendar::Category { code, look, resolve, around_clock, show_late, late_rule } => {
            let found =
                categories::find(&mut *tx, Lang::EN, &code).await?.ok_or(Error::NotFound)?;
            let (id, name) = (found.id, found.name);
            let set = Deadline { code, name, look, resolve, around_clock, show_late, late_rule };
            deadlines::put(&mut *tx, id, &set, by.account).await?;
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
