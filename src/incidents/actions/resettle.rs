//! Areas are drawn anew now and then: real wards take the place of a sketch, wards of the next election those of the last.
//! Then every report belongs to the area in which it lies now, or leaders of that area would not see it.

use serde_json::json;

use crate::app::App;
use crate::events::{self, EventKind};
use crate::incidents::queries::resettle;

/// Reports looked at in one statement, well within its time limit.
const BATCH: i64 = 2000;

/// Puts every report, and its public place, into the area in which it lies now. Returns how many were in another. Not a
/// change of the report: nothing that anybody said or decided becomes different, so its history stays as it is.
pub async fn resettle(app: &App) -> anyhow::Result<u64> {
    let last = resettle::last(&app.db).await?;
    let (mut from, mut moved) = (0, 0);
    while from <= last {
        let mut tx = app.db.begin().await?;
        let now = resettle::resettle(&mut *tx, from, from + BATCH).await?;
        if now > 0 {
            let data = json!({ "fields": ["area"] });
            events::append(&mut tx, EventKind::Changed, None, data).await?;
        }
        tx.commit().await?;
        moved += now;
        from += BATCH;
    }
    Ok(moved)
}
