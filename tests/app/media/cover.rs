//! Covering parts of a photo and turning it: what the public sees changes with the commit, and the original stays.

use naboom::ids::MediaId;
use naboom::media::{self, Cover, Publication};

use super::{attach, draft, file, objects, publish, send, sizes};
use crate::support::{Incident, TestApp};

/// A public report with one public photo, its sizes made.
async fn public_photo(app: &TestApp) -> (Incident, MediaId) {
    let incident = app.incident().create().await;
    let draft = draft(app).await;
    let image = image::RgbImage::from_fn(900, 600, |x, y| {
        image::Rgb(if (x / 10 + y / 10) % 2 == 0 { [250, 0, 0] } else { [0, 0, 250] })
    });
    let photo = send(app, &draft, &file(image, image::ImageFormat::Png)).await.expect("a photo");
    attach(app, &draft, incident.id).await;
    publish(app, photo, Publication::Public).await;
    app.work().await;
    (incident, photo)
}

fn page(incident: &Incident, photo: MediaId) -> String {
    format!("/en/moderation/{}/photos/{photo}", incident.reference)
}

#[tokio::test]
async fn a_covered_photo_replaces_the_open_one_everywhere_and_can_come_back() {
    let app = TestApp::start().await;
    let (incident, photo) = public_photo(&app).await;
    let (leader, visitor) = (app.leader().await, app.visitor());
    let src = format!("/media/{photo}/1024");
    let before = visitor.get(&src).await;
    let (tag, old) = (before.ok().header("etag").to_owned(), sizes(&app, photo).await);
    let url = page(&incident, photo);
    leader.get(&url).await.ok().sees("Cover or turn a photo").sees("Original");
    // A look changes nothing yet.
    let fields =
        [("version", "1"), ("turn", "0"), ("square", "1"), ("square", "2"), ("do", "look")];
    let look = leader.post(&url, &fields).await;
    assert_eq!(look.ok().sees("Not saved yet").field("area"), "0-0-200-142");
    visitor.get(&src).await.ok();
    let fields = [
        ("version", "1"),
        ("turn", "0"),
        ("area", "0-0-200-142"),
        ("square", "70"),
        ("do", "save"),
    ];
    let done = leader.post(&url, &fields).await;
    done.status(303);
    // Gone with the commit, before the worker has been there, and out of the store once it has.
    visitor.get(&src).await.status(404);
    app.work().await;
    let left = objects(&app).await;
    assert!(old.iter().all(|(_, _, key, _)| !left.contains(key)), "the open files are gone");
    let after = visitor.get(&src).await;
    assert_ne!(after.ok().header("etag"), tag);
    let pixels = image::load_from_memory(&after.body).expect("a picture").into_rgb8();
    let differ = |a: (u32, u32), b: (u32, u32)| {
        let (a, b) = (pixels.get_pixel(a.0, a.1).0, pixels.get_pixel(b.0, b.1).0);
        a.iter().zip(b).any(|(a, b): (&u8, u8)| a.abs_diff(b) > 60)
    };
    assert!(!differ((85, 45), (96, 45)) && !differ((20, 20), (150, 60)), "one colour");
    assert!(differ((445, 305), (456, 305)), "the rest is as it was");
    app.visitor().header("if-none-match", &tag).get(&src).await.ok();
    leader.get(&format!("/media/{photo}/original")).await.ok();
    leader
        .get(&format!("/en/moderation/{}", incident.reference))
        .await
        .ok()
        .sees("areas covered: 2");
    // Taken back within the half minute, it is open again.
    let undone = leader.follow(&done).await;
    let act = undone.ok().field("undo");
    let undo = format!("/en/moderation/{}/undo", incident.reference);
    leader.post(&undo, &[("undo", &act)]).await.status(303);
    app.work().await;
    assert_eq!(app.count("select count(*) from media where cover = ''").await, 1);
    assert_eq!(visitor.get(&src).await.ok().header("etag"), tag);
    assert!(naboom::incidents::verify_history(&app.app.db).await.unwrap().is_empty());
}

