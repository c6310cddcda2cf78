//! Going live and ending by itself, to the minute; what was missed during an outage is done at the next start.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::pages::{Done, lock, lock_to_publish, note};
use crate::app::App;
use crate::auth::Viewer;
use crate::cms::model::{Act, Kind, PageRow, publish_faults, write_sast};
use crate::cms::queries;
use crate::error::Error;
use crate::jobs::{self, Job};

/// Plans both moments for the draft at `version`, or calls off what is empty.
pub async fn plan(
    app: &App,
    who: &Viewer,
    id: Uuid,
    version: i32,
    (go_live, expire): (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
) -> Result<Done, Error> {
    let mut tx = app.db.begin().await?;
    let page = lock_to_publish(&mut tx, who, id).await?;
    if page.version != version {
        return Ok(Done::Stale);
    }
    let faults = publish_faults(&page.draft);
    if go_live.is_some() && !faults.is_empty() {
        return Ok(Done::Unfit(faults));
    }
    queries::set_plan(&mut *tx, id, go_live, expire, who.account).await?;
    let act = Act::of(who);
    for (field, old, new) in
        [("go_live_at", page.go_live_at, go_live), ("expire_at", page.expire_at, expire)]
    {
        if old != new {
            let kind = if new.is_some() { Kind::Scheduled } else { Kind::Unscheduled };
            let (old, new) = (old.map(write_sast), new.map(write_sast));
            note(&mut tx, act, &page, kind, (field, old.as_deref(), new.as_deref())).await?;
        }
    }
    for at in [go_live, expire].into_iter().flatten() {
        let wait = (at - Utc::now()).to_std().unwrap_or_default();
        jobs::enqueue_in(&mut tx, &Job::PublishDue, wait).await?;
    }
    tx.commit().await?;
    Ok(Done::Stored(version))
}

/// Does everything whose minute has come, each page in a transaction of its own. Returns how many.
pub async fn run_due(app: &App) -> anyhow::Result<usize> {
    let mut count = 0;
    loop {
        let mut tx = app.db.begin().await?;
        let Some(due) = queries::next_due(&mut *tx).await? else { return Ok(count) };
        let page: PageRow = lock(&mut tx, due.id).await.map_err(|e| anyhow::anyhow!("{e:?}"))?;
        let at = write_sast(due.at);
        let kind = match &due.scheduled {
            Some(content) => {
                queries::set_live(&mut *tx, due.id, &content.0).await?;
                queries::delete_redirects_of_pages(&mut *tx, &page.path).await?;
                Kind::Published
            }
            None => {
                queries::unset_live(&mut *tx, due.id).await?;
                Kind::Unpublished
            }
        };
        note(&mut tx, Act::system(), &page, kind, ("plan", None, Some(&at))).await?;
        tx.commit().await?;
        count += 1;
    }
}
