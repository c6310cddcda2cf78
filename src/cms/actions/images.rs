//! The library of pictures: add, describe, put another file in the place, take away.

use sqlx::PgConnection;

use super::Saved;
use super::rights::rights;
use crate::app::App;
use crate::auth::Viewer;
use crate::cms::model::{Act, ImageForm, Kind, Picture, Subject};
use crate::cms::queries::{self, Entry};
use crate::error::Error;
use crate::ids::MediaId;
use crate::media;

/// Why a picture stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    /// It is gone.
    Done,
    /// Pages show it.
    Used,
}

/// The picture with this number.
pub async fn picture(conn: &mut PgConnection, number: i64) -> Result<Picture, Error> {
    let found = queries::pictures(conn, Some(&[number]), "", None, 1).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// Whether this person may change a picture: every page that shows it is theirs, and they publish if the public sees it.
pub async fn may_change_image(
    conn: &mut PgConnection,
    who: &Viewer,
    number: i64,
) -> Result<bool, Error> {
    let rights = rights(&mut *conn, who).await?;
    let uses = queries::image_uses(conn, number).await?;
    let covered = uses.iter().all(|u| rights.covers(&u.path));
    Ok(covered && (rights.publishes || !uses.iter().any(|u| u.is_live)))
}

/// Locks a picture for somebody who may change it.
async fn lock(conn: &mut PgConnection, who: &Viewer, number: i64) -> Result<Picture, Error> {
    queries::lock_image(&mut *conn, number).await?.ok_or(Error::NotFound)?;
    if may_change_image(&mut *conn, who, number).await? {
        picture(conn, number).await
    } else {
        Err(Error::Forbidden)
    }
}

async fn note(
    conn: &mut PgConnection,
    act: Act,
    (number, name): (i64, &str),
    kind: Kind,
    (field, old, new): (&str, Option<&str>, Option<&str>),
) -> sqlx::Result<()> {
    let id = number.to_string();
    let entry = Entry { subject: Subject::Image, id: &id, name, kind, field, old, new };
    queries::insert_change(conn, act, &entry).await
}

const ALL: (&str, Option<&str>, Option<&str>) = ("", None, None);

/// Gives a file that came through the door a place in the library; its number.
pub async fn add_image(
    app: &App,
    who: &Viewer,
    media: MediaId,
    form: &ImageForm,
) -> Result<i64, Error> {
    let mut tx = app.db.begin().await?;
    let number = queries::insert_image(&mut *tx, media, form, who.account).await?;
    note(&mut tx, Act::of(who), (number, &form.name), Kind::Added, ALL).await?;
    tx.commit().await?;
    Ok(number)
}

/// Stores what is said of a picture.
pub async fn save_image(
    app: &App,
    who: &Viewer,
    number: i64,
    form: &ImageForm,
) -> Result<Saved, Error> {
    let mut tx = app.db.begin().await?;
    let before = lock(&mut tx, who, number).await?;
    if before.version != form.version {
        return Ok(Saved::Stale);
    }
    let was = ImageForm::of(&before);
    queries::set_image(&mut *tx, number, form).await?;
    let words = |form: &ImageForm| {
        let alts = form.alts.iter().map(|(lang, alt)| format!("{lang}: {alt}"));
        let alts = alts.collect::<Vec<_>>().join("\n");
        let decorative = if form.decorative { "yes" } else { "no" };
        let ((x, y), name) = (form.focus(), form.name.clone());
        [
            ("name", name),
            ("alt", alts),
            ("decorative", decorative.into()),
            ("focus", format!("{x}-{y}")),
        ]
    };
    let act = Act::of(who);
    for ((field, old), (_, new)) in words(&was).iter().zip(&words(form)).filter(|(o, n)| o != n) {
        let change = (*field, Some(old.as_str()), Some(new.as_str()));
        note(&mut tx, act, (number, &form.name), Kind::Changed, change).await?;
    }
    tx.commit().await?;
    Ok(Saved::Stored)
}

/// Puts another file in the place of a picture: every page that shows it shows the new one.
pub async fn replace_image(
    app: &App,
    who: &Viewer,
    number: i64,
    media: MediaId,
) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let before = lock(&mut tx, who, number).await?;
    queries::set_image_file(&mut *tx, number, media).await?;
    media::remove_from_library(&mut tx, before.media).await?;
    let (old, new) = (before.media.to_string(), media.to_string());
    let change = ("file", Some(old.as_str()), Some(new.as_str()));
    note(&mut tx, Act::of(who), (number, &before.name), Kind::Changed, change).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a picture that no page shows out of the library, with its files.
pub async fn remove_image(app: &App, who: &Viewer, number: i64) -> Result<Gone, Error> {
    let mut tx = app.db.begin().await?;
    let before = lock(&mut tx, who, number).await?;
    if !queries::image_uses(&mut *tx, number).await?.is_empty() {
        return Ok(Gone::Used);
    }
    queries::delete_image(&mut *tx, number).await?;
    media::remove_from_library(&mut tx, before.media).await?;
    note(&mut tx, Act::of(who), (number, &before.name), Kind::Removed, ALL).await?;
    tx.commit().await?;
    Ok(Gone::Done)
}
