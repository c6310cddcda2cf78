//! Keys of programs. What they open is read in [`crate::auth`].

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use crate::ids::{AccountId, KeyId};

/// A key as its owner sees it: never the key itself.
pub struct Key {
    /// The row.
    pub id: KeyId,
    /// What the owner calls it.
    pub name: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// When a program last showed it.
    pub used_at: Option<DateTime<Utc>>,
}

/// The keys of an account that are good now, latest first.
pub async fn keys(db: impl PgExecutor<'_>, account: AccountId) -> sqlx::Result<Vec<Key>> {
    sqlx::query_as!(
        Key,
        r#"select id as "id: KeyId", name, created_at, expires_at, used_at from program_keys
           where account_id = $1 and revoked_at is null and expires_at > clock_timestamp()
           order by created_at desc"#,
        account as AccountId,
    )
    .fetch_all(db)
    .await
}

/// Keeps the digest of a key, unless the account has `most` already; whether it was kept.
pub async fn insert_key(
    db: impl PgExecutor<'_>,
    account: AccountId,
    hash: &[u8],
    name: &str,
    days: i32,
    most: i64,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into program_keys (id, hash, account_id, name, expires_at)
         select $1, $2, $3, $4, clock_timestamp() + make_interval(days => $5)
         where (select count(*) from program_keys
                where account_id = $3 and revoked_at is null and expires_at > clock_timestamp()) < $6",
        KeyId::new() as KeyId,
        hash,
        account as AccountId,
        name,
        days,
        most,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a key of an account; whether there was one to end.
pub async fn end_key(
    db: impl PgExecutor<'_>,
    account: AccountId,
    key: KeyId,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update program_keys set revoked_at = clock_timestamp() where account_id = $1 and id = $2 and revoked_at is null",
        account as AccountId,
        key as KeyId,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes keys that ended a year ago: until then the row says when.
pub async fn delete_old_keys(db: impl PgExecutor<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from program_keys where least(revoked_at, expires_at) < clock_timestamp() - interval '1 year'"
    )
    .execute(db)
    .await?;
    Ok(())
}
