//! Accounts as people use them: register, sign in and out, lose the password; and what admins may do with people.

use std::collections::HashSet;

use naboom::accounts;
use naboom::app::App;
use naboom::auth::Role;
use naboom::i18n::Lang;
use naboom::ids::AccountId;
use naboom::mail::Mail;
use naboom::router;
use tower::ServiceExt as _;

use crate::support::{Answer, Browser, ORIGIN, PASSWORD, TestApp};

/// Opens the form, as people do before they fill it in: that also gives the device its cookie.
async fn sign_in(browser: &Browser, login: &str, password: &str) -> Answer {
    browser.get("/en/sign-in").await;
    browser.post("/en/sign-in", &[("login", login), ("password", password)]).await
}

async fn register(browser: &Browser, lang: &str, login: &str, password: &str) -> Answer {
    let page = format!("/{lang}/register");
    browser.get(&page).await.ok();
    browser.post(&page, &[("login", login), ("name", "Anna"), ("password", password)]).await
}

/// The path of the link in a mail.
fn link(app: &TestApp, to: &str) -> String {
    let text = app.mail_to(to).text;
    let line = text.lines().find_map(|line| line.strip_prefix(ORIGIN));
    line.unwrap_or_else(|| panic!("no link in {text}")).to_owned()
}

async fn is_in(browser: &Browser) -> bool {
    browser.get("/en/account").await.status == 200
}

async fn set(app: &TestApp, statement: &'static str, account: AccountId) {
    sqlx::query(statement).bind(account).execute(&app.app.db).await.expect(statement);
}

#[tokio::test]
async fn a_resident_registers_by_email_in_afrikaans_and_confirms_with_one_tap() {
    let app = TestApp::start().await;
    let anna = app.visitor();
    let page = anna.get("/af/register").await;
    page.ok().sees("Registreer").sees("E-posadres of selfoonnommer").sees("(opsioneel)");
    let sent = register(&anna, "af", "anna@example.org", "drie rooi fietse").await;
    anna.follow(&sent).await.ok().sees("Kyk in jou pos");
    app.work().await;
    let mail = app.mail_to("anna@example.org");
    assert_eq!(mail.subject, "Bevestig jou e-posadres by Naboom");
    let link = link(&app, "anna@example.org");
    let page = anna.get(&link).await;
    page.ok().sees("Een tik, en jy is ingeteken.");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert!(!is_in(&anna).await, "opening a link changes nothing");
    let done = anna.post(&link, &[]).await;
    let account = anna.follow(&done).await;
    account.ok().sees("Jou e-posadres is bevestig. Jy is ingeteken.").sees("Inwoner");
    assert_eq!(account.field("name"), "Anna");
    assert_eq!(account.field("lang"), "af");
    anna.get(&link).await.status(410).sees("Hierdie skakel werk nie meer nie");
    anna.post(&link, &[]).await.status(410);
}

#[tokio::test]
async fn on_another_device_the_link_asks_for_the_password_that_was_registered() {
    let app = TestApp::start().await;
    let stranger = app.visitor();
    register(&stranger, "en", "anna@example.org", "three red bicycles").await;
    app.work().await;
    let link = link(&app, "anna@example.org");
    let anna = app.visitor();
    anna.get(&link).await.ok().sees("different device");
    anna.post(&link, &[]).await.status(422).sees("The password is not right");
    anna.post(&link, &[("password", "something else")]).await.status(422);
    assert!(!is_in(&anna).await);
    anna.post(&link, &[("password", "three red bicycles")]).await.status(303);
    assert!(is_in(&anna).await);
}

