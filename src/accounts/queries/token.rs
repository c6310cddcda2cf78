//! What is known only by its digest: links and codes that work once, and the devices of earlier sign-ins.

use sqlx::PgExecutor;

use crate::ids::AccountId;

/// What a one-use link or code is for. The word is the one in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A mailed link to a new password.
    Reset,
    /// A mailed link that confirms the address.
    VerifyEmail,
    /// A recovery code.
    Recovery,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::VerifyEmail => "verify_email",
            Self::Recovery => "recovery",
        }
    }
}

/// Keeps a link or code by its digest, for so many seconds.
pub async fn insert_token(
    db: impl PgExecutor<'_>,
    digest: &[u8],
    account: AccountId,
    purpose: Purpose,
    detail: &str,
    seconds: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into account_tokens (hash, account_id, purpose, detail, expires_at)
         values ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5))",
        digest,
        account as AccountId,
        purpose.as_str(),
        detail,
        seconds as f64,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A link or code that still works.
pub struct Token {
    /// Whose.
    pub account: AccountId,
    /// What was kept with it.
    pub detail: String,
}

/// A link or code of this purpose that is neither used nor expired.
pub async fn find_token(
    db: impl PgExecutor<'_>,
    digest: &[u8],
    purpose: Purpose,
) -> sqlx::Result<Option<Token>> {
    sqlx::query_as!(
        Token,
        r#"select account_id as "account: AccountId", detail from account_tokens
           where hash = $1 and purpose = $2 and used_at is null and expires_at > clock_timestamp()"#,
        digest,
        purpose.as_str(),
    )
    .fetch_optional(db)
    .await
}

/// Uses it up; whose it was, if it still worked. Of two at once only one gets through.
pub async fn use_token(
    db: impl PgExecutor<'_>,
    digest: &[u8],
    purpose: Purpose,
) -> sqlx::Result<Option<AccountId>> {
    sqlx::query_scalar!(
        r#"update account_tokens set used_at = clock_timestamp()
           where hash = $1 and purpose = $2 and used_at is null and expires_at > clock_timestamp()
           returning account_id as "account: AccountId""#,
        digest,
        purpose.as_str(),
    )
    .fetch_optional(db)
    .await
}

/// Takes away every link or code of one purpose of an account.
pub async fn delete_tokens(
    db: impl PgExecutor<'_>,
    account: AccountId,
    purpose: Purpose,
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from account_tokens where account_id = $1 and purpose = $2",
        account as AccountId,
        purpose.as_str(),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes away the links of one purpose of an account but those kept with this detail.
pub async fn delete_other_tokens(
    db: impl PgExecutor<'_>,
    account: AccountId,
    purpose: Purpose,
    detail: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from account_tokens where account_id = $1 and purpose = $2 and detail <> $3",
        account as AccountId,
        purpose.as_str(),
        detail,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// How many recovery codes are left.
pub async fn count_codes(db: impl PgExecutor<'_>, account: AccountId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from account_tokens
           where account_id = $1 and purpose = 'recovery' and used_at is null and expires_at > clock_timestamp()"#,
        account as AccountId,
    )
    .fetch_one(db)
    .await
}

/// Whether the account signed in on this device before.
pub async fn knows_device(
    db: impl PgExecutor<'_>,
    account: AccountId,
    digest: &[u8],
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists(select from account_devices where account_id = $1 and digest = $2) as "known!""#,
        account as AccountId,
        digest,
    )
    .fetch_one(db)
    .await
}

/// Notes that the account signed in on this device.
pub async fn note_device(
    db: impl PgExecutor<'_>,
    account: AccountId,
    digest: &[u8],
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into account_devices (account_id, digest) values ($1, $2)
         on conflict (account_id, digest) do update set seen_at = clock_timestamp()",
        account as AccountId,
        digest,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Removes links, codes and devices that have run out.
pub async fn delete_expired(db: impl PgExecutor<'_>) -> sqlx::Result<u64> {
    let gone = sqlx::query!(
        "with devices as (delete from account_devices where seen_at < clock_timestamp() - interval '180 days')
         delete from account_tokens
         where expires_at < clock_timestamp() - interval '1 day' or used_at < clock_timestamp() - interval '1 day'",
    )
    .execute(db)
    .await?;
    Ok(gone.rows_affected())
}
