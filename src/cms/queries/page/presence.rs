//! Who has a page open.

use sqlx::PgExecutor;
use uuid::Uuid;

use crate::ids::AccountId;

/// Notes that somebody has the page open, and gives the names of the others who had it within a minute.
pub async fn here(
    db: impl PgExecutor<'_>,
    page: Uuid,
    who: AccountId,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"with me as (
             insert into cms_presence (page_id, account_id) values ($1, $2)
             on conflict (page_id, account_id) do update set seen_at = clock_timestamp())
           select a.name from cms_presence p join accounts a on a.id = p.account_id
           where p.page_id = $1 and p.account_id <> $2 and p.seen_at > clock_timestamp() - interval '1 minute'
           order by a.name"#,
        page,
        who.0,
    )
    .fetch_all(db)
    .await
}

/// The names of others who have the page open.
pub async fn others_here(
    db: impl PgExecutor<'_>,
    page: Uuid,
    who: AccountId,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select a.name from cms_presence p join accounts a on a.id = p.account_id
         where p.page_id = $1 and p.account_id <> $2 and p.seen_at > clock_timestamp() - interval '1 minute'
         order by a.name",
        page,
        who.0,
    )
    .fetch_all(db)
    .await
}