#[tokio::test]
async fn whoever_registers_an_unconfirmed_address_again_ends_the_links_of_others() {
    let app = TestApp::start().await;
    let (anna, thief) = (app.visitor(), app.visitor());
    register(&anna, "en", "anna@example.org", "three red bicycles").await;
    app.work().await;
    let annas = link(&app, "anna@example.org");
    register(&thief, "en", "Anna@Example.org", "password of a thief").await;
    app.work().await;
    let thiefs = link(&app, "Anna@Example.org");
    // Else Anna's tap would confirm the address for the thief's password.
    anna.get(&annas).await.status(410);
    anna.post(&annas, &[]).await.status(410);
    anna.post(&thiefs, &[("password", "three red bicycles")]).await.status(422);
    assert_eq!(app.count("select count(*) from accounts").await, 1);
    // The mailed reset is Anna's way back; it ends what the thief knows.
    anna.post("/en/reset", &[("login", "anna@example.org")]).await.status(303);
    app.work().await;
    let reset = link(&app, "anna@example.org");
    anna.post(&reset, &[("password", "three red bicycles")]).await.status(303);
    thief.post(&thiefs, &[]).await.status(410);
    sign_in(&thief, "anna@example.org", "password of a thief").await.status(422);
    sign_in(&anna, "anna@example.org", "three red bicycles").await.status(303);
    app.work().await;
}

#[tokio::test]
async fn registering_answers_the_same_for_known_and_new_addresses() {
    let app = TestApp::start().await;
    app.account(&[Role::Resident]).await;
    let new = register(&app.visitor(), "en", "new@example.org", "three red bicycles").await;
    let known = register(&app.visitor(), "en", "resident1@example.org", "three red bicycles").await;
    assert_eq!(new.location(), known.location());
    app.work().await;
    let mail = app.mail_to("resident1@example.org");
    assert_eq!(mail.subject, "You already have an account at Naboom");
    assert_eq!(app.mail().len(), 2);
    // Before it is confirmed, the new address opens no more than a known one with a wrong password.
    let visitor = app.visitor();
    let new = sign_in(&visitor, "new@example.org", "three red bicycles").await;
    let known = sign_in(&visitor, "resident1@example.org", "three red bicycles").await;
    new.status(422);
    known.status(422);
    assert_eq!(new.words(), known.words());
    sign_in(&visitor, "resident1@example.org", PASSWORD).await.status(303);
}

#[tokio::test]
async fn who_registers_again_with_their_own_password_is_signed_in() {
    let app = TestApp::start().await;
    app.account(&[Role::Resident]).await;
    let visitor = app.visitor();
    register(&visitor, "en", "Resident1@example.org", PASSWORD).await.status(303);
    assert!(is_in(&visitor).await);
}

#[tokio::test]
async fn an_address_gets_only_so_many_mails_whoever_asks() {
    let app = TestApp::start().await;
    app.account(&[Role::Resident]).await;
    for _ in 0..7 {
        register(&app.visitor(), "en", "resident1@example.org", "three red bicycles")
            .await
            .status(303);
        app.visitor().post("/en/reset", &[("login", "resident1@example.org")]).await.status(303);
    }
    app.work().await;
    assert_eq!(app.mail().len(), 10);
}

#[tokio::test]
async fn a_wrong_registration_keeps_everything_typed_but_the_password() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    visitor.get("/af/register").await;
    let fields = [
        ("login", "geen adres nie"),
        ("name", "Anna B"),
        ("password", "kort"),
        ("next", "/af/report"),
    ];
    let page = visitor.post("/af/register", &fields).await;
    page.status(422)
        .sees("Fout: Registreer")
        .sees("Gee ’n e-posadres soos")
        .sees("Gebruik minstens 10 karakters");
    assert_eq!(page.field("login"), "geen adres nie");
    assert_eq!(page.field("name"), "Anna B");
    assert_eq!(page.field("next"), "/af/report");
    page.does_not_see("kort\"");
    for (password, words) in [
        ("password1234", "many people use this one"),
        ("anna@example.org", "not your own name"),
        (&"x1 ".repeat(50), "at most 128 characters"),
    ] {
        let fields = [("login", "anna@example.org"), ("password", password)];
        visitor.post("/en/register", &fields).await.status(422).sees(words);
    }
    visitor.post("/en/register", &[]).await.status(422).sees("Enter your e-mail address");
    assert_eq!(app.count("select count(*) from accounts").await, 0);
}

