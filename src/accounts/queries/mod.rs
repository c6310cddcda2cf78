//! All SQL of accounts.

mod second;

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use super::model::Login;
use crate::auth::{Grant, Role};
use crate::i18n::Lang;
use crate::ids::{AccountId, AreaId, CategoryId};

pub use second::*;

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

/// Notes what happened to an account, for admins.
pub async fn insert_event(
    db: impl PgExecutor<'_>,
    account: AccountId,
    actor: Option<AccountId>,
    kind: &str,
    detail: serde_json::Value,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into account_events (account_id, actor_id, kind, detail) values ($1, $2, $3, $4)",
        account as AccountId,
        actor as Option<AccountId>,
        kind,
        detail,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The roles of an account in order.
pub async fn grants(db: impl PgExecutor<'_>, account: AccountId) -> sqlx::Result<Vec<Grant>> {
    sqlx::query_as!(
        Grant,
        r#"select role as "role: Role", areas as "areas: Vec<AreaId>", categories as "categories: Vec<CategoryId>"
           from account_roles where account_id = $1 order by role"#,
        account as AccountId,
    )
    .fetch_all(db)
    .await
}

/// Takes every role away.
pub async fn delete_grants(db: impl PgExecutor<'_>, account: AccountId) -> sqlx::Result<()> {
    sqlx::query!("delete from account_roles where account_id = $1", account as AccountId)
        .execute(db)
        .await?;
    Ok(())
}

/// Gives a role.
pub async fn insert_grant(
    db: impl PgExecutor<'_>,
    account: AccountId,
    grant: &Grant,
    actor: Option<AccountId>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into account_roles (account_id, role, areas, categories, granted_by) values ($1, $2, $3, $4, $5)",
        account as AccountId,
        grant.role as Role,
        &grant.areas as &[AreaId],
        &grant.categories as &[CategoryId],
        actor as Option<AccountId>,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// One change of rights at a time, until the transaction ends: so that two admins cannot take the role from each other.
pub async fn lock_rights(db: impl PgExecutor<'_>) -> sqlx::Result<()> {
    sqlx::query!("select pg_advisory_xact_lock(hashtext('account_roles')) as locked")
        .fetch_one(db)
        .await?;
    Ok(())
}

/// Whether an account may administer now.
pub async fn is_admin(db: impl PgExecutor<'_>, account: AccountId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists(select from account_roles r join accounts a on a.id = r.account_id
                         where a.id = $1 and r.role = 'admin' and a.disabled_at is null) as "is!""#,
        account as AccountId,
    )
    .fetch_one(db)
    .await
}

/// An account in the admins' list.
#[derive(Clone, Debug)]
pub struct Person {
    /// The row.
    pub id: AccountId,
    /// Order number: later accounts have higher ones.
    pub number: i64,
    /// May be empty.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// Language of its mail.
    pub lang: Lang,
    /// When it registered.
    pub created_at: DateTime<Utc>,
    /// Whether the e-mail address was confirmed.
    pub confirmed: bool,
    /// Whether it is disabled.
    pub disabled: bool,
    /// Its roles in order.
    pub roles: Vec<Role>,
}

/// What the admins' list is asked for.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Part of name, address or number; empty for all. `%`, `_` and `\` stand for themselves.
    pub text: String,
    /// Only with this role.
    pub role: Option<Role>,
    /// Only disabled, or only not.
    pub disabled: Option<bool>,
    /// Only after this order number, counting down.
    pub before: Option<i64>,
    /// Most rows.
    pub most: i64,
}

/// People, latest first.
pub async fn people(db: impl PgExecutor<'_>, search: &Search) -> sqlx::Result<Vec<Person>> {
    let pattern: String = search
        .text
        .chars()
        .flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c]))
        .collect();
    sqlx::query_as!(
        Person,
        r#"select a.id as "id: AccountId", a.number, a.name, a.email::text as "email", a.phone,
                  a.lang as "lang: Lang", a.created_at, a.email_verified_at is not null as "confirmed!",
                  a.disabled_at is not null as "disabled!",
                  array(select r.role from account_roles r where r.account_id = a.id order by r.role) as "roles!: Vec<Role>"
           from accounts a
           where ($1 = '' or a.search like '%' || fold($1) || '%')
             and ($2::role is null or exists(select from account_roles r where r.account_id = a.id and r.role = $2))
             and ($3::boolean is null or (a.disabled_at is not null) = $3)
             and ($4::bigint is null or a.number < $4)
           order by a.number desc limit $5"#,
        pattern,
        search.role as Option<Role>,
        search.disabled,
        search.before,
        search.most,
    )
    .fetch_all(db)
    .await
}

/// One person.
pub async fn person(db: impl PgExecutor<'_>, account: AccountId) -> sqlx::Result<Option<Person>> {
    sqlx::query_as!(
        Person,
        r#"select a.id as "id: AccountId", a.number, a.name, a.email::text as "email", a.phone,
                  a.lang as "lang: Lang", a.created_at, a.email_verified_at is not null as "confirmed!",
                  a.disabled_at is not null as "disabled!",
                  array(select r.role from account_roles r where r.account_id = a.id order by r.role) as "roles!: Vec<Role>"
           from accounts a where a.id = $1"#,
        account as AccountId,
    )
    .fetch_optional(db)
    .await
}

/// One line of what happened to an account.
pub struct Event {
    /// Kind, the end of a text key: `accounts-event-signed_in`.
    pub kind: String,
    /// Who did it, when it was not the person alone; empty if nameless.
    pub actor: Option<String>,
    /// More: old and new roles, a reason.
    pub detail: serde_json::Value,
    /// When.
    pub at: DateTime<Utc>,
}

/// What happened to an account, latest first.
pub async fn events(db: impl PgExecutor<'_>, account: AccountId) -> sqlx::Result<Vec<Event>> {
    sqlx::query_as!(
        Event,
        r#"select e.kind, a.name as "actor?", e.detail, e.at
           from account_events e
           left join accounts a on a.id = e.actor_id and e.actor_id <> e.account_id
           where e.account_id = $1 order by e.id desc limit 30"#,
        account as AccountId,
    )
    .fetch_all(db)
    .await
}

/// An area that a role can be kept to.
pub struct AreaRow {
    /// The row.
    pub id: AreaId,
    /// Name in the reader's language.
    pub name: String,
}

/// Every area, municipalities first, then wards and suburbs.
pub async fn areas(db: impl PgExecutor<'_>, lang: Lang) -> sqlx::Result<Vec<AreaRow>> {
    sqlx::query_as!(
        AreaRow,
        r#"select id as "id: AreaId", case when $1 = 'af' then name_af else name_en end as "name!"
           from areas order by kind, length(code), code limit 500"#,
        lang as Lang,
    )
    .fetch_all(db)
    .await
}

/// A category that a role can be kept to.
pub struct CategoryRow {
    /// The row.
    pub id: CategoryId,
    /// Name in the reader's language.
    pub name: String,
}

/// Every category in the admin's order.
pub async fn categories(db: impl PgExecutor<'_>, lang: Lang) -> sqlx::Result<Vec<CategoryRow>> {
    sqlx::query_as!(
        CategoryRow,
        r#"select c.id as "id: CategoryId", coalesce(t.name, e.name, c.code) as "name!"
           from categories c
           left join category_texts t on t.category_id = c.id and t.lang = $1
           left join category_texts e on e.category_id = c.id and e.lang = 'en'
           order by c.position, c.code"#,
        lang as Lang,
    )
    .fetch_all(db)
    .await
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
