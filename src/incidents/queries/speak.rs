//! What readers and reporters write: comments, follows, answers.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use crate::categories::Moderation;
use crate::i18n::Lang;
use crate::ids::{AccountId, AreaId, CategoryId, CommentId, IncidentId, SubmissionId};
use crate::incidents::model::{Publication, Status};

/// What the actions need to know of a report that they locked.
pub struct Locked {
    pub status: Status,
    pub publication: Publication,
    pub version: i32,
    pub resolved_at: Option<DateTime<Utc>>,
    pub reporter: Option<AccountId>,
    pub tracking_hash: Option<Vec<u8>>,
    pub category: CategoryId,
    pub area: Option<AreaId>,
    pub moderation: Moderation,
}

/// Locks a report until the transaction ends.
pub async fn lock(db: impl PgExecutor<'_>, incident: IncidentId) -> sqlx::Result<Option<Locked>> {
    sqlx::query_as!(
        Locked,
        r#"select i.status as "status: Status", i.publication as "publication: Publication", i.version, i.resolved_at,
                  i.reporter_id as "reporter: AccountId", i.tracking_hash, i.category_id as "category: CategoryId",
                  i.area_id as "area: AreaId", c.moderation as "moderation: Moderation"
           from incidents i join categories c on c.id = i.category_id
           where i.id = $1 for update of i"#,
        incident as IncidentId,
    )
    .fetch_optional(db)
    .await
}

/// A comment as it is stored.
pub struct NewComment<'a> {
    pub incident: IncidentId,
    pub author: Option<AccountId>,
    pub author_kind: &'a str,
    pub internal: bool,
    pub publication: Publication,
    pub lang: Lang,
    pub body: &'a str,
    pub submission: SubmissionId,
}

/// Adds a comment; false if this submission was stored before.
pub async fn insert_comment(
    db: impl PgExecutor<'_>,
    id: CommentId,
    new: &NewComment<'_>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into incident_comments (id, incident_id, author_id, author_kind, audience, publication, lang, body, submission_id)
         values ($1, $2, $3, $4, case when $5 then 'internal' else 'public' end::audience, $6, $7, $8, $9)
         on conflict (submission_id) do nothing",
        id as CommentId,
        new.incident as IncidentId,
        new.author as Option<AccountId>,
        new.author_kind,
        new.internal,
        new.publication as Publication,
        new.lang as Lang,
        new.body,
        new.submission as SubmissionId,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether this submission stored a comment on this report.
pub async fn was_said(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    submission: SubmissionId,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from incident_comments where incident_id = $1 and submission_id = $2) as "was!""#,
        incident as IncidentId,
        submission as SubmissionId,
    )
    .fetch_one(db)
    .await
}

/// Notes that everybody sees something new of a report; its version, which edits compare, stays.
pub async fn touch(db: impl PgExecutor<'_>, incident: IncidentId) -> sqlx::Result<()> {
    sqlx::query!(
        "update incidents set updated_at = clock_timestamp() where id = $1",
        incident as IncidentId
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Puts a report back to work: the text that was with the old status goes.
pub async fn set_in_progress(db: impl PgExecutor<'_>, incident: IncidentId) -> sqlx::Result<()> {
    sqlx::query!(
        "update incidents set status = 'in_progress', status_note = '', resolved_at = null, closed_at = null,
                version = version + 1, updated_at = clock_timestamp()
         where id = $1",
        incident as IncidentId,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes a report from public view for good, at its reporter's request.
pub async fn set_private(db: impl PgExecutor<'_>, incident: IncidentId) -> sqlx::Result<()> {
    sqlx::query!(
        "update incidents set publication = 'private', version = version + 1, updated_at = clock_timestamp()
         where id = $1",
        incident as IncidentId,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Follows a report as an account or a device; false if it did already.
pub async fn follow(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    account: Option<AccountId>,
    device_hash: Option<&[u8]>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into incident_followers (id, incident_id, account_id, device_hash) values ($1, $2, $3, $4)
         on conflict do nothing",
        uuid::Uuid::now_v7(),
        incident as IncidentId,
        account as Option<AccountId>,
        device_hash,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Stops following; false if it did not.
pub async fn unfollow(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    account: Option<AccountId>,
    device_hash: Option<&[u8]>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "delete from incident_followers where incident_id = $1 and (account_id = $2 or device_hash = $3)",
        incident as IncidentId,
        account as Option<AccountId>,
        device_hash,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Whether an account or a device follows a report.
pub async fn follows(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    account: Option<AccountId>,
    device_hash: Option<&[u8]>,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from incident_followers
             where incident_id = $1 and (account_id = $2 or device_hash = $3)) as "follows!""#,
        incident as IncidentId,
        account as Option<AccountId>,
        device_hash,
    )
    .fetch_one(db)
    .await
}