#[tokio::test]
async fn the_language_switch_of_a_form_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let fields = [
        ("login", "anna@example.org"),
        ("name", "Anna"),
        ("password", "secret words"),
        ("_lang", "af"),
    ];
    let page = visitor.post("/en/register", &fields).await;
    page.ok().sees("Registreer").does_not_see("secret words");
    assert_eq!(page.field("login"), "anna@example.org");
    assert_eq!(page.attribute("#register", "action"), "/af/register");
    for form in ["sign-in", "reset", "reset/code"] {
        let fields = [("login", "anna@example.org"), ("_lang", "af")];
        let page = visitor.post(&format!("/en/{form}"), &fields).await;
        page.ok().sees("E-posadres of selfoonnommer");
        assert_eq!(page.field("login"), "anna@example.org");
    }
}

#[tokio::test]
async fn a_phone_number_registers_with_recovery_codes_shown_once() {
    let app = TestApp::start().await;
    let thabo = app.visitor();
    let page = register(&thabo, "en", "082 123-4567", "three red bicycles").await;
    page.ok().sees("Your recovery codes").sees("My account");
    assert_eq!(page.header("cache-control"), "no-store");
    let codes: HashSet<String> = page.all("main ol li").into_iter().collect();
    assert_eq!(codes.len(), 8);
    thabo.get("/en/account").await.ok().sees("+27821234567").sees("You have 8 codes left");
    // The answer was lost and the form is sent again: the same person, one account, no second set of codes.
    let fields = [("login", "+27 82 123 4567"), ("password", "three red bicycles")];
    thabo.post("/en/register", &fields).await.status(303);
    assert_eq!(app.count("select count(*) from accounts").await, 1);
    assert_eq!(app.count("select count(*) from account_tokens").await, 8);
    let other = app.visitor();
    let page = register(&other, "en", "0821234567", "four blue bicycles").await;
    page.status(422).sees("has an account already");
    assert_eq!(page.field("login"), "0821234567");
    sign_in(&other, "+27 (0)82 123 4567", "three red bicycles").await.status(303);
}

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

#[tokio::test]
async fn a_changed_password_ends_every_other_session_and_is_mailed() {
    let app = TestApp::start().await;
    let account = app.account(&[Role::Resident]).await;
    let (mut here, mut there) = (app.visitor(), app.visitor());
    app.sign_in(&mut here, account).await;
    app.sign_in(&mut there, account).await;
    let change = async |old: &str, new: &str| {
        here.post("/en/account/password", &[("old", old), ("new", new)]).await
    };
    change("not the password", "three red bicycles")
        .await
        .status(422)
        .sees("The password is not right");
    change(PASSWORD, "short").await.status(422).sees("Use at least 10 characters");
    assert!(is_in(&there).await);
    let done = change(PASSWORD, "three red bicycles").await;
    here.follow(&done).await.ok().sees("Your password has been changed");
    assert!(!is_in(&there).await);
    sign_in(&there, "resident1@example.org", PASSWORD).await.status(422);
    sign_in(&there, "resident1@example.org", "three red bicycles").await.status(303);
    app.work().await;
    app.mail_to("resident1@example.org");
    for _ in 0..10 {
        change("one more guess", "three red bicycles").await;
    }
    change("three red bicycles", "four blue bicycles").await.status(429);
}

#[tokio::test]
async fn name_and_language_are_kept_and_a_name_is_text() {
    let app = TestApp::start().await;
    let resident = app.resident().await;
    let fields = [("name", " <b>Anna</b> ’n \u{202e}Naam "), ("lang", "af")];
    let done = resident.post("/en/account", &fields).await;
    let page = resident.follow(&done).await;
    page.ok().sees("Saved.").does_not_see("<b>Anna");
    assert_eq!(page.field("name"), "<b>Anna</b> ’n Naam");
    assert_eq!(page.field("lang"), "af");
    let long = "n".repeat(81);
    let page = resident.post("/en/account", &[("name", &long), ("lang", "xx")]).await;
    page.status(422).sees("at most 80 letters").sees("Choose one of the languages");
    assert_eq!(page.field("name"), long);
}

