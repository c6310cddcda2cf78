//! SQL of texts that go to a translator: categories, questions with their choices, notices, menus. Pages are read as pages.

use sqlx::PgExecutor;

use crate::cms::model::TextLine;
use crate::i18n::Lang;

/// The texts of categories and questions that are offered, of notices and of menus, in both languages, by key.
pub async fn texts(db: impl PgExecutor<'_>, from: Lang, to: Lang) -> sqlx::Result<Vec<TextLine>> {
    sqlx::query_as!(
        TextLine,
        r#"with c as (select id, code from categories where retired_at is null)
           select key as "key!", coalesce(source, '') as "source!", coalesce(target, '') as "target!" from (
             select 'category/' || c.code || '/name' as key, f.name as source, t.name as target
             from c left join category_texts f on f.category_id = c.id and f.lang = $1
             left join category_texts t on t.category_id = c.id and t.lang = $2
             union all
             select 'category/' || c.code || '/help', f.help, t.help
             from c left join category_texts f on f.category_id = c.id and f.lang = $1
             left join category_texts t on t.category_id = c.id and t.lang = $2
             union all
             select 'question/' || c.code || '/' || q.code || '/label', f.label, t.label
             from c join questions q on q.category_id = c.id and q.retired_at is null
             left join question_texts f on f.question_id = q.id and f.lang = $1
             left join question_texts t on t.question_id = q.id and t.lang = $2
             union all
             select 'question/' || c.code || '/' || q.code || '/hint', f.hint, t.hint
             from c join questions q on q.category_id = c.id and q.retired_at is null
             left join question_texts f on f.question_id = q.id and f.lang = $1
             left join question_texts t on t.question_id = q.id and t.lang = $2
             union all
             select 'question/' || c.code || '/' || q.code || '/choice-' || (o.choice->>'value'), o.choice->>$1::text, o.choice->>$2::text
             from c join questions q on q.category_id = c.id and q.retired_at is null,
                  jsonb_array_elements(q.choices) o(choice)
             union all
             select 'reply/' || r.id || '/name', f.name, t.name
             from reply_texts r left join reply_words f on f.reply_id = r.id and f.lang = $1
             left join reply_words t on t.reply_id = r.id and t.lang = $2 where r.retired_at is null
             union all
             select 'reply/' || r.id || '/body', f.body, t.body
             from reply_texts r left join reply_words f on f.reply_id = r.id and f.lang = $1
             left join reply_words t on t.reply_id = r.id and t.lang = $2 where r.retired_at is null
             union all
             select 'notice/' || n.id || '/text', n.texts->>$1::text, n.texts->>$2::text
             from site_notices n where n.retired_at is null
             union all
             select 'menu/' || m.id || '/label', m.labels->>$1::text, m.labels->>$2::text from site_menu_items m
           ) x where coalesce(source, '') <> '' order by key"#,
        from as Lang,
        to as Lang,
    )
    .fetch_all(db)
    .await
}
