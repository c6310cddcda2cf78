//! Keys for one's own programs: made, and ended.

use super::note_own;
use super::profile::prove;
use crate::accounts::queries;
use crate::app::App;
use crate::auth::Viewer;
use crate::error::Error;
use crate::ids::{KeyId, random_token, token_hash};

/// Keys that one person may have at a time.
const MOST: i64 = 5;

/// What came of making a key.
pub enum Made {
    /// The key, to show once.
    Key(String),
    /// The password is wrong.
    WrongPassword,
    /// There are as many as one may have.
    Enough,
}

/// Makes a key that is good for so many days.
pub async fn make_key(
    app: &App,
    who: &Viewer,
    name: &str,
    days: i32,
    password: String,
) -> Result<Made, Error> {
    if prove(app, who, password).await?.is_none() {
        return Ok(Made::WrongPassword);
    }
    // The name tells programs that look for lost secrets what it is.
    let key = format!("naboom_{}", random_token());
    let mut tx = app.db.begin().await?;
    // The account row is locked, so that two at once do not make one too many.
    queries::lock_second(&mut *tx, who.account).await?;
    let hash = token_hash(&key);
    if !queries::insert_key(&mut *tx, who.account, &hash, name, days, MOST).await? {
        return Ok(Made::Enough);
    }
    note_own(&mut tx, who.account, "key_made").await?;
    tx.commit().await?;
    Ok(Made::Key(key))
}

/// Ends a key; its streams end within a second. One that is gone already is no fault.
pub async fn end_key(app: &App, who: &Viewer, key: KeyId) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    if queries::end_key(&mut *tx, who.account, key).await? {
        note_own(&mut tx, who.account, "key_ended").await?;
    }
    tx.commit().await?;
    Ok(())
}
