//! Content pages: write, publish, move, take away. Every act locks the page first.

use sqlx::PgConnection;
use uuid::Uuid;

use super::rights::{own_page, own_present, rights};
use crate::app::App;
use crate::auth::Viewer;
use crate::cms::model::{
    Act, Content, Kind, LEVELS, PageForm, PageRow, PlaceForm, Subject, Text, publish_faults,
};
use crate::cms::queries::{self, Entry, NewPage};
use crate::error::Error;
use crate::i18n::Lang;
use crate::web::form::FieldErrors;
use crate::web::order;

/// What an act on a page can come to.
#[derive(Debug, PartialEq)]
pub enum Done {
    /// It is done; the version of the draft now.
    Stored(i32),
    /// Somebody else saved in the meantime; nothing was written.
    Stale,
    /// These fields must be mended first.
    Unfit(FieldErrors),
}

pub(super) async fn lock(conn: &mut PgConnection, id: Uuid) -> Result<PageRow, Error> {
    queries::lock_page(&mut *conn, id).await?.ok_or(Error::NotFound)?;
    queries::page(conn, id).await?.ok_or(Error::NotFound)
}

/// Locks a page that is not in the bin, for somebody who works on it.
pub(super) async fn lock_present(
    conn: &mut PgConnection,
    who: &Viewer,
    id: Uuid,
) -> Result<PageRow, Error> {
    queries::lock_page(&mut *conn, id).await?.ok_or(Error::NotFound)?;
    own_present(conn, who, id).await
}

async fn require_publish(conn: &mut PgConnection, who: &Viewer) -> Result<(), Error> {
    if rights(conn, who).await?.publishes { Ok(()) } else { Err(Error::Forbidden) }
}

/// Locks a page for somebody who changes what the public reads.
pub(super) async fn lock_to_publish(
    conn: &mut PgConnection,
    who: &Viewer,
    id: Uuid,
) -> Result<PageRow, Error> {
    let page = lock_present(conn, who, id).await?;
    require_publish(conn, who).await?;
    Ok(page)
}

/// Locks a page for somebody who moves it: one that is public only for who may publish.
async fn lock_to_move(conn: &mut PgConnection, who: &Viewer, id: Uuid) -> Result<PageRow, Error> {
    let page = lock_present(conn, who, id).await?;
    if page.live.is_some() {
        require_publish(conn, who).await?;
    }
    Ok(page)
}

pub(super) async fn note(
    conn: &mut PgConnection,
    act: Act,
    page: &PageRow,
    kind: Kind,
    (field, old, new): (&str, Option<&str>, Option<&str>),
) -> sqlx::Result<()> {
    let title = page.draft.title(Lang::EN);
    let entry = Entry {
        subject: Subject::Page,
        id: &page.id.to_string(),
        name: if title.is_empty() { &page.path } else { &title },
        kind,
        field,
        old,
        new,
    };
    queries::insert_change(conn, act, &entry).await
}

const ALL: (&str, Option<&str>, Option<&str>) = ("", None, None);

/// Adds an empty page with its titles. The tree is locked meanwhile.
pub async fn create(
    app: &App,
    who: &Viewer,
    form: &PlaceForm,
) -> Result<Result<Uuid, FieldErrors>, Error> {
    let mut tx = app.db.begin().await?;
    queries::lock_site(&mut *tx).await?;
    let (parent, path) = match place(&mut tx, form, None).await? {
        Ok(found) => found,
        Err(errors) => return Ok(Err(errors)),
    };
    if !rights(&mut tx, who).await?.covers(&path) {
        return Ok(Err(fault("parent", "cms-rights-outside")));
    }
    let text = |title: &String| Text { title: title.clone(), ..Text::default() };
    let titles = form.titles.iter().filter(|(_, title)| !title.is_empty());
    let mut draft = Content { texts: titles.map(|(l, t)| (l.clone(), text(t))).collect() };
    draft.mark_translated(&Content::default(), &[]);
    let id = Uuid::now_v7();
    let new = NewPage {
        id,
        parent,
        slug: &form.slug,
        path: &path,
        draft: &draft,
        by: Some(who.account),
        live: false,
    };
    if !queries::insert_page(&mut *tx, &new).await? {
        return Ok(Err(fault("slug", "cms-pages-slug-taken")));
    }
    queries::insert_revision(&mut *tx, id, Some(who.account), "saved", &draft, 1).await?;
    let page = lock(&mut tx, id).await?;
    note(&mut tx, Act::of(who), &page, Kind::Added, ("path", None, Some(&path))).await?;
    tx.commit().await?;
    Ok(Ok(id))
}

pub(super) fn fault(field: &str, key: &'static str) -> FieldErrors {
    let mut errors = FieldErrors::default();
    errors.add(field, key);
    errors
}

