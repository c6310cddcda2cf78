//! Photos: what the door takes and refuses, what becomes of it, who sees it, and what happens when the store does not work.

mod carried;
mod cover;
mod door;
mod sight;
mod store;

use std::io::Cursor;

use bytes::Bytes;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use naboom::ids::{
    AccountId, DraftId, IncidentId, MediaId, SubmissionId, random_token, token_hash,
};
use naboom::media::{self, Photo};

use crate::support::TestApp;

/// A report being written, and the key that its phone holds.
struct Draft {
    id: DraftId,
    key: String,
}

async fn draft(app: &TestApp) -> Draft {
    media::use_heic_program(env!("CARGO_BIN_EXE_naboom").into());
    let draft = Draft { id: DraftId::new(), key: random_token() };
    sqlx::query(
        "insert into report_drafts (id, key_hash, submission_id, lang) values ($1, $2, $3, 'en')",
    )
    .bind(draft.id)
    .bind(token_hash(&draft.key))
    .bind(SubmissionId::new())
    .execute(&app.app.db)
    .await
    .expect("a draft");
    draft
}

/// Another picture for every `n`.
fn jpeg(n: u32) -> Vec<u8> {
    let image = RgbImage::from_fn(900, 600, |x, y| {
        Rgb([(x / 4 % 256) as u8, (y / 4 % 256) as u8, ((x + y) * n % 256) as u8])
    });
    file(image, ImageFormat::Jpeg)
}

fn file(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).expect("encodes");
    bytes.into_inner()
}

async fn send(app: &TestApp, draft: &Draft, bytes: &[u8]) -> Result<MediaId, &'static str> {
    send_as(app, draft, bytes, None).await
}

async fn send_as(
    app: &TestApp,
    draft: &Draft,
    bytes: &[u8],
    by: Option<AccountId>,
) -> Result<MediaId, &'static str> {
    let bytes = Bytes::copy_from_slice(bytes);
    media::receive(&app.app, draft.id, bytes, by).await.expect("no fault of ours")
}

/// Sends the draft in as far as its photos are concerned.
async fn attach(app: &TestApp, draft: &Draft, incident: IncidentId) {
    let mut tx = app.app.db.begin().await.expect("the database");
    media::attach(&mut tx, draft.id, incident).await.expect("attached");
    tx.commit().await.expect("committed");
}

async fn publish(app: &TestApp, photo: MediaId, to: media::Publication) -> media::Publication {
    let mut tx = app.app.db.begin().await.expect("the database");
    let from = media::set_publication(&mut tx, photo, to).await.expect("a legal move");
    tx.commit().await.expect("committed");
    from
}

/// The only photo of a draft.
async fn only(app: &TestApp, draft: &Draft) -> Photo {
    let mut photos = media::of_draft(&app.app.db, draft.id).await.expect("photos");
    assert_eq!(photos.len(), 1);
    photos.remove(0)
}

/// Every stored size of a photo: size, format, key, file.
async fn sizes(app: &TestApp, id: MediaId) -> Vec<(i32, String, String, Bytes)> {
    let rows: Vec<(i32, String, String)> = sqlx::query_as(
        "select size, format, key from media_sizes where media_id = $1 order by size, format",
    )
    .bind(id)
    .fetch_all(&app.app.db)
    .await
    .expect("sizes");
    let mut found = Vec::new();
    for (size, format, key) in rows {
        let bytes = app.app.files.get(&key).await.expect("the store").expect("the file");
        found.push((size, format, key, bytes));
    }
    found
}

/// Every object in the store.
async fn objects(app: &TestApp) -> Vec<String> {
    let list = app.app.files.list("media/", "").await.expect("the store");
    list.into_iter().map(|entry| entry.key).collect()
}
