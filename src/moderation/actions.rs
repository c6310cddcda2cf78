//! What admins do with the replies that leaders choose from.

use uuid::Uuid;

use super::model::ReplyForm;
use super::queries::replies as queries;
use crate::app::App;
use crate::auth::Viewer;
use crate::error::{Error, Result};
use crate::i18n::Lang;

/// Stores a reply in every language; the form was checked.
pub async fn save(app: &App, by: &Viewer, id: Uuid, form: &ReplyForm) -> Result<()> {
    let mut tx = app.db.begin().await?;
    queries::put(&mut *tx, id, &form.used_for, by.account).await?;
    for lang in Lang::all() {
        queries::put_words(&mut *tx, id, lang, form.name_in(&lang), form.body_in(&lang)).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Takes a reply from the lists, or brings it back.
pub async fn retire(app: &App, by: &Viewer, id: Uuid, retired: bool) -> Result<()> {
    let found = queries::retire(&app.db, id, retired, by.account).await?;
    if found { Ok(()) } else { Err(Error::NotFound) }
}
