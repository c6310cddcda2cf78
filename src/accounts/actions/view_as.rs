//! Looking at the site as a person or a role would see it.

use serde_json::json;

use super::people::begin_as_admin;
use crate::accounts::queries;
use crate::app::App;
use crate::auth::{self, Role, Viewer};
use crate::error::Error;
use crate::ids::AccountId;

/// As whom an administrator looks.
#[derive(Clone, Copy, Debug)]
pub enum Whom {
    /// As this person, who is no administrator.
    Person(AccountId),
    /// As anybody with this role, everywhere.
    Role(Role),
}

/// From now on this session sees what they would see, and changes nothing. It stands in the history.
pub async fn view_as(app: &App, who: &Viewer, whom: Whom) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    begin_as_admin(&mut tx, who).await?;
    let (subject, account, role) = match whom {
        Whom::Person(id) => {
            queries::find(&mut *tx, id).await?.ok_or(Error::NotFound)?;
            if id == who.account || queries::is_admin(&mut *tx, id).await? {
                return Err(Error::Conflict("accounts-view-as-admin"));
            }
            (id, Some(id), None)
        }
        Whom::Role(Role::Admin) => return Err(Error::Conflict("accounts-view-as-admin")),
        Whom::Role(role) => (who.account, None, Some(role)),
    };
    if !auth::see_as(&mut *tx, &who.session, account, role).await? {
        return Err(Error::Forbidden);
    }
    let detail = json!({ "new": role.map(Role::as_str) });
    queries::insert_event(&mut *tx, subject, Some(who.account), "viewed_as", detail).await?;
    tx.commit().await?;
    Ok(())
}

/// Sees the site as oneself again; does nothing if that is so already.
pub async fn stop_view_as(app: &App, who: &Viewer) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    if auth::see_as_oneself(&mut *tx, &who.session).await? {
        let seen = who.seen_as.as_ref();
        let subject = seen.and_then(|s| s.account).unwrap_or(who.account);
        let detail = json!({ "old": seen.and_then(|s| s.role).map(Role::as_str) });
        let me = Some(who.account);
        queries::insert_event(&mut *tx, subject, me, "viewed_as_ended", detail).await?;
    }
    tx.commit().await?;
    Ok(())
}
