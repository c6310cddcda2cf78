//! "I see it too": an account or, without one, a device counts once for a report.

use serde_json::json;

use crate::app::App;
use crate::error::{Error, Result};
use crate::events::{self, EventKind};
use crate::ids::{AccountId, IncidentId};
use crate::incidents::model::Publication;
use crate::incidents::queries::speak;

/// Who follows.
#[derive(Clone, Debug)]
pub enum Follower {
    /// Somebody with an account.
    Account(AccountId),
    /// A browser, by the hash of its cookie.
    Device(Vec<u8>),
}

impl Follower {
    /// The two columns: account, hash of the device.
    pub fn columns(&self) -> (Option<AccountId>, Option<&[u8]>) {
        match self {
            Self::Account(account) => (Some(*account), None),
            Self::Device(hash) => (None, Some(hash)),
        }
    }
}

/// Follows a public report, or stops to; a repeat changes nothing. [`Error::NotFound`] when it is not public.
pub async fn follow(app: &App, who: &Follower, incident: IncidentId, on: bool) -> Result<()> {
    let (account, device) = who.columns();
    let mut tx = app.db.begin().await?;
    let locked = speak::lock(&mut *tx, incident).await?.ok_or(Error::NotFound)?;
    if on && locked.publication != Publication::Public {
        return Err(Error::NotFound);
    }
    let changed = if on {
        speak::follow(&mut *tx, incident, account, device).await?
    } else {
        speak::unfollow(&mut *tx, incident, account, device).await?
    };
    if changed {
        events::append(&mut tx, EventKind::Followed, Some(incident), json!({ "on": on })).await?;
    }
    tx.commit().await?;
    Ok(())
}
