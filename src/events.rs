//! The outbox: what happened, said once, in the transaction in which it happened. Streams, caches and figures follow
//! these rows; nothing else announces a change. Rows carry ids and public facts only, never personal values.

use serde_json::Value;
use sqlx::PgConnection;

use crate::ids::IncidentId;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A report came in; it may not be public.
    Reported,
    /// Something of the record changed; `data.fields` names what.
    Changed,
    /// The public may see it from now on.
    Published,
    /// The public may not see it any more: caches forget it at once.
    Unpublished,
    /// Somebody commented; `data.audience` says for whom.
    Commented,
    /// Somebody follows or stops to.
    Followed,
    /// A photo became visible, changed, or was taken away.
    MediaChanged,
    /// The catalogue of categories changed.
    CategoriesChanged,
    /// Settings, menus, notices or pages changed: what stands on every page may be another.
    SiteChanged,
    /// Somebody of the staff began or ceased to work on it; nobody else is told.
    Claimed,
}

impl EventKind {
    const ALL: [EventKind; 10] = [
        Self::Reported,
        Self::Changed,
        Self::Published,
        Self::Unpublished,
        Self::Commented,
        Self::Followed,
        Self::MediaChanged,
        Self::CategoriesChanged,
        Self::SiteChanged,
        Self::Claimed,
    ];

    /// The kind that a word in `events.kind` means; none for one that this version does not know.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The word stored in `events.kind`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Changed => "changed",
            Self::Published => "published",
            Self::Unpublished => "unpublished",
            Self::Commented => "commented",
            Self::Followed => "followed",
            Self::MediaChanged => "media_changed",
            Self::CategoriesChanged => "categories_changed",
            Self::SiteChanged => "site_changed",
            Self::Claimed => "claimed",
        }
    }
}

/// Adds an event to the caller's transaction.
pub async fn append(
    conn: &mut PgConnection,
    kind: EventKind,
    incident: Option<IncidentId>,
    data: Value,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into events (epoch, kind, incident_id, data)
         select epoch, $1, $2, $3 from event_epoch",
        kind.as_str(),
        incident as Option<IncidentId>,
        data,
    )
    .execute(conn)
    .await?;
    Ok(())
}