/// The parent and the path of a place in the tree, for a new page or for one that moves with all below it.
pub(super) async fn place(
    conn: &mut PgConnection,
    form: &PlaceForm,
    moving: Option<&PageRow>,
) -> Result<Result<(Option<Uuid>, String), FieldErrors>, Error> {
    if form.parent.is_empty() {
        return Ok(Ok((None, form.slug.clone())));
    }
    let parent = form.parent.parse::<Uuid>().map_err(|_| Error::NotFound)?;
    let parent = queries::page(&mut *conn, parent).await?.filter(|p| p.deleted_at.is_none());
    let Some(parent) = parent else {
        return Ok(Err(fault("parent", "cms-form-choose")));
    };
    let mut below = 1;
    if let Some(page) = moving {
        let inside = format!("{}/", page.path);
        if parent.id == page.id || parent.path.starts_with(&inside) {
            return Ok(Err(fault("parent", "cms-pages-parent-loop")));
        }
        let rows = queries::pages(conn, false).await?;
        let own = rows.iter().filter(|r| r.path.starts_with(&inside)).map(PageRow::level);
        below = own.max().map_or(1, |deepest| deepest - page.level() + 1);
    }
    if parent.level() + below > LEVELS {
        return Ok(Err(fault("parent", "cms-pages-parent-deep")));
    }
    Ok(Ok((Some(parent.id), format!("{}/{}", parent.path, form.slug))))
}

/// Saves the draft that was read at `form.version`. The public sees nothing of it.
pub async fn save_draft(
    app: &App,
    who: &Viewer,
    id: Uuid,
    form: &PageForm,
    by_itself: bool,
) -> Result<Done, Error> {
    let mut tx = app.db.begin().await?;
    let page = lock_present(&mut tx, who, id).await?;
    if page.version != form.version {
        return Ok(Done::Stale);
    }
    let content = form.content(&page.draft);
    if content == page.draft {
        return Ok(Done::Stored(page.version));
    }
    let version =
        store(&mut tx, who, &page, &content, if by_itself { "autosaved" } else { "saved" }).await?;
    tx.commit().await?;
    Ok(Done::Stored(version))
}

/// Stores a draft with its revision and its lines in the history.
pub(super) async fn store(
    conn: &mut PgConnection,
    who: &Viewer,
    page: &PageRow,
    content: &Content,
    kind: &str,
) -> sqlx::Result<i32> {
    let version = queries::set_draft(&mut *conn, page.id, content, who.account).await?;
    let joined = kind == "autosaved"
        && queries::replace_autosave(&mut *conn, page.id, who.account, content, version).await?;
    if joined {
        return Ok(version);
    }
    queries::insert_revision(&mut *conn, page.id, Some(who.account), kind, content, version)
        .await?;
    let act = Act::of(who);
    let change = if kind == "reverted" { Kind::Reverted } else { Kind::Changed };
    for lang in Lang::all() {
        let (old, new) = (page.draft.exact(lang).fields(), content.exact(lang).fields());
        for ((name, old), (_, new)) in old.iter().zip(&new).filter(|(o, n)| o != n) {
            let field = format!("{name}-{lang}");
            note(&mut *conn, act, page, change, (&field, Some(old), Some(new))).await?;
        }
    }
    Ok(version)
}

/// Makes an older text the draft again, as a new revision.
pub async fn revert(app: &App, who: &Viewer, id: Uuid, to: i64) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let page = lock_present(&mut tx, who, id).await?;
    let older = queries::revision(&mut *tx, id, to).await?.ok_or(Error::NotFound)?;
    if older.content.0 != page.draft {
        store(&mut tx, who, &page, &older.content.0, "reverted").await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The public reads the draft from now on, if it is whole and still at `version`.
pub async fn publish(app: &App, who: &Viewer, id: Uuid, version: i32) -> Result<Done, Error> {
    let mut tx = app.db.begin().await?;
    let page = lock_to_publish(&mut tx, who, id).await?;
    if page.version != version {
        return Ok(Done::Stale);
    }
    let faults = publish_faults(&page.draft);
    if !faults.is_empty() {
        return Ok(Done::Unfit(faults));
    }
    queries::set_live(&mut *tx, id, &page.draft).await?;
    queries::delete_redirects_of_pages(&mut *tx, &page.path).await?;
    note(&mut tx, Act::of(who), &page, Kind::Published, ALL).await?;
    tx.commit().await?;
    Ok(Done::Stored(version))
}

/// The public reads the page no more; the draft stays.
pub async fn unpublish(app: &App, who: &Viewer, id: Uuid) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let page = lock_to_publish(&mut tx, who, id).await?;
    queries::unset_live(&mut *tx, id).await?;
    note(&mut tx, Act::of(who), &page, Kind::Unpublished, ALL).await?;
    tx.commit().await?;
    Ok(())
}