#[tokio::test]
async fn turning_keeps_what_is_covered_and_the_original_comes_back() {
    let app = TestApp::start().await;
    let (incident, photo) = public_photo(&app).await;
    let leader = app.leader().await;
    let url = page(&incident, photo);
    let fields = [("version", "1"), ("turn", "0"), ("area", "0-0-100-300"), ("do", "right")];
    let turned = leader.post(&url, &fields).await;
    assert_eq!(turned.ok().field("turn"), "1");
    assert_eq!(turned.field("area"), "700-0-300-100");
    let fields = [("version", "1"), ("turn", "1"), ("area", "700-0-300-100"), ("do", "save")];
    leader.post(&url, &fields).await.status(303);
    app.work().await;
    let seen = app.visitor().get(&format!("/media/{photo}/640")).await;
    let pixels = image::load_from_memory(&seen.ok().body).expect("a picture");
    assert_eq!((pixels.width(), pixels.height()), (427, 640));
    assert_eq!(app.count("select count(*) from media where width = 600 and height = 900").await, 1);
    let plain = leader.post(&url, &[("version", "2"), ("turn", "1"), ("do", "plain")]).await;
    assert_eq!(plain.ok().field("turn"), "0");
    leader.post(&url, &[("version", "2"), ("turn", "0"), ("do", "save")]).await.status(303);
    app.work().await;
    assert_eq!(
        app.count("select count(*) from media where cover = '' and width = 900 and height = 600")
            .await,
        1
    );
}

#[tokio::test]
async fn a_run_that_began_before_the_cover_never_shows_the_open_photo() {
    let app = TestApp::start().await;
    let (_, photo) = public_photo(&app).await;
    app.jobs_may_wait();
    let cover: Cover = "0;0-0-500-500".parse().unwrap();
    for round in 0..6 {
        // The sizes are being made from the cover of before while somebody covers it otherwise.
        let to = if round % 2 == 0 { cover.clone() } else { Cover::default() };
        let set = async {
            let mut tx = app.app.db.begin().await.unwrap();
            media::cover(&mut tx, photo, &to).await.unwrap();
            tx.commit().await.unwrap();
        };
        let (made, ()) = tokio::join!(media::process(&app.app, photo), set);
        made.unwrap();
        media::process(&app.app, photo).await.unwrap();
        let seen = app.visitor().get(&format!("/media/{photo}/320")).await;
        let pixels = image::load_from_memory(&seen.ok().body).expect("a picture").into_rgb8();
        let (a, b) = (pixels.get_pixel(41, 41).0, pixels.get_pixel(47, 41).0);
        let flat = a.iter().zip(b).all(|(a, b): (&u8, u8)| a.abs_diff(b) < 30);
        assert_eq!(flat, !to.is_plain(), "round {round}: {a:?} {b:?}");
    }
}

#[tokio::test]
async fn only_those_whose_report_it_is_to_judge_may_cover_its_photos() {
    let app = TestApp::start().await;
    let (incident, photo) = public_photo(&app).await;
    let url = page(&incident, photo);
    let save = [("version", "1"), ("turn", "2"), ("do", "save")];
    let trial = format!("/media/{photo}/trial?cover=1");
    app.visitor().post(&url, &save).await.status(401);
    for stranger in [app.resident().await, app.editor().await] {
        stranger.get(&url).await.status(403);
        stranger.post(&url, &save).await.status(403);
        stranger.get(&trial).await.status(403);
    }
    let elsewhere = app.leader().await;
    let lights = app.category("lights").await;
    sqlx::query("update account_roles set categories = array[$2] where account_id = $1")
        .bind(elsewhere.account)
        .bind(lights)
        .execute(&app.app.db)
        .await
        .unwrap();
    elsewhere.get(&url).await.status(404);
    elsewhere.post(&url, &save).await.status(404);
    elsewhere.get(&trial).await.status(404);
    let leader = app.leader().await;
    leader.get(&trial).await.ok();
    leader.get(&format!("/media/{photo}/trial?cover=9")).await.status(404);
    leader.get(&page(&incident, MediaId::new())).await.status(404);
    // Another report's photo under this address is none.
    let other = app.incident().create().await;
    leader.post(&page(&other, photo), &save).await.status(404);
    // What is more than can be kept, and what somebody overtook, keeps what was chosen.
    let areas: Vec<String> = (0..61).map(|n| format!("{n}-0-1-1")).collect();
    let mut many = vec![("version", "1"), ("turn", "0"), ("do", "save")];
    many.extend(areas.iter().map(|a| ("area", a.as_str())));
    leader.post(&url, &many).await.status(422).sees("more than 60 areas");
    app.jobs_may_wait();
    let late = [("version", "0"), ("turn", "0"), ("area", "1-2-3-4"), ("do", "save")];
    let conflict = leader.post(&url, &late).await;
    conflict.status(409).sees("Somebody changed this report");
    assert_eq!(conflict.field("area"), "1-2-3-4");
    assert_eq!(conflict.field("version"), "1");
    // Nobody judges their own report.
    sqlx::query("update incidents set reporter_id = $1")
        .bind(leader.account)
        .execute(&app.app.db)
        .await
        .unwrap();
    leader.get(&url).await.status(403);
    leader.post(&url, &save).await.status(422).sees("your own");
}
