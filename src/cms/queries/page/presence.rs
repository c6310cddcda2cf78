//! Who has a page open.

use sqlx::PgExecutor;
use uuid::Uuid;

use crate::ids::AccountId;

/// Notes that somebody has the page open; false if there is no such page.
pub async fn note_here(db: impl PgExecutor<'_>, page: Uuid, who: AccountId) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into cms_presence (page_id, account_id) select id, $2 from cms_pages where id = $1
         on conflict (page_id, account_id) do update set seen_at = clock_timestamp()",
        page,
        who.0,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The names of others who had the page open within a minute.
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
