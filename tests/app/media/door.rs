//! What the door takes and refuses, and the form that brings photos.

use std::collections::HashMap;
use std::path::PathBuf;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart};
use axum::routing::post;
use http::Request;
use image::RgbImage;
use naboom::error::Error;
use naboom::i18n::{self, Lang};
use naboom::ids::DraftId;
use naboom::media::{self, Refusal, Sent};
use tower::ServiceExt as _;

use super::{attach, draft, jpeg, objects, only, send, sizes};
use crate::support::TestApp;

/// Folder with sample photos, where there is one: `NABOOM_SAMPLE_DATA`.
fn samples() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("NABOOM_SAMPLE_DATA")?).join("media");
    folder.is_dir().then_some(folder)
}

/// What no size of any photo may hold.
fn has_metadata(bytes: &[u8]) -> bool {
    let marks: [&[u8]; 8] = [
        b"Exif\0",
        b"II*\0",
        b"MM\0*",
        b"http://ns.adobe.com",
        b"8BIM",
        b"<script",
        b"PK\x03\x04",
        b"Naboom",
    ];
    marks.iter().any(|mark| bytes.windows(mark.len()).any(|w| w == *mark))
}

#[tokio::test]
async fn every_sample_photo_is_taken_or_refused_as_its_list_says() {
    let Some(folder) = samples() else { return };
    let app = TestApp::start().await;
    let mut list = csv::Reader::from_path(folder.join("manifest.csv")).expect("the list");
    let mut upright = HashMap::<String, RgbImage>::new();
    for row in list.deserialize() {
        let row: HashMap<String, String> = row.expect("a row");
        let path = row["path"].as_str();
        let bytes = std::fs::read(folder.join(path)).expect("a sample");
        let draft = draft(&app).await;
        let answer = send(&app, &draft, &bytes).await;
        match row["expect"].as_str() {
            "accept" => assert!(answer.is_ok(), "{path}: {answer:?}"),
            "reject" => assert!(answer.is_err(), "{path}"),
            _ => {}
        }
        let Ok(id) = answer else {
            assert!(i18n::has(Lang::EN, answer.expect_err("refused")), "{path}: {answer:?}");
            continue;
        };
        let (width, height): (i32, i32) =
            (row["width"].parse().expect("a width"), row["height"].parse().expect("a height"));
        let turned = matches!(row["orientation"].as_str(), "5" | "6" | "7" | "8");
        let photo = only(&app, &draft).await;
        let expected = if turned { (height, width) } else { (width, height) };
        assert_eq!((photo.width, photo.height), expected, "{path}");
        media::process(&app.app, id).await.expect("the worker does it");
        assert!(only(&app, &draft).await.is_ready(), "{path}");
        let made = sizes(&app, id).await;
        assert!(made.len() >= 3, "{path}");
        for (size, format, _, bytes) in made {
            assert!(!has_metadata(&bytes), "{path} {size} {format}");
            let seen = image::load_from_memory(&bytes).expect("a picture").into_rgb8();
            let (width, height) = photo.fit(size);
            assert_eq!(seen.dimensions(), (width, height), "{path} {size} {format}");
            if path.starts_with("orientation/") && (size, format.as_str()) == (320, "jpeg") {
                let set = path.trim_end_matches(|c: char| c != '_').to_owned();
                let first = upright.entry(set).or_insert_with(|| seen.clone());
                let off: u64 = first
                    .as_raw()
                    .iter()
                    .zip(seen.as_raw())
                    .map(|(a, b)| u64::from(a.abs_diff(*b)))
                    .sum();
                assert!(
                    off / (first.as_raw().len() as u64) < 12,
                    "{path} does not look like the first of its set"
                );
            }
        }
    }
    assert_eq!(upright.len(), 2);
    app.jobs_may_wait();
}

