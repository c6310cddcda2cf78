//! The account itself: found by login or id, made, changed, and removed while nobody has confirmed it.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use crate::accounts::model::Login;
use crate::i18n::Lang;
use crate::ids::AccountId;

/// What signing in and resetting need to know of an account.
#[derive(Clone, Debug)]
pub struct Known {
    /// The row.
    pub id: AccountId,
    /// May be empty.
    pub name: String,
    /// Argon2id.
    pub password_hash: String,
    /// For mail.
    pub email: Option<String>,
    /// Whether the address was confirmed through a mailed link; never for phone numbers.
    pub confirmed: bool,
    /// Whether an admin disabled it.
    pub disabled: bool,
    /// Language of its mail.
    pub lang: Lang,
}

/// The account of an e-mail address or phone number.
pub async fn find_by_login(db: impl PgExecutor<'_>, login: &Login) -> sqlx::Result<Option<Known>> {
    sqlx::query_as!(
        Known,
        r#"select id as "id: AccountId", name, password_hash, email::text as "email",
                  email_verified_at is not null as "confirmed!", disabled_at is not null as "disabled!",
                  lang as "lang: Lang"
           from accounts where email = $1::text::citext or phone = $2"#,
        login.email(),
        login.phone(),
    )
    .fetch_optional(db)
    .await
}

/// The same by its id.
pub async fn find(db: impl PgExecutor<'_>, account: AccountId) -> sqlx::Result<Option<Known>> {
    sqlx::query_as!(
        Known,
        r#"select id as "id: AccountId", name, password_hash, email::text as "email",
                  email_verified_at is not null as "confirmed!", disabled_at is not null as "disabled!",
                  lang as "lang: Lang"
           from accounts where id = $1"#,
        account as AccountId,
    )
    .fetch_optional(db)
    .await
}

/// An account to be made.
pub struct Row<'a> {
    /// A fresh id.
    pub id: AccountId,
    /// E-mail address or phone number.
    pub login: &'a Login,
    /// May be empty.
    pub name: &'a str,
    /// Language of its mail.
    pub lang: Lang,
    /// Argon2id.
    pub password_hash: &'a str,
    /// Whether an operator vouches for the address.
    pub confirmed: bool,
}

/// Makes an account; false if the address or number has one.
pub async fn insert(db: impl PgExecutor<'_>, row: &Row<'_>) -> sqlx::Result<bool> {
    let made = sqlx::query!(
        "insert into accounts (id, email, phone, name, lang, password_hash, email_verified_at)
         values ($1, $2::text::citext, $3, $4, $5, $6,
                 case when $7 and $2 is not null then clock_timestamp() end)
         on conflict do nothing",
        row.id as AccountId,
        row.login.email(),
        row.login.phone(),
        row.name,
        row.lang as Lang,
        row.password_hash,
        row.confirmed,
    )
    .execute(db)
    .await?;
    Ok(made.rows_affected() == 1)
}

/// Registers once more on an address that nobody confirmed; false if somebody just did, or if the account was invited with
/// roles: those are for whoever opens the invitation, not for whoever knows the address.
pub async fn renew(
    db: impl PgExecutor<'_>,
    account: AccountId,
    name: &str,
    lang: Lang,
    password_hash: &str,
) -> sqlx::Result<bool> {
    let renewed = sqlx::query!(
        "update accounts set name = $2, lang = $3, password_hash = $4, created_at = clock_timestamp()
         where id = $1 and email_verified_at is null and phone is null and disabled_at is null
           and not exists (select from account_roles r where r.account_id = $1 and r.role <> 'resident')",
        account as AccountId,
        name,
        lang as Lang,
        password_hash,
    )
    .execute(db)
    .await?;
    Ok(renewed.rows_affected() == 1)
}

/// Marks the e-mail address as belonging to the person.
pub async fn confirm(db: impl PgExecutor<'_>, account: AccountId) -> sqlx::Result<()> {
    sqlx::query!(
        "update accounts set email_verified_at = coalesce(email_verified_at, clock_timestamp()) where id = $1",
        account as AccountId,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets name and language.
pub async fn set_profile(
    db: impl PgExecutor<'_>,
    account: AccountId,
    name: &str,
    lang: Lang,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update accounts set name = $2, lang = $3 where id = $1",
        account as AccountId,
        name,
        lang as Lang,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets the password of an account that is not disabled; false if it is.
pub async fn set_password(
    db: impl PgExecutor<'_>,
    account: AccountId,
    password_hash: &str,
) -> sqlx::Result<bool> {
    let set = sqlx::query!(
        "update accounts set password_hash = $2 where id = $1 and disabled_at is null",
        account as AccountId,
        password_hash,
    )
    .execute(db)
    .await?;
    Ok(set.rows_affected() == 1)
}

/// Disables or enables; false if it was so already.
pub async fn set_disabled(
    db: impl PgExecutor<'_>,
    account: AccountId,
    disabled: bool,
) -> sqlx::Result<bool> {
    let set = sqlx::query!(
        "update accounts set disabled_at = case when $2 then clock_timestamp() end
         where id = $1 and (disabled_at is not null) <> $2",
        account as AccountId,
        disabled,
    )
    .execute(db)
    .await?;
    Ok(set.rows_affected() == 1)
}

/// Removes registrations by e-mail that nobody confirmed in time: the address is free again.
pub async fn delete_unconfirmed(db: impl PgExecutor<'_>) -> sqlx::Result<u64> {
    let gone = sqlx::query!(
        "delete from accounts
         where email_verified_at is null and phone is null and created_at < clock_timestamp() - interval '8 days'",
    )
    .execute(db)
    .await?;
    Ok(gone.rows_affected())
}

/// Notes up to when somebody has looked at their notices.
pub async fn set_notices_seen(
    db: impl PgExecutor<'_>,
    account: AccountId,
    until: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update accounts set notices_seen_at = greatest(notices_seen_at, $2) where id = $1",
        account as AccountId,
        until,
    )
    .execute(db)
    .await?;
    Ok(())
}
