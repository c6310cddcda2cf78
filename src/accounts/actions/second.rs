//! The second step at sign-in: set up, take, turn off.

use std::time::Duration;

use chrono::Utc;
use serde_json::json;
use tower_sessions::Session;

use super::profile::prove;
use super::{code_digest, make_codes, note_own};
use crate::accounts::model::{Opened, fits, new_secret, open, seal};
use crate::accounts::queries::{self, Purpose};
use crate::app::App;
use crate::auth::{self, Viewer};
use crate::error::Error;
use crate::ids::AccountId;
use crate::web::limits;

/// Codes tried at one account in a quarter of an hour: guessing one of a million takes years.
const TRIES: u64 = 10;
const QUARTER: Duration = Duration::from_secs(15 * 60);

async fn may_try(app: &App, account: AccountId) -> Result<(), Error> {
    limits::check_key(app, "second", &account.to_string(), TRIES, QUARTER).await
}

/// Offers a secret to put into an app; false if the password is wrong.
pub async fn begin_second(app: &App, who: &Viewer, password: String) -> Result<bool, Error> {
    if prove(app, who, password).await?.is_none() {
        return Ok(false);
    }
    let sealed = seal(&app.secret, who.account, &new_secret());
    queries::offer_secret(&app.db, who.account, &sealed).await?;
    Ok(true)
}

/// The secret stored for an account; none when no key opens it.
pub fn opened(app: &App, account: AccountId, stored: &[u8]) -> Option<Opened> {
    let opened = open(&app.secret, app.config.secret_before.as_ref(), account, stored);
    if opened.is_none() {
        tracing::warn!(%account, "the secret of a second step does not open with NABOOM_SECRET");
    }
    opened
}

/// Turns it on with the first code of the app; gives recovery codes to show once. None if the code is wrong. Every other
/// session ends.
pub async fn confirm_second(
    app: &App,
    who: &Viewer,
    typed: &str,
) -> Result<Option<Vec<String>>, Error> {
    may_try(app, who.account).await?;
    let mut tx = app.db.begin().await?;
    queries::lock_second(&mut *tx, who.account).await?;
    let second = queries::second(&mut *tx, who.account).await?.ok_or(Error::SignIn)?;
    let Some(stored) = second.secret.filter(|_| !second.on) else { return Ok(None) };
    let Some(held) = opened(app, who.account, &stored) else { return Ok(None) };
    let Some(step) = fits(&held.secret, typed, Utc::now().timestamp(), second.step) else {
        return Ok(None);
    };
    queries::use_step(&mut *tx, who.account, step).await?;
    auth::revoke_all(&mut *tx, who.account, Some(&who.session)).await?;
    auth::pass_second(&mut *tx, &who.session).await?;
    let codes = make_codes(app, &mut tx, who.account).await?;
    note_own(&mut tx, who.account, "second_on").await?;
    tx.commit().await?;
    Ok(Some(codes))
}

/// Takes the step for the session of this browser, by a code of the app or a recovery code; false if it is wrong.
pub async fn take_second(
    app: &App,
    session: &Session,
    account: AccountId,
    typed: &str,
) -> Result<bool, Error> {
    may_try(app, account).await?;
    let mut tx = app.db.begin().await?;
    queries::lock_second(&mut *tx, account).await?;
    let second = queries::second(&mut *tx, account).await?.ok_or(Error::SignIn)?;
    let Some(stored) = second.secret.filter(|_| second.on) else { return Ok(false) };
    let held = opened(app, account, &stored);
    let now = Utc::now().timestamp();
    match held.as_ref().and_then(|held| fits(&held.secret, typed, now, second.step)) {
        Some(step) => {
            queries::use_step(&mut *tx, account, step).await?;
            if let Some(held) = held.filter(|held| held.stale) {
                let sealed = seal(&app.secret, account, &held.secret);
                queries::replace_secret(&mut *tx, account, &sealed).await?;
            }
        }
        None => {
            let digest = code_digest(app, account, typed);
            let used = queries::use_token(&mut *tx, &digest, Purpose::Recovery).await?;
            if used != Some(account) {
                return Ok(false);
            }
            note_own(&mut tx, account, "second_code").await?;
        }
    }
    auth::pass_second(&mut *tx, &auth::session_hash(session)).await?;
    tx.commit().await?;
    Ok(true)
}

/// Turns it off; false if the password is wrong.
pub async fn end_second(app: &App, who: &Viewer, password: String) -> Result<bool, Error> {
    if prove(app, who, password).await?.is_none() {
        return Ok(false);
    }
    let mut tx = app.db.begin().await?;
    queries::clear_second(&mut *tx, who.account).await?;
    note_own(&mut tx, who.account, "second_off").await?;
    tx.commit().await?;
    Ok(true)
}

/// Takes it away from somebody who lost phone and codes. Their sessions end.
pub async fn reset_second(app: &App, actor: &Viewer, person: AccountId) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    super::people::begin(&mut tx, actor, person).await?;
    queries::clear_second(&mut *tx, person).await?;
    auth::revoke_all(&mut *tx, person, None).await?;
    let me = Some(actor.account);
    queries::insert_event(&mut *tx, person, me, "second_reset", json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// Seals every secret that lies open or under the key of before. Returns how many were sealed, and how many no key opens.
pub async fn seal_all(app: &App) -> anyhow::Result<(usize, usize)> {
    let (mut sealed, mut lost) = (0, 0);
    for account in queries::list_secrets(&app.db).await? {
        let mut tx = app.db.begin().await?;
        queries::lock_second(&mut *tx, account).await?;
        let second = queries::second(&mut *tx, account).await?;
        let Some(stored) = second.and_then(|s| s.secret) else { continue };
        match opened(app, account, &stored) {
            Some(held) if held.stale => {
                let fresh = seal(&app.secret, account, &held.secret);
                queries::replace_secret(&mut *tx, account, &fresh).await?;
                sealed += 1;
            }
            Some(_) => {}
            None => lost += 1,
        }
        tx.commit().await?;
    }
    Ok((sealed, lost))
}
