//! People as administrators bring them in, and the second step at sign-in.

use naboom::accounts::{self, code_at, open_secret};
use naboom::ids::AccountId;

use crate::support::{Answer, Browser, ORIGIN, PASSWORD, TestApp};

async fn sign_in(browser: &Browser, login: &str, password: &str) -> Answer {
    browser.get("/en/sign-in").await;
    browser.post("/en/sign-in", &[("login", login), ("password", password)]).await
}

/// The code that the app on the phone shows now, moved on by some periods of 30 s.
async fn code(app: &TestApp, login: &str, later: i64) -> String {
    let (account, stored): (AccountId, Vec<u8>) =
        sqlx::query_as("select id, totp_secret from accounts where email = $1::text::citext")
            .bind(login)
            .fetch_one(&app.app.db)
            .await
            .unwrap();
    let secret = open_secret(&app.app.secret, None, account, &stored).expect("it opens").secret;
    let now: i64 = sqlx::query_scalar("select extract(epoch from now())::bigint")
        .fetch_one(&app.app.db)
        .await
        .unwrap();
    code_at(&secret, now / 30 + later)
}

/// Sets the second step up; gives the recovery codes.
async fn set_up(app: &TestApp, who: &Browser, login: &str) -> Vec<String> {
    let path = "/en/account/second";
    who.post(path, &[("proof", "not the password")]).await.status(422).sees("password");
    who.post(path, &[("proof", PASSWORD)]).await.status(303);
    let page = who.get(path).await;
    page.ok().sees("type this key");
    assert_eq!(page.header("cache-control"), "no-store");
    who.post(&format!("{path}/confirm"), &[("code", "000")])
        .await
        .status(422)
        .sees("does not work");
    let now = code(app, login, 0).await;
    let codes = who.post(&format!("{path}/confirm"), &[("code", &now)]).await;
    codes.ok().sees("Your recovery codes");
    codes.all("ol .ref")
}

#[tokio::test]
async fn an_invitation_opens_an_account_with_its_roles_for_whoever_reads_the_mail() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    admin.get("/en/admin/people").await.sees("Invite somebody");
    let path = "/en/admin/people/invite";
    let wrong = admin.post(path, &[("email", "082 123 4567"), ("name", "Sarie")]).await;
    wrong.status(422).sees("Enter an e-mail address");
    assert_eq!(wrong.field("name"), "Sarie");
    let typed =
        [("email", "sarie@example.org"), ("name", "Sarie"), ("lang", "af"), ("roles", "leader")];
    let invited = admin.post(path, &typed).await;
    admin.follow(&invited).await.ok().sees("Sarie").sees("Invited");
    admin.post(path, &typed).await.status(422).sees("has an account");
    app.work().await;
    let mail = app.mail_to("sarie@example.org");
    assert_eq!(mail.subject, "Jy is na Naboom uitgenooi");
    // Somebody who only knows the address gets nothing by registering on it.
    let thief = app.visitor();
    thief.get("/en/register").await;
    let fields =
        [("login", "sarie@example.org"), ("name", "T"), ("password", "three red bicycles")];
    thief.post("/en/register", &fields).await.status(303);
    app.work().await;
    assert_eq!(app.mail().len(), 1, "no link that would confirm the thief's password");
    sign_in(&thief, "sarie@example.org", "three red bicycles").await.status(422);
    let link = mail.text.lines().find_map(|line| line.strip_prefix(ORIGIN)).unwrap().to_owned();
    let sarie = app.visitor();
    sarie.get(&link).await.ok();
    sarie.post(&link, &[("password", "four green trucks")]).await.status(303);
    sign_in(&sarie, "sarie@example.org", "four green trucks").await.status(303);
    sarie.get("/af/moderation").await.ok();
    sarie.get("/af/admin/people").await.status(403);
    for who in [app.editor().await, app.leader().await] {
        who.get(path).await.status(403);
        who.post(path, &typed).await.status(403);
    }
    app.work().await;
}

