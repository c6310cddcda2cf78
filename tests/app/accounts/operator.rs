//! The operator’s commands, demo people, the mail page, clean-up.

use naboom::accounts;
use naboom::app::App;
use naboom::auth::Role;
use naboom::i18n::Lang;
use naboom::mail::Mail;
use naboom::router;
use tower::ServiceExt as _;

use super::{is_in, register, sign_in};
use crate::support::{ORIGIN, PASSWORD, TestApp};

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
