//! Taking the last act back.

use sqlx::PgConnection;
use uuid::Uuid;

use super::split;
use super::{By, ChangeError, Changed, UNDO_SECONDS, capacity, fault, finish, stale};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ids::{ActId, CommentId, IncidentId, MediaId};
use crate::incidents::actions::{Act, Actor, Change, cover};
use crate::incidents::model::{Publication, Refused, State};
use crate::incidents::queries::{appeal, change as queries};
use crate::media;

/// Takes an act back: same person, within [`UNDO_SECONDS`], nothing changed since. The record is again as it was, under the
/// next version; history keeps both.
pub async fn undo(
    app: &App,
    by: By<'_>,
    id: IncidentId,
    act: ActId,
) -> std::result::Result<Changed, ChangeError> {
    let mut tx = app.db.begin().await?;
    let locked = queries::lock(&mut *tx, id, None).await?.ok_or(Error::NotFound)?;
    let late = Refused("undo", "incidents-change-undo-late");
    let seconds = UNDO_SECONDS as f64;
    let remembered = queries::remembered(&mut *tx, id, act, seconds).await?;
    let remembered = remembered.filter(|r| r.actor == by.viewer.account).ok_or(late)?;
    if locked.version != remembered.version {
        return Err(stale(locked));
    }
    if !remembered.in_time {
        return Err(late.into());
    }
    let before: State = serde_json::from_value(remembered.before).map_err(fault)?;
    let mut changes = Vec::new();
    for row in queries::rows_of(&mut *tx, id, act).await? {
        if row.field == "split" {
            split::take_back(&mut tx, by, id, row.new.as_deref().unwrap_or_default()).await?;
        }
        put_back(&mut tx, id, &row).await?;
        changes.push(reversed(row)?);
    }
    // They may have moved it out of their own limits by this very act; then the limits of before count.
    let kind = capacity(by.viewer, locked.area, locked.state.category)
        .or_else(|| capacity(by.viewer, locked.area, before.category))
        .ok_or(Error::NotFound)?;
    let actor = Actor { account: Some(by.viewer.account), kind, ip: by.ip };
    let version = locked.version + 1;
    let act = Act {
        actor: &actor,
        incident: id,
        version,
        kind: "undo",
        note: "",
        reverses: None,
        changes,
    };
    let act = finish(&mut tx, act, &locked.state, &before).await?;
    queries::forget(&mut *tx, id).await?;
    tx.commit().await?;
    Ok(Changed { act, version })
}

/// Puts a photo, a comment or an appeal back to what it was; takes a note away that came with the act.
async fn put_back(conn: &mut PgConnection, id: IncidentId, row: &queries::Done) -> Result<()> {
    if row.field == "appeal" {
        return Ok(appeal::reopen(conn, id).await?);
    }
    if let ("note", Some(id)) = (row.field.as_str(), row.new.as_deref()) {
        let id = id.parse::<Uuid>().map_err(|e| anyhow::anyhow!(e))?;
        return Ok(queries::delete_note(conn, CommentId(id)).await?);
    }
    let Some((id, was)) = row.old.as_deref().and_then(|old| old.split_once(' ')) else {
        return Ok(());
    };
    if row.field == "photo_cover" {
        return cover::put_back(conn, id, was).await;
    }
    let part = || Some((id.parse::<Uuid>().ok()?, was.parse::<Publication>().ok()?));
    match (row.field.as_str(), part()) {
        ("photo", Some((id, was))) => media::put_back(conn, MediaId(id), was).await,
        ("comment", Some((id, was))) => {
            Ok(queries::set_comment_publication(conn, CommentId(id), was).await?)
        }
        _ => Ok(()),
    }
}

/// The history row that takes another one back.
fn reversed(row: queries::Done) -> Result<Change> {
    const FIELDS: [&str; 19] = [
        "status",
        "duplicate_of",
        "publication",
        "publication_reason",
        "priority",
        "assigned_to",
        "escalated_at",
        "escalation_reason",
        "title",
        "description",
        "requires_authority",
        "category",
        "photo",
        "photo_cover",
        "comment",
        "note",
        "proposal",
        "appeal",
        "split",
    ];
    let field = FIELDS.into_iter().find(|f| *f == row.field);
    let field = field.ok_or_else(|| anyhow::anyhow!("{} cannot be taken back", row.field))?;
    let change = if row.personal {
        Change::personal(field, row.new, row.old)
    } else {
        Change::plain(field, row.new, row.old)
    };
    Ok(change.reverses(row.id))
}
