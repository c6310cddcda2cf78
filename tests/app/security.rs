//! What nobody may do: every route with every role, changes sent from elsewhere, headers on every answer.

use naboom::auth::{Grant, Role, Viewer};
use naboom::i18n::Lang;
use naboom::ids::AccountId;
use naboom::router;
use naboom::web::routes::Policy;

use crate::support::{Browser, TestApp};

/// An address for a route's pattern, with values that no record has.
fn address(pattern: &str) -> String {
    pattern
        .split('/')
        .map(|part| match part {
            "{lang}" => "en",
            "{reference}" => "NB-0000-0000",
            "{id}" => "01890000-0000-7000-8000-000000000000",
            "{size}" => "320",
            "{*path}" => "css/none.css",
            part if part.starts_with('{') => "none",
            part => part,
        })
        .collect::<Vec<_>>()
        .join("/")
}

fn viewer(role: Role) -> Viewer {
    let grant = Grant { role, areas: Vec::new(), categories: Vec::new() };
    let (account, session) = (AccountId::new(), Vec::new());
    Viewer {
        account,
        name: String::new(),
        lang: Lang::EN,
        grants: vec![grant],
        may_publish: true,
        session,
        seen_as: None,
    }
}

#[tokio::test]
async fn every_route_lets_in_whom_its_policy_names_and_nobody_else() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let mut people: Vec<(Option<Role>, Browser)> = vec![(None, app.visitor())];
    for role in Role::ALL {
        people.push((Some(role), app.person(&[role]).await));
    }
    let routes = router::routes();
    assert!(routes.table().len() > 10, "the table of routes is nearly empty");
    for route in routes.table() {
        let path = address(route.path);
        // Signing out would end the very sessions that this test goes on with.
        if path.ends_with("/sign-out") {
            continue;
        }
        for (role, browser) in &people {
            let answer = match route.method.as_str() {
                "GET" => browser.get(&path).await,
                _ => browser.post(&path, &[]).await,
            };
            let allowed = route.policy.allows(role.map(viewer).as_ref());
            let status = answer.status.as_u16();
            let to_sign_in = status == 303 && answer.header("location").contains("/sign-in?next=");
            let refused = to_sign_in || matches!(status, 401 | 403);
            let who = role.map_or("visitor", Role::as_str);
            assert_eq!(!refused, allowed, "{} {path} as {who}: {status}", route.method);
            assert!(status < 500, "{} {path} as {who}: {status}", route.method);
        }
    }
}

#[test]
fn staff_pages_are_never_public() {
    for route in router::routes().table() {
        let guarded = ["/admin", "/moderation"].iter().any(|part| route.path.contains(part));
        assert!(
            !guarded || !matches!(route.policy, Policy::Public | Policy::Token),
            "{}",
            route.path
        );
        let account = route.path.contains("/account") || route.path.contains("/my/");
        assert!(!account || route.policy != Policy::Public, "{}", route.path);
    }
}

#[tokio::test]
async fn every_answer_carries_the_security_headers_errors_too() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    for path in ["/en/", "/en/none", "/healthz", "/en/admin", "/static/none.css"] {
        let answer = visitor.get(path).await;
        let csp = answer.header("content-security-policy");
        assert!(csp.contains("default-src 'self'") && !csp.contains("unsafe"), "{path}: {csp}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(csp.contains("frame-ancestors 'none'"), "{path}");
        assert!(!answer.header("referrer-policy").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn a_change_sent_from_another_site_is_refused() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let path = "/en/admin/categories/new";
    for (name, value) in
        [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site"), ("origin", "null")]
    {
        let mut admin = app.admin().await.old();
        admin = admin.header(name, value);
        let answer = admin.post(path, &[("code", "stolen")]).await;
        assert!(matches!(answer.status.as_u16(), 400 | 403), "{name}: {value}: {}", answer.status);
    }
    assert_eq!(app.count("select count(*) from categories where code = 'stolen'").await, 0);
}

#[tokio::test]
async fn an_old_browser_needs_the_token_of_its_own_device() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let old = app.admin().await.old();
    let path = "/en/admin/categories/new";
    old.post(path, &[("code", "x1")]).await.status(400);
    let token = old.get(path).await.field("_token");
    old.post(path, &[("code", "x1"), ("_token", &token)]).await.status(422);
    let other = app.admin().await.old();
    other.get(path).await.ok();
    other.post(path, &[("code", "x1"), ("_token", &token)]).await.status(400);
}

#[tokio::test]
async fn an_error_page_speaks_the_readers_language_and_tells_nothing_of_the_inside() {
    let app = TestApp::start().await;
    let answer = app.visitor().get("/af/bestaan-nie").await;
    answer.status(404).sees("Bladsy nie gevind nie");
    assert_eq!(answer.header("cache-control"), "no-store");
    let json = app.visitor().header("accept", "application/json").get("/en/none").await;
    assert!(json.status(404).header("content-type").starts_with("application/json"));
}
