//! Signing in, and how often it may be tried.

use std::time::Duration;

use tower_sessions::Session;
use uuid::Uuid;

use super::{device_digest, find, limit_name};
use crate::accounts::model::Login;
use crate::accounts::queries::{self, Known};
use crate::app::App;
use crate::auth::{self, Viewer};
use crate::error::Error;
use crate::ids::AccountId;
use crate::web::limits;
use crate::web::respond::hex;
use crate::web::security::Sender;

/// Over this time tries from one place are counted.
const QUARTER: Duration = Duration::from_secs(15 * 60);

/// And tries at one account from everywhere.
const HOUR: Duration = Duration::from_secs(3600);

/// Tries from one device at any accounts; thirty times that from one address.
const PER_DEVICE: u64 = 30;

/// Tries at one account from one place: guessing is over long before it gets anywhere, and typing errors are not.
const PER_ACCOUNT: u64 = 10;

/// Tries at one account from all places where it never signed in before. Its own devices are not counted here, so
/// that nobody can keep the owner out.
const PER_ACCOUNT_FROM_ELSEWHERE: u64 = 100;

impl Known {
    /// Whether the right password lets this account in: not while it is disabled, or its address unconfirmed.
    pub(super) fn may_enter(&self) -> bool {
        !self.disabled && (self.confirmed || self.email.is_none())
    }
}

/// Signs in; who did, or nobody if login and password do not fit, the account is disabled, or its address not
/// yet confirmed: all answered alike and in the same time.
pub async fn sign_in(
    app: &App,
    session: &Session,
    sender: &Sender,
    typed: &str,
    password: String,
) -> Result<Option<Viewer>, Error> {
    let login = typed.parse::<Login>().ok();
    let known = find(&app.db, login.as_ref()).await?;
    may_try(app, sender, login.as_ref().map_or(typed, Login::as_str), known.as_ref()).await?;
    let hash = known.as_ref().map(|known| known.password_hash.clone());
    let fits = auth::verify_password(password, hash).await?;
    match known.filter(|known| fits && known.may_enter()) {
        Some(known) => enter(app, session, sender, &known).await,
        None => {
            tracing::info!("a sign-in was refused");
            Ok(None)
        }
    }
}

/// Counts one more try at a login from this sender; [`Error::TooMany`] when it is one too many. The same for logins that
/// nobody has.
pub(super) async fn may_try(
    app: &App,
    sender: &Sender,
    login: &str,
    known: Option<&Known>,
) -> Result<(), Error> {
    limits::check(app, "sign-in", None, sender, PER_DEVICE, QUARTER).await?;
    let account = known.map_or(AccountId(Uuid::nil()), |known| known.id);
    let device = device_digest(app, account, &sender.device);
    let own = queries::knows_device(&app.db, account, &device).await?;
    let name = limit_name(login);
    if own {
        let key = format!("{name}:{}", hex(&device));
        return limits::check_key(app, "sign-in-own", &key, PER_ACCOUNT, QUARTER).await;
    }
    let key = format!("{name}:{}", sender.ip);
    limits::check_key(app, "sign-in-from", &key, PER_ACCOUNT, QUARTER).await?;
    limits::check_key(app, "sign-in-at", &name, PER_ACCOUNT_FROM_ELSEWHERE, HOUR).await
}

/// Makes the session of somebody whose password fits, remembers the device, notes the act.
pub(super) async fn enter(
    app: &App,
    session: &Session,
    sender: &Sender,
    known: &Known,
) -> Result<Option<Viewer>, Error> {
    let (browser, ip) = (sender.browser.as_str(), Some(sender.ip));
    if !auth::sign_in_with(app, session, known.id, &known.password_hash, browser, ip).await? {
        return Ok(None);
    }
    let mut tx = app.db.begin().await?;
    if sender.device.is_known() {
        let digest = device_digest(app, known.id, &sender.device);
        queries::note_device(&mut *tx, known.id, &digest).await?;
    }
    let browser = serde_json::json!({ "browser": browser });
    queries::insert_event(&mut *tx, known.id, Some(known.id), "signed_in", browser).await?;
    let grants = queries::grants(&mut *tx, known.id).await?;
    tx.commit().await?;
    let (account, name, lang) = (known.id, known.name.clone(), known.lang);
    // Sent back to sign the person in; the session is read again before anything is published.
    let may_publish = false;
    let session = Vec::new();
    Ok(Some(Viewer { account, name, lang, grants, may_publish, session, seen_as: None }))
}