#[tokio::test]
async fn crash_inputs_of_other_readers_do_no_harm() {
    let Some(folder) = samples() else { return };
    let app = TestApp::start().await;
    let unpacked = tempfile::tempdir().expect("a folder");
    let mut tar = std::process::Command::new("tar");
    tar.arg("xzf")
        .arg(folder.join("real/fuzzed_metadata_inputs.tar.gz"))
        .arg("-C")
        .arg(unpacked.path());
    assert!(tar.status().expect("tar is on every machine").success());
    let (mut folders, mut count) = (vec![unpacked.path().to_owned()], 0);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let bytes = std::fs::read(entry.path()).expect("a file");
            let draft = draft(&app).await;
            if let Ok(id) = send(&app, &draft, &bytes).await {
                media::process(&app.app, id).await.expect("the worker does it");
            }
            count += 1;
        }
    }
    assert!(count > 0);
    app.jobs_may_wait();
}

#[tokio::test]
async fn a_photo_goes_through_the_door_and_the_worker() {
    let app = TestApp::start().await;
    let draft = draft(&app).await;
    let id = send(&app, &draft, &jpeg(1)).await.expect("a photo");
    let photo = only(&app, &draft).await;
    assert_eq!((photo.id, photo.width, photo.height), (id, 900, 600));
    assert!(!photo.is_ready() && !photo.has_failed());
    assert_eq!(photo.fit(320), (320, 213));
    assert!(sizes(&app, id).await.is_empty());
    app.work().await;
    assert!(only(&app, &draft).await.is_ready());
    let made = sizes(&app, id).await;
    for size in media::SIZES {
        assert!(made.iter().any(|(s, format, ..)| *s == size && format == "jpeg"));
    }
    // A second run, and the same photo again, change nothing.
    media::process(&app.app, id).await.expect("nothing to do");
    assert_eq!(send(&app, &draft, &jpeg(1)).await, Ok(id));
    assert_eq!(sizes(&app, id).await.len(), made.len());
    assert_eq!(objects(&app).await.len(), made.len() + 1);
    assert_eq!(app.count("select count(*) from events where kind = 'media_changed'").await, 1);
}

#[tokio::test]
async fn two_workers_on_one_photo_make_one_set_of_sizes() {
    let app = TestApp::start().await;
    let draft = draft(&app).await;
    let id = send(&app, &draft, &jpeg(1)).await.expect("a photo");
    let (one, two) = tokio::join!(media::process(&app.app, id), media::process(&app.app, id));
    one.and(two).expect("both end well");
    assert_eq!(objects(&app).await.len(), sizes(&app, id).await.len() + 1);
    app.work().await;
}

#[tokio::test]
async fn a_sixth_photo_is_refused_also_when_all_come_at_once() {
    let app = TestApp::start().await;
    let draft = draft(&app).await;
    let files: Vec<_> = (1..=8).map(jpeg).collect();
    let sent = futures_util::future::join_all(files.iter().map(|f| send(&app, &draft, f))).await;
    assert_eq!(sent.iter().filter(|s| s.is_ok()).count(), 5);
    assert!(sent.iter().filter_map(|s| s.err()).all(|key| key == "media-error-many"));
    assert_eq!(media::of_draft(&app.app.db, draft.id).await.expect("photos").len(), 5);
    // What was refused left nothing behind.
    assert_eq!(objects(&app).await.len(), 5);
    app.work().await;
}

#[tokio::test]
async fn a_photo_taken_out_of_a_draft_is_gone_from_the_store_too() {
    let app = TestApp::start().await;
    let (mine, other) = (draft(&app).await, draft(&app).await);
    let id = send(&app, &mine, &jpeg(1)).await.expect("a photo");
    app.work().await;
    assert!(!media::remove_from_draft(&app.app, other.id, id).await.expect("no fault"));
    assert_eq!(only(&app, &mine).await.id, id);
    assert!(media::remove_from_draft(&app.app, mine.id, id).await.expect("no fault"));
    app.work().await;
    assert!(objects(&app).await.is_empty());
}

