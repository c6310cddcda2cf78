//! What the worker does for incidents: it tells those who must know at once.

use crate::app::App;
use crate::categories;
use crate::i18n::{self, Lang};
use crate::ids::IncidentId;
use crate::incidents::queries::report::{self as queries, Alarm};
use crate::jobs::{self, Job};

/// Mails every leader and admin whose rights cover a life-threatening report that nobody has looked at yet, in their
/// language. The mail holds nothing of the reporter and no exact place.
pub async fn alert_leaders(app: &App, incident: IncidentId) -> anyhow::Result<()> {
    let Some(alarm) = queries::find_alarm(&app.db, incident).await? else { return Ok(()) };
    let people = queries::list_alerted(&app.db, alarm.area, alarm.category).await?;
    let mut mails = Vec::with_capacity(people.len());
    for person in people {
        mails.push(mail(app, &alarm, person.lang, person.email).await?);
    }
    let mut tx = app.db.begin().await?;
    for mail in &mails {
        jobs::enqueue(&mut tx, mail).await?;
    }
    tx.commit().await?;
    if mails.is_empty() {
        tracing::warn!(%incident, "a life-threatening report came in and nobody can be alerted");
    }
    Ok(())
}

async fn mail(app: &App, alarm: &Alarm, lang: Lang, to: String) -> anyhow::Result<Job> {
    let category = categories::find_by_id(&app.db, lang, alarm.category).await?;
    let category = category.map(|c| c.name).unwrap_or_default();
    let origin = app.config.absolute("");
    let link = format!("{origin}/{lang}/moderation/{}", alarm.reference);
    let place = match alarm.public_address.as_str() {
        "" => i18n::t(lang, "incidents-report-alert-no-place"),
        place => place.to_owned(),
    };
    let at = i18n::date_time(lang, alarm.reported_at);
    let reference = ("reference", alarm.reference.clone().into());
    Ok(Job::Mail {
        to,
        lang,
        subject: i18n::t_args(
            lang,
            "incidents-report-alert-subject",
            [("category", category.clone().into()), reference],
        ),
        text: i18n::t_args(
            lang,
            "incidents-report-alert-text",
            [
                ("category", category.into()),
                ("place", place.into()),
                ("at", at.into()),
                ("reference", alarm.reference.clone().into()),
                ("link", link.into()),
            ],
        ),
    })
}
