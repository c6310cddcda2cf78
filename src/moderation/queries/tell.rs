//! SQL of telling a reporter what was decided.

use sqlx::PgExecutor;

use crate::i18n::Lang;
use crate::ids::{ActId, IncidentId, SubmissionId};
use crate::incidents::{Publication, Status};

/// What a message to a reporter says, and where it goes.
pub struct Told {
    pub reference: String,
    pub title: String,
    pub lang: Lang,
    pub submission: SubmissionId,
    pub email: String,
    pub status: Option<Status>,
    pub publication: Option<Publication>,
    pub text: String,
    pub reason: String,
    /// What became of the appeal, if the act decided it.
    pub granted: Option<bool>,
    pub answer: Option<String>,
    /// Whether there was an appeal already.
    pub appealed: bool,
}

/// What one act decided, unless it was taken back, nobody can be told, or it is not so any more.
pub async fn told(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    act: ActId,
) -> sqlx::Result<Option<Told>> {
    sqlx::query_as!(
        Told,
        r#"with done as (select h.id, h.field, h.new_value from history h where h.incident_id = $1 and h.act_id = $2)
           select i.reference, i.title, coalesce(a.lang, i.lang) as "lang!: Lang", i.submission_id as "submission: SubmissionId",
                  coalesce(nullif(c.email, ''), a.email::text) as "email!",
                  (select i.status from done where field = 'status' and new_value = i.status::text) as "status: Status",
                  (select i.publication from done where field = 'publication' and new_value = i.publication::text)
                    as "publication: Publication",
                  i.status_note as text, i.publication_reason as reason,
                  (select p.granted from incident_appeals p, done where p.incident_id = i.id and done.field = 'appeal') as granted,
                  (select p.answer from incident_appeals p, done where p.incident_id = i.id and done.field = 'appeal') as answer,
                  exists (select from incident_appeals p where p.incident_id = i.id) as "appealed!"
           from incidents i
           left join incident_contacts c on c.incident_id = i.id
           left join accounts a on a.id = i.reporter_id and a.disabled_at is null
           where i.id = $1 and coalesce(nullif(c.email, ''), a.email::text) is not null
             and not exists (select from history u join done on u.reverses = done.id where u.incident_id = $1)"#,
        incident as IncidentId,
        act as ActId,
    )
    .fetch_optional(db)
    .await
}

/// Whether a reporter left an address, and the language in which they are told.
pub async fn reader(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
) -> sqlx::Result<Option<(Lang, bool)>> {
    let row = sqlx::query!(
        r#"select coalesce(a.lang, i.lang) as "lang!: Lang",
                  coalesce(nullif(c.email, ''), a.email::text) is not null as "reached!"
           from incidents i
           left join incident_contacts c on c.incident_id = i.id
           left join accounts a on a.id = i.reporter_id and a.disabled_at is null
           where i.id = $1"#,
        incident as IncidentId,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|r| (r.lang, r.reached)))
}
