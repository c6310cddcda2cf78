//! Signing in and out, guessing, sessions.

use std::collections::HashSet;

use naboom::accounts;
use naboom::auth::Role;

use super::{is_in, set, sign_in};
use crate::support::{PASSWORD, TestApp};

#[tokio::test]
async fn every_reason_not_to_sign_in_reads_the_same() {
    let app = TestApp::start().await;
    app.account(&[Role::Resident]).await;
    let disabled = app.account(&[Role::Leader]).await;
    set(&app, "update accounts set disabled_at = now() where id = $1", disabled).await;
    let unconfirmed = app.account(&[Role::Editor]).await;
    set(&app, "update accounts set email_verified_at = null where id = $1", unconfirmed).await;
    let visitor = app.visitor();
    let mut seen = HashSet::new();
    for (login, password) in [
        ("resident1@example.org", "not the password"),
        ("leader1@example.org", PASSWORD),
        ("editor1@example.org", PASSWORD),
        ("nobody@example.org", PASSWORD),
        ("neither address nor number", PASSWORD),
        ("", ""),
    ] {
        let page = sign_in(&visitor, login, password).await;
        page.status(422);
        assert_eq!(page.field("login"), login);
        seen.insert(page.words());
        assert!(!is_in(&visitor).await, "{login}");
    }
    assert_eq!(seen.len(), 1);
    assert_eq!(app.count("select count(*) from sessions").await, 0);
}

#[tokio::test]
async fn signing_in_leads_on_only_within_the_site() {
    let app = TestApp::start().await;
    app.account(&[Role::Resident]).await;
    app.account(&[Role::Leader]).await;
    let fields = |login, next| [("login", login), ("password", PASSWORD), ("next", next)];
    let to = async |login, next| {
        app.visitor().post("/en/sign-in", &fields(login, next)).await.location()
    };
    assert_eq!(to("resident1@example.org", "/en/report?step=2").await, "/en/report?step=2");
    for evil in [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:x",
    ] {
        assert_eq!(to("resident1@example.org", evil).await, "/en/my/reports", "{evil}");
    }
    assert_eq!(to("leader1@example.org", "").await, "/en/moderation");
    let page = app.visitor().get("/af/sign-in?next=https://evil.example").await;
    assert_eq!(page.field("next"), "");
    let asked = app.visitor().get("/af/account").await;
    assert_eq!(asked.location(), "/af/sign-in?next=%2Faf%2Faccount");
    let resident = app.resident().await;
    assert_eq!(resident.get("/en/sign-in?next=//evil.example").await.location(), "/en/account");
    assert_eq!(resident.get("/en/sign-in?next=/en/report").await.location(), "/en/report");
    assert_eq!(resident.get("/en/register").await.location(), "/en/account");
}

#[tokio::test]
async fn guessing_is_slowed_down_and_never_keeps_the_owner_out() {
    let app = TestApp::start().await;
    app.account(&[Role::Resident]).await;
    let owner = app.visitor();
    sign_in(&owner, "resident1@example.org", PASSWORD).await.status(303);
    owner.post("/en/sign-out", &[]).await.status(303);
    let thief = app.visitor();
    // The owner's first sign-in here counted too: it came from this address.
    for _ in 0..9 {
        sign_in(&thief, "resident1@example.org", "one more guess").await.status(422);
    }
    let page = sign_in(&thief, "resident1@example.org", PASSWORD).await;
    page.status(429).sees("Wait 15 minutes");
    assert_eq!(page.field("login"), "resident1@example.org");
    // A new cookie does not help, an unknown address answers the same, another account is not touched.
    sign_in(&app.visitor(), "RESIDENT1@example.org", PASSWORD).await.status(429);
    for _ in 0..10 {
        sign_in(&thief, "nobody@example.org", "one more guess").await.status(422);
    }
    sign_in(&thief, "nobody@example.org", "one more guess").await.status(429);
    app.account(&[Role::Leader]).await;
    sign_in(&app.visitor(), "leader1@example.org", PASSWORD).await.status(303);
    // The same address, the owner's own device.
    sign_in(&owner, "resident1@example.org", PASSWORD).await.status(303);
    assert!(is_in(&owner).await);
}

#[tokio::test]
async fn one_device_may_not_try_many_accounts() {
    let app = TestApp::start().await;
    let thief = app.visitor();
    thief.get("/en/sign-in").await;
    for n in 0..30 {
        let login = format!("person{n}@example.org");
        thief.post("/en/sign-in", &[("login", &login), ("password", "a")]).await.status(422);
    }
    let fields = [("login", "person30@example.org"), ("password", "a")];
    thief.post("/en/sign-in", &fields).await.status(429);
}

#[tokio::test]
async fn an_old_browser_signs_in_by_the_form_token_and_not_without() {
    let app = TestApp::start().await;
    app.account(&[Role::Resident]).await;
    let phone = app.visitor().old();
    let page = phone.get("/en/sign-in").await;
    let fields = [("login", "resident1@example.org"), ("password", PASSWORD)];
    phone.post("/en/sign-in", &fields).await.status(400);
    let token = page.field("_token");
    let with_token = [fields[0], fields[1], ("_token", &token)];
    phone.post("/en/sign-in", &with_token).await.status(303);
    assert!(is_in(&phone).await);
}

