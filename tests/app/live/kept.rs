//! Answers that are made once and given again, with Redis and without, and what stays right when Redis is killed or emptied.

use std::time::Duration;

use naboom::events::{self, EventKind};
use serde_json::json;

use super::{Stream, event, hide, live, publish, run};
use crate::support::{Browser, LONG, OwnRedis, TestApp, until};

/// What is hidden may be shown no longer than this (QUALITY.md).
const A_SECOND: Duration = Duration::from_secs(1);

/// Changes the title behind the program's back, so that an answer made anew can be told from one that was kept.
async fn retitle(app: &TestApp, title: &str) {
    sqlx::query("update incidents set title = $1").bind(title).execute(&app.app.db).await.unwrap();
}

/// Returns when the node has read every event.
async fn settled(app: &TestApp) {
    let last = app.count("select coalesce(max(id), 0) from events").await;
    until(LONG, "the node reads every event", async || app.app.feed.at().id >= last).await;
}

#[tokio::test]
async fn a_public_page_is_made_once_until_something_changes() {
    let app = live().await;
    let incident = app.incident().title("As it was").create().await;
    let visitor = app.visitor();
    let page = format!("/en/incidents/{}", incident.reference);
    for path in ["/en/incidents", page.as_str(), "/feeds/incidents.atom"] {
        retitle(&app, "As it was").await;
        event(&app, EventKind::Changed, &incident).await;
        settled(&app).await;
        let first = visitor.get(path).await;
        first.ok();
        assert!(first.text().contains("As it was"), "{path}");
        assert_eq!(first.header("cache-control"), "public, max-age=0, must-revalidate", "{path}");
        retitle(&app, "As it is").await;
        let kept = visitor.get(path).await;
        assert!(kept.text().contains("As it was"), "{path} is made again for nothing");
        assert_eq!(kept.headers.get("etag"), first.headers.get("etag"));
        assert_eq!(kept.headers.get("vary"), first.headers.get("vary"));
        let etag = first.header("etag").to_owned();
        app.visitor().header("if-none-match", &etag).get(path).await.status(304);
        // Somebody signed in gets a page of their own, which nobody keeps.
        if path.starts_with("/en") {
            let leader = app.leader().await;
            let own = leader.get(path).await;
            assert!(own.text().contains("As it is"), "{path}");
            assert_eq!(own.header("cache-control"), "no-store");
        }
        event(&app, EventKind::Changed, &incident).await;
        until(A_SECOND, path, async || visitor.get(path).await.text().contains("As it is")).await;
    }
}

/// Whether neither the page of the report nor the list shows it.
async fn gone(visitor: &Browser, path: &str) -> bool {
    let (page, list) = (visitor.get(path).await, visitor.get("/en/incidents").await);
    page.status.as_u16() == 404 && !list.text().contains("Hide me")
}

#[tokio::test]
async fn a_hidden_report_is_gone_within_a_second_even_if_nobody_wakes_the_reader() {
    let app = TestApp::with().redis().start().await;
    run(&app.app).await;
    let two = app.another_node().await;
    run(&two.app).await;
    let incident = app.incident().title("Hide me").create().await;
    let path = format!("/en/incidents/{}", incident.reference);
    for visitor in [app.visitor(), two.visitor()] {
        visitor.get(&path).await.ok();
        visitor.get("/en/incidents").await.ok().sees("Hide me");
    }
    let mut tx = app.app.db.begin().await.unwrap();
    sqlx::query("update incidents set publication = 'hidden'").execute(&mut *tx).await.unwrap();
    events::append(&mut tx, EventKind::Unpublished, Some(incident.id), json!({})).await.unwrap();
    tx.commit().await.unwrap();
    let (first, second) = (app.visitor(), two.visitor());
    until(A_SECOND, "still there", async || {
        gone(&first, &path).await && gone(&second, &path).await
    })
    .await;
}

#[tokio::test]
async fn a_transaction_that_holds_the_feed_up_does_not_keep_old_answers_alive() {
    let app = live().await;
    let incident = app.incident().title("Hide me too").create().await;
    let path = format!("/en/incidents/{}", incident.reference);
    let visitor = app.visitor();
    visitor.get(&path).await.ok();
    // An older transaction that goes on: the event behind it is not read yet.
    let mut older = app.app.db.begin().await.unwrap();
    sqlx::query("select pg_current_xact_id()").execute(&mut *older).await.unwrap();
    hide(&app, &incident).await;
    until(A_SECOND, "still there", async || visitor.get(&path).await.status.as_u16() == 404).await;
    older.rollback().await.unwrap();
}

#[tokio::test]
async fn nodes_share_answers_over_redis() {
    let app = TestApp::with().redis().start().await;
    run(&app.app).await;
    let two = app.another_node().await;
    run(&two.app).await;
    let incident = app.incident().title("Shared").create().await;
    event(&app, EventKind::Changed, &incident).await;
    until(LONG, "both nodes have read the event", async || {
        app.app.feed.public_at() == two.app.feed.public_at() && app.app.feed.at().id > 0
    })
    .await;
    app.visitor().get("/en/incidents").await.ok().sees("Shared");
    retitle(&app, "Made again").await;
    two.visitor().get("/en/incidents").await.ok().sees("Shared");
}

