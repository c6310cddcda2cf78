//! Changing a report, for staff. [`change`] carries out one wish or, for a macro, several, in one act and one transaction: the
//! row is locked, the version compared with the one that the page showed, the right judged by area and category, each wish
//! judged by the rules, then record, history, event and the way back are written together. [`undo`] takes the last act
//! back within [`UNDO_SECONDS`]. What reporters may do themselves is in `answer.rs`.

use std::time::Duration;

use ipnet::IpNet;
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Act, Actor, Change};
use crate::app::App;
use crate::auth::{Role, Viewer};
use crate::categories;
use crate::error::{Error, Result};
use crate::events::{self, EventKind};
use crate::i18n::Lang;
use crate::ids::{ActId, CommentId, IncidentId, MediaId, SubmissionId};
use crate::incidents::model::{
    ActorKind, Facts, Other, Publication, Refused, Right, Row, ShownPlace, State, Status, Wish,
};
use crate::incidents::queries::change::{self as queries, Locked};
use crate::jobs::{self, Job};
use crate::{i18n, media, places};

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
    let locked = queries::lock(&mut *tx, id, by.viewer.limits()).await?.ok_or(Error::NotFound)?;
    let right = right(by.viewer, &locked).ok_or(Error::NotFound)?;
    let wish_hash = digest(wishes);
    if locked.version != version {
        let same = queries::find_same(&mut *tx, id, right.account, version + 1, &wish_hash).await?;
        return match same.filter(|_| locked.version == version + 1) {
            Some(act) => Ok(Changed { act, version: locked.version }),
            None => Err(stale(locked)),
        };
    }
    let mut state = locked.state.clone();
    let mut changes = Vec::new();
    for wish in wishes {
        let facts = facts(&mut tx, by.viewer, &locked, &state, wish).await?;
        let mut rows = state.apply(id, wish, &right, &facts)?;
        rows.extend(set_part(&mut tx, id, &right, wish).await?);
        changes.extend(rows.into_iter().map(recorded));
    }
    if changes.is_empty() {
        return Err(Refused("same", "incidents-change-same").into());
    }
    let actor = Actor { account: Some(right.account), kind: right.kind, ip: by.ip };
    let act = Act {
        actor: &actor,
        incident: id,
        version: version + 1,
        kind: "changed",
        note: "",
        reverses: None,
        changes,
    };
    let act = finish(&mut tx, act, &locked.state, &state).await?;
    let before = serde_json::to_value(&locked.state).map_err(fault)?;
    let account = right.account;
    queries::remember(&mut *tx, id, act, account, version + 1, &wish_hash, &before).await?;
    tx.commit().await?;
    Ok(Changed { act, version: version + 1 })
}

/// Takes an act back: same person, within [`UNDO_SECONDS`], nothing changed since. The record is again as it was, under the
/// next version; history keeps both.
pub async fn undo(
    app: &App,
    by: By<'_>,
    id: IncidentId,
    act: ActId,
) -> std::result::Result<Changed, ChangeError> {
    let mut tx = app.db.begin().await?;
    let locked = queries::lock(&mut *tx, id, None).await?.ok_or(Error::NotFound)?;
    let late = Refused("undo", "incidents-change-undo-late");
    let seconds = UNDO_SECONDS as f64;
    let remembered = queries::remembered(&mut *tx, id, act, seconds).await?;
    let remembered = remembered.filter(|r| r.actor == by.viewer.account).ok_or(late)?;
    if locked.version != remembered.version {
        return Err(stale(locked));
    }
    if !remembered.in_time {
        return Err(late.into());
    }
    let before: State = serde_json::from_value(remembered.before).map_err(fault)?;
    let mut changes = Vec::new();
    for row in queries::rows_of(&mut *tx, id, act).await? {
        put_back(&mut tx, &row).await?;
        changes.push(reversed(row)?);
    }
    // They may have moved it out of their own limits by this very act; then the limits of before count.
    let kind = capacity(by.viewer, locked.area, locked.state.category)
        .or_else(|| capacity(by.viewer, locked.area, before.category))
        .ok_or(Error::NotFound)?;
    let actor = Actor { account: Some(by.viewer.account), kind, ip: by.ip };
    let version = locked.version + 1;
    let act = Act {
        actor: &actor,
        incident: id,
        version,
        kind: "undo",
        note: "",
        reverses: None,
        changes,
    };
    let act = finish(&mut tx, act, &locked.state, &before).await?;
    queries::forget(&mut *tx, id).await?;
    tx.commit().await?;
    Ok(Changed { act, version })
}

