//! Waits that end by themselves.

use sqlx::PgConnection;
use uuid::Uuid;

use super::{finish, recorded};
use crate::app::App;
use crate::error::{Error, Result};
use crate::i18n;
use crate::ids::{AccountId, IncidentId};
use crate::incidents::actions::{Act, Actor};
use crate::incidents::model::{ActorKind, Facts, Refused, Right, Status, Wish};
use crate::incidents::queries::change::{self as queries, Locked};

/// Sets reports going again whose wait is over; how many. Done by the program itself, in history as such.
pub async fn end_waits(app: &App) -> Result<usize> {
    let due = queries::list_waited(&app.db).await?;
    for (id, lang) in &due {
        let mut tx = app.db.begin().await?;
        let locked = queries::lock(&mut *tx, *id, None).await?;
        queries::forget_wait(&mut *tx, *id).await?;
        if let Some(locked) = locked.filter(|l| l.state.status == Status::Waiting) {
            go_on(&mut tx, *id, locked, i18n::t(*lang, "incidents-change-wait-over")).await?;
        }
        tx.commit().await?;
    }
    Ok(due.len())
}

async fn go_on(
    conn: &mut PgConnection,
    id: IncidentId,
    locked: Locked,
    text: String,
) -> Result<()> {
    let mut state = locked.state.clone();
    let right = Right {
        kind: ActorKind::System,
        account: AccountId(Uuid::nil()),
        own: false,
        may_publish: false,
    };
    let facts = Facts { now: locked.now, ..Facts::default() };
    let wish = Wish::Status { to: Status::InProgress, text, other: None };
    let rows = state.apply(id, &wish, &right, &facts);
    let rows = rows.map_err(|Refused(_, key)| Error::Conflict(key))?;
    let act = Act {
        actor: &Actor::system(),
        incident: id,
        version: locked.version + 1,
        kind: "changed",
        note: "",
        reverses: None,
        changes: rows.into_iter().map(recorded).collect(),
    };
    finish(conn, act, &locked.state, &state).await?;
    Ok(())
}
