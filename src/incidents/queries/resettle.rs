//! Which area a report lies in, worked out again.

use sqlx::PgExecutor;

/// The newest order number; 0 while there is none.
pub async fn last(db: impl PgExecutor<'_>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"select coalesce(max(number), 0) as "last!" from incidents"#)
        .fetch_one(db)
        .await
}

/// Reports with order numbers from `from` to below `beyond`: the areas of their places as they are now.
pub async fn resettle(db: impl PgExecutor<'_>, from: i64, beyond: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        r#"update incidents i set area_id = now.area, public_area_id = now.public
           from (select o.id, area_of(o.place) as area, area_of(o.public_place) as public
                 from incidents o where o.number >= $1 and o.number < $2 offset 0) now
           where i.id = now.id and (i.area_id, i.public_area_id) is distinct from (now.area, now.public)"#,
        from,
        beyond,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}