#[tokio::test]
async fn a_mailed_link_resets_the_password_once_and_ends_all_sessions() {
    let app = TestApp::start().await;
    let account = app.account(&[Role::Resident]).await;
    set(&app, "update accounts set lang = 'af' where id = $1", account).await;
    let mut there = app.visitor();
    app.sign_in(&mut there, account).await;
    let anna = app.visitor();
    anna.get("/af/reset").await.ok().sees("Wagwoord vergeet?");
    let sent = anna.post("/en/reset", &[("login", "Resident1@example.org")]).await;
    let page = anna.follow(&sent).await;
    let unknown = anna.post("/en/reset", &[("login", "nobody@example.org")]).await;
    assert_eq!(unknown.location(), sent.location());
    page.ok().sees("If this address has an account");
    app.work().await;
    assert_eq!(app.mail().len(), 1);
    assert_eq!(app.mail_to("resident1@example.org").subject, "Nuwe wagwoord vir Naboom");
    let link = link(&app, "resident1@example.org");
    assert!(link.starts_with("/af/reset/"));
    let page = anna.get(&link).await;
    page.ok().sees("Kies ’n nuwe wagwoord");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    anna.post(&link, &[("password", "kort")])
        .await
        .status(422)
        .sees("Gebruik minstens 10 karakters");
    assert!(is_in(&there).await);
    let done = anna.post(&link, &[("password", "drie rooi fietse")]).await;
    anna.follow(&done).await.ok().sees("Jou wagwoord is verander");
    assert!(!is_in(&there).await);
    anna.get(&link).await.status(410);
    anna.post(&link, &[("password", "vier blou fietse")]).await.status(410);
    sign_in(&anna, "resident1@example.org", PASSWORD).await.status(422);
    sign_in(&anna, "resident1@example.org", "drie rooi fietse").await.status(303);
    anna.post("/en/reset", &[("login", "nonsense")]).await.status(422);
    app.work().await;
}

#[tokio::test]
async fn expired_foreign_and_invented_links_do_not_work() {
    let app = TestApp::start().await;
    let account = app.account(&[Role::Resident]).await;
    let visitor = app.visitor();
    visitor.post("/en/reset", &[("login", "resident1@example.org")]).await;
    register(&visitor, "en", "new@example.org", "three red bicycles").await;
    app.work().await;
    let (reset, verify) = (link(&app, "resident1@example.org"), link(&app, "new@example.org"));
    let token = |path: &str| path.rsplit('/').next().expect("a token").to_owned();
    // The token of one purpose is nothing for the other.
    visitor.get(&format!("/en/reset/{}", token(&verify))).await.status(410);
    visitor.get(&format!("/en/verify/{}", token(&reset))).await.status(410);
    let new = [("password", "four blue bicycles")];
    visitor.post(&format!("/en/reset/{}", token(&verify)), &new).await.status(410);
    visitor.post(&format!("/en/verify/{}", token(&reset)), &new).await.status(410);
    visitor.get("/en/reset/invented").await.status(410);
    // Disabled meanwhile.
    set(&app, "update accounts set disabled_at = now() where id = $1", account).await;
    visitor.post(&reset, &new).await.status(410);
    set(&app, "update accounts set disabled_at = null where id = $1", account).await;
    app.as_owner("update account_tokens set expires_at = now()").await;
    visitor.get(&reset).await.status(410);
    visitor.post(&reset, &new).await.status(410);
    visitor.get(&verify).await.status(410);
    visitor.post(&verify, &[]).await.status(410);
    sign_in(&visitor, "resident1@example.org", PASSWORD).await.status(303);
}

