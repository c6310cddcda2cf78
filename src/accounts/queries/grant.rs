//! Roles: read, replaced one admin at a time, and the areas and categories they can be kept to.

use sqlx::PgExecutor;

use crate::auth::{Grant, Role};
use crate::i18n::Lang;
use crate::ids::{AccountId, AreaId, CategoryId};

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
