//! Reports follow their category when it is merged into another: each in its own transaction and with its own line of
//! history, by whoever merged the two. A report never becomes known more exactly by it.

use sqlx::PgConnection;

use super::{Act, Actor, Change, change};
use crate::app::App;
use crate::categories::{self, Category};
use crate::error::Error;
use crate::i18n::Lang;
use crate::ids::{AccountId, CategoryId, IncidentId};
use crate::incidents::model::ActorKind;
use crate::incidents::queries::change as queries;
use crate::jobs::{self, Job};

/// Reports moved by one run of the job; the next run goes on.
const BATCH: i64 = 500;

/// Moves the reports of one category into another, at most [`BATCH`] of them; a further job goes on with the rest.
pub async fn move_reports(
    app: &App,
    from: CategoryId,
    into: CategoryId,
    by: AccountId,
) -> anyhow::Result<()> {
    let Some(category) = categories::find_by_id(&app.db, Lang::EN, into).await? else {
        return Ok(());
    };
    // The other category may have been merged since: then the reports go where its code leads.
    let category = categories::find(&app.db, Lang::EN, &category.code).await?.unwrap_or(category);
    let ids = queries::list_in_category(&app.db, from, BATCH).await?;
    let full = i64::try_from(ids.len()).is_ok_and(|n| n == BATCH);
    for id in ids {
        let mut tx = app.db.begin().await?;
        let moved = move_one(&mut tx, id, from, &category, by).await;
        moved.map_err(|error| anyhow::anyhow!("{id}: {error:?}"))?;
        tx.commit().await?;
    }
    if full {
        let mut conn = app.db.acquire().await?;
        jobs::enqueue(&mut conn, &Job::MoveReports { from, into, by }).await?;
    }
    Ok(())
}

async fn move_one(
    conn: &mut PgConnection,
    id: IncidentId,
    from: CategoryId,
    into: &Category,
    by: AccountId,
) -> Result<(), Error> {
    let locked = queries::lock(&mut *conn, id, None).await?;
    let Some(locked) = locked.filter(|l| l.state.category == from) else { return Ok(()) };
    let mut state = locked.state.clone();
    if into.precision > state.shown.precision {
        state.shown = change::shown(conn, &locked, &state.shown, into.precision).await?;
    }
    state.category = into.id;
    state.category_code.clone_from(&into.code);
    let changed = Change::plain("category", Some(&locked.state.category_code), Some(&into.code));
    let act = Act {
        actor: &Actor { account: Some(by), kind: ActorKind::Admin, ip: None },
        incident: id,
        version: locked.version + 1,
        kind: "changed",
        note: "",
        reverses: None,
        changes: vec![changed],
    };
    change::finish(conn, act, &locked.state, &state).await?;
    Ok(())
}
