//! A new password for who lost the old one: by mailed link, or by recovery code. Either ends every session.

use std::time::Duration;

use serde_json::json;
use sqlx::PgConnection;
use tokio::time::Instant;
use uuid::Uuid;

use super::sign_in::may_try;
use super::{code_digest, find, level, limit_name, mail, mail_password_changed};
use crate::accounts::model::Login;
use crate::accounts::queries::{self, Purpose};
use crate::app::App;
use crate::auth;
use crate::error::Error;
use crate::ids::{AccountId, random_token, token_hash};
use crate::web::limits;
use crate::web::security::Sender;

/// How long a mailed link works, and over which time requests are counted.
const HOUR: Duration = Duration::from_secs(3600);

/// Requests from one device in an hour; thirty times that from one address.
const PER_DEVICE: u64 = 10;

/// Links that one address gets in an hour, whoever asks for them. All of them work, so that asking keeps nobody out.
const MAILS_AN_HOUR: u64 = 5;

/// Mails a link if the address has an account; takes as long and says as much if not.
pub async fn ask_reset(app: &App, sender: &Sender, login: &Login) -> Result<(), Error> {
    let start = Instant::now();
    limits::check(app, "reset", None, sender, PER_DEVICE, HOUR).await?;
    let quota = format!("reset-mail:{}", limit_name(login.as_str()));
    let many = app.counters.hit(&quota, HOUR).await > MAILS_AN_HOUR;
    let known = queries::find_by_login(&app.db, login).await?;
    if let Some(known) = known.filter(|known| !known.disabled && !many)
        && let Some(email) = &known.email
    {
        let token = random_token();
        let link = app.config.absolute(&format!("/{}/reset/{token}", known.lang));
        let seconds = HOUR.as_secs() as i64;
        let mut tx = app.db.begin().await?;
        let digest = token_hash(&token);
        queries::insert_token(&mut *tx, &digest, known.id, Purpose::Reset, "", seconds).await?;
        let texts = ("accounts-mail-reset-subject", "accounts-mail-reset-text");
        mail(&mut tx, email, known.lang, texts, &link).await?;
        tx.commit().await?;
    }
    level(start).await;
    Ok(())
}

/// Whether a mailed link still works.
pub async fn find_reset(app: &App, token: &str) -> Result<bool, Error> {
    let found = queries::find_token(&app.db, &token_hash(token), Purpose::Reset).await?;
    Ok(found.is_some())
}

/// Sets a new password by a mailed link, which also shows that the address is the person's own; false if the link does not
/// work any more.
pub async fn reset_by_link(app: &App, token: &str, password: String) -> Result<bool, Error> {
    if !find_reset(app, token).await? {
        return Ok(false);
    }
    let hash = auth::hash_password(password).await?;
    let mut tx = app.db.begin().await?;
    let used = queries::use_token(&mut *tx, &token_hash(token), Purpose::Reset).await?;
    let Some(account) = used else { return Ok(false) };
    if !replace(app, &mut tx, account, &hash, Some(account), "password_reset").await? {
        return Ok(false);
    }
    queries::confirm(&mut *tx, account).await?;
    queries::delete_tokens(&mut *tx, account, Purpose::VerifyEmail).await?;
    tx.commit().await?;
    Ok(true)
}

/// Sets a new password by a recovery code; false if login and code do not belong together, answered alike for logins that
/// nobody has. Counts as a try to sign in.
pub async fn reset_by_code(
    app: &App,
    sender: &Sender,
    typed: &str,
    code: &str,
    password: String,
) -> Result<bool, Error> {
    let login = typed.parse::<Login>().ok();
    let known = find(&app.db, login.as_ref()).await?;
    may_try(app, sender, login.as_ref().map_or(typed, Login::as_str), known.as_ref()).await?;
    let hash = auth::hash_password(password).await?;
    let account = known.map_or(AccountId(Uuid::nil()), |known| known.id);
    let mut tx = app.db.begin().await?;
    // Where a code stands for the second step it is not the first one as well.
    queries::lock_second(&mut *tx, account).await?;
    if queries::second(&mut *tx, account).await?.is_some_and(|second| second.on) {
        return Ok(false);
    }
    let digest = code_digest(app, account, code);
    let used = queries::use_token(&mut *tx, &digest, Purpose::Recovery).await?;
    if used != Some(account)
        || !replace(app, &mut tx, account, &hash, Some(account), "code_used").await?
    {
        return Ok(false);
    }
    tx.commit().await?;
    Ok(true)
}

/// The new password in place of the old one: all sessions and other links end. False if the account is disabled; then the
/// caller's transaction must not commit.
pub(super) async fn replace(
    app: &App,
    conn: &mut PgConnection,
    account: AccountId,
    hash: &str,
    by: Option<AccountId>,
    event: &str,
) -> sqlx::Result<bool> {
    if !queries::set_password(&mut *conn, account, hash).await? {
        return Ok(false);
    }
    auth::revoke_all(&mut *conn, account, None).await?;
    queries::delete_tokens(&mut *conn, account, Purpose::Reset).await?;
    queries::insert_event(&mut *conn, account, by, event, json!({})).await?;
    if let Some(known) = queries::find(&mut *conn, account).await? {
        mail_password_changed(app, conn, &known).await?;
    }
    Ok(true)
}
