//! Changing a report, for staff. [`change`] carries out one wish or, for a macro, several, in one act and one transaction: the
//! row is locked, the version compared with the one that the page showed, the right judged by area and category, each wish
//! judged by the rules, then record, history, event and the way back are written together. [`undo`] takes the last act
//! back within [`UNDO_SECONDS`]. What reporters may do themselves is in `answer.rs`.

mod itself;
mod note;
mod parts;
mod split;
mod undo;
mod waits;

pub(super) use parts::shown;

use std::time::Duration;

use ipnet::IpNet;
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use super::{Act, Actor, Change};
use crate::app::App;
use crate::auth::{Role, Viewer};
use crate::error::{Error, Result};
use crate::events::{self, EventKind};
use crate::ids::{ActId, IncidentId};
use crate::incidents::model::{ActorKind, Publication, Refused, Right, Row, State, Turn, Wish};
use crate::incidents::queries::change::{self as queries, Locked};
use crate::jobs::{self, Job};

pub use itself::by_itself;
pub use note::note;
use parts::{facts, set_part};
pub use split::split;
pub use undo::undo;
pub use waits::end_waits;

/// For so long the person who decided may take it back.
pub const UNDO_SECONDS: u64 = 30;

/// Somebody of the staff who acts, and from where.
#[derive(Clone, Copy)]
pub struct By<'a> {
    /// Who.
    pub viewer: &'a Viewer,
    /// From where; kept as a digest only.
    pub ip: Option<IpNet>,
}

/// What an act made of a report.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The act: the key for taking it back.
    pub act: ActId,
    /// The version it made.
    pub version: i32,
}

/// A report that moved on since the page was made.
#[derive(Clone, Debug)]
pub struct Stale {
    /// Its version now.
    pub version: i32,
    /// What it is now.
    pub state: State,
}

/// Why nothing was changed.
#[derive(Debug)]
pub enum ChangeError {
    /// Somebody else was quicker: what the report is now.
    Stale(Box<Stale>),
    /// A rule, or what was typed: the field of the form and a text key.
    Refused(Refused),
    /// Everything else; also that the report is not there for this person.
    Other(Error),
}

impl From<Refused> for ChangeError {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<Error> for ChangeError {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

impl From<sqlx::Error> for ChangeError {
    fn from(error: sqlx::Error) -> Self {
        Self::Other(error.into())
    }
}

impl From<ChangeError> for Error {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Stale(_) => Error::Conflict("incidents-change-stale"),
            ChangeError::Refused(Refused(_, key)) => Error::Conflict(key),
            ChangeError::Other(error) => error,
        }
    }
}

/// In what capacity somebody may act on a report of this area and category: the strongest role whose limits cover it.
pub fn capacity(
    viewer: &Viewer,
    area: Option<crate::ids::AreaId>,
    category: crate::ids::CategoryId,
) -> Option<ActorKind> {
    let covers = |role| viewer.staff_grants().any(|g| g.role == role && g.covers(area, category));
    match () {
        () if covers(Role::Leader) => Some(ActorKind::Leader),
        () if covers(Role::Admin) => Some(ActorKind::Admin),
        () if covers(Role::Officer) => Some(ActorKind::Officer),
        () => None,
    }
}

/// An act that was judged and may be written; or the one that the same form made before.
enum Judged {
    Done(Changed),
    New(Box<New>),
}

struct New {
    right: Right,
    locked: Locked,
    state: State,
    changes: Vec<Change>,
    wish_hash: Vec<u8>,
}

/// Changes a report as wished, all or nothing. `version` is the one that the person saw. The same form sent twice is one
/// act. A report outside the limits of the person is not found.
pub async fn change(
    app: &App,
    by: By<'_>,
    id: IncidentId,
    version: i32,
    wishes: &[Wish],
) -> std::result::Result<Changed, ChangeError> {
    let mut tx = app.db.begin().await?;
    let new = match judge(&mut tx, by, id, version, wishes).await {
        Ok(Judged::Done(changed)) => return Ok(changed),
        Ok(Judged::New(new)) => *new,
        Err(ChangeError::Stale(now)) => {
            tx.rollback().await?;
            queries::note_conflict(&app.db, id, by.viewer.account).await?;
            return Err(ChangeError::Stale(now));
        }
        Err(error) => return Err(error),
    };
    let actor = Actor { account: Some(new.right.account), kind: new.right.kind, ip: by.ip };
    let act = Act {
        actor: &actor,
        incident: id,
        version: version + 1,
        kind: "changed",
        note: "",
        reverses: None,
        changes: new.changes,
    };
    let act = finish(&mut tx, act, &new.locked.state, &new.state).await?;
    let before = serde_json::to_value(&new.locked.state).map_err(fault)?;
    let account = new.right.account;
    queries::remember(&mut *tx, id, act, account, version + 1, &new.wish_hash, &before).await?;
    tx.commit().await?;
    Ok(Changed { act, version: version + 1 })
}

