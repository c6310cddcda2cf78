//! Merging: one category takes the reports of another, whose code leads to it from then on.

use super::finish;
use crate::app::App;
use crate::categories::queries;
use crate::error::Error;
use crate::ids::{AccountId, ActId};
use crate::jobs::{self, Job};

/// Reports that come in while the catalogue changes are moved by a second run, this much later.
const AGAIN: std::time::Duration = std::time::Duration::from_secs(120);

/// Why nothing was merged: a text key.
#[derive(Debug, PartialEq)]
pub struct NotMerged(pub &'static str);

/// Takes a category out for good. Its code leads to the other one at once, for new reports, imports, filters and limits of
/// people; the reports follow one by one, by the worker, each with its own line of history.
pub async fn merge(
    app: &App,
    who: AccountId,
    code: &str,
    into: &str,
) -> Result<Result<(), NotMerged>, Error> {
    let mut tx = app.db.begin().await?;
    // Always in the order of their codes, so that two merges never wait for each other.
    let (first, second) = if code < into { (code, into) } else { (into, code) };
    let first = queries::lock(&mut *tx, first).await?;
    let second = queries::lock(&mut *tx, second).await?;
    let (from, to) = if code < into { (first, second) } else { (second, first) };
    let from = from.ok_or(Error::NotFound)?;
    let Some(to) = to.filter(|to| to.id != from.id && to.merged_into.is_none() && !to.retired)
    else {
        return Ok(Err(NotMerged("categories-merge-choose")));
    };
    if from.merged_into.is_some() {
        return Ok(Err(NotMerged("categories-merge-gone")));
    }
    if from.leads {
        return Ok(Err(NotMerged("categories-merge-leads")));
    }
    queries::set_merged(&mut *tx, from.id, to.id).await?;
    queries::move_limits(&mut *tx, from.id, to.id).await?;
    let by = (who, ActId::new());
    queries::insert_change(&mut *tx, from.id, by, "merged_into", None, Some(into)).await?;
    queries::insert_change(&mut *tx, to.id, by, "merged", None, Some(code)).await?;
    let job = Job::MoveReports { from: from.id, into: to.id, by: who };
    jobs::enqueue(&mut tx, &job).await?;
    jobs::enqueue_in(&mut tx, &job, AGAIN).await?;
    finish(tx).await?;
    Ok(Ok(()))
}
