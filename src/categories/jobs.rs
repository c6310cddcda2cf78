//! What the worker does for categories: tells those who hear of each new report.

use crate::app::App;
use crate::i18n;
use crate::ids::IncidentId;
use crate::jobs::{self, Job};

use super::queries;

/// Mails everybody who is told of new reports in its category, each in their language. The mail holds nothing of the
/// reporter, of what they wrote, or of the exact place.
pub async fn tell_of_new(app: &App, incident: IncidentId) -> anyhow::Result<()> {
    let Some(news) = queries::news(&app.db, incident).await? else { return Ok(()) };
    let mut listeners = queries::listeners(&app.db, news.category, news.area).await?;
    // Staff come first, so that somebody who is staff and listed too gets the mail of staff.
    let mut seen = std::collections::HashSet::new();
    listeners.retain(|l| seen.insert(l.email.to_lowercase()));
    let origin = app.config.absolute("");
    let mut tx = app.db.begin().await?;
    for listener in listeners {
        let lang = listener.lang;
        let category = queries::find_by_id(&mut *tx, lang, news.category).await?;
        let category = category.map(|c| c.name).unwrap_or_default();
        let part = if listener.staff { "moderation" } else { "incidents" };
        let link = format!("{origin}/{lang}/{part}/{}", news.reference);
        let place = match news.public_address.as_str() {
            "" => i18n::t(lang, "categories-told-no-place"),
            place => place.to_owned(),
        };
        let subject =
            [("category", category.clone().into()), ("reference", news.reference.clone().into())];
        let text = [
            ("category", category.into()),
            ("place", place.into()),
            ("at", i18n::date_time(lang, news.reported_at).into()),
            ("reference", news.reference.clone().into()),
            ("link", link.into()),
        ];
        let mail = Job::Mail {
            to: listener.email,
            lang,
            subject: i18n::t_args(lang, "categories-told-subject", subject),
            text: i18n::t_args(lang, "categories-told-text", text),
        };
        jobs::enqueue(&mut tx, &mail).await?;
    }
    tx.commit().await?;
    Ok(())
}
