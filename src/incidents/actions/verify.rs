//! Whether history is whole: the hash chain of each report, the daily anchors over each month, and whether replaying a
//! report's history gives the report (QUALITY I5, I6). For `naboom check`, a nightly job, and tests.

use std::collections::HashMap;

use chrono::NaiveDate;
use sqlx::PgPool;
use uuid::Uuid;

use crate::ids::IncidentId;
use crate::incidents::model::{Fault, Recorded, Replayed, replay as fold};
use crate::incidents::queries::history::{self as queries, Broken};

/// Reports read at a time: few enough to hold, many enough that a million take minutes.
const BATCH: i64 = 1000;

/// Faults listed at most: whoever sees a hundred needs no more to act.
const MOST_FAULTS: usize = 100;

/// Verifies the chain over the history of every report: each row is what was written, links to the one before, and none is
/// missing in between. Lists the first hundred faults.
pub async fn verify_history(db: &PgPool) -> sqlx::Result<Vec<Broken>> {
    let (mut found, mut after) = (Vec::new(), Uuid::nil());
    loop {
        let batch = queries::next_incidents(db, after, BATCH).await?;
        let Some(last) = batch.last() else { break };
        after = last.0;
        found.extend(queries::broken(db, &batch).await?);
        if found.len() >= MOST_FAULTS {
            found.truncate(MOST_FAULTS);
            break;
        }
    }
    Ok(found)
}

/// Writes the anchor of each month of history up to the last day that is over. Safe to repeat; returns how many were new.
pub async fn anchor_history(db: &PgPool) -> sqlx::Result<usize> {
    let mut written = 0;
    for month in queries::months(db).await?.iter().filter(|m| m.first <= m.over) {
        let mut tx = db.begin().await?;
        queries::take_time(&mut *tx).await?;
        let day = month.over.min(month.last);
        let new = queries::anchor(&mut *tx, &month.partition, month.first, day).await?;
        tx.commit().await?;
        written += usize::from(new);
    }
    Ok(written)
}

/// The anchors that the rows of history do not give any more: partition and day.
pub async fn verify_anchors(db: &PgPool) -> sqlx::Result<Vec<(String, NaiveDate)>> {
    let mut found = Vec::new();
    for month in queries::months(db).await? {
        let mut tx = db.begin().await?;
        queries::take_time(&mut *tx).await?;
        let days =
            queries::wrong_anchors(&mut *tx, &month.partition, month.first, month.last).await?;
        tx.commit().await?;
        found.extend(days.into_iter().map(|day| (month.partition.clone(), day)));
    }
    Ok(found)
}

/// Folds the history of one report and compares what comes out with the report.
pub async fn replay(db: &PgPool, id: IncidentId) -> sqlx::Result<Result<Replayed, Fault>> {
    let mut judged = judge(db, &[id]).await?;
    Ok(judged.pop().map_or(Err(Fault::Beginning), |(_, result)| result))
}

/// The same for every report; lists the first hundred that are not what their history says, by reference.
pub async fn replay_all(db: &PgPool) -> sqlx::Result<Vec<(String, Fault)>> {
    let (mut found, mut after) = (Vec::new(), Uuid::nil());
    loop {
        let batch = queries::next_incidents(db, after, BATCH).await?;
        let Some(last) = batch.last() else { break };
        after = last.0;
        for (reference, result) in judge(db, &batch).await? {
            if let Err(fault) = result {
                found.push((reference, fault));
            }
        }
        if found.len() >= MOST_FAULTS {
            found.truncate(MOST_FAULTS);
            break;
        }
    }
    Ok(found)
}

/// Judges reports from one moment of the database, so that a change in between is no fault.
async fn judge(
    db: &PgPool,
    ids: &[IncidentId],
) -> sqlx::Result<Vec<(String, Result<Replayed, Fault>)>> {
    let mut tx = db.begin_with("begin isolation level repeatable read, read only").await?;
    let mut histories: HashMap<IncidentId, Vec<Recorded>> = HashMap::new();
    for recorded in queries::recorded(&mut *tx, ids).await? {
        histories.entry(recorded.incident).or_default().push(recorded.row);
    }
    let present = queries::present(&mut *tx, ids).await?;
    tx.commit().await?;
    Ok(present
        .into_iter()
        .map(|now| {
            let rows = histories.remove(&now.id).unwrap_or_default();
            let result = fold(&rows).and_then(|told| same(&now.state, told));
            (now.reference, result)
        })
        .collect())
}

fn same(record: &Replayed, told: Replayed) -> Result<Replayed, Fault> {
    let fields = [
        ("status", record.status == told.status),
        ("publication", record.publication == told.publication),
        ("priority", record.priority == told.priority),
        ("category", record.category == told.category),
        // Who left the town is nobody's assignee any more; history keeps that they were.
        ("assigned_to", record.assigned_to == told.assigned_to || record.assigned_to.is_none()),
        ("version", record.version == told.version),
    ];
    match fields.into_iter().find(|(_, same)| !same) {
        Some((field, _)) => Err(Fault::Record(field)),
        None => Ok(told),
    }
}