/// Adds an internal note. It changes nothing of the record, so it needs no version. The same submission again is the
/// same note.
pub async fn note(
    app: &App,
    by: By<'_>,
    id: IncidentId,
    lang: Lang,
    body: &str,
    submission: SubmissionId,
) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let locked = queries::lock(&mut *tx, id, by.viewer.limits()).await?.ok_or(Error::NotFound)?;
    let right = right(by.viewer, &locked).ok_or(Error::NotFound)?;
    let said = queries::Note {
        incident: id,
        author: right.account,
        author_kind: if right.kind == ActorKind::Officer { "officer" } else { "leader" },
        lang,
        body,
        submission,
    };
    if !queries::insert_note(&mut *tx, CommentId::new(), &said).await? {
        return Ok(());
    }
    let actor = Actor { account: Some(right.account), kind: right.kind, ip: by.ip };
    let act = Act {
        actor: &actor,
        incident: id,
        version: locked.version,
        kind: "commented",
        note: "",
        reverses: None,
        changes: Vec::new(),
    };
    act.write(&mut tx).await?;
    let data = json!({ "audience": "internal" });
    events::append(&mut tx, EventKind::Commented, Some(id), data).await?;
    tx.commit().await?;
    Ok(())
}

/// Sets reports going again whose wait is over; how many. Done by the program itself, in history as such.
pub async fn end_waits(app: &App) -> Result<usize> {
    let due = queries::list_waited(&app.db).await?;
    for (id, lang) in &due {
        let mut tx = app.db.begin().await?;
        let locked = queries::lock(&mut *tx, *id, None).await?;
        queries::forget_wait(&mut *tx, *id).await?;
        if let Some(locked) = locked.filter(|l| l.state.status == Status::Waiting) {
            go_on(&mut tx, *id, locked, i18n::t(*lang, "incidents-change-wait-over")).await?;
        }
        tx.commit().await?;
    }
    Ok(due.len())
}

async fn go_on(
    conn: &mut PgConnection,
    id: IncidentId,
    locked: Locked,
    text: String,
) -> Result<()> {
    let mut state = locked.state.clone();
    let right =
        Right { kind: ActorKind::System, account: crate::ids::AccountId(Uuid::nil()), own: false };
    let facts = Facts { now: locked.now, ..Facts::default() };
    let wish = Wish::Status { to: Status::InProgress, text, other: None };
    let rows = state.apply(id, &wish, &right, &facts);
    let rows = rows.map_err(|Refused(_, key)| Error::Conflict(key))?;
    let act = Act {
        actor: &Actor::system(),
        incident: id,
        version: locked.version + 1,
        kind: "changed",
        note: "",
        reverses: None,
        changes: rows.into_iter().map(recorded).collect(),
    };
    finish(conn, act, &locked.state, &state).await?;
    Ok(())
}

