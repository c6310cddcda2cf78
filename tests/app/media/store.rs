//! The object store: what must hold in the folder and in S3 alike, and what happens when it is full, away, or lies.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use naboom::files::{Entry, Files};
use naboom::media;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::{attach, draft, jpeg, objects, only, publish, send, sizes};
use crate::support::TestApp;

/// What every store does.
async fn behaves(files: &Files) {
    assert!(files.healthy().await);
    let (one, two) = ("media/2026-01-01/one.jpeg", "media/2026-01-02/two.jpeg");
    for key in [one, two] {
        assert_eq!(files.get(key).await.expect("answers"), None);
        assert_eq!(files.size(key).await.expect("answers"), None);
        assert_eq!(files.get_range(key, 0, 5).await.expect("answers"), None);
        files.delete(key).await.expect("nothing to delete is fine");
    }
    files.put(one, Bytes::from_static(b"0123456789"), "image/jpeg").await.expect("kept");
    files.put(two, Bytes::new(), "image/jpeg").await.expect("kept");
    assert_eq!(files.get(one).await.expect("answers").as_deref(), Some(&b"0123456789"[..]));
    assert_eq!(files.get(two).await.expect("answers").as_deref(), Some(&b""[..]));
    assert_eq!(files.size(one).await.expect("answers"), Some(10));
    for (start, length, part) in [(2, 3, "234"), (8, 99, "89"), (10, 1, ""), (50, 2, "")] {
        let got = files.get_range(one, start, length).await.expect("answers").expect("there");
        assert_eq!(got, part, "{start}+{length}");
    }
    let keys = |list: Vec<Entry>| list.into_iter().map(|e| e.key).collect::<Vec<_>>();
    assert_eq!(keys(files.list("media/", "").await.expect("answers")), [one, two]);
    assert_eq!(keys(files.list("media/", one).await.expect("answers")), [two]);
    assert_eq!(keys(files.list("media/", "media/2026-01-01~").await.expect("answers")), [two]);
    assert_eq!(keys(files.list("media/2026-01-01", "").await.expect("answers")), [one]);
    assert!(files.list("other/", "").await.expect("answers").is_empty());
    let entry = files.list("media/", "").await.expect("answers").remove(0);
    assert_eq!(entry.bytes, 10);
    assert!(entry.written.elapsed().unwrap_or_default() < Duration::from_secs(60));
    for bad in ["../secret", "media/../../secret", "/etc/passwd", "media//x", ".hidden", ""] {
        assert!(files.put(bad, Bytes::new(), "text/plain").await.is_err(), "{bad}");
        assert!(files.get(bad).await.is_err(), "{bad}");
        assert!(files.delete(bad).await.is_err(), "{bad}");
        assert!(files.presign(bad, "x").await.is_err(), "{bad}");
    }
    files.delete(one).await.expect("deleted");
    assert_eq!(files.get(one).await.expect("answers"), None);
    files.delete(two).await.expect("deleted");
    assert!(files.list("media/", "").await.expect("answers").is_empty());
}

#[tokio::test]
async fn the_folder_behaves() {
    let app = TestApp::start().await;
    behaves(&app.app.files).await;
    assert_eq!(app.app.files.presign("media/x", "x").await.expect("answers"), None);
}

#[tokio::test]
async fn the_bucket_behaves() {
    let app = TestApp::with().s3().start().await;
    behaves(&app.app.files).await;
}

#[tokio::test]
async fn a_listing_goes_on_where_it_stopped() {
    let app = TestApp::start().await;
    let mut meant = Vec::new();
    for n in 0..1205 {
        let key = format!("media/2026-01-{:02}/{n:04}", n % 3 + 1);
        app.app.files.put(&key, Bytes::new(), "image/jpeg").await.expect("kept");
        meant.push(key);
    }
    meant.sort();
    let (mut seen, mut after) = (Vec::<String>::new(), String::new());
    loop {
        let page = app.app.files.list("media/", &after).await.expect("answers");
        let Some(last) = page.last() else { break };
        after = last.key.clone();
        seen.extend(page.into_iter().map(|e| e.key));
    }
    assert_eq!(seen, meant);
}

#[tokio::test]
async fn a_file_half_written_is_no_object() {
    let app = TestApp::start().await;
    let folder = app.app.config.data_dir.join("media/media/2026-01-01");
    std::fs::create_dir_all(&folder).expect("a folder");
    let (young, old) = (folder.join(".unfinished-a"), folder.join(".unfinished-b"));
    for path in [&young, &old] {
        std::fs::write(path, b"half").expect("written");
    }
    let yesterday = SystemTime::now() - Duration::from_secs(25 * 3600);
    std::fs::File::options()
        .write(true)
        .open(&old)
        .and_then(|f| f.set_modified(yesterday))
        .expect("aged");
    assert!(objects(&app).await.is_empty());
    assert!(young.exists() && !old.exists());
}

