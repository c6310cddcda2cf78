//! Registering by e-mail and by number, and confirming.

use std::collections::HashSet;

use naboom::auth::Role;

use super::{is_in, link, register, sign_in};
use crate::support::{PASSWORD, TestApp};

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
