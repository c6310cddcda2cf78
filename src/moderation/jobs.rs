//! What the worker does for moderation: it tells reporters what was decided, once it cannot be taken back any more, and takes
//! translations of replies.

pub use super::actions::send_digest;
use super::model::Decision;
use super::queries::{replies, tell as queries};
use crate::app::App;
use crate::i18n::Lang;
use crate::ids::{AccountId, ActId, IncidentId};
use crate::incidents::actions;
use crate::mail::Message;

/// Mails the reporter of a report what this act decided and why, in their language, with their tracking link. Nothing is sent
/// when the act was taken back, has been overtaken, or nobody left an address. What became a duplicate brings its followers
/// to the original.
pub async fn tell_reporter(app: &App, incident: IncidentId, act: ActId) -> anyhow::Result<()> {
    actions::carry_over(app, incident).await.map_err(|e| anyhow::anyhow!("{e:?}"))?;
    let Some(told) = queries::told(&app.db, incident, act).await? else { return Ok(()) };
    if told.status.is_none() && told.publication.is_none() && told.granted.is_none() {
        return Ok(());
    }
    let origin = app.config.absolute("");
    let token = actions::tracking_token(app, told.submission);
    let link = format!("{origin}/{}/t/{token}", told.lang);
    let decision = Decision {
        status: told.status,
        publication: told.publication,
        text: told.text,
        reason: told.reason,
        appeal: told.granted.zip(told.answer),
        appealed: told.appealed,
    };
    let (subject, text) = decision.mail(told.lang, &told.reference, &told.title, &link);
    app.mail.send(Message { to: told.email, subject, text }).await
}

/// Does what follows the deadlines that passed.
pub async fn pass_deadlines(app: &App) -> anyhow::Result<()> {
    super::actions::pass_deadlines(app).await.map_err(|e| anyhow::anyhow!("{e:?}"))?;
    Ok(())
}

/// Begins the mails of this morning.
pub async fn begin_digests(app: &App) -> anyhow::Result<()> {
    super::actions::begin_digests(app).await.map_err(|e| anyhow::anyhow!("{e:?}"))?;
    Ok(())
}

/// Takes a translation of a reply from a file of texts. What that language lacks meanwhile stays in English.
pub async fn translate_reply(
    app: &App,
    reply: uuid::Uuid,
    (lang, field, text): (Lang, &str, &str),
    by: AccountId,
) -> anyhow::Result<()> {
    let mut tx = app.db.begin().await?;
    let all = replies::list(&mut *tx, lang).await?;
    let Some(stored) = all.into_iter().find(|r| r.id == reply && !r.retired) else { return Ok(()) };
    let words = replies::words(&mut *tx, reply).await?;
    let of = |lang: Lang| words.iter().find(|w| w.lang == lang);
    let Some(now) = of(lang).or(of(Lang::EN)) else { return Ok(()) };
    let (name, body) = match field {
        "name" => (text, now.body.as_str()),
        _ => (now.name.as_str(), text),
    };
    replies::put(&mut *tx, reply, &stored.used_for, by).await?;
    replies::put_words(&mut *tx, reply, lang, name, body).await?;
    tx.commit().await?;
    Ok(())
}
