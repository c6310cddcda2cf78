//! SQL of what staff choose for themselves, of who is on call, and of the mail of the morning.

use chrono::{NaiveDate, NaiveTime};
use serde_json::Value;
use sqlx::PgExecutor;

use crate::i18n::Lang;
use crate::ids::AccountId;
use crate::moderation::model::Settings;

/// The settings of somebody; those of everybody who never chose are not on call, with the mail.
pub async fn settings(db: impl PgExecutor<'_>, me: AccountId) -> sqlx::Result<Settings> {
    let row = sqlx::query!(
        "select on_call, on_call_from, on_call_until, digest from staff_settings where account_id = $1",
        me as AccountId,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map_or(Settings { on_call: false, hours: None, digest: true }, |r| Settings {
        on_call: r.on_call,
        hours: r.on_call_from.zip(r.on_call_until),
        digest: r.digest,
    }))
}

/// Stores the settings of somebody.
pub async fn put(db: impl PgExecutor<'_>, me: AccountId, set: &Settings) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into staff_settings (account_id, on_call, on_call_from, on_call_until, digest) values ($1, $2, $3, $4, $5)
         on conflict (account_id) do update set on_call = $2, on_call_from = $3, on_call_until = $4, digest = $5",
        me as AccountId,
        set.on_call,
        set.hours.map(|h| h.0) as Option<NaiveTime>,
        set.hours.map(|h| h.1) as Option<NaiveTime>,
        set.digest,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sends somebody the mail of the morning no more.
pub async fn stop_digest(db: impl PgExecutor<'_>, account: AccountId) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into staff_settings (account_id, digest) select id, false from accounts where id = $1
         on conflict (account_id) do update set digest = false",
        account as AccountId,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The language of somebody's mail.
pub async fn lang(db: impl PgExecutor<'_>, account: AccountId) -> sqlx::Result<Option<Lang>> {
    sqlx::query_scalar!(
        r#"select lang as "lang: Lang" from accounts where id = $1"#,
        account as AccountId,
    )
    .fetch_optional(db)
    .await
}

/// Whether somebody is on call in this minute.
pub async fn is_on_call(db: impl PgExecutor<'_>, me: AccountId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from on_call_now where account_id = $1) as "on!""#,
        me as AccountId,
    )
    .fetch_one(db)
    .await
}

/// Who of the staff is on call in this minute, by name; at most 100.
pub async fn on_call(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select a.name from on_call_now n join accounts a on a.id = n.account_id and a.disabled_at is null
         where exists (select from account_roles r where r.account_id = a.id and r.role in ('leader', 'admin'))
         order by a.name limit 100",
    )
    .fetch_all(db)
    .await
}

/// A leader to whom the mail of the morning goes.
pub struct Reader {
    pub email: String,
    pub lang: Lang,
    /// What they are kept to, for `covers`; nothing if to nothing.
    pub limits: Option<Value>,
}

/// Leaders to whom the mail of this day was not sent yet; at most 200 at a time.
pub async fn list_unread(db: impl PgExecutor<'_>, day: NaiveDate) -> sqlx::Result<Vec<AccountId>> {
    sqlx::query_scalar!(
        r#"select a.id as "id: AccountId" from accounts a
           left join staff_settings s on s.account_id = a.id
           where a.email is not null and a.email_verified_at is not null and a.disabled_at is null
             and coalesce(s.digest, true) and (s.digest_on is null or s.digest_on < $1)
             and exists (select from account_roles r where r.account_id = a.id and r.role = 'leader')
           order by a.id limit 200"#,
        day,
    )
    .fetch_all(db)
    .await
}

/// Takes the mail of this day on for a leader: none if it was sent, or stopped. Rolls back with the transaction.
pub async fn begin_digest(
    db: impl PgExecutor<'_>,
    account: AccountId,
    day: NaiveDate,
) -> sqlx::Result<Option<Reader>> {
    sqlx::query_as!(
        Reader,
        r#"with taken as (
             insert into staff_settings as s (account_id, digest_on) values ($1, $2)
             on conflict (account_id) do update set digest_on = $2
               where s.digest and (s.digest_on is null or s.digest_on < $2)
             returning account_id)
           select a.email::text as "email!", a.lang as "lang: Lang",
                  (select case when bool_or(r.areas = '{}' and r.categories = '{}') then null
                          else jsonb_agg(jsonb_build_object('areas', r.areas, 'categories', r.categories)) end
                   from account_roles r where r.account_id = a.id and r.role in ('leader', 'officer', 'admin')) as limits
           from taken t join accounts a on a.id = t.account_id and a.email is not null and a.disabled_at is null"#,
        account as AccountId,
        day,
    )
    .fetch_optional(db)
    .await
}

/// A line of the mail: a report by its reference, with no word of its reporter.
pub struct Line {
    pub reference: String,
    pub category: String,
    pub due: chrono::DateTime<chrono::Utc>,
    /// Whether that time has passed.
    pub late: bool,
}

/// Reports that are late or nearly due, within these limits, the most pressing first; at most 20.
pub async fn pressing(
    db: impl PgExecutor<'_>,
    limits: Option<Value>,
    lang: Lang,
) -> sqlx::Result<Vec<Line>> {
    sqlx::query_as!(
        Line,
        r#"with late as (
             select i.id, least(case when i.status = 'reported' then d.look_by end, d.resolve_by) as due
             from incidents i join incident_deadlines d on d.incident_id = i.id
             where i.status in ('reported', 'acknowledged', 'in_progress') and covers($1, i.area_id, i.category_id)
               and (d.resolve_by < clock_timestamp() or (i.status = 'reported' and d.look_by < clock_timestamp()))
             order by i.queue_rank desc, i.number limit 20)
           select i.reference, coalesce(t.name, c.code) as "category!", x.due as "due!", x.late as "late!"
           from (select id, due, true as late from late
                 union all
                 select incident_id, due, false from nearly_due) x
           join incidents i on i.id = x.id and covers($1, i.area_id, i.category_id)
           join categories c on c.id = i.category_id
           left join category_texts t on t.category_id = c.id and t.lang = $2
           order by x.late desc, i.queue_rank desc, i.number limit 20"#,
        limits,
        lang.code(),
    )
    .fetch_all(db)
    .await
}

/// The newest life-threatening report that nobody has looked at.
pub struct Alarm {
    pub number: i64,
    pub reference: String,
}

/// That report, within these limits.
pub async fn alarm(db: impl PgExecutor<'_>, limits: Option<Value>) -> sqlx::Result<Option<Alarm>> {
    sqlx::query_as!(
        Alarm,
        "select i.number, i.reference from incidents i
         where i.queue_rank >= 10 and i.status = 'reported' and covers($1, i.area_id, i.category_id)
         order by i.number desc limit 1",
        limits,
    )
    .fetch_optional(db)
    .await
}
