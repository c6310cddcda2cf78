//! Reading who reported something, with a reason, and where exactly: for staff whose limits cover it, and always logged.

use super::change::{By, capacity};
use crate::app::App;
use crate::auth::Viewer;
use crate::error::{Error, Result};
use crate::ids::IncidentId;
use crate::incidents::queries::{change, reveal as queries};

pub use queries::{ExactPlace, Identity};

/// Logs the reason, then reads. `reason` has 3 to 500 characters; the form checks that.
pub async fn reveal(app: &App, by: By<'_>, id: IncidentId, reason: &str) -> Result<Identity> {
    let mut tx = app.db.begin().await?;
    let locked = change::lock(&mut *tx, id, by.viewer.limits()).await?.ok_or(Error::NotFound)?;
    capacity(by.viewer, locked.area, locked.state.category).ok_or(Error::NotFound)?;
    queries::log(&mut *tx, id, by.viewer.account, reason).await?;
    let identity = queries::identity(&mut *tx, id).await?;
    tx.commit().await?;
    Ok(identity)
}

/// Where exactly it is, for whoever works on it: noted by itself, once an hour for each person and report.
pub async fn see_place(app: &App, viewer: &Viewer, id: IncidentId) -> Result<Option<ExactPlace>> {
    let found = queries::exact_place(&app.db, id, viewer.limits()).await?;
    if found.is_some() {
        queries::log_place(&app.db, id, viewer.account).await?;
    }
    Ok(found)
}

/// Notes that somebody sees where exactly these are, as [`see_place`] does for one. `numbers` are those of reports that the
/// limits of the person cover.
pub async fn see_places(app: &App, viewer: &Viewer, numbers: &[i64]) -> Result<()> {
    Ok(queries::log_places(&app.db, numbers, viewer.account).await?)
}
