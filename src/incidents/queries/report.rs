//! SQL of reporting: drafts, the report itself, similar reports, and who is alerted.

use chrono::{DateTime, Utc};
use ipnet::IpNet;
use serde_json::Value;
use sqlx::PgExecutor;
use sqlx::types::Json;

use crate::i18n::Lang;
use crate::ids::{AccountId, AreaId, CategoryId, DraftId, IncidentId, PlaceId, SubmissionId};
use crate::incidents::model::report::{ContactForm, NewIncident, ReportForm};
use crate::incidents::model::{Publication, Reference, Status};
use crate::places::{Point, PublicPlace};

/// A report being written.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The row.
    pub id: DraftId,
    /// The submission that this draft becomes.
    pub submission: SubmissionId,
    /// Who began it, if somebody was signed in.
    pub account: Option<AccountId>,
    /// Everything typed so far.
    pub form: ReportForm,
    /// The report it became, once sent.
    pub incident: Option<IncidentId>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
}

struct DraftRow {
    id: DraftId,
    submission: SubmissionId,
    account: Option<AccountId>,
    form: Json<ReportForm>,
    incident: Option<IncidentId>,
    created_at: DateTime<Utc>,
}

/// The draft with this key, unless it expired.
pub async fn find_draft(db: impl PgExecutor<'_>, key_hash: &[u8]) -> sqlx::Result<Option<Draft>> {
    let row = sqlx::query_as!(
        DraftRow,
        r#"select id as "id: DraftId", submission_id as "submission: SubmissionId", account_id as "account: AccountId",
                  data as "form: Json<ReportForm>", incident_id as "incident: IncidentId", created_at
           from report_drafts where key_hash = $1 and expires_at > clock_timestamp()"#,
        key_hash,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|r| Draft {
        id: r.id,
        submission: r.submission,
        account: r.account,
        form: r.form.0,
        incident: r.incident,
        created_at: r.created_at,
    }))
}

/// A draft to be stored.
pub struct NewDraft<'a> {
    pub id: DraftId,
    pub key_hash: &'a [u8],
    pub account: Option<AccountId>,
    pub submission: SubmissionId,
    pub lang: Lang,
}

