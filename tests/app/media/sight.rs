//! Who sees a photo, asked anew each time.

use http::{Method, header};
use naboom::auth::Role;
use naboom::ids::MediaId;
use naboom::media::{self, Publication};

use super::{attach, draft, jpeg, objects, publish, send, send_as, sizes};
use crate::support::{Browser, TestApp};

/// A browser that holds this cookie.
fn with_draft(app: &TestApp, key: &str) -> Browser {
    app.visitor().header("cookie", &format!("{}={key}", "naboom-draft"))
}

/// Expects the answer of a photo that never existed, to the letter.
async fn sees_nothing(browser: &Browser, photo: MediaId) {
    // Its address and the number of the request are all that may differ.
    let strip = |text: String, id: MediaId| {
        let lines = text.lines().filter(|line| !line.contains("id=\"request\""));
        lines.collect::<Vec<_>>().join("\n").replace(&id.to_string(), "ID")
    };
    let never = MediaId::new();
    for size in ["320", "640", "1024"] {
        let seen = browser.get(&format!("/media/{photo}/{size}")).await;
        let nothing = browser.get(&format!("/media/{never}/{size}")).await;
        seen.status(404);
        assert_eq!(strip(seen.text(), photo), strip(nothing.text(), never));
        let names = |a: &crate::support::Answer| {
            a.headers.keys().map(|k| k.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(names(&seen), names(&nothing));
    }
}

async fn sees_privately(browser: &Browser, photo: MediaId) {
    let seen = browser.get(&format!("/media/{photo}/640")).await;
    seen.ok();
    assert_eq!(seen.header("cache-control"), "private, no-store");
    assert_eq!(seen.header("etag"), "");
    assert_eq!(seen.header("content-type"), "image/jpeg");
    assert_eq!(seen.header("x-content-type-options"), "nosniff");
    assert_eq!(seen.header("content-disposition"), "inline");
    assert!(image::load_from_memory(&seen.body).is_ok());
}

#[tokio::test]
async fn a_photo_that_waits_is_seen_by_its_sender_and_by_staff_only() {
    let app = TestApp::start().await;
    let draft = draft(&app).await;
    let sender = app.resident().await;
    let photo = send_as(&app, &draft, &jpeg(1), sender.account).await.expect("a photo");
    let holder = with_draft(&app, &draft.key);
    // Before the worker has been there, nobody sees it; pages show a tile.
    sees_nothing(&holder, photo).await;
    app.work().await;
    sees_privately(&holder, photo).await;
    sees_privately(&sender, photo).await;
    // A draft is nobody's business yet.
    let leader = app.leader().await;
    sees_nothing(&leader, photo).await;
    let incident = app.incident().create().await;
    attach(&app, &draft, incident.id).await;
    sees_privately(&holder, photo).await;
    sees_privately(&sender, photo).await;
    sees_privately(&leader, photo).await;
    sees_privately(&app.admin().await, photo).await;
    sees_nothing(&app.visitor(), photo).await;
    sees_nothing(&app.resident().await, photo).await;
    sees_nothing(&app.editor().await, photo).await;
    sees_nothing(&with_draft(&app, "another key"), photo).await;
    assert!(media::of_incident(&app.app.db, incident.id, true).await.expect("photos").is_empty());
}

#[tokio::test]
async fn the_reporter_sees_the_photos_of_an_own_report() {
    let app = TestApp::start().await;
    let draft = draft(&app).await;
    let photo = send(&app, &draft, &jpeg(1)).await.expect("a photo");
    app.work().await;
    let incident = app.incident().publication("private").create().await;
    attach(&app, &draft, incident.id).await;
    let reporter = app.resident().await;
    sees_nothing(&reporter, photo).await;
    sqlx::query("update incidents set reporter_id = $2 where id = $1")
        .bind(incident.id)
        .bind(reporter.account)
        .execute(&app.app.db)
        .await
        .expect("theirs");
    sees_privately(&reporter, photo).await;
}

#[tokio::test]
async fn a_leader_of_other_categories_sees_no_more_than_a_resident() {
    let app = TestApp::start().await;
    let draft = draft(&app).await;
    let photo = send(&app, &draft, &jpeg(1)).await.expect("a photo");
    app.work().await;
    let incident = app.incident().category("water").create().await;
    attach(&app, &draft, incident.id).await;
    let elsewhere = app.category("crime").await;
    let account = app.account(&[Role::Resident, Role::Leader]).await;
    sqlx::query("update account_roles set categories = array[$2] where account_id = $1")
        .bind(account)
        .bind(elsewhere)
        .execute(&app.app.db)
        .await
        .expect("limited");
    let mut leader = app.visitor();
    app.sign_in(&mut leader, account).await;
    sees_nothing(&leader, photo).await;
    leader.get(&format!("/media/{photo}/original")).await.status(404);
}

#[tokio::test]
async fn a_published_photo_is_everybodys_until_it_or_its_report_is_hidden() {
    let app = TestApp::start().await;
    let draft = draft(&app).await;
    let photo = send(&app, &draft, &jpeg(1)).await.expect("a photo");
    app.work().await;
    let incident = app.incident().create().await;
    attach(&app, &draft, incident.id).await;
    assert_eq!(publish(&app, photo, Publication::Public).await, Publication::Pending);
    let visitor = app.visitor();
    let address = format!("/media/{photo}/320");
    let seen = visitor.get(&address).await;
    seen.ok();
    assert_eq!(seen.header("cache-control"), "public, max-age=0, must-revalidate");
    assert_eq!(seen.header("vary"), "accept");
    assert_eq!(seen.header("set-cookie"), "");
    let photos = media::of_incident(&app.app.db, incident.id, true).await.expect("photos");
    assert_eq!(photos[0].src(320), address);

    sqlx::query("update incidents set publication = 'hidden' where id = $1")
        .bind(incident.id)
        .execute(&app.app.db)
        .await
        .expect("hidden");
    sees_nothing(&visitor, photo).await;
    sqlx::query("update incidents set publication = 'public' where id = $1")
        .bind(incident.id)
        .execute(&app.app.db)
        .await
        .expect("public again");
    visitor.get(&address).await.ok();

    // Hiding works from the commit on; the files go right after it, the original stays.
    let before = sizes(&app, photo).await;
    publish(&app, photo, Publication::Hidden).await;
    sees_nothing(&visitor, photo).await;
    app.work().await;
    let left = objects(&app).await;
    assert_eq!(left.len(), 1);
    assert!(before.iter().all(|(_, _, key, _)| !left.contains(key)));
    sees_nothing(&visitor, photo).await;
    // What staff have of it is the original.
    app.leader().await.get(&format!("/media/{photo}/original")).await.ok();

    publish(&app, photo, Publication::Public).await;
    sees_nothing(&visitor, photo).await;
    app.work().await;
    visitor.get(&address).await.ok();
    publish(&app, photo, Publication::Private).await;
    sees_nothing(&visitor, photo).await;
    sees_privately(&with_draft(&app, &draft.key), photo).await;
}

#[tokio::test]
async fn a_photo_hidden_while_the_worker_has_it_gets_no_sizes() {
    let app = TestApp::start().await;
    let draft = draft(&app).await;
    let photo = send(&app, &draft, &jpeg(1)).await.expect("a photo");
    publish(&app, photo, Publication::Hidden).await;
    app.work().await;
    assert_eq!(objects(&app).await.len(), 1);
    assert!(sizes(&app, photo).await.is_empty());
}

#[tokio::test]
async fn a_move_that_the_rules_do_not_know_is_a_conflict() {
    let app = TestApp::start().await;
    let draft = draft(&app).await;
    let photo = send(&app, &draft, &jpeg(1)).await.expect("a photo");
    let mut conn = app.app.db.acquire().await.expect("the database");
    let back = media::set_publication(&mut conn, photo, Publication::Pending).await;
    assert!(matches!(back, Err(naboom::error::Error::Conflict("media-error-move"))));
    let nothing = media::set_publication(&mut conn, MediaId::new(), Publication::Public).await;
    assert!(matches!(nothing, Err(naboom::error::Error::NotFound)));
    drop(conn);
    app.work().await;
}

#[tokio::test]
async fn a_known_photo_is_not_fetched_again_not_even_from_the_store() {
    let app = TestApp::start().await;
    let draft = draft(&app).await;
    let photo = send(&app, &draft, &jpeg(1)).await.expect("a photo");
    app.work().await;
    attach(&app, &draft, app.incident().create().await.id).await;
    publish(&app, photo, Publication::Public).await;
    let visitor = app.visitor();
    let address = format!("/media/{photo}/1024");
    let etag = visitor.get(&address).await.header("etag").to_owned();
    for (_, _, key, _) in sizes(&app, photo).await {
        app.app.files.delete(&key).await.expect("deleted");
    }
    for known in [etag.clone(), format!("\"x\", W/{etag}")] {
        let again =
            visitor.send(Method::GET, &address, &[("if-none-match", &known)], "".into()).await;
        again.status(304);
        assert!(again.body.is_empty());
        assert_eq!(again.header("etag"), etag);
    }
    // Somebody who may not see it learns nothing by knowing it.
    publish(&app, photo, Publication::Hidden).await;
    let hidden = visitor.send(Method::GET, &address, &[("if-none-match", &etag)], "".into()).await;
    hidden.status(404);
    app.work().await;
}

#[tokio::test]
async fn webp_goes_to_browsers_that_take_it() {
    let app = TestApp::start().await;
    let draft = draft(&app).await;
    let photo = send(&app, &draft, &jpeg(1)).await.expect("a photo");
    app.work().await;
    attach(&app, &draft, app.incident().create().await.id).await;
    publish(&app, photo, Publication::Public).await;
    let visitor = app.visitor();
    let address = format!("/media/{photo}/640");
    let mut etags = Vec::new();
    for (accept, kind) in
        [("image/avif,image/webp,*/*;q=0.8", "image/webp"), ("image/png,*/*", "image/jpeg")]
    {
        let seen = visitor.send(Method::GET, &address, &[("accept", accept)], "".into()).await;
        seen.ok();
        assert_eq!(seen.header("content-type"), kind);
        assert_eq!(image::guess_format(&seen.body).expect("a kind").to_mime_type(), kind);
        etags.push(seen.headers.get(header::ETAG).cloned());
    }
    assert_ne!(etags[0], etags[1]);
    let head = visitor.send(Method::HEAD, &address, &[], "".into()).await;
    head.ok();
    assert!(head.body.is_empty());
}

#[tokio::test]
async fn no_other_size_or_id_is_served() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    for address in ["/media/x/320", "/media/x/x", "/media/0193/320", "/media/%00/640"] {
        visitor.get(address).await.status(404);
    }
    let id = MediaId::new();
    for size in ["0", "319", "-1", "original2", "99999999999999999999", "%2e%2e"] {
        visitor.get(&format!("/media/{id}/{size}")).await.status(404);
    }
}

#[tokio::test]
async fn the_file_as_it_was_sent_is_for_staff_only_and_never_shown_as_a_page() {
    let app = TestApp::start().await;
    let draft = draft(&app).await;
    let photo = send(&app, &draft, &jpeg(1)).await.expect("a photo");
    app.work().await;
    attach(&app, &draft, app.incident().create().await.id).await;
    publish(&app, photo, Publication::Public).await;
    let address = format!("/media/{photo}/original");
    let got = app.leader().await.get(&address).await;
    got.ok();
    assert_eq!(got.body, jpeg(1));
    assert_eq!(got.header("content-disposition"), format!("attachment; filename=\"{photo}.jpg\""));
    assert_eq!(got.header("cache-control"), "private, no-store");
    assert!(got.header("content-security-policy").contains("sandbox"));
    app.resident().await.get(&address).await.status(403);
    let stranger = app.visitor().get(&address).await;
    assert!(!stranger.status.is_success());
    assert!(image::guess_format(&stranger.body).is_err());
}
