//! The history: added to and read.

use sqlx::PgExecutor;

use crate::cms::model::{Act, Kind, Subject};

/// What a line of the history is about.
pub struct Entry<'a> {
    /// What kind of thing.
    pub subject: Subject,
    /// Which one.
    pub id: &'a str,
    /// Its name at that time.
    pub name: &'a str,
    /// What was done.
    pub kind: Kind,
    /// To which field; empty if to all of it.
    pub field: &'a str,
    /// Before.
    pub old: Option<&'a str>,
    /// After.
    pub new: Option<&'a str>,
}

/// Adds a line, and once in a transaction the event that tells every node that the site is another (as
/// [`crate::events::append`] does).
pub async fn insert_change(
    db: impl PgExecutor<'_>,
    act: Act,
    entry: &Entry<'_>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "with told as (
           insert into events (epoch, kind)
           select p.epoch, 'site_changed' from event_epoch p
           where not exists (select from events e where e.epoch = p.epoch and e.xid = pg_current_xact_id() and e.kind = 'site_changed'))
         insert into cms_changes (act_id, actor_id, subject, subject_id, subject_name, kind, field, old_value, new_value)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        act.id.0,
        act.actor.map(|a| a.0),
        entry.subject.as_str(),
        entry.id,
        entry.name,
        entry.kind.as_str(),
        entry.field,
        entry.old,
        entry.new,
    )
    .execute(db)
    .await?;
    Ok(())
}
