//! What the filter form offers, and how common the words of a search are.

use sqlx::{PgConnection, PgExecutor};

use crate::i18n::Lang;

/// A search whose words fewer reports have than this is widened to similar spellings, unless one of its words is common.
const RARE: i64 = 20;

/// Words that at most this many reports have are looked up in their index and the reports sorted; for commoner ones the
/// list is walked in its order until enough have been met. In between both take about as long.
const FEW: i64 = 10_000;

/// How many public reports have these words, at most [`FEW`] + 1.
async fn hits(db: impl PgExecutor<'_>, words: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from (select from public_incidents i where i.search @@ search_query($1) limit $2) x"#,
        words,
        FEW + 1,
    )
    .fetch_one(db)
    .await
}

/// One value that a field of the filter form offers; or, of kind `few` or `similar`, the word that a search finds few or
/// hardly any.
#[derive(Clone, Debug)]
pub struct Choice {
    /// `category`, `merged` (the code of one that is no more), `area`, `person`, `few` or `similar`.
    pub kind: String,
    /// What stands in the address.
    pub value: String,
    /// What people read.
    pub label: String,
    /// The row.
    pub id: Option<uuid::Uuid>,
}

/// What the filter form offers: categories, areas and, for staff, people; and whether few reports have the words searched
/// for. If so, the rest of the transaction looks words up in their index and nowhere else: the planner cannot know how rare
/// an unfinished word is, and would now and then walk through the whole list in search of it.
pub async fn choices(
    db: &mut PgConnection,
    lang: Lang,
    words: Option<&str>,
    staff: bool,
) -> sqlx::Result<Vec<Choice>> {
    let mut choices = offered(&mut *db, lang, staff).await?;
    let Some(words) = words else { return Ok(choices) };
    by_words_only(&mut *db, true).await?;
    let hits = hits(&mut *db, words).await?;
    let mut add = |kind: &str| {
        choices.push(Choice {
            kind: kind.into(),
            value: String::new(),
            label: String::new(),
            id: None,
        });
    };
    if hits < RARE && !any_common(&mut *db, words).await? {
        add("similar");
    }
    if hits <= FEW {
        add("few");
    } else {
        by_words_only(&mut *db, false).await?;
    }
    Ok(choices)
}

/// Whether one of the words is in more than [`FEW`] reports. Then it is spelt right, and reports with something like it are
/// no answer but a large part of the list.
async fn any_common(db: impl PgExecutor<'_>, words: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (
             select from regexp_split_to_table(fold($1), '[^[:alnum:]]+') word
             where word <> '' and (
               select count(*) from (select from public_incidents i where i.search @@ plainto_tsquery('simple', word)
                                     limit $2) x) >= $2) as "any!""#,
        words,
        FEW + 1,
    )
    .fetch_one(db)
    .await
}

/// Has the statements of this transaction find rows by their words and not by their order, or lets the planner choose again.
async fn by_words_only(db: impl PgExecutor<'_>, only: bool) -> sqlx::Result<()> {
    let other = if only { "off" } else { "on" };
    sqlx::query!(
        r#"select set_config('enable_seqscan', $1, true) as "a", set_config('enable_indexscan', $1, true) as "b""#,
        other,
    )
    .fetch_one(db)
    .await?;
    Ok(())
}

async fn offered(db: impl PgExecutor<'_>, lang: Lang, staff: bool) -> sqlx::Result<Vec<Choice>> {
    sqlx::query_as!(
        Choice,
        r#"select kind as "kind!", value as "value!", label as "label!", id
           from (select 'category' as kind, c.code as value,
                        case when c.parent_id is null then '' else coalesce(pt.name, pe.name, '') || ': ' end
                          || coalesce(t.name, e.name, c.code) as label, c.id,
                        coalesce(p.position, c.position) as position,
                        case when p.id is null then -1 else c.position end as digits
                 from categories c
                 left join category_texts t on t.category_id = c.id and t.lang = $1
                 left join category_texts e on e.category_id = c.id and e.lang = 'en'
                 left join categories p on p.id = c.parent_id
                 left join category_texts pt on pt.category_id = p.id and pt.lang = $1
                 left join category_texts pe on pe.category_id = p.id and pe.lang = 'en'
                 where c.merged_into is null
                 union all
                 select 'merged', c.code, '', c.merged_into, 0, 0 from categories c where c.merged_into is not null
                 union all
                 select 'area', a.code, case when $1 = 'af' then a.name_af else a.name_en end, a.id,
                        case a.kind when 'suburb' then 1 when 'ward' then 2 else 3 end,
                        coalesce(substring(a.name_en from '[0-9]+')::numeric, 0)
                 from areas a where a.served
                 union all
                 select 'person', p.id::text, coalesce(nullif(p.name, ''), p.email::text, p.phone), p.id, 0, 0
                 from accounts p
                 where $2 and p.disabled_at is null
                   and exists (select from account_roles r where r.account_id = p.id and r.role in ('leader', 'officer', 'admin'))) x
           order by kind, position, digits, label"#,
        lang as Lang,
        staff,
    )
    .fetch_all(db)
    .await
}
