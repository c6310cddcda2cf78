//! One report with what belongs to it: photos, comments, its past. The public statement reads the public views; the others
//! read `incident_records`, and their callers check who asks.

use sqlx::PgExecutor;
use sqlx::types::Json;

use crate::i18n::Lang;
use crate::ids::{AccountId, AreaId, CategoryId, IncidentId};
use crate::incidents::model::{
    Comment, Past, Photo, Priority, Publication, Relative, Shown, Status,
};
use crate::places::Precision;

/// Comments on one page at most: the newest.
pub const MOST_COMMENTS: i64 = 100;

/// The columns of [`Shown`] from `$from` (an alias `i`), with what is different for everybody, the reporter and staff.
macro_rules! shown {
    ($own:tt, $photos:tt, $comments:tt, $from:tt, $($args:tt)*) => {
        sqlx::query_as!(
            Shown,
            r#"select i.id as "id!: IncidentId", i.reference as "reference!", i.title as "title!",
                      i.description as "description!", i.lang as "lang!: Lang",
                      i.category_id as "category_id!: CategoryId", c.code as category_code,
                      coalesce(t.name, e.name, c.code) as "category!", c.icon, c.colour,
                      st_x(i.place) as lon, st_y(i.place) as lat, i.precision_level as "precision!: Precision",
                      i.address as "address!", case when $2 = 'af' then a.name_af else a.name_en end as area,
                      a.code as "area_code?", i.status as "status!: Status", i.status_note as "status_note!",
                      i.priority as "priority!: Priority", i.observed_at, i.reported_at as "reported_at!",
                      i.resolved_at, i.updated_at as "updated_at!",
                      i.followers as "followers!", i.duplicate_of,
                      exists (select from public_late l where l.incident_id = i.id) as "late!", "#
                + $own
                + r#",
                      coalesce((select json_agg(json_build_object('id', m.id, 'caption', m.caption, 'lang', m.caption_lang,
                                  'width', m.width, 'height', m.height, 'publication', m.publication, 'ready', m.ready)
                                order by m.position, m.number) from "#
                + $photos
                + r#" m where m.incident_id = i.id and m.comment_id is null), '[]') as "photos!: Json<Vec<Photo>>",
                      coalesce((select json_agg(json_build_object('author', m.author_kind, 'lang', m.lang, 'body', m.body,
                                  'at', m.created_at, 'publication', m.publication, 'internal', m.internal)
                                order by m.number) from "#
                + $comments
                + r#" m), '[]') as "comments!: Json<Vec<Comment>>",
                      coalesce((select json_agg(json_build_object('reference', v.reference, 'title', v.title, 'lang', v.lang,
                                  'whole', r.split_from is distinct from i.id)
                                order by r.split_from is distinct from i.id desc, r.number)
                                from incidents r join public_incidents v on v.id = r.id
                                where r.split_from = i.id
                                   or r.id = (select s.split_from from incidents s where s.id = i.id)), '[]')
                        as "relatives!: Json<Vec<Relative>>"
               from "#
                + $from
                + r#"
               join categories c on c.id = i.category_id
               left join category_texts t on t.category_id = c.id and t.lang = $2
               left join category_texts e on e.category_id = c.id and e.lang = 'en'
               left join areas a on a.id = i.area_id"#,
            $($args)*
        )
    };
}

/// A public report as everybody sees it.
pub async fn public(
    db: impl PgExecutor<'_>,
    reference: &str,
    lang: Lang,
) -> sqlx::Result<Option<Shown>> {
    shown!(
        r#"'public'::publication as "publication!: Publication", '' as "publication_reason!",
           null::text as appeal, null::text as appeal_answer,
           null::uuid as "exact_area: AreaId", false as "mine!", false as "following!""#,
        "(select m.*, 'public' as publication, true as ready from public_media m)",
        "(select m.*, 'public' as publication, false as internal from public_comments m
          where m.incident_id = i.id order by m.number desc limit $3)",
        "(select * from public_incidents where reference = $1) i",
        reference,
        lang as Lang,
        MOST_COMMENTS,
    )
    .fetch_optional(db)
    .await
}

/// A report as somebody signed in sees it, if it is public, their own, or `staff` asks. For staff the caller checks that
/// their rights cover it. Writers see their own comments before a leader has.
pub async fn signed_in(
    db: impl PgExecutor<'_>,
    reference: &str,
    lang: Lang,
    reader: AccountId,
    staff: bool,
) -> sqlx::Result<Option<Shown>> {
    shown!(
        r#"i.publication as "publication!: Publication", i.publication_reason as "publication_reason!",
           (select case when p.decided_at is null then 'open' when p.granted then 'granted' else 'denied' end
            from incident_appeals p where p.incident_id = i.id and i.reporter_id = $4) as appeal,
           (select p.answer from incident_appeals p where p.incident_id = i.id and i.reporter_id = $4) as appeal_answer,
           i.exact_area_id as "exact_area: AreaId", coalesce(i.reporter_id = $4, false) as "mine!",
           exists (select from incident_followers f where f.incident_id = i.id and f.account_id = $4) as "following!""#,
        "(select m.id, m.number, m.incident_id, m.comment_id, m.position, m.caption, m.caption_lang, m.width, m.height,
                 m.publication, m.state = 'ready' as ready from media m
          where m.publication = 'public' and m.state = 'ready' or i.reporter_id = $4
          union all select m.*, 'public', true from carried_media m)",
        "(select m.*, m.audience = 'internal' as internal from incident_comments m
          where m.incident_id = i.id
            and ((m.audience = 'public' and m.publication = 'public')
                 or (m.author_id = $4 and m.author_kind in ('resident', 'reporter'))
                 or (m.author_kind = 'reporter' and i.reporter_id = $4))
          order by m.number desc limit $3)",
        "(select * from incident_records
          where reference = $1 and (publication = 'public' or reporter_id = $4 or $5)) i",
        reference,
        lang as Lang,
        MOST_COMMENTS,
        reader as AccountId,
        staff,
    )
    .fetch_optional(db)
    .await
}