#[tokio::test]
async fn a_recovery_code_resets_once_and_only_its_own_account() {
    let app = TestApp::start().await;
    let (thabo, lerato) = (app.visitor(), app.visitor());
    let codes = register(&thabo, "en", "0821234567", "three red bicycles").await.all("main ol li");
    register(&lerato, "en", "0837654321", "four blue bicycles").await.ok();
    let visitor = app.visitor();
    visitor.post("/af/reset", &[("login", "082 123 4567")]).await.ok().sees("Herstelkode");
    let reset = async |login: &str, code: &str, password: &str| {
        let fields = [("login", login), ("code", code), ("password", password)];
        visitor.post("/en/reset/code", &fields).await
    };
    let new = "seven green doors";
    let other = reset("0837654321", &codes[0], new).await;
    other.status(422).sees("do not go together");
    assert_eq!(other.field("code"), codes[0]);
    reset("0820000000", &codes[0], new).await.status(422).sees("do not go together");
    reset("0821234567", "0000-0000-0000", new).await.status(422);
    reset("0821234567", &codes[0], "short").await.status(422).sees("at least 10");
    assert!(is_in(&thabo).await);
    let typed = codes[0].to_uppercase().replace('-', " ");
    reset("082 123 4567", &typed, new).await.status(303);
    assert!(!is_in(&thabo).await, "every session ended");
    reset("0821234567", &codes[0], "three red bicycles").await.status(422);
    sign_in(&thabo, "0821234567", new).await.status(303);
    thabo.get("/en/account").await.sees("You have 7 codes left");
    // Fresh codes need the password, and end the old ones.
    thabo.post("/en/account/codes", &[("proof", "wrong")]).await.status(422);
    let fresh = thabo.post("/en/account/codes", &[("proof", new)]).await;
    assert_eq!(fresh.ok().all("main ol li").len(), 8);
    reset("0821234567", &codes[1], "three red bicycles").await.status(422);
    for _ in 0..10 {
        reset("0837654321", "0000-0000-0000", new).await;
    }
    reset("0837654321", "0000-0000-0000", new).await.status(429);
}

#[tokio::test]
async fn an_admin_finds_people_and_pages_through_them() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for _ in 0..22 {
        app.account(&[Role::Resident]).await;
    }
    let leader = app.account(&[Role::Leader]).await;
    set(&app, "update accounts set name = 'Piet René', phone = '+27821234567', disabled_at = now() where id = $1", leader).await;
    let first = admin.get("/af/admin/people").await;
    first.ok().sees("Mense").sees("Gemeenskapsleier");
    assert_eq!(first.all("tbody tr").len(), 20);
    let next = first.attribute("a[rel=next]", "href");
    let second = admin.get(&next).await;
    assert_eq!(second.ok().all("tbody tr").len(), 4);
    let rows: HashSet<String> =
        first.all("tbody th").into_iter().chain(second.all("tbody th")).collect();
    assert_eq!(rows.len(), 24);
    for found in ["q=rene", "q=082+123+4567", "role=leader", "state=disabled", "q=LEADER1@"] {
        let page = admin.get(&format!("/en/admin/people?{found}")).await;
        assert_eq!(page.ok().all("tbody tr").len(), 1, "{found}");
        page.sees("Piet René").sees("Disabled");
    }
    for none in ["q=%25", "q=_", "q=%5C", "q=zz", "role=officer"] {
        admin.get(&format!("/en/admin/people?{none}")).await.ok().sees("Nobody found");
    }
    admin.get("/en/admin/people?role=nonsense&before=x&state=y").await.ok();
    admin.get("/en/admin").await.ok().sees("People").sees("Categories");
}

