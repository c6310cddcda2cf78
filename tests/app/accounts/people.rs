//! What administrators may do with people.

use std::collections::HashSet;

use naboom::auth::Role;
use naboom::ids::AccountId;

use super::{is_in, set, sign_in};
use crate::support::{PASSWORD, TestApp};

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