#[tokio::test]
async fn with_a_second_step_the_password_alone_opens_nothing() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let leader = app.leader().await;
    let login = "leader1@example.org";
    let recovery = set_up(&app, &leader, login).await;
    assert_eq!(recovery.len(), 8);
    leader.get("/en/moderation").await.ok();
    let thief = app.visitor();
    let half = sign_in(&thief, login, PASSWORD).await;
    assert!(half.location().starts_with("/en/sign-in/second"), "{}", half.location());
    for path in ["/en/moderation", "/en/account", "/en/account/second", "/en/my/reports"] {
        assert!(thief.get(path).await.location().contains("/sign-in"), "{path}");
    }
    thief.post("/en/account/second/end", &[("proof", PASSWORD)]).await.status(401);
    thief.get(&half.location()).await.ok().sees("Code");
    // The code that turned it on does not work a second time.
    let used = code(&app, login, 0).await;
    thief.post("/en/sign-in/second", &[("code", &used)]).await.status(422).sees("does not work");
    let next = code(&app, login, 1).await;
    let taken =
        thief.post("/en/sign-in/second", &[("code", &next), ("next", "/en/moderation")]).await;
    assert_eq!(taken.location(), "/en/moderation");
    thief.get("/en/moderation").await.ok();
    // A recovery code takes the step once.
    let other = app.visitor();
    sign_in(&other, login, PASSWORD).await.status(303);
    let typed = [("code", recovery[0].as_str())];
    other.post("/en/sign-in/second", &typed).await.status(303);
    other.get("/en/moderation").await.ok();
    let again = app.visitor();
    sign_in(&again, login, PASSWORD).await.status(303);
    again.post("/en/sign-in/second", &typed).await.status(422);
    // And it is not the first step too.
    let reset = [("login", login), ("code", recovery[1].as_str()), ("password", "a brand new one")];
    app.visitor().post("/en/reset/code", &reset).await.status(422);
}

#[tokio::test]
async fn guessing_codes_ends_soon() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let leader = app.leader().await;
    set_up(&app, &leader, "leader1@example.org").await;
    let thief = app.visitor();
    sign_in(&thief, "leader1@example.org", PASSWORD).await.status(303);
    let mut last = 0;
    for guess in 0..12 {
        let code = format!("{guess:06}");
        last = thief.post("/en/sign-in/second", &[("code", &code)]).await.status.as_u16();
    }
    assert_eq!(last, 429);
}

#[tokio::test]
async fn the_site_can_want_a_second_step_of_staff_and_then_roles_wait_for_it() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let (admin, leader, resident) = (app.admin().await, app.leader().await, app.resident().await);
    let fields = [("version", "1"), ("second_factor", "yes"), ("editors_publish", "yes")];
    admin.post("/en/admin/settings", &fields).await.status(303);
    assert_eq!(leader.get("/af/moderation").await.location(), "/af/account/second");
    leader.get("/en/account/second").await.ok().sees("wants a second step");
    leader.post("/en/admin/settings", &fields).await.status(403);
    admin.post("/en/admin/settings", &fields).await.status(403);
    resident.get("/en/my/reports").await.ok();
    set_up(&app, &leader, "leader1@example.org").await;
    leader.get("/en/moderation").await.ok();
    set_up(&app, &admin, "admin1@example.org").await;
    admin.get("/en/admin/settings").await.ok();
}

#[tokio::test]
async fn an_admin_helps_somebody_who_lost_phone_and_codes() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let (admin, leader) = (app.admin().await, app.leader().await);
    set_up(&app, &leader, "leader1@example.org").await;
    let id = leader.account.unwrap();
    let path = format!("/en/admin/people/{id}");
    admin.get(&path).await.ok().sees("Take the second step away");
    leader.post(&format!("{path}/second"), &[]).await.status(403);
    admin.post(&format!("{path}/second"), &[]).await.status(303);
    assert!(leader.get("/en/moderation").await.location().contains("/sign-in"), "sessions end");
    let visitor = app.visitor();
    sign_in(&visitor, "leader1@example.org", PASSWORD).await.status(303);
    visitor.get("/en/moderation").await.ok();
    admin.get(&path).await.sees("Second step taken away");
}