#[tokio::test]
async fn an_admin_gives_roles_with_limits_and_the_persons_sessions_end() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let person = app.resident().await;
    let id = person.account.expect("signed in");
    app.as_owner(
        "insert into areas (id, code, kind, name_en, name_af, shape) values
           ('018f0000-0000-7000-8000-000000000001', 'w1', 'ward', 'Ward 1', 'Wyk 1',
            st_geomfromtext('multipolygon(((28 -24,29 -24,29 -25,28 -24)))', 4326))",
    )
    .await;
    let area = "018f0000-0000-7000-8000-000000000001";
    let path = format!("/af/admin/people/{id}");
    let page = admin.get(&path).await;
    page.ok().sees("Wyk 1").sees("Niks gemerk nie: oral.");
    let seen = page.field("seen");
    let fields = [("roles", "leader"), ("areas-leader", area), ("seen", &seen)];
    let done = admin.post(&format!("{path}/roles"), &fields).await;
    let page = admin.follow(&done).await;
    page.ok().sees("Gestoor.").sees("Inwoner → Inwoner, Gemeenskapsleier").sees("deur Admin 1");
    assert_eq!(page.field("areas-leader"), area);
    assert!(!is_in(&person).await, "signed out by the change");
    sign_in(&person, "resident1@example.org", PASSWORD).await.status(303);
    person.get("/af/account").await.ok().sees("Gemeenskapsleier").sees("Wyk 1");
    // Another admin still has the old page open.
    let page = admin.post(&format!("{path}/roles"), &[("roles", "officer"), ("seen", &seen)]).await;
    page.status(422).sees("intussen verander");
    assert_eq!(page.all("input[value=officer][checked]").len(), 1);
    assert!(is_in(&person).await, "nothing was changed");
    let now = page.field("seen");
    admin.post(&format!("{path}/roles"), &[("roles", "officer"), ("seen", &now)]).await.status(303);
    assert_eq!(app.count("select count(*) from account_roles where role = 'leader'").await, 0);
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once_and_stays_out_of_its_old_session() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let person = app.leader().await;
    let path = format!("/en/admin/people/{}", person.account.expect("signed in"));
    let access =
        async |fields: &[(&str, &str)]| admin.post(&format!("{path}/access"), fields).await;
    access(&[("disabled", "yes")]).await.status(422).sees("Enter a reason");
    assert!(is_in(&person).await);
    access(&[("disabled", "yes"), ("reason", "Abuse of the queue")]).await.status(303);
    assert!(!is_in(&person).await);
    sign_in(&person, "leader1@example.org", PASSWORD).await.status(422);
    admin.get(&path).await.ok().sees("nobody can sign in").sees("Disabled : Abuse of the queue");
    let old = person.cookie("naboom");
    access(&[("disabled", "no")]).await.status(303);
    assert!(!is_in(&person).await, "{old:?} does not come back");
    sign_in(&person, "leader1@example.org", PASSWORD).await.status(303);
}

#[tokio::test]
async fn nobody_takes_the_last_way_in_from_themselves() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let path = format!("/en/admin/people/{}", admin.account.expect("signed in"));
    let page = admin.get(&path).await;
    page.ok().does_not_see("Disable this account");
    let seen = page.field("seen");
    let roles = [("roles", "leader"), ("seen", seen.as_str())];
    admin
        .post(&format!("{path}/roles"), &roles)
        .await
        .status(422)
        .sees("cannot take the administrator role");
    let out = [("disabled", "yes"), ("reason", "tired")];
    admin.post(&format!("{path}/access"), &out).await.status(422).sees("cannot disable your own");
    let more = [("roles", "leader"), ("roles", "admin"), ("seen", seen.as_str())];
    admin.post(&format!("{path}/roles"), &more).await.status(303);
    assert!(is_in(&admin).await, "stays signed in here");
}