/// A plain GET, as a browser does it that follows a signed link.
async fn fetch(link: &url::Url) -> (u16, Vec<u8>) {
    let address = link.socket_addrs(|| None).expect("an address")[0];
    let mut socket = tokio::net::TcpStream::connect(address).await.expect("connects");
    let path = &link[url::Position::BeforePath..url::Position::AfterQuery];
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    socket.write_all(request.as_bytes()).await.expect("asks");
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.expect("answers");
    let head = answer.windows(4).position(|w| w == b"\r\n\r\n").expect("a head");
    let status = String::from_utf8_lossy(&answer[9..12]).parse().expect("a status");
    (status, answer[head + 4..].to_vec())
}

#[tokio::test]
async fn with_s3_staff_get_a_link_that_works_for_that_file_only() {
    let app = TestApp::with().s3().start().await;
    let draft = draft(&app).await;
    let photo = send(&app, &draft, &jpeg(1)).await.expect("a photo");
    app.work().await;
    attach(&app, &draft, app.incident().create().await.id).await;
    let leader = app.leader().await;
    let link = leader.get(&format!("/media/{photo}/original")).await.location();
    let link: url::Url = link.parse().expect("an address");
    let (status, body) = fetch(&link).await;
    assert_eq!(status, 200);
    assert!(body.windows(2).any(|w| w == [0xff, 0xd8]));
    assert!(link.query_pairs().any(|(n, v)| n == "X-Amz-Expires" && v == "300"));
    let (_, _, other, _) = sizes(&app, photo).await.remove(0);
    let mut forged = link.clone();
    forged.set_path(&format!("/naboom/{other}"));
    assert_eq!(fetch(&forged).await.0, 403);
    let mut unsigned = link.clone();
    unsigned.set_query(None);
    assert_eq!(fetch(&unsigned).await.0, 403);
    // Sizes are served by the program, whatever the store.
    publish(&app, photo, media::Publication::Public).await;
    app.visitor().get(&format!("/media/{photo}/320")).await.ok();
}

#[tokio::test]
async fn with_a_wrong_key_or_without_the_store_a_photo_is_refused_with_a_clear_word() {
    for (name, value) in
        [("S3_SECRET_ACCESS_KEY", "not the secret"), ("S3_ENDPOINT", "http://127.0.0.1:9")]
    {
        let app = TestApp::with().s3().setting(name, value).start().await;
        let draft = draft(&app).await;
        assert!(!app.app.files.healthy().await, "{name}");
        assert_eq!(send(&app, &draft, &jpeg(1)).await, Err("media-error-store"), "{name}");
        assert!(media::of_draft(&app.app.db, draft.id).await.expect("photos").is_empty());
        assert!(app.app.files.list("media/", "").await.is_err(), "{name}");
        assert_eq!(app.waiting_jobs().await, 0);
    }
}

#[tokio::test]
async fn on_a_full_disk_a_photo_is_refused_and_taken_later() {
    let app = TestApp::start().await;
    let draft = draft(&app).await;
    let folder = app.app.config.data_dir.join("media");
    // Where the folder should be, there is something in the way: nothing can be written, by nobody.
    std::fs::remove_dir_all(&folder).expect("removed");
    std::fs::write(&folder, b"").expect("in the way");
    assert!(!app.app.files.healthy().await);
    assert_eq!(send(&app, &draft, &jpeg(1)).await, Err("media-error-store"));
    assert!(media::of_draft(&app.app.db, draft.id).await.expect("photos").is_empty());
    std::fs::remove_file(&folder).expect("out of the way");
    std::fs::create_dir(&folder).expect("a folder");
    assert!(send(&app, &draft, &jpeg(1)).await.is_ok());
    app.work().await;
}

#[tokio::test]
async fn while_the_store_is_away_the_worker_tries_again_and_a_lost_original_is_said_to_be_lost() {
    let app = TestApp::start().await;
    let draft = draft(&app).await;
    let photo = send(&app, &draft, &jpeg(1)).await.expect("a photo");
    let (folder, aside) =
        (app.app.config.data_dir.join("media"), app.app.config.data_dir.join("aside"));
    std::fs::rename(&folder, &aside).expect("away");
    std::fs::write(&folder, b"").expect("in the way");
    // A file where a folder should be reads as "nothing there"; the sizes cannot be written.
    std::fs::remove_file(&folder).expect("gone");
    std::os::unix::fs::symlink(&folder, &folder).expect("a link to itself: every use of it fails");
    assert!(media::process(&app.app, photo).await.is_err());
    assert!(!only(&app, &draft).await.has_failed());
    std::fs::remove_file(&folder).expect("the link goes");
    std::fs::create_dir(&folder).expect("an empty store");
    media::process(&app.app, photo).await.expect("a photo that is lost is not tried again");
    let lost = only(&app, &draft).await;
    assert!(lost.has_failed());
    assert_eq!(lost.failure, "media-failure-lost");
    app.work().await;
}

