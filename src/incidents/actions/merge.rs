//! What a duplicate brings to its original: whoever followed it follows the original, and is told so.

use serde_json::json;

use crate::app::App;
use crate::error::Result;
use crate::events::{self, EventKind};
use crate::i18n;
use crate::ids::IncidentId;
use crate::incidents::queries::change::{self as queries, Reader, Repeats};
use crate::jobs::{self, Job};

/// Carries the followers and the reporter of a duplicate over to its original. Nothing happens when it is no duplicate (any
/// more); a repeat carries nobody twice. Run once the decision cannot be taken back.
pub async fn carry_over(app: &App, duplicate: IncidentId) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let Some(repeats) = queries::repeats(&mut *tx, duplicate).await? else { return Ok(()) };
    let carried = queries::carry_followers(&mut *tx, duplicate, repeats.original).await?;
    if carried.is_empty() {
        return Ok(());
    }
    let accounts: Vec<_> = carried.into_iter().flatten().collect();
    for reader in queries::readers(&mut *tx, duplicate, &accounts).await? {
        jobs::enqueue(&mut tx, &mail(app, &repeats, reader)).await?;
    }
    events::append(&mut tx, EventKind::Followed, Some(repeats.original), json!({ "on": true }))
        .await?;
    tx.commit().await?;
    Ok(())
}

fn mail(app: &App, repeats: &Repeats, reader: Reader) -> Job {
    let lang = reader.lang;
    let origin = app.config.absolute("");
    let link = format!("{origin}/{lang}/incidents/{}", repeats.original_reference);
    let references = || {
        [
            ("reference", repeats.reference.clone().into()),
            ("original", repeats.original_reference.clone().into()),
            ("link", link.clone().into()),
        ]
    };
    Job::Mail {
        to: reader.email,
        lang,
        subject: i18n::t_args(lang, "incidents-merge-subject", references()),
        text: i18n::t_args(lang, "incidents-merge-text", references()),
    }
}
