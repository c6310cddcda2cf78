//! What lacks a language, outside the pages.

use sqlx::PgExecutor;

/// A thing with a text in one language and not in another.
pub struct Untranslated {
    /// `category`, `question`, `reply` or `notice`.
    pub kind: String,
    /// Code of the category, or id.
    pub key: String,
    /// What it is called in a language that it has.
    pub name: String,
    /// The language that is missing.
    pub lang: String,
}

/// Categories, questions, replies and open notices that lack a text which they have in another language; 500 at most.
pub async fn untranslated(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<Untranslated>> {
    sqlx::query_as!(
        Untranslated,
        r#"select kind as "kind!", key as "key!", name as "name!", lang as "lang!" from (
             select 'category' as kind, c.code as key, o.name, l.code as lang, c.position as place
             from categories c cross join languages l
             cross join lateral (select t.name, bool_or(a.help <> '') as helps
                                 from category_texts a join category_texts t on t.category_id = a.category_id
                                 where a.category_id = c.id group by t.name, t.lang order by t.lang = 'en' desc limit 1) o
             left join category_texts t on t.category_id = c.id and t.lang = l.code
             where c.retired_at is null and (t.name is null or (t.help = '' and o.helps))
             union all
             select 'question', c.code, o.label, l.code, c.position
             from questions q join categories c on c.id = q.category_id cross join languages l
             cross join lateral (select t.label, bool_or(a.hint <> '') as hints
                                 from question_texts a join question_texts t on t.question_id = a.question_id
                                 where a.question_id = q.id group by t.label, t.lang order by t.lang = 'en' desc limit 1) o
             left join question_texts t on t.question_id = q.id and t.lang = l.code
             where q.retired_at is null and c.retired_at is null
               and (t.label is null or (t.hint = '' and o.hints)
                    or exists (select from jsonb_array_elements(q.choices) e where coalesce(e->>l.code, '') = ''))
             union all
             select 'reply', r.id::text, o.name, l.code, 0
             from reply_texts r cross join languages l
             cross join lateral (select w.name from reply_words w where w.reply_id = r.id order by w.lang = 'en' desc limit 1) o
             where r.retired_at is null
               and not exists (select from reply_words w where w.reply_id = r.id and w.lang = l.code)
             union all
             select 'notice', n.id::text, o.value, l.code, 0
             from site_notices n cross join languages l
             cross join lateral (select t.value from jsonb_each_text(n.texts) t
                                 where t.value <> '' order by t.key = 'en' desc limit 1) o
             where n.retired_at is null and (n.ends_at is null or n.ends_at > now())
               and coalesce(n.texts->>l.code, '') = '') found
           order by kind, place, name, lang limit 500"#
    )
    .fetch_all(db)
    .await
}
