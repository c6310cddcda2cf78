//! SQL of the categories for which two people decide.

use sqlx::PgExecutor;

use crate::i18n::Lang;
use crate::ids::AccountId;

/// A category, and whether two people decide about it.
pub struct Rule {
    pub code: String,
    pub name: String,
    pub two_people: bool,
}

/// Every category that is offered, in order.
pub async fn list(db: impl PgExecutor<'_>, lang: Lang) -> sqlx::Result<Vec<Rule>> {
    sqlx::query_as!(
        Rule,
        r#"select c.code, coalesce(t.name, c.code) as "name!", coalesce(r.two_people, false) as "two_people!"
           from categories c
           left join category_texts t on t.category_id = c.id and t.lang = $1
           left join moderation_rules r on r.category_id = c.id
           where c.retired_at is null order by c.position, c.code"#,
        lang.code(),
    )
    .fetch_all(db)
    .await
}

/// Two people decide about these categories, and about no others.
pub async fn set(db: impl PgExecutor<'_>, codes: &[String], by: AccountId) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into moderation_rules as r (category_id, two_people, updated_by)
         select c.id, c.code = any($1), $2 from categories c
         on conflict (category_id) do update set two_people = excluded.two_people, updated_by = $2,
           updated_at = clock_timestamp()
         where r.two_people <> excluded.two_people",
        codes,
        by as AccountId,
    )
    .execute(db)
    .await?;
    Ok(())
}
