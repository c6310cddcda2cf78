//! Waits that end by themselves.

use super::by_itself;
use crate::app::App;
use crate::error::Result;
use crate::i18n;
use crate::incidents::model::{State, Status, Wish};
use crate::incidents::queries::change as queries;

/// Sets reports going again whose wait is over; how many. Done by the program itself, in history as such.
pub async fn end_waits(app: &App) -> Result<usize> {
    let due = queries::list_waited(&app.db).await?;
    for (id, lang) in &due {
        let text = i18n::t(*lang, "incidents-change-wait-over");
        let go_on = |state: &State| match state.status {
            Status::Waiting => vec![Wish::Status { to: Status::InProgress, text, other: None }],
            _ => Vec::new(),
        };
        let mut tx = app.db.begin().await?;
        by_itself(&mut tx, *id, go_on).await?;
        queries::forget_wait(&mut *tx, *id).await?;
        tx.commit().await?;
    }
    Ok(due.len())
}