#[tokio::test]
async fn only_admins_see_people() {
    let app = TestApp::start().await;
    let id = app.account(&[Role::Resident]).await;
    let paths = ["/en/admin/people".to_owned(), format!("/en/admin/people/{id}")];
    let others =
        [app.resident().await, app.leader().await, app.officer().await, app.editor().await];
    for path in &paths {
        app.visitor().get(path).await.status(303);
        for other in &others {
            other.get(path).await.status(403);
        }
    }
    for act in ["roles", "access"] {
        let path = format!("/en/admin/people/{id}/{act}");
        app.visitor().post(&path, &[("roles", "admin")]).await.status(401);
        for other in &others {
            other.post(&path, &[("roles", "admin"), ("disabled", "yes")]).await.status(403);
        }
    }
    let admin = app.admin().await;
    admin.get("/en/admin/people/nonsense").await.status(404);
    admin.get(&format!("/en/admin/people/{}", AccountId::new())).await.status(404);
    let gone = format!("/en/admin/people/{}/roles", AccountId::new());
    admin.post(&gone, &[("roles", "leader")]).await.status(404);
}

#[tokio::test]
async fn the_mail_page_exists_only_on_ones_own_machine() {
    let test = TestApp::start().await;
    test.visitor().get("/en/dev/mail").await.status(404);
    let with = |config: naboom::config::Config| {
        let mail = Mail::new(&config).expect("a folder");
        let secret = config.secret.clone().expect("set");
        App::from_parts(config, test.app.db.clone(), None, test.app.files.clone(), mail, secret)
    };
    let get = async |app: &App, host: &str| {
        let request = http::Request::get("/af/dev/mail").header("host", host);
        let request = request.body(axum::body::Body::empty()).expect("a request");
        let response = router::build(app).oneshot(request).await.expect("answers");
        let status = response.status().as_u16();
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        (status, String::from_utf8_lossy(&body).into_owned())
    };
    let app = with(test.app.config.clone());
    let (status, page) = get(&app, "127.0.0.1:8080").await;
    assert!(status == 200 && page.contains("Nog geen pos nie"), "{page}");
    let text = format!("Hallo\n\n{ORIGIN}/af/verify/abc\n\nBêre <b>dit</b>");
    let (to, subject) = ("anna@example.org".into(), "’n Skakel".into());
    app.mail.send(naboom::mail::Message { to, subject, text }).await.expect("written");
    let (_, page) = get(&app, "127.0.0.1:8080").await;
    assert!(page.contains("’n Skakel") && page.contains("anna@example.org"), "{page}");
    assert!(page.contains(&format!("href=\"{ORIGIN}/af/verify/abc\"")), "{page}");
    assert!(page.contains("Bêre &#60;b&#62;dit"), "{page}");
    let mut behind_proxy = test.app.config.clone();
    behind_proxy.origin = "https://naboom.example".parse().expect("an address");
    assert_eq!(get(&with(behind_proxy), "naboom.example").await.0, 404);
    let mut open = test.app.config.clone();
    open.listen = "0.0.0.0:8080".parse().expect("an address");
    assert_eq!(get(&with(open), "127.0.0.1:8080").await.0, 404);
}

#[tokio::test]
async fn the_operator_adds_people_changes_their_roles_and_disables_them() {
    let app = TestApp::start().await;
    let roles = [Role::Admin];
    let (_, password) = accounts::add(&app.app, "ops@example.org", "Ops", Lang::af(), &roles, None)
        .await
        .expect("added");
    let ops = app.visitor();
    sign_in(&ops, "ops@example.org", &password).await.status(303);
    ops.get("/af/admin").await.ok();
    accounts::set_roles(&app.app, "ops@example.org", &[Role::Leader]).await.expect("changed");
    assert!(!is_in(&ops).await);
    sign_in(&ops, "ops@example.org", &password).await.status(303);
    ops.get("/af/admin").await.status(403);
    let given = accounts::set_password(&app.app, "ops@example.org", None).await.expect("a new one");
    assert!(!is_in(&ops).await);
    sign_in(&ops, "ops@example.org", &password).await.status(422);
    sign_in(&ops, "ops@example.org", &given).await.status(303);
    let short = Some("short".to_owned());
    assert!(accounts::set_password(&app.app, "ops@example.org", short).await.is_err());
    accounts::disable(&app.app, "OPS@example.org", true).await.expect("disabled");
    assert!(!is_in(&ops).await);
    let listed = accounts::list(&app.app, Some(Role::Leader)).await.expect("listed");
    assert!(listed.len() == 1 && listed[0].disabled);
    let add = async |login: &str, password: Option<&str>| {
        accounts::add(&app.app, login, "", Lang::EN, &[], password.map(str::to_owned)).await
    };
    for (login, password) in
        [("ops@example.org", None), ("nonsense", None), ("0821234567", Some("short"))]
    {
        assert!(add(login, password).await.is_err(), "{login}");
    }
    add("082 123 4567", Some("three red bicycles")).await.expect("a phone will do");
    sign_in(&ops, "0821234567", "three red bicycles").await.status(303);
    assert!(accounts::set_roles(&app.app, "nobody@example.org", &[]).await.is_err());
    assert!(accounts::set_password(&app.app, "nobody@example.org", None).await.is_err());
    app.work().await;
}