/// The users of deploy/redis, each with its own name as its password.
fn users() -> String {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/redis/users.acl");
    let text = std::fs::read_to_string(file).unwrap();
    let with_password = |line: &str| {
        let name = line.split(' ').nth(1).unwrap().to_owned();
        let words = line
            .split(' ')
            .map(|word| if word.starts_with('#') { format!(">{name}") } else { word.to_owned() });
        words.collect::<Vec<_>>().join(" ")
    };
    text.lines().map(with_password).collect::<Vec<_>>().join("\n") + "\n"
}

#[tokio::test]
async fn each_purpose_has_a_redis_user_that_can_touch_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("users.acl");
    std::fs::write(&file, users()).unwrap();
    let redis = OwnRedis::start(&["--aclfile", file.to_str().unwrap()]).await;
    let url = |name: &str| redis.url(Some((name, name)));
    let start = || {
        TestApp::with()
            .redis_at(&url("sessions"))
            .setting("REDIS_CACHE_URL", &url("cache"))
            .setting("REDIS_LIMITS_URL", &url("limits"))
            .setting("REDIS_EVENTS_URL", &url("events"))
    };
    let app = start().start().await;
    run(&app.app).await;
    let two = app.another_node().await;
    run(&two.app).await;
    // Each does its work.
    let leader = app.leader().await;
    let mut stream = Stream::ready(&two.visitor(), "/live/incidents").await;
    let incident = app.incident().publication("pending").create().await;
    publish(&leader, &incident).await;
    assert_eq!(stream.next().await.event, "card");
    settled(&app).await;
    app.visitor().get("/en/incidents").await.ok();
    app.app.counters.hit("test", Duration::from_secs(60)).await;
    let client = |name: &str| redis::Client::open(url(name)).unwrap();
    let mut all = client("naboom").get_multiplexed_async_connection().await.unwrap();
    let mut there = Vec::new();
    for pattern in ["naboom:session:*", "naboom:cache:*", "naboom:limit:*"] {
        let mut scan = redis::cmd("SCAN");
        scan.arg(0).arg("MATCH").arg(pattern).arg("COUNT").arg(1000);
        let (_, keys): (u64, Vec<String>) = scan.query_async(&mut all).await.unwrap();
        assert!(!keys.is_empty(), "nothing of {pattern}");
        there.extend(keys);
    }
    // And none touches what is another's.
    for (name, own) in
        [("cache", "naboom:cache:"), ("limits", "naboom:limit:"), ("events", "-"), ("watch", "-")]
    {
        let mut other = client(name).get_multiplexed_async_connection().await.unwrap();
        for key in there.iter().filter(|k| !k.starts_with(own)) {
            let mut set = redis::cmd("SET");
            let refused = set.arg(key).arg("x").query_async::<()>(&mut other).await;
            let code = refused.unwrap_err().code().unwrap_or_default().to_owned();
            assert_eq!(code, "NOPERM", "{name} may write {key}");
        }
        let refused = redis::cmd("FLUSHALL").query_async::<()>(&mut other).await;
        assert_eq!(refused.unwrap_err().code(), Some("NOPERM"), "{name}");
    }
    app.work().await;
}

#[tokio::test]
async fn without_redis_everything_stays_right_and_nobody_who_signed_out_comes_back() {
    let mut redis = OwnRedis::start(&[]).await;
    let app = TestApp::with().redis_at(&redis.url(None)).start().await;
    run(&app.app).await;
    let (leader, resident) = (app.leader().await, app.resident().await);
    resident.get("/en/account").await.ok();
    let token = resident.get("/en/account").await.field("_token");
    let session = resident.cookie("naboom").unwrap();
    // A copy of the session as a backup of Redis would hold it.
    let mut connection = app.app.redis.clone().unwrap();
    let keys: Vec<String> =
        redis::cmd("KEYS").arg("naboom:session:*").query_async(&mut connection).await.unwrap();
    let mut copies = Vec::new();
    for key in keys {
        let copy: Option<String> =
            redis::cmd("GET").arg(&key).query_async(&mut connection).await.unwrap();
        copies.push((key, copy));
    }
    resident.post("/en/sign-out", &[("_token", &token)]).await.status(303);
    redis::cmd("FLUSHALL").query_async::<()>(&mut connection).await.unwrap();
    leader.get("/en/moderation").await.ok();
    for (key, copy) in copies {
        let mut set = redis::cmd("SET");
        set.arg(key).arg(copy.unwrap_or_default()).arg("EX").arg(1000);
        set.query_async::<()>(&mut connection).await.unwrap();
    }
    let back = app.visitor().header("cookie", &format!("naboom={session}"));
    assert!(back.get("/en/account").await.location().contains("/sign-in"));

    let mut stream = Stream::ready(&app.visitor(), "/live/incidents").await;
    redis.kill();
    let incident = app.incident().publication("pending").title("In spite of it").create().await;
    publish(&leader, &incident).await;
    assert_eq!(stream.next().await.event, "card");
    app.visitor().get("/en/incidents").await.ok().sees("In spite of it");
    assert!(back.get("/en/account").await.location().contains("/sign-in"));
    // Limits are counted here alone.
    for n in 1..=3 {
        assert_eq!(app.app.counters.hit("test", Duration::from_secs(60)).await, n);
    }
    app.work().await;
}
