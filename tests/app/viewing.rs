//! An administrator sees the site as a person or a role would: their rights, nothing private of theirs, and no change.

use crate::support::{Browser, TestApp};

/// Address of the page about somebody with this role.
async fn person(admin: &Browser, role: &str) -> String {
    let list = admin.get(&format!("/en/admin/people?role={role}")).await;
    list.ok().attribute("tbody a", "href")
}

#[tokio::test]
async fn an_administrator_sees_what_a_leader_may_and_changes_nothing_until_they_stop() {
    let app = TestApp::start().await;
    let (admin, _leader) = (app.admin().await, app.leader().await);
    let leader = person(&admin, "leader").await;
    admin.get("/en/admin/categories").await.ok();
    admin.post(&format!("{leader}/view-as"), &[]).await.status(303);
    admin.get("/en/moderation").await.ok().sees("Nothing can be changed");
    // What only administrators may see is closed, and so is every change, also what a leader may do.
    for closed in ["/en/admin", "/en/admin/categories", "/en/admin/people", &leader] {
        admin.get(closed).await.status(403);
    }
    for act in ["/en/moderation", "/en/account/name", "/en/admin/notices/new", "/en/report"] {
        admin.post(act, &[]).await.status(409).sees("so nothing can be changed");
    }
    // What is under "my" stays the administrator's own.
    let account = admin.get("/en/account").await;
    account.ok().sees("admin1@");
    admin.post("/en/view-as/stop", &[]).await.status(303);
    let again = admin.get(&leader).await;
    again.ok().does_not_see("Nothing can be changed");
    again.sees("An administrator began to see the site as somebody else");
    let history = admin.get("/en/admin/history?subject=person").await;
    history.ok().sees("began to see the site").sees("as themselves again");
}

#[tokio::test]
async fn a_role_is_seen_everywhere_and_ends_by_itself_after_an_hour() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    admin.post("/en/admin/view-as", &[("role", "resident")]).await.status(303);
    admin.get("/en/").await.ok().sees("You see the site as Resident would");
    admin.get("/en/moderation").await.status(403);
    admin.post("/en/view-as/stop", &[]).await.status(303);
    admin.post("/en/admin/view-as", &[("role", "editor")]).await.status(303);
    admin.get("/en/admin/pages").await.ok();
    admin.get("/en/admin/people").await.status(403);
    app.as_owner("update sessions set as_since = as_since - interval '61 minutes'").await;
    admin.get("/en/admin/people").await.ok().does_not_see("Nothing can be changed");
    // Stopping what ended by itself, or never began, harms nothing.
    admin.post("/en/view-as/stop", &[]).await.status(303);
    admin.post("/en/view-as/stop", &[]).await.status(303);
}

#[tokio::test]
async fn nobody_looks_as_an_administrator_and_nobody_else_looks_as_anybody() {
    let app = TestApp::start().await;
    let (admin, leader) = (app.admin().await, app.leader().await);
    let (own, other) = (person(&admin, "admin").await, person(&admin, "leader").await);
    admin.get(&own).await.ok().does_not_see("See the site as this person");
    admin.post(&format!("{own}/view-as"), &[]).await.status(409).sees("another administrator");
    admin.post("/en/admin/view-as", &[("role", "admin")]).await.status(409);
    admin.post("/en/admin/view-as", &[("role", "king")]).await.status(404);
    for who in [&leader, &app.editor().await, &app.resident().await] {
        who.post(&format!("{other}/view-as"), &[]).await.status(403);
        who.post("/en/admin/view-as", &[("role", "leader")]).await.status(403);
    }
    // Somebody who is made an administrator meanwhile is not looked through any more, and neither is who was disabled.
    admin.post(&format!("{other}/view-as"), &[]).await.status(303);
    admin.get("/en/admin/people").await.status(403);
    app.as_owner(
        "insert into account_roles (account_id, role) select account_id, 'admin' from account_roles where role = 'leader'",
    )
    .await;
    admin.get("/en/admin/people").await.ok();
    admin.get("/en/moderation").await.ok().does_not_see("Nothing can be changed");
}

#[tokio::test]
async fn an_administrator_who_owes_a_second_step_looks_as_nobody() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    admin.post("/en/admin/view-as", &[("role", "leader")]).await.status(303);
    app.as_owner("update site_settings set data = data || '{\"second_factor\": true}'").await;
    let waits = admin.get("/en/moderation").await;
    assert_ne!(waits.status.as_u16(), 200, "the second step is asked for as before");
}