#[tokio::test]
async fn demo_people_get_fresh_passwords_and_exist_only_on_loopback() {
    let app = TestApp::start().await;
    let first = accounts::demo(&app.app).await.expect("made");
    let second = accounts::demo(&app.app).await.expect("made again");
    assert_eq!(first.len(), 5);
    assert_eq!(app.count("select count(*) from accounts").await, 5);
    for ((role, login, old), (_, _, new)) in first.iter().zip(&second) {
        let browser = app.visitor();
        sign_in(&browser, login, old).await.status(422);
        sign_in(&browser, login, new).await.status(303);
        let admin = browser.get("/en/admin/people").await.status.as_u16();
        assert_eq!(admin == 200, *role == Role::Admin, "{login}");
    }
    let open = TestApp::with().setting("NABOOM_ORIGIN", "https://naboom.example").start().await;
    assert!(accounts::demo(&open.app).await.is_err());
    assert_eq!(open.count("select count(*) from accounts").await, 0);
}

#[tokio::test]
async fn what_ran_out_is_removed_and_the_rest_stays() {
    let app = TestApp::start().await;
    let resident = app.resident().await;
    let visitor = app.visitor();
    register(&visitor, "en", "late@example.org", "three red bicycles").await;
    register(&visitor, "en", "0821234567", "three red bicycles").await;
    sign_in(&visitor, "resident1@example.org", PASSWORD).await.status(303);
    app.work().await;
    accounts::clean_up(&app.app.db).await.expect("cleans up");
    assert_eq!(app.count("select count(*) from accounts").await, 3);
    app.as_owner(
        "update accounts set created_at = now() - interval '9 days';
         update account_tokens set expires_at = now() - interval '2 days' where purpose = 'verify_email';
         update account_devices set seen_at = now() - interval '200 days'",
    )
    .await;
    accounts::clean_up(&app.app.db).await.expect("cleans up");
    assert_eq!(app.count("select count(*) from accounts").await, 2);
    assert_eq!(app.count("select count(*) from account_tokens").await, 8);
    assert_eq!(app.count("select count(*) from account_devices").await, 0);
    assert!(is_in(&resident).await && is_in(&visitor).await);
}

#[tokio::test]
async fn the_same_link_twice_at_once_works_once() {
    let app = TestApp::start().await;
    app.account(&[Role::Resident]).await;
    let visitor = app.visitor();
    visitor.post("/en/reset", &[("login", "resident1@example.org")]).await;
    app.work().await;
    let link = link(&app, "resident1@example.org");
    let tries = ["three red bicycles", "four blue bicycles"]
        .map(|password| [("password", password)])
        .map(|fields| {
            let (visitor, link) = (app.visitor(), link.clone());
            async move { visitor.post(&link, &fields).await.status.as_u16() }
        });
    let [one, two] = tries;
    let (one, two) = tokio::join!(one, two);
    assert!([one, two] == [303, 410] || [one, two] == [410, 303], "{one} {two}");
    app.work().await;
}