/// Forgets what cannot be taken back any more; for the clean-up.
pub async fn forget_old(db: &sqlx::PgPool) -> sqlx::Result<u64> {
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
    Some(Right { kind, account: viewer.account, own })
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

/// Looks up what a wish names.
async fn facts(
    conn: &mut PgConnection,
    viewer: &Viewer,
    locked: &Locked,
    state: &State,
    wish: &Wish,
) -> Result<Facts> {
    let mut facts = Facts { now: locked.now, ..Facts::default() };
    match wish {
        Wish::Status { other: Some(other), .. } => {
            let found = queries::original(conn, other.as_str()).await?;
            // Of a report that is neither public nor theirs nobody learns that it is there.
            let found = found.filter(|o| o.public || viewer.covers(o.area, o.category));
            facts.other_repeats = found.as_ref().is_some_and(|o| o.repeats);
            facts.other = found.map(|o| Other { id: o.id, reference: o.reference });
        }
        Wish::Assign(Some(account)) => {
            let who = Some(*account);
            let found = queries::assignees(conn, locked.area, state.category, who).await?;
            facts.assignable = !found.is_empty();
        }
        Wish::Category(code) => {
            let found = categories::find(&mut *conn, Lang::EN, code).await?;
            // A retired category takes no more reports; nor does the code of one that was merged.
            if let Some(category) = found.filter(|c| !c.retired && c.code == *code) {
                let shown = shown(conn, locked, &state.shown, category.precision).await?;
                facts.category = Some((category.id, shown));
            }
        }
        _ => {}
    }
    Ok(facts)
}

/// The public place in another precision. Public words were made for the old one: where only the suburb may be known, or
/// nothing, they go.
pub(super) async fn shown(
    conn: &mut PgConnection,
    locked: &Locked,
    old: &ShownPlace,
    precision: places::Precision,
) -> Result<ShownPlace> {
    let address = match precision.cell_metres() {
        Some(_) => old.address.clone(),
        None => String::new(),
    };
    let (point, area) = match locked.place {
        Some(at) => {
            let public = places::public_place(conn, at, precision).await?;
            (public.point, public.area)
        }
        None => (old.point, old.area),
    };
    Ok(ShownPlace { precision, point, area, address })
}

/// Changes the publication of a photo or a comment, if that is what is wished.
async fn set_part(
    conn: &mut PgConnection,
    id: IncidentId,
    right: &Right,
    wish: &Wish,
) -> std::result::Result<Option<Row>, ChangeError> {
    match wish {
        Wish::Photo { media, to } => {
            if !queries::has_photo(&mut *conn, id, *media).await? {
                return Err(Error::NotFound.into());
            }
            let from = media::set_publication(conn, *media, *to).await.map_err(|e| match e {
                Error::Conflict(_) => Refused("photos", "incidents-change-publication").into(),
                other => ChangeError::Other(other),
            })?;
            Ok(Some(Row::part("photo", media, from, *to)))
        }
        Wish::Comment { comment, to } => {
            let found = queries::lock_comment(&mut *conn, id, *comment).await?;
            let found = found.filter(|c| !c.internal).ok_or(Error::NotFound)?;
            if found.author == Some(right.account) && *to == Publication::Public {
                return Err(Refused("comments", "incidents-change-own-words").into());
            }
            if !found.publication.may_become(*to) {
                return Err(Refused("comments", "incidents-change-publication").into());
            }
            queries::set_comment_publication(&mut *conn, *comment, *to).await?;
            Ok(Some(Row::part("comment", comment, found.publication, *to)))
        }
        Wish::Wait { days } => {
            queries::set_wait(&mut *conn, id, *days).await?;
            Ok(None)
        }
        _ => Ok(None),
    }
}

/// Writes record, history and events of an act.
pub(super) async fn finish(
    conn: &mut PgConnection,
    act: Act<'_>,
    before: &State,
    after: &State,
) -> Result<ActId> {
    let (id, version) = (act.incident, act.version);
    let fields: Vec<&str> = act.changes.iter().map(Change::field).collect();
    let data = json!({ "fields": fields, "status": after.status, "version": version });
    queries::store(&mut *conn, id, version, after).await?;
    let undoable = act.kind == "changed";
    let act = act.write(conn).await?;
    let told = before.status != after.status || before.publication != after.publication;
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

/// Puts a photo or comment back to what it was.
async fn put_back(conn: &mut PgConnection, row: &queries::Done) -> Result<()> {
    let Some((id, was)) = row.old.as_deref().and_then(|old| old.split_once(' ')) else {
        return Ok(());
    };
    let part = || Some((id.parse::<Uuid>().ok()?, was.parse::<Publication>().ok()?));
    match (row.field.as_str(), part()) {
        ("photo", Some((id, was))) => media::put_back(conn, MediaId(id), was).await,
        ("comment", Some((id, was))) => {
            Ok(queries::set_comment_publication(conn, CommentId(id), was).await?)
        }
        _ => Ok(()),
    }
}

/// The history row that takes another one back.
fn reversed(row: queries::Done) -> Result<Change> {
    const FIELDS: [&str; 14] = [
        "status",
        "duplicate_of",
        "publication",
        "publication_reason",
        "priority",
        "assigned_to",
        "escalated_at",
        "escalation_reason",
        "title",
        "description",
        "requires_authority",
        "category",
        "photo",
        "comment",
    ];
    let field = FIELDS.into_iter().find(|f| *f == row.field);
    let field = field.ok_or_else(|| anyhow::anyhow!("{} cannot be taken back", row.field))?;
    let change = if row.personal {
        Change::personal(field, row.new, row.old)
    } else {
        Change::plain(field, row.new, row.old)
    };
    Ok(change.reverses(row.id))
}
