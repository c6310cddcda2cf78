//! What people can do with accounts, one file for each kind of act. Here: what several of them need.

mod invite;
mod keys;
mod operator;
mod people;
mod profile;
mod register;
mod reset;
mod second;
mod sign_in;
mod view_as;

use std::time::Duration;

use serde_json::json;
use sqlx::{PgConnection, PgPool};
use tokio::time::Instant;

pub use invite::invite;
pub use keys::{Made, end_key, make_key};
pub use operator::{add, demo, disable, list, set_password, set_roles};
pub use people::{Saved, change_access, change_publishing, change_roles};
pub use profile::{
    change_password, end_other_sessions, end_session, new_codes, notices_seen, save_profile,
};
pub use register::{Confirmed, Registered, confirm, find_link, register};
pub use reset::{ask_reset, find_reset, reset_by_code, reset_by_link};
pub use second::{
    begin_second, confirm_second, end_second, opened, reset_second, seal_all, take_second,
};
pub use sign_in::sign_in;
pub use view_as::{Whom, stop_view_as, view_as};

use super::model::{CODES, Login, new_code, plain_code};
use super::queries::{self, Purpose};
use crate::app::App;
use crate::i18n::{self, Lang};
use crate::ids::{AccountId, token_hash};
use crate::jobs::{self, Job};
use crate::web::respond::hex;
use crate::web::security::{Device, keyed_digest};

/// Answers that must not tell a known address from an unknown one by their time take at least this long.
const FLOOR: Duration = Duration::from_millis(400);

/// A recovery code has no end but its use; the column wants one.
const TEN_YEARS: i64 = 3650 * 86_400;

/// Waits until [`FLOOR`] has passed since `start`.
async fn level(start: Instant) {
    tokio::time::sleep_until(start + FLOOR).await;
}

/// Enqueues a mail in the receiver's language, in the caller's transaction. Both texts may use `$link`.
async fn mail(
    conn: &mut PgConnection,
    to: &str,
    lang: Lang,
    (subject, text): (&str, &str),
    link: &str,
) -> sqlx::Result<()> {
    let job = Job::Mail {
        to: to.to_owned(),
        lang,
        subject: i18n::t(lang, subject),
        text: i18n::t_args(lang, text, [("link", link.into())]),
    };
    jobs::enqueue(conn, &job).await
}

/// Tells the owner that the password changed; nothing for accounts without a confirmed address.
async fn mail_password_changed(
    app: &App,
    conn: &mut PgConnection,
    account: &queries::Known,
) -> sqlx::Result<()> {
    let Some(email) = account.email.as_deref().filter(|_| account.confirmed) else { return Ok(()) };
    let texts = ("accounts-mail-changed-subject", "accounts-mail-changed-text");
    let link = app.config.absolute(&format!("/{}/reset", account.lang));
    mail(conn, email, account.lang, texts, &link).await
}

/// Notes what somebody did with their own account, in the caller's transaction.
async fn note_own(conn: &mut PgConnection, account: AccountId, kind: &str) -> sqlx::Result<()> {
    queries::insert_event(conn, account, Some(account), kind, json!({})).await
}

/// A login as keys of limits know it: no personal value leaves the program.
fn limit_name(login: &str) -> String {
    hex(&token_hash(&login.to_lowercase()))
}

/// What is kept of a device on which an account signed in.
fn device_digest(app: &App, account: AccountId, device: &Device) -> Vec<u8> {
    keyed_digest(&app.secret, "device", &[account.0.as_bytes(), &device.hash()])
}

/// What is kept of a recovery code: keyed and bound to the account, since a code is shorter than a link.
fn code_digest(app: &App, account: AccountId, code: &str) -> Vec<u8> {
    keyed_digest(&app.secret, "recovery", &[account.0.as_bytes(), plain_code(code).as_bytes()])
}

/// Gives an account fresh recovery codes in place of the old ones, in the caller's transaction.
async fn make_codes(
    app: &App,
    conn: &mut PgConnection,
    account: AccountId,
) -> sqlx::Result<Vec<String>> {
    queries::delete_tokens(&mut *conn, account, Purpose::Recovery).await?;
    let codes: Vec<String> = (0..CODES).map(|_| new_code()).collect();
    for code in &codes {
        let digest = code_digest(app, account, code);
        queries::insert_token(&mut *conn, &digest, account, Purpose::Recovery, "", TEN_YEARS)
            .await?;
    }
    Ok(codes)
}

/// Removes what has run out: sessions, links, codes, devices, registrations nobody confirmed.
pub async fn clean_up(db: &PgPool) -> sqlx::Result<()> {
    crate::auth::clean_up(db).await?;
    queries::delete_expired(db).await?;
    queries::delete_unconfirmed(db).await?;
    queries::delete_old_keys(db).await?;
    Ok(())
}

/// The account of a login, when there is one.
async fn find(db: &PgPool, login: Option<&Login>) -> sqlx::Result<Option<queries::Known>> {
    match login {
        Some(login) => queries::find_by_login(db, login).await,
        None => Ok(None),
    }
}