#[tokio::test]
async fn secrets_lie_sealed_and_those_of_before_are_sealed_when_used_or_by_command() {
    let app = TestApp::start().await;
    let who = app.resident().await;
    let email: String = sqlx::query_scalar("select email::text from accounts where id = $1")
        .bind(who.account.unwrap())
        .fetch_one(&app.app.db)
        .await
        .unwrap();
    set_up(&app, &who, &email).await;
    let sealed = "select count(*) from accounts where length(totp_secret) = 61";
    assert_eq!(app.count(sealed).await, 1);
    assert_eq!(accounts::seal_all(&app.app).await.unwrap(), (0, 0), "nothing to do");
    // As a version kept it that did not seal.
    app.as_owner("update accounts set totp_secret = '12345678901234567890', totp_step = 0 where totp_secret is not null").await;
    let phone = app.visitor();
    sign_in(&phone, &email, PASSWORD).await.status(303);
    let now = code(&app, &email, 0).await;
    phone.post("/en/sign-in/second", &[("code", &now)]).await.status(303);
    assert_eq!(app.count(sealed).await, 1, "it was used");
    app.as_owner(
        "update accounts set totp_secret = '12345678901234567890' where totp_secret is not null",
    )
    .await;
    assert_eq!(accounts::seal_all(&app.app).await.unwrap(), (1, 0));
    // What no key opens lets nobody in, and is counted.
    app.as_owner("update accounts set totp_secret = set_byte(totp_secret, 40, 255 - get_byte(totp_secret, 40)) where totp_secret is not null").await;
    assert_eq!(accounts::seal_all(&app.app).await.unwrap(), (0, 1));
    let phone = app.visitor();
    sign_in(&phone, &email, PASSWORD).await.status(303);
    phone.post("/en/sign-in/second", &[("code", "123456")]).await.status(422);
}

#[tokio::test]
async fn signing_out_clears_what_the_browser_kept() {
    let app = TestApp::start().await;
    let who = app.resident().await;
    who.get("/en/account").await.ok();
    assert!(!who.get("/en/account").await.all("form[data-forget]").is_empty());
    let out = who.post("/en/sign-out", &[]).await;
    out.status(303);
    assert_eq!(out.header("clear-site-data"), "\"storage\"");
    assert!(out.header("set-cookie").contains("Max-Age=0"));
}

#[tokio::test]
async fn a_phone_without_an_account_finds_what_it_follows_and_what_it_began() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let seen = app.incident().title("Followed from here").create().await;
    app.incident().title("Not followed").create().await;
    let phone = app.visitor();
    let empty = phone.get("/af/here").await;
    empty.ok().sees("volg geen aanmeldings nie").sees("volgskakel").sees("Teken in");
    assert_eq!(empty.header("cache-control"), "no-store");
    let follow = format!("/en/incidents/{}/follow", seen.reference);
    // The form brings the cookie of this phone.
    phone.get(&follow).await.ok();
    phone.post(&follow, &[]).await.status(303);
    phone.post("/en/report", &[("category", "water")]).await.status(303);
    let page = phone.get("/en/here").await;
    page.ok()
        .sees("Followed from here")
        .does_not_see("Not followed")
        .sees("A report that you began");
    app.visitor().get("/en/here").await.ok().does_not_see("Followed from here");
    app.as_owner("update incidents set publication = 'hidden'").await;
    phone.get("/en/here").await.ok().does_not_see("Followed from here");
    let signed_in = app.resident().await.get("/en/here").await;
    assert_eq!(signed_in.location(), "/en/my/reports");
}

#[tokio::test]
async fn pages_of_errors_are_packed() {
    let app = TestApp::start().await;
    let phone = app.visitor().header("accept-encoding", "gzip");
    let page = phone.get("/en/no-such-page").await;
    page.status(404);
    assert_eq!(page.header("content-encoding"), "gzip");
}