#[tokio::test]
async fn a_report_that_was_sent_takes_and_loses_no_photo_through_its_draft() {
    let app = TestApp::start().await;
    let draft = draft(&app).await;
    let id = send(&app, &draft, &jpeg(1)).await.expect("a photo");
    let incident = app.incident().create().await;
    attach(&app, &draft, incident.id).await;
    sqlx::query("update report_drafts set incident_id = $2 where id = $1")
        .bind(draft.id)
        .bind(incident.id)
        .execute(&app.app.db)
        .await
        .expect("sent");
    assert!(!media::remove_from_draft(&app.app, draft.id, id).await.expect("no fault"));
    for draft in [draft.id, DraftId::new()] {
        let late = media::receive(&app.app, draft, bytes::Bytes::from(jpeg(2)), None).await;
        assert!(matches!(late, Err(Error::NotFound)));
    }
    assert!(media::of_draft(&app.app.db, draft.id).await.expect("photos").is_empty());
    let photos = media::of_incident(&app.app.db, incident.id, false).await.expect("photos");
    assert_eq!(photos.iter().map(|p| p.id).collect::<Vec<_>>(), [id]);
    app.work().await;
    assert!(objects(&app).await.len() > 3);
}

#[tokio::test]
async fn heic_is_decoded_by_a_program_of_its_own() {
    let app = TestApp::start().await;
    let upright = RgbImage::from_fn(128, 96, |x, _| {
        image::Rgb(if x < 64 { [210, 40, 40] } else { [40, 40, 210] })
    });
    let heic =
        heifer::encode_rgb8(128, 96, upright.as_raw(), &Default::default()).expect("encodes");
    let one = draft(&app).await;
    let id = send(&app, &one, &heic).await.expect("a photo");
    app.work().await;
    assert_eq!(only(&app, &one).await.width, 128);
    let (.., seen) = sizes(&app, id).await.remove(0);
    let seen = image::load_from_memory(&seen).expect("a picture").into_rgb8();
    assert!(seen.get_pixel(20, 50).0[0] > 150 && seen.get_pixel(110, 50).0[2] > 150);
    let two = draft(&app).await;
    let cut = &heic[..heic.len() * 2 / 3];
    let refused = send(&app, &two, cut).await.expect_err("not whole");
    assert!(matches!(refused, "media-error-heic" | "media-error-broken"));
}

/// As a body arrives.
fn in_pieces(body: Vec<u8>) -> impl futures_util::Stream<Item = std::io::Result<bytes::Bytes>> {
    let body = bytes::Bytes::from(body);
    let starts = (0..body.len()).step_by(16 * 1024);
    let pieces = starts.map(move |at| Ok(body.slice(at..body.len().min(at + 16 * 1024))));
    // As from a network, where the rest has not arrived yet: a reader never gets everything at once.
    futures_util::StreamExt::then(futures_util::stream::iter(pieces), async |piece| {
        tokio::task::yield_now().await;
        piece
    })
}

/// Sends a form as a browser does, into [`media::upload`].
async fn upload(app: &TestApp, draft: DraftId, body: Vec<u8>) -> Sent {
    let (to, sent) = (app.app.clone(), std::sync::Arc::new(std::sync::Mutex::new(None)));
    let kept = sent.clone();
    let handler = post(async move |form: Multipart| {
        let sent = media::upload(&to, draft, None, form).await.expect("no fault of ours");
        *kept.lock().expect("a lock") = Some(sent);
    });
    let door: Router = Router::new().route("/", handler);
    let door = door.layer(DefaultBodyLimit::max(media::MOST_FORM_BYTES));
    let request = Request::post("/")
        .header("content-type", "multipart/form-data; boundary=XX")
        .body(axum::body::Body::from_stream(in_pieces(body)))
        .expect("a request");
    door.oneshot(request).await.expect("an answer");
    let sent = sent.lock().expect("a lock").take();
    sent.expect("the form was read")
}

fn part(head: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("--XX\r\ncontent-disposition: form-data; {head}\r\n\r\n");
    [head.as_bytes(), content, b"\r\n"].concat()
}

