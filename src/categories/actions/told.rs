//! Who hears of each new report in a category: set by administrators, told by the worker.

use sqlx::PgConnection;

use crate::app::App;
use crate::categories::model::ToldForm;
use crate::categories::queries;
use crate::error::Error;
use crate::ids::{AccountId, ActId, CategoryId, IncidentId};
use crate::jobs::{self, Job};

/// Stores who hears of it; false if somebody else saved something else in the meantime.
pub async fn save_told(
    app: &App,
    who: AccountId,
    code: &str,
    form: &ToldForm,
) -> Result<bool, Error> {
    let mut tx = app.db.begin().await?;
    let category = queries::lock(&mut *tx, code).await?.ok_or(Error::NotFound)?;
    let before = queries::told(&mut *tx, category.id).await?.unwrap_or_default();
    if before.version != form.version {
        return Ok(before.says(form));
    }
    queries::set_told(&mut *tx, category.id, form).await?;
    let (old, new) = (before.words(), form.words());
    if old != new {
        let by = (who, ActId::new());
        queries::insert_change(&mut *tx, category.id, by, "told", Some(&old), Some(&new)).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Has the worker tell those who hear of new reports in this category, in the transaction that reports.
pub async fn tell_new(
    conn: &mut PgConnection,
    category: CategoryId,
    incident: IncidentId,
) -> sqlx::Result<()> {
    let told = queries::told(&mut *conn, category).await?.unwrap_or_default();
    if told.roles.is_empty() && told.addresses.is_empty() {
        return Ok(());
    }
    jobs::enqueue(conn, &Job::TellOfNew { incident }).await
}