#[tokio::test]
async fn each_sign_in_has_a_new_session_and_signing_out_ends_it() {
    let app = TestApp::start().await;
    app.account(&[Role::Resident]).await;
    let browser = app.visitor();
    sign_in(&browser, "resident1@example.org", PASSWORD).await.status(303);
    let first = browser.cookie("naboom").expect("a session");
    sign_in(&browser, "resident1@example.org", PASSWORD).await.status(303);
    let second = browser.cookie("naboom").expect("a session");
    assert_ne!(first, second);
    let with = |id: &str| app.visitor().header("cookie", &format!("naboom={id}"));
    assert!(!is_in(&with(&first)).await);
    assert!(is_in(&with(&second)).await);
    assert_eq!(browser.post("/af/sign-out", &[]).await.location(), "/af/");
    assert!(!is_in(&browser).await);
    assert!(!is_in(&with(&second)).await);
    browser.post("/en/sign-out", &[]).await.status(303);
}

#[tokio::test]
async fn a_restored_copy_of_redis_lets_nobody_back_in_and_an_empty_one_signs_nobody_out() {
    let app = TestApp::with().redis().start().await;
    app.account(&[Role::Resident]).await;
    let browser = app.visitor();
    sign_in(&browser, "resident1@example.org", PASSWORD).await.status(303);
    let id = browser.cookie("naboom").expect("a session");
    let with = app.visitor().header("cookie", &format!("naboom={id}"));
    assert!(is_in(&with).await);
    let mut redis = app.app.redis.clone().expect("redis");
    let copies = async || {
        let mut redis = app.app.redis.clone().expect("redis");
        let keys: Vec<String> =
            redis::cmd("KEYS").arg("naboom:session:*").query_async(&mut redis).await.expect("keys");
        keys
    };
    let keys = copies().await;
    assert_eq!(keys.len(), 1);
    let copy: String = redis::cmd("GET").arg(&keys[0]).query_async(&mut redis).await.expect("copy");
    // Redis forgets everything: still signed in.
    redis::cmd("FLUSHDB").query_async::<()>(&mut redis).await.expect("flushed");
    assert!(is_in(&with).await);
    browser.post("/en/sign-out", &[]).await.status(303);
    assert!(copies().await.is_empty());
    // An old copy comes back, by a restore: still signed out, and nothing makes the row again.
    let mut set = redis::cmd("SET");
    set.arg(&keys[0]).arg(copy).arg("EX").arg(3600);
    set.query_async::<()>(&mut redis).await.expect("restored");
    assert!(!is_in(&with).await);
    assert_eq!(app.count("select count(*) from sessions").await, 0);
}

#[tokio::test]
async fn a_visit_keeps_a_session_alive_but_not_for_ever() {
    let app = TestApp::start().await;
    let resident = app.resident().await;
    resident.get("/en/account").await.ok();
    app.as_owner("update sessions set seen_at = now() - interval '2 days', expires_at = now() + interval '28 days'").await;
    let page = resident.get("/en/account").await;
    assert!(page.ok().header("set-cookie").starts_with("naboom="), "the cookie is renewed");
    assert_eq!(app.count("select count(*) from sessions where seen_at > now() - interval '1 minute' and expires_at > now() + interval '29 days'").await, 1);
    assert_eq!(resident.get("/en/account").await.ok().header("set-cookie"), "");
    app.as_owner("update sessions set created_at = now() - interval '181 days'").await;
    resident.get("/en/account").await.status(303);
    app.as_owner(
        "update sessions set created_at = now(), expires_at = now() - interval '1 second'",
    )
    .await;
    resident.get("/en/account").await.status(303);
    accounts::clean_up(&app.app.db).await.expect("cleans up");
    assert_eq!(app.count("select count(*) from sessions").await, 0);
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one_or_all_others() {
    let app = TestApp::start().await;
    let account = app.account(&[Role::Resident]).await;
    let mut browsers = [app.visitor(), app.visitor(), app.visitor()];
    for browser in &mut browsers {
        app.sign_in(browser, account).await;
    }
    let [here, there, elsewhere] = browsers;
    let page = here.get("/af/account").await;
    page.ok().sees("Waar jy ingeteken is").sees("hierdie een");
    assert_eq!(page.all("main .card").len(), 3);
    let one = page.attribute("main .card button[name=session]", "value");
    here.post("/af/account/sessions", &[("session", &one)]).await.status(303);
    assert_eq!(usize::from(is_in(&there).await) + usize::from(is_in(&elsewhere).await), 1);
    assert!(is_in(&here).await);
    let mut again = app.visitor();
    app.sign_in(&mut again, account).await;
    let done = here.post("/af/account/sessions", &[("session", "others")]).await;
    here.follow(&done).await.sees("Beëindig.");
    for browser in [&there, &elsewhere, &again] {
        assert!(!is_in(browser).await);
    }
    // Nobody ends what is not theirs.
    let stranger = app.leader().await;
    let page = here.get("/en/account").await;
    assert!(page.all("button[value=others]").is_empty());
    let names: Vec<String> = sqlx::query_scalar("select encode(id_hash, 'hex') from sessions")
        .fetch_all(&app.app.db)
        .await
        .expect("rows");
    for name in names {
        stranger.post("/en/account/sessions", &[("session", &name)]).await;
    }
    assert!(is_in(&here).await);
    here.post("/en/account/sessions", &[("session", "no such thing")]).await.status(400);
}
