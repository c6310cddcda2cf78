//! Notices: add, save, take away.

use sqlx::PgConnection;
use uuid::Uuid;

use super::Saved;
use crate::app::App;
use crate::auth::Viewer;
use crate::cms::model::{Act, CheckedNotice, Kind, NoticeForm, NoticeRow, Subject, write_sast};
use crate::cms::queries::{self, Entry};
use crate::error::Error;
use crate::i18n::Lang;

fn row(id: Uuid, form: &NoticeForm, (severity, starts_at, ends_at): CheckedNotice) -> NoticeRow {
    NoticeRow { id, severity, texts: form.texts.clone(), starts_at, ends_at, version: form.version }
}

fn fields(row: &NoticeRow) -> Vec<(String, String)> {
    let mut fields = vec![
        ("severity".to_owned(), row.severity.to_string()),
        ("starts".to_owned(), write_sast(row.starts_at)),
        ("ends".to_owned(), row.ends_at.map(write_sast).unwrap_or_default()),
    ];
    fields.extend(Lang::all().map(|l| (format!("text-{l}"), row.texts.exact(l).to_owned())));
    fields
}

/// Adds a notice.
pub async fn add_notice(
    app: &App,
    who: &Viewer,
    form: &NoticeForm,
    checked: CheckedNotice,
) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let row = row(Uuid::now_v7(), form, checked);
    queries::insert_notice(&mut *tx, &row).await?;
    note(&mut tx, Act::of(who), &row, Kind::Added, ("", None, None)).await?;
    tx.commit().await?;
    Ok(())
}

/// Saves a notice that was read at `form.version`; readers who put it away see it again.
pub async fn save_notice(
    app: &App,
    who: &Viewer,
    id: Uuid,
    form: &NoticeForm,
    checked: CheckedNotice,
) -> Result<Saved, Error> {
    let mut tx = app.db.begin().await?;
    let before = lock(&mut tx, id).await?;
    if before.version != form.version {
        return Ok(Saved::Stale);
    }
    let after = row(id, form, checked);
    queries::set_notice(&mut *tx, &after).await?;
    let act = Act::of(who);
    for ((field, old), (_, new)) in fields(&before).into_iter().zip(fields(&after)) {
        if old != new {
            let what = (field.as_str(), Some(old.as_str()), Some(new.as_str()));
            note(&mut tx, act, &after, Kind::Changed, what).await?;
        }
    }
    tx.commit().await?;
    Ok(Saved::Stored)
}

/// Sets the text of a notice in one language, in the transaction of whoever brings it; false if there is no such notice.
pub(super) async fn translate_notice(
    conn: &mut PgConnection,
    act: Act,
    id: &str,
    lang: Lang,
    text: &str,
) -> Result<bool, Error> {
    let Ok(id) = id.parse::<Uuid>() else { return Ok(false) };
    queries::lock_notice(&mut *conn, id).await?;
    let Some(before) = queries::notice(&mut *conn, id).await? else { return Ok(false) };
    let mut texts = before.texts.clone();
    texts.set(lang, text.to_owned());
    let after = NoticeRow { texts, ..before };
    queries::set_notice(&mut *conn, &after).await?;
    let field = format!("text-{lang}");
    note(conn, act, &after, Kind::Changed, (&field, None, Some(text))).await?;
    Ok(true)
}

/// Takes a notice away.
pub async fn remove_notice(app: &App, who: &Viewer, id: Uuid) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let row = lock(&mut tx, id).await?;
    queries::retire_notice(&mut *tx, id).await?;
    note(&mut tx, Act::of(who), &row, Kind::Removed, ("", None, None)).await?;
    tx.commit().await?;
    Ok(())
}

async fn lock(conn: &mut PgConnection, id: Uuid) -> Result<NoticeRow, Error> {
    queries::lock_notice(&mut *conn, id).await?;
    queries::notice(conn, id).await?.ok_or(Error::NotFound)
}

async fn note(
    conn: &mut PgConnection,
    act: Act,
    row: &NoticeRow,
    kind: Kind,
    (field, old, new): (&str, Option<&str>, Option<&str>),
) -> sqlx::Result<()> {
    let entry = Entry {
        subject: Subject::Notice,
        id: &row.id.to_string(),
        name: row.texts.best(Lang::EN).1,
        kind,
        field,
        old,
        new,
    };
    queries::insert_change(conn, act, &entry).await
}