/// A report as the holder of its tracking link sees it: with all its photos and what its reporter wrote.
pub async fn tracked(
    db: impl PgExecutor<'_>,
    tracking_hash: &[u8],
    lang: Lang,
) -> sqlx::Result<Option<Shown>> {
    shown!(
        r#"i.publication as "publication!: Publication", i.publication_reason as "publication_reason!",
           (select case when p.decided_at is null then 'open' when p.granted then 'granted' else 'denied' end
            from incident_appeals p where p.incident_id = i.id) as appeal,
           (select p.answer from incident_appeals p where p.incident_id = i.id) as appeal_answer,
           null::uuid as "exact_area: AreaId", true as "mine!", false as "following!""#,
        "(select m.id, m.number, m.incident_id, m.comment_id, m.position, m.caption, m.caption_lang, m.width, m.height,
                 m.publication, m.state = 'ready' as ready from media m
          union all select m.*, 'public', true from carried_media m)",
        "(select m.*, m.audience = 'internal' as internal from incident_comments m
          where m.incident_id = i.id
            and ((m.audience = 'public' and m.publication = 'public') or m.author_kind = 'reporter')
          order by m.number desc limit $3)",
        "(select * from incident_records where tracking_hash = $1) i",
        tracking_hash,
        lang as Lang,
        MOST_COMMENTS,
    )
    .fetch_optional(db)
    .await
}

/// The changes of status of a report, oldest first, without those that were undone.
pub async fn past(db: impl PgExecutor<'_>, incident: IncidentId) -> sqlx::Result<Vec<Past>> {
    sqlx::query_as!(
        Past,
        "select h.at, h.actor_kind as actor, h.old_value as old, h.new_value as new, h.note
         from history h
         where h.incident_id = $1 and h.kind = 'changed' and h.field = 'status'
           and not exists (select from history u where u.incident_id = $1 and u.reverses = h.id)
         order by h.seq",
        incident as IncidentId,
    )
    .fetch_all(db)
    .await
}