#[tokio::test]
async fn what_was_never_sent_and_what_no_row_names_is_cleaned_away() {
    let app = TestApp::start().await;
    let (expired, living, gone) = (draft(&app).await, draft(&app).await, draft(&app).await);
    let mut photos = Vec::new();
    for (n, draft) in [&expired, &living, &gone].into_iter().enumerate() {
        photos.push(send(&app, draft, &jpeg(n as u32 + 1)).await.expect("a photo"));
    }
    app.work().await;
    let run = |statement: &'static str, id: naboom::ids::DraftId| {
        sqlx::query(statement).bind(id).execute(&app.app.db)
    };
    run(
        "update report_drafts set expires_at = now() - interval '1 hour' where id = $1",
        expired.id,
    )
    .await
    .expect("expired");
    run("update media set created_at = now() - interval '25 hours' where draft_id = $1", gone.id)
        .await
        .expect("aged");
    run("delete from report_drafts where id = $1", gone.id).await.expect("gone");
    let today = chrono::Utc::now().format("%Y-%m-%d");
    let (young, old) = (format!("media/{today}/young"), format!("media/{today}/old"));
    for key in [&young, &old] {
        app.app.files.put(key, Bytes::from_static(b"x"), "image/jpeg").await.expect("kept");
    }
    let age = |key: &str| {
        let path = app.app.config.data_dir.join("media").join(key);
        let yesterday = SystemTime::now() - Duration::from_secs(25 * 3600);
        std::fs::File::options()
            .write(true)
            .open(path)
            .and_then(|f| f.set_modified(yesterday))
            .expect("aged");
    };
    age(&old);
    // An old object that a row names is not touched.
    for (_, _, key, _) in sizes(&app, photos[1]).await {
        age(&key);
    }
    media::clean_up(&app.app).await.expect("cleans up");
    app.work().await;
    assert_eq!(app.count("select count(*) from media").await, 1);
    let left = objects(&app).await;
    assert!(left.contains(&young) && !left.contains(&old));
    assert_eq!(left.len(), 1 + 1 + sizes(&app, photos[1]).await.len());
    assert!(only(&app, &living).await.is_ready());
}

#[tokio::test]
async fn a_photo_whose_work_was_given_up_is_started_again() {
    let app = TestApp::start().await;
    let draft = draft(&app).await;
    send(&app, &draft, &jpeg(1)).await.expect("a photo");
    app.as_owner("delete from jobs._private_jobs").await;
    media::clean_up(&app.app).await.expect("cleans up");
    assert_eq!(app.waiting_jobs().await, 0, "a young one may still be in hand");
    app.as_owner("update media set created_at = now() - interval '11 minutes'").await;
    media::clean_up(&app.app).await.expect("cleans up");
    app.work().await;
    assert!(only(&app, &draft).await.is_ready());
}

#[tokio::test]
async fn the_check_finds_what_is_missing_changed_or_nobodys() {
    let app = TestApp::start().await;
    let draft = draft(&app).await;
    let photo = send(&app, &draft, &jpeg(1)).await.expect("a photo");
    app.work().await;
    let checked = media::check(&app.app).await.expect("checks");
    let made = sizes(&app, photo).await;
    assert_eq!(checked.objects, made.len() as u64 + 1);
    assert_eq!(checked.faults, Vec::<String>::new());
    let path = |key: &str| app.app.config.data_dir.join("media").join(key);
    let mut bytes = made[0].3.to_vec();
    bytes[20] ^= 1;
    std::fs::write(path(&made[0].2), &bytes).expect("changed");
    std::fs::write(path(&made[1].2), b"short").expect("cut");
    std::fs::remove_file(path(&made[2].2)).expect("lost");
    app.app
        .files
        .put("media/2020-01-01/x", Bytes::from_static(b"x"), "image/jpeg")
        .await
        .expect("kept");
    let long_ago = SystemTime::now() - Duration::from_secs(48 * 3600);
    std::fs::File::options()
        .write(true)
        .open(path("media/2020-01-01/x"))
        .and_then(|f| f.set_modified(long_ago))
        .expect("aged");
    let faults = media::check(&app.app).await.expect("checks").faults;
    let said = |key: &str, what: &str| faults.iter().any(|f| f.contains(key) && f.contains(what));
    assert!(said(&made[0].2, "other content"), "{faults:?}");
    assert!(said(&made[1].2, "another length"), "{faults:?}");
    assert!(said(&made[2].2, "missing"), "{faults:?}");
    assert!(said("media/2020-01-01/x", "no row"), "{faults:?}");
    assert_eq!(faults.len(), 4);
}
