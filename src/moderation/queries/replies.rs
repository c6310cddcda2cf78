//! SQL of the replies that leaders choose from.

use sqlx::PgExecutor;
use uuid::Uuid;

use crate::i18n::Lang;
use crate::ids::AccountId;

/// A reply as it is offered.
#[derive(Clone, Debug)]
pub struct Reply {
    pub id: Uuid,
    pub used_for: String,
    pub name: String,
    pub retired: bool,
}

/// Every reply with its name in the reader's language, in order of use.
pub async fn list(db: impl PgExecutor<'_>, lang: Lang) -> sqlx::Result<Vec<Reply>> {
    sqlx::query_as!(
        Reply,
        r#"select r.id, r.used_for, coalesce(w.name, '') as "name!", r.retired_at is not null as "retired!"
           from reply_texts r left join reply_words w on w.reply_id = r.id and w.lang = $1
           order by array_position(array['hide', 'reject', 'ask', 'status'], r.used_for), r.number"#,
        lang.code(),
    )
    .fetch_all(db)
    .await
}

/// The words of a reply in the language of a report, else in English.
pub async fn body(db: impl PgExecutor<'_>, id: Uuid, lang: Lang) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "select body from reply_words where reply_id = $1 and lang in ($2, 'en') order by lang = $2 desc limit 1",
        id,
        lang.code(),
    )
    .fetch_optional(db)
    .await
}

/// One language of a reply.
pub struct Words {
    pub lang: Lang,
    pub name: String,
    pub body: String,
}

/// A reply in every language.
pub async fn words(db: impl PgExecutor<'_>, id: Uuid) -> sqlx::Result<Vec<Words>> {
    sqlx::query_as!(
        Words,
        r#"select lang as "lang: Lang", name, body from reply_words where reply_id = $1"#,
        id,
    )
    .fetch_all(db)
    .await
}

/// Adds a reply or changes where it is offered.
pub async fn put(
    db: impl PgExecutor<'_>,
    id: Uuid,
    used_for: &str,
    by: AccountId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into reply_texts (id, used_for, updated_by) values ($1, $2, $3)
         on conflict (id) do update set used_for = $2, updated_by = $3, updated_at = clock_timestamp()",
        id,
        used_for,
        by as AccountId,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets one language of a reply.
pub async fn put_words(
    db: impl PgExecutor<'_>,
    id: Uuid,
    lang: Lang,
    name: &str,
    body: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into reply_words (reply_id, lang, name, body) values ($1, $2, $3, $4)
         on conflict (reply_id, lang) do update set name = $3, body = $4",
        id,
        lang as Lang,
        name,
        body,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes a reply from the lists, or brings it back; whether it is there.
pub async fn retire(
    db: impl PgExecutor<'_>,
    id: Uuid,
    retired: bool,
    by: AccountId,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update reply_texts set retired_at = case when $2 then clock_timestamp() end, updated_by = $3,
                updated_at = clock_timestamp() where id = $1",
        id,
        retired,
        by as AccountId,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
