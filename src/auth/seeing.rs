//! An administrator looks at the site as somebody else would: with their roles, for an hour, and only reading.

use http::Method;

use super::{Grant, Role, SeenAs};
use crate::app::App;
use crate::error::Error;
use crate::ids::{AccountId, AreaId, CategoryId};

/// Who looks as somebody else reads, stops looking, or signs out.
pub(super) fn may_while_seeing(method: &Method, path: &str) -> bool {
    let way_out = ["view-as/stop", "sign-out"].contains(&path.splitn(3, '/').nth(2).unwrap_or(""));
    way_out || [Method::GET, Method::HEAD, Method::OPTIONS].contains(method)
}

/// As whom an administrator looks, with their roles; none if they are gone or administrators by now.
pub(super) async fn seen(
    app: &App,
    account: Option<AccountId>,
    role: Option<Role>,
) -> Result<Option<(SeenAs, Vec<Grant>)>, Error> {
    let Some(account) = account else {
        let grant = |role| Grant { role, areas: Vec::new(), categories: Vec::new() };
        let seen_as = |_| SeenAs { account: None, name: String::new(), role };
        return Ok(role.map(|role| (seen_as(role), vec![grant(role)])));
    };
    let rows = sqlx::query!(
        r#"select a.name, r.role as "role?: Role", r.areas as "areas?: Vec<AreaId>", r.categories as "categories?: Vec<CategoryId>"
           from accounts a
           left join account_roles r on r.account_id = a.id
           where a.id = $1 and a.disabled_at is null
             and not exists (select from account_roles x where x.account_id = a.id and x.role = 'admin')"#,
        account as AccountId,
    )
    .fetch_all(&app.db)
    .await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let seen_as = SeenAs { account: Some(account), name: first.name.clone(), role: None };
    let grants =
        rows.into_iter().filter_map(|row| Grant::stored(row.role, row.areas, row.categories));
    Ok(Some((seen_as, grants.collect())))
}

/// Lets a session see the site as a person or a role from now on, for an hour; whether there is such a session.
pub async fn see_as(
    db: impl sqlx::PgExecutor<'_>,
    id_hash: &[u8],
    account: Option<AccountId>,
    role: Option<Role>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update sessions set as_account = $2, as_role = $3, as_since = clock_timestamp() where id_hash = $1",
        id_hash,
        account as Option<AccountId>,
        role as Option<Role>,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Lets a session see the site as its own person again; whether it saw it as another.
pub async fn see_as_oneself(db: impl sqlx::PgExecutor<'_>, id_hash: &[u8]) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update sessions set as_account = null, as_role = null, as_since = null
         where id_hash = $1 and as_since is not null",
        id_hash,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
