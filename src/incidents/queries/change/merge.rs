//! A duplicate and the report that it repeats: whose followers go on there, and who is told; and the reports of a
//! category that is merged.

use sqlx::PgExecutor;

use crate::i18n::Lang;
use crate::ids::{AccountId, CategoryId, IncidentId};

/// The report that a duplicate repeats now, with both references.
pub struct Repeats {
    pub original: IncidentId,
    pub original_reference: String,
    pub reference: String,
}

/// What a report repeats, if it is a duplicate; locks it.
pub async fn repeats(db: impl PgExecutor<'_>, id: IncidentId) -> sqlx::Result<Option<Repeats>> {
    sqlx::query_as!(
        Repeats,
        r#"select o.id as "original: IncidentId", o.reference as original_reference, i.reference
           from incidents i join incidents o on o.id = i.duplicate_of
           where i.id = $1 and i.status = 'duplicate' for update of i"#,
        id as IncidentId,
    )
    .fetch_optional(db)
    .await
}

/// Lets the followers of a duplicate, and its reporter, follow the original. The accounts that did not before.
pub async fn carry_followers(
    db: impl PgExecutor<'_>,
    from: IncidentId,
    to: IncidentId,
) -> sqlx::Result<Vec<Option<AccountId>>> {
    sqlx::query_scalar!(
        r#"insert into incident_followers (id, incident_id, account_id, device_hash, created_at)
           select gen_random_uuid(), $2, f.account_id, f.device_hash, f.created_at
           from (select account_id, device_hash, created_at from incident_followers where incident_id = $1
                 union all
                 select i.reporter_id, null, i.reported_at from incidents i
                 where i.id = $1 and i.reporter_id is not null
                   and not exists (select from incident_followers e where e.incident_id = $1 and e.account_id = i.reporter_id)) f
           on conflict do nothing
           returning account_id as "account: AccountId""#,
        from as IncidentId,
        to as IncidentId,
    )
    .fetch_all(db)
    .await
}

/// Where somebody reads that something which they follow goes on elsewhere.
pub struct Reader {
    pub email: String,
    pub lang: Lang,
}

/// Followers among these accounts with a proven address, without the reporter of the duplicate, who is told otherwise.
pub async fn readers(
    db: impl PgExecutor<'_>,
    duplicate: IncidentId,
    accounts: &[AccountId],
) -> sqlx::Result<Vec<Reader>> {
    sqlx::query_as!(
        Reader,
        r#"select a.email::text as "email!", a.lang as "lang: Lang" from accounts a
           where a.id = any($2) and a.email is not null and a.email_verified_at is not null and a.disabled_at is null
             and not exists (select from incidents i where i.id = $1 and i.reporter_id = a.id)"#,
        duplicate as IncidentId,
        accounts as &[AccountId],
    )
    .fetch_all(db)
    .await
}

/// Reports of a category, the oldest first; at most `most`.
pub async fn list_in_category(
    db: impl PgExecutor<'_>,
    category: CategoryId,
    most: i64,
) -> sqlx::Result<Vec<IncidentId>> {
    sqlx::query_scalar!(
        r#"select id as "id: IncidentId" from incidents where category_id = $1 order by number limit $2"#,
        category as CategoryId,
        most,
    )
    .fetch_all(db)
    .await
}
