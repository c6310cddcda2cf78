//! Changing and losing a password; name and language.

use naboom::auth::Role;

use super::{is_in, link, register, set, sign_in};
use crate::support::{PASSWORD, TestApp};

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