/// Asks an administrator to publish the draft as it is at `version`. Any later save takes the question back.
pub async fn ask(app: &App, who: &Viewer, id: Uuid, version: i32) -> Result<Done, Error> {
    let mut tx = app.db.begin().await?;
    let page = lock_present(&mut tx, who, id).await?;
    if page.version != version {
        return Ok(Done::Stale);
    }
    let faults = publish_faults(&page.draft);
    if !faults.is_empty() {
        return Ok(Done::Unfit(faults));
    }
    queries::set_asked(&mut *tx, id, who.account).await?;
    note(&mut tx, Act::of(who), &page, Kind::Asked, ALL).await?;
    tx.commit().await?;
    Ok(Done::Stored(version))
}

/// Moves or renames a page with all below it; the old addresses lead to the new ones.
pub async fn move_page(
    app: &App,
    who: &Viewer,
    id: Uuid,
    form: &PlaceForm,
) -> Result<Result<(), FieldErrors>, Error> {
    let mut tx = app.db.begin().await?;
    queries::lock_site(&mut *tx).await?;
    let page = lock_to_move(&mut tx, who, id).await?;
    let (parent, path) = match place(&mut tx, form, Some(&page)).await? {
        Ok(found) => found,
        Err(errors) => return Ok(Err(errors)),
    };
    if path == page.path {
        return Ok(Ok(()));
    }
    if !rights(&mut tx, who).await?.covers(&path) {
        return Ok(Err(fault("parent", "cms-rights-outside")));
    }
    match queries::set_place(&mut *tx, id, parent, &form.slug, &page.path, &path).await {
        Err(sqlx::Error::Database(e)) if e.constraint() == Some("cms_pages_path") => {
            return Ok(Err(fault("slug", "cms-pages-slug-taken")));
        }
        other => other?,
    }
    queries::redirect_moved(&mut *tx, &page.path, &path).await?;
    queries::delete_redirects_of_pages(&mut *tx, &path).await?;
    let what = ("path", Some(page.path.as_str()), Some(path.as_str()));
    note(&mut tx, Act::of(who), &page, Kind::Moved, what).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// One place up or down among its siblings.
pub async fn shift(app: &App, who: &Viewer, id: Uuid, up: bool) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    queries::lock_site(&mut *tx).await?;
    let page = lock_present(&mut tx, who, id).await?;
    if !rights(&mut tx, who).await?.covers_place_of(&page.path) {
        return Err(Error::Forbidden);
    }
    let rows = crate::cms::model::in_tree_order(queries::pages(&mut *tx, false).await?);
    let siblings = rows.iter().filter(|r| r.parent_id == page.parent_id);
    let mut ids: Vec<Uuid> = siblings.map(|r| r.id).collect();
    if let Some(at) = order::shift(&mut ids, &id, up)? {
        queries::set_page_order(&mut *tx, &ids).await?;
        let place = (at + 1).to_string();
        note(&mut tx, Act::of(who), &page, Kind::Moved, ("position", None, Some(&place))).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Why a page stays where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binned {
    /// It is in the bin, or out of it.
    Done,
    /// There are pages below it.
    HasChildren,
    /// Another page has its address now, or the page above it is gone.
    NoPlace,
}

/// Puts a page into the bin, where it stays for 30 days.
pub async fn remove(app: &App, who: &Viewer, id: Uuid) -> Result<Binned, Error> {
    let mut tx = app.db.begin().await?;
    queries::lock_site(&mut *tx).await?;
    let page = lock_to_move(&mut tx, who, id).await?;
    if queries::has_children(&mut *tx, id).await? {
        return Ok(Binned::HasChildren);
    }
    queries::unset_live(&mut *tx, id).await?;
    queries::set_deleted(&mut *tx, id, true).await?;
    note(&mut tx, Act::of(who), &page, Kind::Removed, ALL).await?;
    tx.commit().await?;
    Ok(Binned::Done)
}

/// Takes a page out of the bin, as a draft.
pub async fn restore(app: &App, who: &Viewer, id: Uuid) -> Result<Binned, Error> {
    let mut tx = app.db.begin().await?;
    queries::lock_site(&mut *tx).await?;
    queries::lock_page(&mut *tx, id).await?;
    let page = own_page(&mut tx, who, id).await?;
    if let Some(parent) = page.parent_id {
        let parent = queries::page(&mut *tx, parent).await?;
        let stands = parent.is_some_and(|p| {
            p.deleted_at.is_none() && format!("{}/{}", p.path, page.slug) == page.path
        });
        if !stands {
            return Ok(Binned::NoPlace);
        }
    }
    match queries::set_deleted(&mut *tx, id, false).await {
        Err(sqlx::Error::Database(e)) if e.constraint() == Some("cms_pages_path") => {
            return Ok(Binned::NoPlace);
        }
        other => other?,
    }
    note(&mut tx, Act::of(who), &page, Kind::Restored, ALL).await?;
    tx.commit().await?;
    Ok(Binned::Done)
}
