//! SQL of merging categories, and of where a category is used.

use sqlx::PgExecutor;

use crate::ids::CategoryId;

/// Codes that were merged, with the codes that they lead to now.
pub async fn merged(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        "select o.code, n.code as into_code from categories o join categories n on n.id = o.merged_into"
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| (r.code, r.into_code)).collect())
}

/// Takes a category out for good: it and all that were merged into it lead to the other one from now on.
pub async fn set_merged(
    db: impl PgExecutor<'_>,
    id: CategoryId,
    into: CategoryId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update categories set merged_into = $2, retired_at = coalesce(retired_at, clock_timestamp()),
                parent_id = case when id = $1 then null else parent_id end,
                version = version + 1, updated_at = clock_timestamp()
         where id = $1 or merged_into = $1",
        id as CategoryId,
        into as CategoryId,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// In the limits of people the other category takes the place of this one, so that everybody goes on seeing the reports
/// that they saw.
pub async fn move_limits(
    db: impl PgExecutor<'_>,
    id: CategoryId,
    into: CategoryId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update account_roles set categories = array_append(array_remove(array_remove(categories, $1), $2), $2)
         where $1 = any(categories)",
        id.0,
        into.0,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Where a category is used.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    /// Reports, whether public or not.
    pub reports: i64,
    /// Questions that are asked.
    pub questions: i64,
    /// Categories that it leads as a group.
    pub members: i64,
    /// Categories whose reports it took.
    pub merged: i64,
    /// Names of people whose limits name it.
    pub people: Vec<String>,
    /// Addresses of pages that list its reports, live or as a draft.
    pub pages: Vec<String>,
}

/// Everything that uses this category.
pub async fn uses_of(db: impl PgExecutor<'_>, id: CategoryId, code: &str) -> sqlx::Result<Uses> {
    sqlx::query_as!(
        Uses,
        r#"select (select count(*) from incidents where category_id = $1) as "reports!",
                  (select count(*) from questions where category_id = $1 and retired_at is null) as "questions!",
                  (select count(*) from categories where parent_id = $1) as "members!",
                  (select count(*) from categories where merged_into = $1) as "merged!",
                  array(select distinct coalesce(nullif(a.name, ''), a.email::text, a.phone, '')
                        from account_roles r join accounts a on a.id = r.account_id where $1 = any(r.categories) order by 1) as "people!",
                  array(select p.path from cms_pages p where p.deleted_at is null and exists (
                          select from jsonb_path_query(jsonb_build_array(p.live, p.draft), 'strict $.**.category') u
                          where u #>> '{}' = $2) order by 1) as "pages!""#,
        id as CategoryId,
        code,
    )
    .fetch_one(db)
    .await
}
