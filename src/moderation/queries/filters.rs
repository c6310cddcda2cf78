//! SQL of the parts of the queue that somebody saved.

use sqlx::PgExecutor;
use uuid::Uuid;

use crate::ids::AccountId;

/// Somebody may save so many.
pub const MOST_SAVED: i64 = 20;

/// A part of the queue under a name.
#[derive(Clone, Debug)]
pub struct Saved {
    pub id: Uuid,
    pub name: String,
    /// The query of its address.
    pub query: String,
}

/// What this person saved, oldest first.
pub async fn list(db: impl PgExecutor<'_>, me: AccountId) -> sqlx::Result<Vec<Saved>> {
    sqlx::query_as!(
        Saved,
        "select id, name, query from saved_filters where account_id = $1 order by number",
        me as AccountId,
    )
    .fetch_all(db)
    .await
}

/// Saves one, in place of one with the same name; false if there are too many.
pub async fn save(
    db: impl PgExecutor<'_>,
    me: AccountId,
    name: &str,
    query: &str,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into saved_filters (account_id, name, query)
         select $1, $2, $3
         where (select count(*) from saved_filters where account_id = $1 and name <> $2) < $4
         on conflict (account_id, name) do update set query = excluded.query",
        me as AccountId,
        name,
        query,
        MOST_SAVED,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes one of this person's own.
pub async fn remove(db: impl PgExecutor<'_>, me: AccountId, id: Uuid) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from saved_filters where id = $2 and account_id = $1",
        me as AccountId,
        id,
    )
    .execute(db)
    .await?;
    Ok(())
}
