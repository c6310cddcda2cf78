//! People as admins find them.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use crate::auth::Role;
use crate::i18n::Lang;
use crate::ids::AccountId;

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
    /// Whether it may make something public, where its roles reach.
    pub may_publish: bool,
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
                  a.disabled_at is not null as "disabled!", a.may_publish,
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
                  a.disabled_at is not null as "disabled!", a.may_publish,
                  array(select r.role from account_roles r where r.account_id = a.id order by r.role) as "roles!: Vec<Role>"
           from accounts a where a.id = $1"#,
        account as AccountId,
    )
    .fetch_optional(db)
    .await
}

/// Says whether an account may make something public.
pub async fn set_may_publish(
    db: impl PgExecutor<'_>,
    account: AccountId,
    may: bool,
) -> sqlx::Result<()> {
    sqlx::query!("update accounts set may_publish = $2 where id = $1", account as AccountId, may)
        .execute(db)
        .await?;
    Ok(())
}
