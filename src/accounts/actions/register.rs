//! Registering, and confirming an e-mail address.
//!
//! By e-mail the answer is always "look into your mail": a new address gets a link to confirm it, a known one a mail that
//! says so. Until the link was used the password opens nothing, so that nobody learns by trying whether an address was
//! known. A phone number cannot be confirmed (no messages are sent to phones), so there the account is there at once, it
//! proves nothing about the number, and a number that is taken is answered so; the limits keep that from being a directory.

use std::time::Duration;

use sqlx::PgConnection;
use tokio::time::Instant;
use tower_sessions::Session;

use super::sign_in::{enter, may_try};
use super::{device_digest, level, limit_name, mail, make_codes, note_own};
use crate::accounts::model::{Login, NewAccount};
use crate::accounts::queries::{self, Known, Purpose, Row};
use crate::app::App;
use crate::auth::{self, Grant, Role, Viewer};
use crate::error::Error;
use crate::i18n::Lang;
use crate::ids::{AccountId, random_token, token_hash};
use crate::web::limits;
use crate::web::respond::hex;
use crate::web::security::Sender;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);

/// Registrations from one device in an hour; thirty times that from one address.
const PER_DEVICE: u64 = 10;

/// Mails about registering that one address gets in a day, whoever asks for them.
const MAILS_A_DAY: u64 = 5;

/// How long the link to confirm an address works.
const WEEK: i64 = 7 * 86_400;

/// What came of it.
pub enum Registered {
    /// By e-mail, new or not: a mail is on its way.
    Mailed,
    /// By phone: signed in, with these recovery codes to show once.
    WithCodes(Viewer, Vec<String>),
    /// Had an account already and typed its password: signed in.
    SignedIn(Viewer),
    /// The number has an account with another password.
    Taken,
}

/// Registers somebody, in the language of the page.
pub async fn register(
    app: &App,
    session: &Session,
    sender: &Sender,
    lang: Lang,
    new: NewAccount,
) -> Result<Registered, Error> {
    let start = Instant::now();
    limits::check(app, "register", None, sender, PER_DEVICE, HOUR).await?;
    let known = queries::find_by_login(&app.db, &new.login).await?;
    may_try(app, sender, new.login.as_str(), known.as_ref()).await?;
    // Known or not, one password is checked and one hashed: both take as long.
    let old_hash = known.as_ref().map(|known| known.password_hash.clone());
    let fits = auth::verify_password(new.password.clone(), old_hash).await?;
    let hash = auth::hash_password(new.password.clone()).await?;
    if let Some(known) = known.as_ref().filter(|known| fits && known.may_enter()) {
        let entered = enter(app, session, sender, known).await?;
        return Ok(entered.map_or(Registered::Taken, Registered::SignedIn));
    }
    match new.login {
        Login::Phone(_) if known.is_some() => Ok(Registered::Taken),
        Login::Phone(_) => by_phone(app, session, sender, lang, &new, &hash).await,
        Login::Email(_) => {
            by_email(app, sender, lang, &new, &hash, known).await?;
            level(start).await;
            Ok(Registered::Mailed)
        }
    }
}

async fn by_phone(
    app: &App,
    session: &Session,
    sender: &Sender,
    lang: Lang,
    new: &NewAccount,
    hash: &str,
) -> Result<Registered, Error> {
    let mut tx = app.db.begin().await?;
    let Some(account) = insert(&mut tx, lang, new, hash).await? else {
        return Ok(Registered::Taken);
    };
    let codes = make_codes(app, &mut tx, account).await?;
    let known = queries::find(&mut *tx, account).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    let viewer = enter(app, session, sender, &known).await?.ok_or(Error::Forbidden)?;
    Ok(Registered::WithCodes(viewer, codes))
}

