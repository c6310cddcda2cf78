//! Limits on how often one sender may do something. An account or, without one, a device is counted strictly; an address
//! loosely, since a whole town may share one through a phone proxy. A limit slows the sender down, never a victim.

use std::time::Duration;

use super::security::Sender;
use crate::app::App;
use crate::auth::Viewer;
use crate::error::Error;

/// An address may do this many times what one device may.
const PEOPLE_BEHIND_AN_ADDRESS: u64 = 30;

/// Counts one `what` for this sender; [`Error::TooMany`] when the device or account passes `most` in `window`, or the
/// address passes thirty times that.
pub async fn check(
    app: &App,
    what: &str,
    who: Option<&Viewer>,
    sender: &Sender,
    most: u64,
    window: Duration,
) -> Result<(), Error> {
    let own = match who {
        Some(viewer) => Some(format!("{what}:account:{}", viewer.account)),
        None if sender.device.is_known() => {
            Some(format!("{what}:device:{}", super::respond::hex(&sender.device.hash())))
        }
        None => None,
    };
    if let Some(key) = own
        && app.counters.hit(&key, window).await > most
    {
        return Err(Error::TooMany);
    }
    let address = format!("{what}:address:{}", sender.ip);
    if app.counters.hit(&address, window).await > most.saturating_mul(PEOPLE_BEHIND_AN_ADDRESS) {
        return Err(Error::TooMany);
    }
    Ok(())
}

/// Counts one `what` for a named thing, such as failed passwords of one account.
pub async fn check_key(
    app: &App,
    what: &str,
    key: &str,
    most: u64,
    window: Duration,
) -> Result<(), Error> {
    if app.counters.hit(&format!("{what}:{key}"), window).await > most {
        return Err(Error::TooMany);
    }
    Ok(())
}
