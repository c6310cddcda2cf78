//! What people change about their own account.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::PgPool;

use super::{mail_password_changed, make_codes, note_own};
use crate::accounts::queries::{self, Known, Purpose};
use crate::app::App;
use crate::auth::{self, Viewer};
use crate::error::Error;
use crate::i18n::Lang;
use crate::ids::AccountId;
use crate::web::limits;

/// Wrong passwords in a quarter of an hour on the pages of somebody signed in.
const TRIES: u64 = 10;
const QUARTER: Duration = Duration::from_secs(15 * 60);

/// Keeps name and language.
pub async fn save_profile(app: &App, who: &Viewer, name: &str, lang: Lang) -> sqlx::Result<()> {
    queries::set_profile(&app.db, who.account, name, lang).await
}

/// Somebody has looked at their notices up to this one.
pub async fn notices_seen(
    db: &PgPool,
    account: AccountId,
    until: DateTime<Utc>,
) -> sqlx::Result<()> {
    queries::set_notices_seen(db, account, until).await
}

/// The account, if the password is its own.
pub(super) async fn prove(
    app: &App,
    who: &Viewer,
    password: String,
) -> Result<Option<Known>, Error> {
    let key = who.account.to_string();
    limits::check_key(app, "own-password", &key, TRIES, QUARTER).await?;
    let known = queries::find(&app.db, who.account).await?.ok_or(Error::SignIn)?;
    let fits = auth::verify_password(password, Some(known.password_hash.clone())).await?;
    Ok(fits.then_some(known))
}

/// Changes the password and ends every other session; false if the old password is wrong.
pub async fn change_password(
    app: &App,
    who: &Viewer,
    old: String,
    new: String,
) -> Result<bool, Error> {
    let Some(known) = prove(app, who, old).await? else { return Ok(false) };
    let hash = auth::hash_password(new).await?;
    let mut tx = app.db.begin().await?;
    if !queries::set_password(&mut *tx, who.account, &hash).await? {
        return Err(Error::SignIn);
    }
    auth::revoke_all(&mut *tx, who.account, Some(&who.session)).await?;
    queries::delete_tokens(&mut *tx, who.account, Purpose::Reset).await?;
    note_own(&mut tx, who.account, "password_changed").await?;
    mail_password_changed(app, &mut tx, &known).await?;
    tx.commit().await?;
    Ok(true)
}

/// Ends one of the own sessions, by the hash of its id. One that is gone already is no fault.
pub async fn end_session(app: &App, who: &Viewer, session: &[u8]) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    if auth::revoke(&mut *tx, who.account, session).await? > 0 {
        note_own(&mut tx, who.account, "sessions_ended").await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Ends all own sessions but this one.
pub async fn end_other_sessions(app: &App, who: &Viewer) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    if auth::revoke_all(&mut *tx, who.account, Some(&who.session)).await? > 0 {
        note_own(&mut tx, who.account, "sessions_ended").await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Fresh recovery codes in place of the old ones, to show once; none if the password is wrong.
pub async fn new_codes(
    app: &App,
    who: &Viewer,
    password: String,
) -> Result<Option<Vec<String>>, Error> {
    if prove(app, who, password).await?.is_none() {
        return Ok(None);
    }
    let mut tx = app.db.begin().await?;
    let codes = make_codes(app, &mut tx, who.account).await?;
    note_own(&mut tx, who.account, "codes_made").await?;
    tx.commit().await?;
    Ok(Some(codes))
}