/// New: account and link. Registered before but never confirmed: what was typed last counts, and a new link. Confirmed: a
/// mail to the owner. Disabled, or too many mails: nothing.
async fn by_email(
    app: &App,
    sender: &Sender,
    lang: Lang,
    new: &NewAccount,
    hash: &str,
    known: Option<Known>,
) -> Result<(), Error> {
    let to = new.login.as_str();
    let quota = format!("register-mail:{}", limit_name(to));
    if app.counters.hit(&quota, DAY).await > MAILS_A_DAY {
        return Ok(());
    }
    let mut tx = app.db.begin().await?;
    let account = match known {
        None => insert(&mut tx, lang, new, hash).await?,
        Some(known) if known.confirmed || known.disabled => {
            if let Some(email) = known.email.as_deref().filter(|_| !known.disabled) {
                let texts = ("accounts-mail-known-subject", "accounts-mail-known-text");
                let link = app.config.absolute(&format!("/{}/reset", known.lang));
                mail(&mut tx, email, known.lang, texts, &link).await?;
            }
            None
        }
        Some(known) => {
            let renewed = queries::renew(&mut *tx, known.id, &new.name, lang, hash).await?;
            renewed.then_some(known.id)
        }
    };
    if let Some(account) = account {
        send_link(app, &mut tx, sender, account, to, lang).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The account with the role of everybody; none if somebody was faster.
async fn insert(
    conn: &mut PgConnection,
    lang: Lang,
    new: &NewAccount,
    hash: &str,
) -> sqlx::Result<Option<AccountId>> {
    let (id, name) = (AccountId::new(), new.name.as_str());
    let row = Row { id, login: &new.login, name, lang, password_hash: hash, confirmed: false };
    if !queries::insert(&mut *conn, &row).await? {
        return Ok(None);
    }
    let resident = Grant { role: Role::Resident, areas: Vec::new(), categories: Vec::new() };
    queries::insert_grant(&mut *conn, id, &resident, None).await?;
    note_own(&mut *conn, id, "registered").await?;
    Ok(Some(id))
}

/// Mails the link that confirms the address. It remembers the device that registered; links of other devices end, since
/// the password is now the one typed on this.
async fn send_link(
    app: &App,
    conn: &mut PgConnection,
    sender: &Sender,
    account: AccountId,
    to: &str,
    lang: Lang,
) -> sqlx::Result<()> {
    let token = random_token();
    let device = match sender.device.is_known() {
        true => hex(&device_digest(app, account, &sender.device)),
        false => String::new(),
    };
    queries::delete_other_tokens(&mut *conn, account, Purpose::VerifyEmail, &device).await?;
    let digest = token_hash(&token);
    queries::insert_token(&mut *conn, &digest, account, Purpose::VerifyEmail, &device, WEEK)
        .await?;
    let link = app.config.absolute(&format!("/{lang}/verify/{token}"));
    mail(conn, to, lang, ("accounts-mail-verify-subject", "accounts-mail-verify-text"), &link).await
}

/// A link that confirms an address, and may still be used.
pub struct Link {
    known: Known,
    /// Whether it was opened on the device that registered. Elsewhere the password is asked for: else somebody could
    /// register another person's address, and that person would confirm it for them.
    pub same_device: bool,
}

/// Looks at a link without using it.
pub async fn find_link(app: &App, sender: &Sender, token: &str) -> Result<Option<Link>, Error> {
    let found = queries::find_token(&app.db, &token_hash(token), Purpose::VerifyEmail).await?;
    let Some(found) = found else { return Ok(None) };
    let known = queries::find(&app.db, found.account).await?.filter(|known| !known.disabled);
    let device = hex(&device_digest(app, found.account, &sender.device));
    let same_device = sender.device.is_known() && found.detail == device;
    Ok(known.map(|known| Link { known, same_device }))
}

/// What came of using a link.
pub enum Confirmed {
    /// The address is confirmed, and the person signed in.
    Yes,
    /// The password does not fit, or none was typed.
    WrongPassword,
    /// The link does not work any more.
    Gone,
}

/// Uses a link: confirms the address and signs in.
pub async fn confirm(
    app: &App,
    session: &Session,
    sender: &Sender,
    token: &str,
    password: String,
) -> Result<Confirmed, Error> {
    let Some(Link { known, same_device }) = find_link(app, sender, token).await? else {
        return Ok(Confirmed::Gone);
    };
    if !same_device {
        may_try(app, sender, known.email.as_deref().unwrap_or(""), Some(&known)).await?;
        if !auth::verify_password(password, Some(known.password_hash.clone())).await? {
            return Ok(Confirmed::WrongPassword);
        }
    }
    let mut tx = app.db.begin().await?;
    if queries::use_token(&mut *tx, &token_hash(token), Purpose::VerifyEmail).await?.is_none() {
        return Ok(Confirmed::Gone);
    }
    queries::confirm(&mut *tx, known.id).await?;
    note_own(&mut tx, known.id, "confirmed").await?;
    tx.commit().await?;
    let entered = enter(app, session, sender, &known).await?.is_some();
    Ok(if entered { Confirmed::Yes } else { Confirmed::Gone })
}
