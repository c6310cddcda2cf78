//! What happened to the reports that somebody made or follows. Nothing is stored for it: history and comments say it.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use crate::i18n::Lang;
use crate::ids::AccountId;

/// One thing that happened.
pub struct Line {
    /// Which report.
    pub reference: String,
    /// Its title, in the reporter's language.
    pub title: String,
    /// That language.
    pub lang: Lang,
    /// Whether they made the report.
    pub own: bool,
    /// `status`, `publication` or `comment`.
    pub what: String,
    /// The value after it; nothing for a comment.
    pub word: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether it was not looked at yet.
    pub unread: bool,
}

/// The last `limit` things of ninety days that others did, latest first; or only the `unread` ones. What was taken back did not
/// happen.
pub async fn lines(
    db: impl PgExecutor<'_>,
    account: AccountId,
    unread: bool,
    limit: i64,
) -> sqlx::Result<Vec<Line>> {
    sqlx::query_as!(
        Line,
        r#"with me as materialized (
             select notices_seen_at as seen,
                    greatest(case when $2 then notices_seen_at end, now() - interval '90 days') as since
             from accounts where id = $1),
           mine as (
             select i.id, true as own from incidents i where i.reporter_id = $1
             union all
             select i.id, false from incident_followers f join incidents i on i.id = f.incident_id
             where f.account_id = $1 and i.publication = 'public' and i.reporter_id is distinct from $1)
           select i.reference as "reference!", i.title as "title!", i.lang as "lang!: Lang", mine.own as "own!",
                  n.what as "what!", n.word as "word!", n.at as "at!", n.at > (select seen from me) as "unread!"
           from mine
           join incidents i on i.id = mine.id
           cross join lateral (
             select h.at, h.field as what, h.new_value as word from history h
             where h.incident_id = mine.id and h.at > (select since from me) and h.kind = 'changed'
               and (h.field = 'status' or mine.own and h.field = 'publication')
               and h.actor_id is distinct from $1 and h.actor_kind <> 'visitor'
               and not exists (select from history u where u.incident_id = mine.id and u.reverses = h.id)
             union all
             select c.created_at, 'comment', '' from incident_comments c
             where c.incident_id = mine.id and c.created_at > (select since from me) and c.publication = 'public'
               and c.audience = 'public' and c.author_id is distinct from $1 and c.author_kind <> 'reporter') n
           order by n.at desc limit $3"#,
        account as AccountId,
        unread,
        limit,
    )
    .fetch_all(db)
    .await
}