/// What a change would make of a report: judged like [`change`], with every refusal, and then thrown away. Before and
/// after; the same twice when the same form did it already.
pub async fn would_change(
    app: &App,
    by: By<'_>,
    id: IncidentId,
    version: i32,
    wishes: &[Wish],
) -> std::result::Result<Box<(State, State)>, ChangeError> {
    let mut tx = app.db.begin().await?;
    let judged = judge(&mut tx, by, id, version, wishes).await;
    tx.rollback().await?;
    match judged? {
        Judged::New(new) => Ok(Box::new((new.locked.state, new.state))),
        Judged::Done(_) => Err(Refused("same", "incidents-change-same").into()),
    }
}

/// Locks a report, compares the version, judges every wish and changes the parts that are not in the record's own row.
async fn judge(
    conn: &mut PgConnection,
    by: By<'_>,
    id: IncidentId,
    version: i32,
    wishes: &[Wish],
) -> std::result::Result<Judged, ChangeError> {
    let locked = queries::lock(&mut *conn, id, by.viewer.limits()).await?.ok_or(Error::NotFound)?;
    let right = right(by.viewer, &locked).ok_or(Error::NotFound)?;
    let wish_hash = digest(wishes);
    if locked.version != version {
        let same =
            queries::find_same(&mut *conn, id, right.account, version + 1, &wish_hash).await?;
        return match same.filter(|_| locked.version == version + 1) {
            Some(act) => Ok(Judged::Done(Changed { act, version: locked.version })),
            None => Err(stale(locked)),
        };
    }
    let mut state = locked.state.clone();
    let mut changes: Vec<Change> = Vec::new();
    match state.turn(wishes, &right, locked.two_people)? {
        Turn::Go(wishes, rows) => {
            changes.extend(rows.into_iter().map(recorded));
            for wish in &wishes {
                let facts = facts(conn, by.viewer, &locked, &state, wish).await?;
                let mut rows = state.apply(id, wish, &right, &facts)?;
                rows.extend(set_part(conn, id, &right, wish).await?);
                changes.extend(rows.into_iter().map(recorded));
            }
        }
        Turn::Propose(rows) => {
            // Only what could be done may be proposed.
            let mut trial = state.clone();
            for wish in wishes {
                let facts = facts(conn, by.viewer, &locked, &trial, wish).await?;
                trial.apply(id, wish, &right, &facts)?;
            }
            changes.extend(rows.into_iter().map(recorded));
        }
    }
    if changes.is_empty() {
        return Err(Refused("same", "incidents-change-same").into());
    }
    Ok(Judged::New(Box::new(New { right, locked, state, changes, wish_hash })))
}

/// Forgets what cannot be taken back any more, and conflicts that no figure counts; for the clean-up.
pub async fn forget_old(db: &sqlx::PgPool) -> sqlx::Result<u64> {
    queries::forget_conflicts(db).await?;
    queries::forget_old(db).await
}

fn fault(error: serde_json::Error) -> Error {
    Error::Internal(error.into())
}

fn stale(locked: Locked) -> ChangeError {
    ChangeError::Stale(Box::new(Stale { version: locked.version, state: locked.state }))
}

fn right(viewer: &Viewer, locked: &Locked) -> Option<Right> {
    let kind = capacity(viewer, locked.area, locked.state.category)?;
    let own = locked.reporter == Some(viewer.account);
    Some(Right { kind, account: viewer.account, own, may_publish: viewer.may_publish })
}

fn digest(wishes: &[Wish]) -> Vec<u8> {
    let text = serde_json::to_vec(wishes).expect("a wish is plain data");
    Sha256::digest(&text).to_vec()
}

fn recorded(row: Row) -> Change {
    let change = if row.personal {
        Change::personal(row.field, row.old, row.new)
    } else {
        Change::plain(row.field, row.old, row.new)
    };
    change.note(row.note)
}

/// Writes record, history and events of an act.
pub(in crate::incidents::actions) async fn finish(
    conn: &mut PgConnection,
    act: Act<'_>,
    before: &State,
    after: &State,
) -> Result<ActId> {
    let (id, version) = (act.incident, act.version);
    let fields: Vec<&str> = act.changes.iter().map(Change::field).collect();
    let told = before.status != after.status
        || before.publication != after.publication
        || fields.contains(&"appeal");
    let data = json!({ "fields": fields, "status": after.status, "version": version });
    queries::store(&mut *conn, id, version, after).await?;
    let undoable = act.kind == "changed";
    let act = act.write(conn).await?;
    if told && undoable {
        let wait = Duration::from_secs(UNDO_SECONDS + 5);
        jobs::enqueue_in(conn, &Job::TellReporter { incident: id, act }, wait).await?;
    }
    let kind = match (before.publication, after.publication) {
        (Publication::Public, Publication::Public) => EventKind::Changed,
        (_, Publication::Public) => EventKind::Published,
        (Publication::Public, _) => EventKind::Unpublished,
        _ => EventKind::Changed,
    };
    events::append(conn, kind, Some(id), data).await?;
    Ok(act)
}