pub async fn insert_draft(db: impl PgExecutor<'_>, new: &NewDraft<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into report_drafts (id, key_hash, account_id, submission_id, lang) values ($1, $2, $3, $4, $5)",
        new.id as DraftId,
        new.key_hash,
        new.account as Option<AccountId>,
        new.submission as SubmissionId,
        new.lang as Lang,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Replaces the parts named in `data` and lets the draft live another week; false when it was sent meanwhile.
pub async fn save_draft(
    db: impl PgExecutor<'_>,
    draft: DraftId,
    lang: Lang,
    account: Option<AccountId>,
    data: &Value,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update report_drafts set data = data || $2, lang = $3, account_id = coalesce(account_id, $4),
                updated_at = clock_timestamp(), expires_at = clock_timestamp() + interval '7 days'
         where id = $1 and incident_id is null",
        draft as DraftId,
        data,
        lang as Lang,
        account as Option<AccountId>,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Locks a draft against being sent twice; the report that it became, if it was sent. None when it is gone.
pub async fn lock_draft(
    db: impl PgExecutor<'_>,
    draft: DraftId,
) -> sqlx::Result<Option<Option<IncidentId>>> {
    sqlx::query_scalar!(
        r#"select incident_id as "incident: IncidentId" from report_drafts where id = $1 for update"#,
        draft as DraftId,
    )
    .fetch_optional(db)
    .await
}

/// Marks a draft as sent. What was typed has its home in the report now.
pub async fn finish_draft(
    db: impl PgExecutor<'_>,
    draft: DraftId,
    incident: IncidentId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update report_drafts set incident_id = $2, data = '{}', updated_at = clock_timestamp() where id = $1",
        draft as DraftId,
        incident as IncidentId,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Removes drafts that expired.
pub async fn delete_expired_drafts(db: impl PgExecutor<'_>) -> sqlx::Result<u64> {
    let done = sqlx::query!("delete from report_drafts where expires_at < clock_timestamp()")
        .execute(db)
        .await?;
    Ok(done.rows_affected())
}

/// Removes address and kind of browser of reporters after 30 days.
pub async fn forget_devices(db: impl PgExecutor<'_>) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "update incident_contacts set ip = null, browser = ''
         where created_at < clock_timestamp() - interval '30 days' and (ip is not null or browser <> '')"
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// What the server works out about a report before storing it.
pub struct Worked<'a> {
    pub id: IncidentId,
    pub reference: &'a Reference,
    pub public: PublicPlace,
    pub public_address: &'a str,
    pub area: Option<AreaId>,
    pub reporter: Option<AccountId>,
    pub tracking_hash: &'a [u8],
    pub publication: Publication,
}

/// Stores a report; false when its submission or its reference is there already.
pub async fn insert(
    db: impl PgExecutor<'_>,
    new: &NewIncident,
    worked: &Worked<'_>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into incidents (id, reference, submission_id, title, description, lang, category_id, place, place_accuracy_m,
            address, public_place, public_address, precision_level, area_id, public_area_id, reporter_id, tracking_hash,
            publication, priority, requires_authority, metadata, observed_at, source)
         values ($1, $2, $3, $4, $5, $6, $7, st_setsrid(st_makepoint($8, $9), 4326), $10, $11,
            st_setsrid(st_makepoint($12, $13), 4326), $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)
         on conflict do nothing",
        worked.id as IncidentId,
        worked.reference.as_str(),
        new.submission as SubmissionId,
        new.title,
        new.description,
        new.lang as Lang,
        new.category.id as CategoryId,
        new.place.map(|p| p.lon),
        new.place.map(|p| p.lat),
        new.accuracy_m,
        new.address,
        worked.public.point.map(|p| p.lon),
        worked.public.point.map(|p| p.lat),
        worked.public_address,
        new.category.precision as crate::places::Precision,
        worked.area as Option<AreaId>,
        worked.public.area as Option<AreaId>,
        worked.reporter as Option<AccountId>,
        worked.tracking_hash,
        worked.publication as Publication,
        new.category.default_priority as crate::categories::Priority,
        new.category.requires_authority,
        serde_json::json!(new.answers),
        new.observed_at,
        new.source,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The report made of a submission.
pub async fn find_by_submission(
    db: impl PgExecutor<'_>,
    submission: SubmissionId,
) -> sqlx::Result<Option<Reference>> {
    let found = sqlx::query_scalar!(
        "select reference from incidents where submission_id = $1",
        submission as SubmissionId
    )
    .fetch_optional(db)
    .await?;
    Ok(found.map(Reference::from))
}

/// What the page after sending says.
pub struct Sent {
    pub reference: String,
    pub publication: Publication,
    pub category: CategoryId,
    pub photos: i64,
}

pub async fn find_sent(db: impl PgExecutor<'_>, incident: IncidentId) -> sqlx::Result<Sent> {
    sqlx::query_as!(
        Sent,
        r#"select reference, publication as "publication: Publication", category_id as "category: CategoryId",
                  (select count(*) from media m where m.incident_id = i.id and m.comment_id is null) as "photos!"
           from incidents i where id = $1"#,
        incident as IncidentId,
    )
    .fetch_one(db)
    .await
}

/// Stores who told us and from what kind of device.
pub async fn insert_contact(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    contact: &ContactForm,
    browser: &str,
    ip: Option<IpNet>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into incident_contacts (incident_id, name, email, phone, browser, ip)
         values ($1, $2, $3, $4, left($5, 80), $6)",
        incident as IncidentId,
        contact.name,
        contact.email,
        contact.phone,
        browser,
        ip as Option<IpNet>,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The reporter follows their own report.
pub async fn insert_follower(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    account: AccountId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into incident_followers (id, incident_id, account_id) values ($1, $2, $3) on conflict do nothing",
        uuid::Uuid::now_v7(),
        incident as IncidentId,
        account as AccountId,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Name and kind of an entry of the gazetteer, in no particular language: the form it has in its source.
pub struct Named {
    pub name: String,
    pub kind: String,
}

pub async fn name_of_place(db: impl PgExecutor<'_>, place: PlaceId) -> sqlx::Result<Option<Named>> {
    sqlx::query_as!(Named, "select name, kind from places where id = $1", place as PlaceId)
        .fetch_optional(db)
        .await
}

/// The suburb or town nearest to a public point, within 20 km.
pub async fn suburb_near(db: impl PgExecutor<'_>, at: Point) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "with here as (select st_setsrid(st_makepoint($1, $2), 4326) as p)
         select n.name from here, lateral (
           select name, point from places where kind in ('town', 'suburb', 'place') order by point <-> here.p limit 1
         ) n where st_dwithin(n.point::geography, here.p::geography, 20000)",
        at.lon,
        at.lat,
    )
    .fetch_optional(db)
    .await
}

/// An open report that may be the same thing.
#[derive(Clone, Debug)]
pub struct Like {
    pub reference: String,
    pub title: String,
    pub lang: Lang,
    pub category: String,
    pub icon: String,
    pub colour: String,
    pub place: String,
    pub status: Status,
    pub reported_at: DateTime<Utc>,
}

/// What similar reports are looked for.
pub struct Wanted<'a> {
    pub category: CategoryId,
    pub at: Option<Point>,
    pub accuracy_m: f64,
    pub title: &'a str,
}

/// Open public reports of the last 30 days that may be the same thing, likeliest first. With a point: those within 300 m
/// and what the coarseness of both places adds, of the same category or group or in like words. Without: of the same
/// category or group in like words.
pub async fn similar(
    db: impl PgExecutor<'_>,
    lang: Lang,
    wanted: &Wanted<'_>,
) -> sqlx::Result<Vec<Like>> {
    sqlx::query_as!(
        Like,
        r#"with here as (select st_setsrid(st_makepoint($2, $3), 4326) as p),
           kin as (
             select k.id from categories c join categories k
               on coalesce(k.parent_id, k.id) = coalesce(c.parent_id, c.id) or k.merged_into = c.id
             where c.id = $1),
           young as (
             select i.id from public_incidents i, here
             where $2::float8 is not null and i.place && st_expand(here.p, 0.04)
               and i.status in ('reported', 'acknowledged', 'in_progress', 'waiting')
               and i.reported_at > clock_timestamp() - interval '30 days'
               and st_distancesphere(i.place, here.p) <= 300 + $4::float8 + case i.precision_level
                     when 'm100' then 100 when 'm250' then 250 when 'm500' then 500 else 2000 end
               and (i.category_id in (select id from kin) or word_similarity(fold($5), i.search_text) > 0.4)
             union all
             select i.id from public_incidents i
             where $2::float8 is null and i.category_id in (select id from kin)
               and i.status in ('reported', 'acknowledged', 'in_progress', 'waiting')
               and i.reported_at > clock_timestamp() - interval '30 days'
               and word_similarity(fold($5), i.search_text) > 0.3
           )
           select i.reference as "reference!", i.title as "title!", i.lang as "lang!: Lang", coalesce(t.name, e.name, c.code) as "category!", c.icon,
                  c.colour, coalesce(nullif(i.address, ''), case when $6 = 'af' then a.name_af else a.name_en end, '') as "place!",
                  i.status as "status!: Status", i.reported_at as "reported_at!"
           from young join public_incidents i on i.id = young.id cross join here
           join categories c on c.id = i.category_id
           left join category_texts t on t.category_id = c.id and t.lang = $6
           left join category_texts e on e.category_id = c.id and e.lang = 'en'
           left join areas a on a.id = i.area_id
           order by (i.category_id = $1) desc, word_similarity(fold($5), i.search_text) > 0.4 desc,
                    st_distancesphere(i.place, here.p) nulls last, i.number desc
           limit 4"#,
        wanted.category as CategoryId,
        wanted.at.map(|p| p.lon),
        wanted.at.map(|p| p.lat),
        wanted.accuracy_m,
        wanted.title,
        lang.code(),
    )
    .fetch_all(db)
    .await
}

/// The public report with this reference.
pub async fn find_public(
    db: impl PgExecutor<'_>,
    reference: &str,
) -> sqlx::Result<Option<IncidentId>> {
    sqlx::query_scalar!(
        r#"select id as "id!: IncidentId" from public_incidents where reference = $1"#,
        reference
    )
    .fetch_optional(db)
    .await
}

/// Name, address and number of an account, to fill in the form.
pub async fn contact_of(
    db: impl PgExecutor<'_>,
    account: AccountId,
) -> sqlx::Result<Option<ContactForm>> {
    let row = sqlx::query!(
        r#"select name, coalesce(email::text, '') as "email!", coalesce(phone, '') as "phone!" from accounts where id = $1"#,
        account as AccountId,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|r| ContactForm { name: r.name, email: r.email, phone: r.phone, done: false }))
}

/// What an alert says of a report; nothing personal.
pub struct Alarm {
    pub reference: String,
    pub category: CategoryId,
    pub area: Option<AreaId>,
    pub public_address: String,
    pub reported_at: DateTime<Utc>,
}

/// The report, while nobody has looked at it.
pub async fn find_alarm(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
) -> sqlx::Result<Option<Alarm>> {
    sqlx::query_as!(
        Alarm,
        r#"select reference, category_id as "category: CategoryId", area_id as "area: AreaId", public_address, reported_at
           from incidents where id = $1 and status = 'reported'"#,
        incident as IncidentId,
    )
    .fetch_optional(db)
    .await
}

/// Somebody to alert.
pub struct Alerted {
    pub email: String,
    pub lang: Lang,
}

/// Leaders and admins with an e-mail address whose rights cover this area and category: those on call now, or all of them
/// when none of them is.
pub async fn list_alerted(
    db: impl PgExecutor<'_>,
    area: Option<AreaId>,
    category: CategoryId,
) -> sqlx::Result<Vec<Alerted>> {
    sqlx::query_as!(
        Alerted,
        r#"with all_of_them as (
             select a.email, a.lang, a.created_at, a.id in (select account_id from on_call_now) as on_call
             from accounts a
             where a.email is not null and a.disabled_at is null and exists (
               select from account_roles r where r.account_id = a.id and r.role in ('leader', 'admin')
                 and (cardinality(r.areas) = 0 or $1 = any(r.areas))
                 and (cardinality(r.categories) = 0 or $2 = any(r.categories))))
           select email::text as "email!", lang as "lang: Lang" from all_of_them
           where on_call or not exists (select from all_of_them where on_call)
           order by created_at"#,
        area as Option<AreaId>,
        category as CategoryId,
    )
    .fetch_all(db)
    .await
}
