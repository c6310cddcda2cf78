//! Photos and comments of a report whose publication staff change, and the internal notes that they add.

use sqlx::PgExecutor;

use crate::i18n::Lang;
use crate::ids::{AccountId, CommentId, IncidentId, MediaId, SubmissionId};
use crate::incidents::model::Publication;

/// Whether a photo belongs to this report itself.
pub async fn has_photo(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    media: MediaId,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from media where id = $2 and incident_id = $1) as "has!""#,
        incident as IncidentId,
        media as MediaId,
    )
    .fetch_one(db)
    .await
}

/// What judging a comment needs.
pub struct Comment {
    pub publication: Publication,
    pub internal: bool,
    pub author: Option<AccountId>,
}

/// Locks a comment of this report.
pub async fn lock_comment(
    db: impl PgExecutor<'_>,
    incident: IncidentId,
    comment: CommentId,
) -> sqlx::Result<Option<Comment>> {
    sqlx::query_as!(
        Comment,
        r#"select publication as "publication: Publication", audience = 'internal' as "internal!",
                  author_id as "author: AccountId"
           from incident_comments where id = $2 and incident_id = $1 for update"#,
        incident as IncidentId,
        comment as CommentId,
    )
    .fetch_optional(db)
    .await
}

pub async fn set_comment_publication(
    db: impl PgExecutor<'_>,
    comment: CommentId,
    to: Publication,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update incident_comments set publication = $2 where id = $1",
        comment as CommentId,
        to as Publication,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// An internal note.
pub struct Note<'a> {
    pub incident: IncidentId,
    pub author: AccountId,
    pub author_kind: &'a str,
    pub lang: Lang,
    pub body: &'a str,
    pub submission: SubmissionId,
}

/// Adds an internal note; false if this submission was stored before.
pub async fn insert_note(
    db: impl PgExecutor<'_>,
    id: CommentId,
    note: &Note<'_>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into incident_comments (id, incident_id, author_id, author_kind, audience, publication, lang, body, submission_id)
         values ($1, $2, $3, $4, 'internal', 'private', $5, $6, $7)
         on conflict (submission_id) do nothing",
        id as CommentId,
        note.incident as IncidentId,
        note.author as AccountId,
        note.author_kind,
        note.lang as Lang,
        note.body,
        note.submission as SubmissionId,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes a note away again.
pub async fn delete_note(db: impl PgExecutor<'_>, id: CommentId) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from incident_comments where id = $1 and audience = 'internal'",
        id as CommentId,
    )
    .execute(db)
    .await?;
    Ok(())
}
