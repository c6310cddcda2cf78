//! A report that holds more than one matter: each further matter becomes a report of its own, with the place, the reporter
//! and the followers of the whole, under the rules of its own category. The whole stays and leads to its parts.

use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use super::parts::shown;
use super::{By, ChangeError, Changed, Locked, capacity, fault, finish, recorded, right, stale};
use crate::app::App;
use crate::categories;
use crate::error::Error;
use crate::events::{self, EventKind};
use crate::i18n::Lang;
use crate::ids::{IncidentId, SubmissionId, token_hash};
use crate::incidents::actions::report::announce;
use crate::incidents::actions::{Act, Actor, Change, tracking_token};
use crate::incidents::model::{
    ActorKind, Facts, Other, Part, Publication, Reference, Refused, Right, Row, Status, Wish,
};
use crate::incidents::queries::change as queries;

/// Splits parts off a report. `version` is the one that the person saw; the same form sent twice splits once.
pub async fn split(
    app: &App,
    by: By<'_>,
    id: IncidentId,
    version: i32,
    parts: &[Part],
) -> std::result::Result<Changed, ChangeError> {
    let mut tx = app.db.begin().await?;
    let locked = queries::lock(&mut *tx, id, by.viewer.limits()).await?.ok_or(Error::NotFound)?;
    let right = right(by.viewer, &locked).ok_or(Error::NotFound)?;
    let hash = Sha256::digest(serde_json::to_vec(parts).map_err(fault)?).to_vec();
    if locked.version != version {
        let same = queries::find_same(&mut *tx, id, right.account, version + 1, &hash).await?;
        return match same.filter(|_| locked.version == version + 1) {
            Some(act) => Ok(Changed { act, version: locked.version }),
            None => Err(stale(locked)),
        };
    }
    locked.state.may_be_split(parts, &right)?;
    let actor = Actor { account: Some(right.account), kind: right.kind, ip: by.ip };
    let mut references = Vec::new();
    for part in parts {
        references.push(child(app, &mut tx, &actor, &locked, part).await?.to_string());
    }
    let act = Act {
        actor: &actor,
        incident: id,
        version: version + 1,
        kind: "changed",
        note: "",
        reverses: None,
        changes: vec![recorded(Row::split(&references.join(" ")))],
    };
    let act = finish(&mut tx, act, &locked.state, &locked.state).await?;
    let before = serde_json::to_value(&locked.state).map_err(fault)?;
    queries::remember(&mut *tx, id, act, right.account, version + 1, &hash, &before).await?;
    tx.commit().await?;
    Ok(Changed { act, version: version + 1 })
}

/// One part as a report of its own: new, and waiting for a decision whatever its category says.
async fn child(
    app: &App,
    conn: &mut PgConnection,
    actor: &Actor,
    whole: &Locked,
    part: &Part,
) -> std::result::Result<Reference, ChangeError> {
    let category = categories::find(&mut *conn, Lang::EN, &part.category).await?;
    let category = category.filter(|c| !c.retired);
    let category = category.ok_or(Refused("category", "incidents-change-category"))?;
    let place = shown(conn, whole, &whole.state.shown, category.precision).await?;
    let (id, submission, reference) = (IncidentId::new(), SubmissionId::new(), Reference::random());
    let new = queries::NewPart {
        id,
        reference: &reference,
        submission,
        tracking_hash: &token_hash(&tracking_token(app, submission)),
        part,
        category: &category,
        place: &place,
    };
    let from = queries::insert_part(&mut *conn, whole.id, &new).await?;
    queries::copy_contact(&mut *conn, whole.id, id).await?;
    queries::copy_followers(&mut *conn, whole.id, id).await?;
    let state = json!({
        "status": Status::Reported, "publication": Publication::Pending, "priority": category.default_priority,
        "category": category.code, "version": 1,
    });
    let act = Act {
        actor,
        incident: id,
        version: 1,
        kind: "reported",
        note: "",
        reverses: None,
        changes: vec![
            Change::plain("state", None::<String>, Some(state.to_string())),
            Change::plain("split_from", None::<String>, Some(from)),
            Change::personal("title", None::<String>, Some(part.title.clone())),
            Change::personal("description", None::<String>, Some(part.description.clone())),
        ],
    };
    act.write(conn).await?;
    announce(conn, &category, id, Publication::Pending).await?;
    Ok(reference)
}

/// Takes a split back: nothing is deleted, so each part, while nobody touched it, becomes a duplicate of the whole and private.
pub(super) async fn take_back(
    conn: &mut PgConnection,
    by: By<'_>,
    whole: IncidentId,
    references: &str,
) -> std::result::Result<(), ChangeError> {
    for reference in references.split(' ') {
        let part = queries::original(&mut *conn, reference).await?.ok_or(Error::NotFound)?;
        let locked = queries::lock(&mut *conn, part.id, None).await?.ok_or(Error::NotFound)?;
        if locked.version != 1 {
            return Err(Refused("undo", "incidents-change-split-moved").into());
        }
        join(conn, by, whole, &locked).await?;
    }
    Ok(())
}

async fn join(
    conn: &mut PgConnection,
    by: By<'_>,
    whole: IncidentId,
    locked: &Locked,
) -> std::result::Result<(), ChangeError> {
    let kind = capacity(by.viewer, locked.area, locked.state.category);
    // Whoever may split a report may join it again, also where the part is outside their limits.
    let kind = kind.unwrap_or(ActorKind::Leader);
    let right = Right { kind, account: by.viewer.account, own: false, may_publish: false };
    let other = Other { id: whole, reference: queries::reference(&mut *conn, whole).await? };
    let facts = Facts { now: locked.now, other: Some(other), ..Facts::default() };
    let wishes = [
        Wish::Publication { to: Publication::Private, reason: String::new() },
        Wish::Status { to: Status::Duplicate, text: String::new(), other: None },
    ];
    let (mut state, mut changes) = (locked.state.clone(), Vec::new());
    for wish in &wishes {
        changes.extend(state.apply(locked.id, wish, &right, &facts)?.into_iter().map(recorded));
    }
    queries::store(&mut *conn, locked.id, 2, &state).await?;
    let actor = Actor { account: Some(right.account), kind, ip: by.ip };
    let act = Act {
        actor: &actor,
        incident: locked.id,
        version: 2,
        kind: "changed",
        note: "",
        reverses: None,
        changes,
    };
    act.write(conn).await?;
    let data = json!({ "fields": ["status", "publication"], "status": state.status, "version": 2 });
    events::append(conn, EventKind::Changed, Some(locked.id), data).await?;
    Ok(())
}
