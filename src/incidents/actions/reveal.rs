//! Reading who reported something and where exactly: for staff whose limits cover it, with a reason, and always logged.

use super::change::{By, capacity};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ids::IncidentId;
use crate::incidents::queries::{change, reveal as queries};

pub use queries::Identity;

/// Logs the reason, then reads. `reason` has 3 to 500 characters; the form checks that.
pub async fn reveal(app: &App, by: By<'_>, id: IncidentId, reason: &str) -> Result<Identity> {
    let mut tx = app.db.begin().await?;
    let locked = change::lock(&mut *tx, id).await?.ok_or(Error::NotFound)?;
    capacity(by.viewer, locked.area, locked.state.category).ok_or(Error::NotFound)?;
    queries::log(&mut *tx, id, by.viewer.account, reason).await?;
    let identity = queries::identity(&mut *tx, id).await?;
    tx.commit().await?;
    Ok(identity)
}
