//! The second step at sign-in.

use sqlx::PgExecutor;

use crate::ids::AccountId;

/// How an account stands with it.
pub struct Second {
    /// Shared with the app, once offered; sealed.
    pub secret: Option<Vec<u8>>,
    /// Whether sign-in asks for it.
    pub on: bool,
    /// The last period used.
    pub step: i64,
}

/// Reads it.
pub async fn second(db: impl PgExecutor<'_>, account: AccountId) -> sqlx::Result<Option<Second>> {
    sqlx::query_as!(
        Second,
        r#"select totp_secret as secret, totp_since is not null as "on!", totp_step as step
           from accounts where id = $1"#,
        account as AccountId,
    )
    .fetch_optional(db)
    .await
}

/// One try at it at a time, until the transaction ends: no code counts twice.
pub async fn lock_second(db: impl PgExecutor<'_>, account: AccountId) -> sqlx::Result<()> {
    sqlx::query!("select number from accounts where id = $1 for update", account as AccountId)
        .fetch_optional(db)
        .await?;
    Ok(())
}

/// Offers a secret; nothing if the step is on already.
pub async fn offer_secret(
    db: impl PgExecutor<'_>,
    account: AccountId,
    secret: &[u8],
) -> sqlx::Result<()> {
    sqlx::query!(
        "update accounts set totp_secret = $2 where id = $1 and totp_since is null",
        account as AccountId,
        secret,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// From now on sign-in asks for it, and `step` is used.
pub async fn use_step(db: impl PgExecutor<'_>, account: AccountId, step: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "update accounts set totp_since = coalesce(totp_since, clock_timestamp()), totp_step = $2 where id = $1",
        account as AccountId,
        step,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sign-in asks for it no more.
pub async fn clear_second(db: impl PgExecutor<'_>, account: AccountId) -> sqlx::Result<()> {
    sqlx::query!(
        "update accounts set totp_secret = null, totp_since = null, totp_step = 0 where id = $1",
        account as AccountId,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Another form of the same secret.
pub async fn replace_secret(
    db: impl PgExecutor<'_>,
    account: AccountId,
    sealed: &[u8],
) -> sqlx::Result<()> {
    sqlx::query!(
        "update accounts set totp_secret = $2 where id = $1 and totp_secret is not null",
        account as AccountId,
        sealed,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Everybody who has a secret.
pub async fn list_secrets(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<AccountId>> {
    sqlx::query_scalar!(
        r#"select id as "id: AccountId" from accounts where totp_secret is not null order by number"#
    )
    .fetch_all(db)
    .await
}
