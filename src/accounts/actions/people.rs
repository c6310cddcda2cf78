//! What admins change about people: roles with their limits, and whether an account may be used.

use serde_json::json;
use sqlx::PgConnection;

use crate::accounts::model::{RolesForm, seen};
use crate::accounts::queries;
use crate::app::App;
use crate::auth::{self, Grant, Role, Viewer};
use crate::error::Error;
use crate::ids::AccountId;

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// Done.
    Stored,
    /// Somebody else changed the roles since this admin looked.
    Stale,
    /// Nobody takes the last way in from themselves.
    Own,
}

/// Gives a person these roles. The person's sessions end, so that no page shows what they may not see any more.
pub async fn change_roles(
    app: &App,
    actor: &Viewer,
    person: AccountId,
    form: &RolesForm,
) -> Result<Saved, Error> {
    let grants = form.grants();
    if person == actor.account && !grants.iter().any(|grant| grant.role == Role::Admin) {
        return Ok(Saved::Own);
    }
    let mut tx = app.db.begin().await?;
    begin(&mut tx, actor, person).await?;
    let before = queries::grants(&mut *tx, person).await?;
    if seen(&before) != form.seen {
        return Ok(Saved::Stale);
    }
    if before != grants {
        // An admin who changes what they may do themselves stays signed in here.
        let keep = (person == actor.account).then_some(actor.session.as_slice());
        store_grants(&mut tx, person, &before, &grants, Some(actor.account), keep).await?;
    }
    tx.commit().await?;
    Ok(Saved::Stored)
}

/// Disables an account, with a reason, or enables it again. Its sessions end at once.
pub async fn change_access(
    app: &App,
    actor: &Viewer,
    person: AccountId,
    disabled: bool,
    reason: &str,
) -> Result<Saved, Error> {
    if person == actor.account {
        return Ok(Saved::Own);
    }
    let mut tx = app.db.begin().await?;
    begin(&mut tx, actor, person).await?;
    set_access(&mut tx, person, disabled, Some(actor.account), reason).await?;
    tx.commit().await?;
    Ok(Saved::Stored)
}

/// Gives a person the right to make something public, or takes it; noted like every change of rights.
pub async fn change_publishing(
    app: &App,
    actor: &Viewer,
    person: AccountId,
    may: bool,
) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    begin(&mut tx, actor, person).await?;
    queries::set_may_publish(&mut *tx, person, may).await?;
    let kind = if may { "publishing_given" } else { "publishing_taken" };
    queries::insert_event(&mut *tx, person, Some(actor.account), kind, json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// One change of rights at a time, by somebody who is an admin now, to somebody who exists.
pub(super) async fn begin(
    conn: &mut PgConnection,
    actor: &Viewer,
    person: AccountId,
) -> Result<(), Error> {
    begin_as_admin(&mut *conn, actor).await?;
    queries::find(&mut *conn, person).await?.ok_or(Error::NotFound)?;
    Ok(())
}

/// One change of rights at a time, by somebody who is an admin now.
pub(super) async fn begin_as_admin(conn: &mut PgConnection, actor: &Viewer) -> Result<(), Error> {
    queries::lock_rights(&mut *conn).await?;
    if queries::is_admin(conn, actor.account).await? { Ok(()) } else { Err(Error::Forbidden) }
}

/// Replaces the roles, ends the sessions, notes both sets, in the caller's transaction.
pub(super) async fn store_grants(
    conn: &mut PgConnection,
    person: AccountId,
    before: &[Grant],
    after: &[Grant],
    actor: Option<AccountId>,
    keep: Option<&[u8]>,
) -> sqlx::Result<()> {
    queries::delete_grants(&mut *conn, person).await?;
    for grant in after {
        queries::insert_grant(&mut *conn, person, grant, actor).await?;
    }
    auth::revoke_all(&mut *conn, person, keep).await?;
    let detail = json!({ "old": seen(before), "new": seen(after) });
    queries::insert_event(&mut *conn, person, actor, "roles_changed", detail).await
}

/// Disables or enables, ends the sessions, notes it, in the caller's transaction.
pub(super) async fn set_access(
    conn: &mut PgConnection,
    person: AccountId,
    disabled: bool,
    actor: Option<AccountId>,
    reason: &str,
) -> sqlx::Result<()> {
    if queries::set_disabled(&mut *conn, person, disabled).await? {
        auth::revoke_all(&mut *conn, person, None).await?;
        let kind = if disabled { "disabled" } else { "enabled" };
        queries::insert_event(&mut *conn, person, actor, kind, json!({ "reason": reason })).await?;
    }
    Ok(())
}
