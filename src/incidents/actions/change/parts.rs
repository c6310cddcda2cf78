//! What a wish names beside the record itself: looked up before it is judged, and photos, comments and notes that it changes.

use sqlx::PgConnection;

use super::note::said_as;
use super::{ChangeError, Locked};
use crate::auth::Viewer;
use crate::error::{Error, Result};
use crate::i18n::Lang;
use crate::ids::{CommentId, IncidentId, SubmissionId};
use crate::incidents::actions::cover;
use crate::incidents::model::{
    Facts, Other, Publication, Refused, Right, Row, ShownPlace, State, Wish,
};
use crate::incidents::queries::{appeal, change as queries};
use crate::{categories, media, places};

/// Looks up what a wish names.
pub(super) async fn facts(
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
        Wish::Appeal { .. } => facts.appeal = appeal::against(&mut *conn, locked.id).await?,
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
pub(in crate::incidents::actions) async fn shown(
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
pub(super) async fn set_part(
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
        Wish::Cover { media, cover } => cover::set(conn, id, *media, cover).await,
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
        Wish::Appeal { granted, text } => {
            appeal::decide(&mut *conn, id, right.account, *granted, text).await?;
            Ok(None)
        }
        Wish::Wait { days } => {
            queries::set_wait(&mut *conn, id, *days).await?;
            Ok(None)
        }
        Wish::Note { body, lang } => {
            let said = queries::Note {
                incident: id,
                author: right.account,
                author_kind: said_as(right),
                lang: *lang,
                body,
                submission: SubmissionId::new(),
            };
            let note = CommentId::new();
            queries::insert_note(&mut *conn, note, &said).await?;
            Ok(Some(Row::note(note)))
        }
        _ => Ok(None),
    }
}
