//! SQL of macros.

use sqlx::PgExecutor;
use uuid::Uuid;

use crate::i18n::Lang;
use crate::ids::AccountId;
use crate::incidents::{Priority, Publication, Status};
use crate::moderation::model::{Macro, MacroWords};

/// Every macro with its name in the reader's language, in order.
pub async fn list(db: impl PgExecutor<'_>, lang: Lang) -> sqlx::Result<Vec<Macro>> {
    sqlx::query_as!(
        Macro,
        r#"select m.id, coalesce(w.name, '') as "name!", m.first_status as "first: Status", m.then_status as "then: Status",
                  m.publication as "publication: Publication", m.priority as "priority: Priority", m.assign,
                  m.retired_at is not null as "retired!"
           from macros m left join macro_words w on w.macro_id = m.id and w.lang = $1
           order by m.position, m.number"#,
        lang.code(),
    )
    .fetch_all(db)
    .await
}

/// The words of a macro in every language.
pub async fn words(db: impl PgExecutor<'_>, id: Uuid) -> sqlx::Result<Vec<MacroWords>> {
    sqlx::query_as!(
        MacroWords,
        r#"select lang as "lang: Lang", name, reply, note from macro_words where macro_id = $1"#,
        id,
    )
    .fetch_all(db)
    .await
}

/// Adds a macro or changes what it does.
pub async fn put(db: impl PgExecutor<'_>, m: &Macro, by: AccountId) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into macros (id, first_status, then_status, publication, priority, assign, updated_by)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (id) do update set first_status = $2, then_status = $3, publication = $4, priority = $5, assign = $6,
           updated_by = $7, updated_at = clock_timestamp()",
        m.id,
        m.first as Option<Status>,
        m.then as Option<Status>,
        m.publication as Option<Publication>,
        m.priority as Option<Priority>,
        m.assign,
        by as AccountId,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets one language of a macro.
pub async fn put_words(db: impl PgExecutor<'_>, id: Uuid, words: &MacroWords) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into macro_words (macro_id, lang, name, reply, note) values ($1, $2, $3, $4, $5)
         on conflict (macro_id, lang) do update set name = $3, reply = $4, note = $5",
        id,
        words.lang as Lang,
        words.name,
        words.reply,
        words.note,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes a macro from the lists, or brings it back; whether it is there.
pub async fn retire(
    db: impl PgExecutor<'_>,
    id: Uuid,
    retired: bool,
    by: AccountId,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update macros set retired_at = case when $2 then clock_timestamp() end, updated_by = $3,
                updated_at = clock_timestamp() where id = $1",
        id,
        retired,
        by as AccountId,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Puts all macros in this order.
pub async fn order(db: impl PgExecutor<'_>, ids: &[Uuid]) -> sqlx::Result<()> {
    sqlx::query!(
        "update macros m set position = o.place::int
         from unnest($1::uuid[]) with ordinality as o (id, place) where o.id = m.id",
        ids,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Staff to whom a macro may give a report, by name; at most 200.
pub async fn staff(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<(AccountId, String)>> {
    let rows = sqlx::query!(
        r#"select a.id as "id: AccountId", a.name from accounts a
           where a.disabled_at is null
             and exists (select from account_roles r where r.account_id = a.id and r.role in ('leader', 'officer', 'admin'))
           order by a.name, a.id limit 200"#,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| (r.id, r.name)).collect())
}
