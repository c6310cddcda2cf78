//! What somebody reported and follows.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use crate::i18n::Lang;
use crate::ids::{AccountId, MediaId};
use crate::incidents::model::{Card, Priority, Publication, Status};

/// Followed reports on one page: the last followed.
pub const MOST_FOLLOWED: i64 = 50;

/// An account's own reports in every state, newest first, from the one before `at` and `number` on; photos are those of the reporter.
pub async fn reported(
    db: impl PgExecutor<'_>,
    lang: Lang,
    account: AccountId,
    at: Option<DateTime<Utc>>,
    number: Option<i64>,
    limit: i64,
) -> sqlx::Result<Vec<Card>> {
    sqlx::query_as!(
        Card,
        r#"select i.title as "title!", i.lang as "lang!: Lang", i.reference as "reference!",
                  coalesce(t.name, e.name, c.code) as "category!", c.icon, c.colour,
                  coalesce(nullif(i.address, ''), case when $2 = 'af' then a.name_af else a.name_en end, '') as "place!",
                  i.status as "status!: Status", i.priority as "priority!: Priority",
                  i.publication as "publication!: Publication", i.reported_at as "reported_at!",
                  i.updated_at as "updated_at!", m.id as "photo?: MediaId", i.number as "number!",
                  exists (select from public_late l where l.incident_id = i.id) as "late!"
           from (select * from incident_records where reporter_id = $1 
                   and ($3::timestamptz is null or (reported_at, number) < ($3, $4))
                 order by reported_at desc, number desc limit $5) i
           join categories c on c.id = i.category_id
           left join category_texts t on t.category_id = c.id and t.lang = $2
           left join category_texts e on e.category_id = c.id and e.lang = 'en'
           left join areas a on a.id = i.area_id
           left join lateral (select m.id from media m where m.incident_id = i.id and m.comment_id is null
                                and m.state = 'ready' order by m.position, m.number limit 1) m on true
           order by i.reported_at desc, i.number desc"#,
        account as AccountId,
        lang as Lang,
        at,
        number,
        limit,
    )
    .fetch_all(db)
    .await
}

/// Public reports that an account, or a phone without one, follows, last followed first.
pub async fn followed(
    db: impl PgExecutor<'_>,
    lang: Lang,
    account: Option<AccountId>,
    device_hash: Option<&[u8]>,
) -> sqlx::Result<Vec<Card>> {
    sqlx::query_as!(
        Card,
        r#"select i.title as "title!", i.lang as "lang!: Lang", i.reference as "reference!",
                  coalesce(t.name, e.name, c.code) as "category!", c.icon, c.colour,
                  coalesce(nullif(i.address, ''), case when $2 = 'af' then a.name_af else a.name_en end, '') as "place!",
                  i.status as "status!: Status", i.priority as "priority!: Priority",
                  'public'::publication as "publication!: Publication", i.reported_at as "reported_at!",
                  i.updated_at as "updated_at!", m.id as "photo?: MediaId", i.number as "number!",
                  exists (select from public_late l where l.incident_id = i.id) as "late!"
           from incident_followers f
           join public_incidents i on i.id = f.incident_id
           join categories c on c.id = i.category_id
           left join category_texts t on t.category_id = c.id and t.lang = $2
           left join category_texts e on e.category_id = c.id and e.lang = 'en'
           left join areas a on a.id = i.area_id
           left join lateral (select m.id from public_media m where m.incident_id = i.id and m.comment_id is null
                              order by m.position, m.number limit 1) m on true
           where f.account_id = $1 or f.device_hash = $4
           order by f.created_at desc limit $3"#,
        account as Option<AccountId>,
        lang as Lang,
        MOST_FOLLOWED,
        device_hash,
    )
    .fetch_all(db)
    .await
}