#[tokio::test]
async fn a_bad_photo_costs_nothing_of_what_was_typed() {
    let app = TestApp::start().await;
    let draft = draft(&app).await;
    let large = vec![0xff; media::MOST_BYTES + 100];
    let photo = jpeg(1);
    let mut body = [
        part("name=\"title\"", "Pyp lek by ’n huis".as_bytes()),
        part("name=\"photos\"; filename=\"a.svg\"", b"<svg/>"),
        part("name=\"photos\"; filename=\"C:\\fotos\\groot.jpg\"", &large),
        part("name=\"photos\"; filename=\"\"", b""),
        part("name=\"photos\"; filename=\"good.png\"", &photo),
        part("name=\"photos\"; filename=\"cut.jpg\"", &photo[..photo.len() / 2]),
        part("name=\"description\"", b"water everywhere"),
        part("name=\"tick\"", b"a"),
        part("name=\"tick\"", b"b"),
    ]
    .concat();
    body.extend(b"--XX--\r\n");
    let sent = upload(&app, draft.id, body).await;
    assert_eq!(sent.get("title"), "Pyp lek by ’n huis");
    assert_eq!(sent.get("description"), "water everywhere");
    assert_eq!(sent.all("tick").collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(sent.taken, 1);
    let refused = |name: &str, key| Refusal { name: name.into(), key };
    assert_eq!(
        sent.refused,
        [
            refused("a.svg", "media-error-kind"),
            refused("groot.jpg", "media-error-bytes"),
            refused("cut.jpg", "media-error-broken"),
        ]
    );
    assert_eq!(only(&app, &draft).await.width, 900);
    app.work().await;
}

#[tokio::test]
async fn a_form_that_breaks_off_gives_what_had_arrived() {
    let app = TestApp::start().await;
    let draft = draft(&app).await;
    let photo = jpeg(1);
    let body = [
        part("name=\"title\"", b"a leak"),
        part("name=\"photos\"; filename=\"one.jpg\"", &photo),
        part("name=\"photos\"; filename=\"two.jpg\"", &jpeg(2)),
    ]
    .concat();
    let until = body.len() - photo.len() / 2;
    let sent = upload(&app, draft.id, body[..until].to_vec()).await;
    assert_eq!((sent.get("title"), sent.taken), ("a leak", 1));
    assert_eq!(sent.refused, [Refusal { name: "two.jpg".into(), key: "media-error-cut" }]);
    app.work().await;
}

#[tokio::test]
async fn a_form_with_one_photo_too_many_or_too_large_a_whole_says_so() {
    let app = TestApp::start().await;
    let draft = draft(&app).await;
    let photos = (1..=6).flat_map(|n| part(&format!("name=\"p\"; filename=\"{n}.jpg\""), &jpeg(n)));
    let body: Vec<u8> = photos.chain(*b"--XX--\r\n").collect();
    let sent = upload(&app, draft.id, body).await;
    assert_eq!(sent.taken, 5);
    assert_eq!(sent.refused, [Refusal { name: "6.jpg".into(), key: "media-error-many" }]);
    let head = part("name=\"title\"", b"a leak");
    let huge = part("name=\"p\"; filename=\"7.jpg\"", &vec![0; media::MOST_FORM_BYTES]);
    let sent = upload(&app, draft.id, [head, huge].concat()).await;
    assert_eq!(sent.get("title"), "a leak");
    assert_eq!(sent.refused, [Refusal { name: "7.jpg".into(), key: "media-error-bytes" }]);
    app.work().await;
}

#[test]
fn every_refusal_is_said_in_both_languages() {
    for lang in Lang::all() {
        for what in [
            "empty", "kind", "heic", "broken", "bytes", "pixels", "many", "store", "busy", "cut",
            "move",
        ] {
            let text = i18n::t(lang, &format!("media-error-{what}"));
            assert!(text.len() > 20 && !text.contains('⟨'), "{lang}: {what}");
        }
    }
}
