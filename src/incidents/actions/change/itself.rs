//! What the program itself does to a report: judged by the same rules, in history as the system.

use sqlx::PgConnection;
use uuid::Uuid;

use super::{finish, recorded};
use crate::error::Result;
use crate::ids::{AccountId, IncidentId};
use crate::incidents::actions::{Act, Actor};
use crate::incidents::model::{ActorKind, Facts, Right, State, Wish};
use crate::incidents::queries::change as queries;

/// Locks a report and carries out what `wishes` asks of it as it is then; whether anything was changed. A wish that the
/// rules refuse leaves the report as it is.
pub async fn by_itself(
    conn: &mut PgConnection,
    id: IncidentId,
    wishes: impl FnOnce(&State) -> Vec<Wish>,
) -> Result<bool> {
    let Some(locked) = queries::lock(&mut *conn, id, None).await? else { return Ok(false) };
    let mut state = locked.state.clone();
    let right = Right {
        kind: ActorKind::System,
        account: AccountId(Uuid::nil()),
        own: false,
        may_publish: false,
    };
    let facts = Facts { now: locked.now, ..Facts::default() };
    let mut changes = Vec::new();
    for wish in wishes(&locked.state) {
        match state.apply(id, &wish, &right, &facts) {
            Ok(rows) => changes.extend(rows.into_iter().map(recorded)),
            Err(_) => return Ok(false),
        }
    }
    if changes.is_empty() {
        return Ok(false);
    }
    let act = Act {
        actor: &Actor::system(),
        incident: id,
        version: locked.version + 1,
        kind: "changed",
        note: "",
        reverses: None,
        changes,
    };
    finish(conn, act, &locked.state, &state).await?;
    Ok(true)
}
