//! Who may do what: every action by every role, within and outside limits of area and category, in every state, against a table
//! written down from the specification. What somebody may not touch they do not learn of either.

use naboom::auth::Role;
use naboom::ids::AreaId;

use super::{path, version};
use crate::support::{Browser, Incident, TestApp};

const STATUSES: [&str; 7] =
    ["reported", "acknowledged", "in_progress", "waiting", "resolved", "closed", "rejected"];
const PUBLICATIONS: [&str; 4] = ["pending", "public", "private", "hidden"];

/// Every form of the page of a report, with what it posts.
const FORMS: [(&str, &[(&str, &str)]); 17] = [
    ("", &[("act", "publish")]),
    ("", &[("act", "edit"), ("title", "New"), ("description", "New")]),
    ("", &[("act", "words"), ("title", "New"), ("description", "New")]),
    ("", &[("act", "hide"), ("reason", "Names")]),
    ("", &[("act", "private")]),
    ("", &[("act", "ask"), ("question", "Where?")]),
    ("", &[("act", "reject"), ("refusal", "No")]),
    ("", &[("act", "status"), ("to", "in_progress"), ("text", "So")]),
    ("", &[("act", "priority"), ("priority", "critical")]),
    ("", &[("act", "assign"), ("assignee", "")]),
    ("", &[("act", "category"), ("category", "road")]),
    ("", &[("act", "escalate"), ("escalation", "Look")]),
    ("/say", &[("body", "A note"), ("audience", "internal")]),
    ("/take", &[("takeover", "I am there")]),
    ("/reveal", &[("why", "To phone")]),
    ("/preview", &[("act", "hide"), ("reason", "Names")]),
    ("/keep", &[("act", "hide"), ("reason", "Names")]),
];

/// A member of the staff, kept to categories or areas.
async fn staff(
    app: &TestApp,
    role: Role,
    categories: &[&'static str],
    areas: &[AreaId],
) -> Browser {
    let account = app.account(&[Role::Resident, role]).await;
    let mut ids = Vec::new();
    for code in categories {
        ids.push(app.category(code).await);
    }
    sqlx::query("update account_roles set categories = $2, areas = $3 where account_id = $1 and role <> 'resident'")
        .bind(account)
        .bind(ids)
        .bind(areas)
        .execute(&app.app.db)
        .await
        .unwrap();
    let mut browser = app.visitor();
    app.sign_in(&mut browser, account).await;
    browser
}

async fn post(app: &TestApp, who: &Browser, i: &Incident, to: &str, form: &[(&str, &str)]) -> u16 {
    let v = version(app, i).await.to_string();
    let mut fields = vec![("version", v.as_str())];
    fields.extend_from_slice(form);
    who.post(&format!("{}{to}", path(i)), &fields).await.status.as_u16()
}

#[tokio::test]
async fn outside_their_roles_and_limits_people_find_nothing_and_change_nothing() {
    let app = TestApp::start().await;
    let elsewhere = AreaId::new();
    let mut nobody = vec![
        ("visitor", app.visitor(), 401),
        ("resident", app.resident().await, 403),
        ("editor", app.editor().await, 403),
    ];
    for role in [Role::Leader, Role::Officer] {
        nobody.push(("other category", staff(&app, role, &["fire"], &[]).await, 404));
        nobody.push(("other area", staff(&app, role, &[], &[elsewhere]).await, 404));
        let both = staff(&app, role, &["water"], &[elsewhere]).await;
        nobody.push(("right category, other area", both, 404));
    }
    for (status, publication) in
        [("reported", "pending"), ("in_progress", "private"), ("closed", "hidden")]
    {
        let new = app.incident().title("Canary of water").status(status).publication(publication);
        let incident = new.create().await;
        for (who, browser, expected) in &nobody {
            for (to, form) in FORMS {
                let code = post(&app, browser, &incident, to, form).await;
                assert_eq!(code, *expected, "{who}: {to} {form:?} on {status}");
            }
            let undo = [("undo", "01890000-0000-7000-8000-000000000000")];
            let code = post(&app, browser, &incident, "/undo", &undo).await;
            assert_eq!(code, *expected, "{who}: undo");
            let page = browser.get(&path(&incident)).await;
            // Who is not signed in is asked to.
            if *expected == 401 {
                assert_eq!(page.status(303).location().split('?').next(), Some("/en/sign-in"));
            } else {
                assert_eq!(page.status.as_u16(), *expected, "{who}: page with history");
            }
            assert!(!page.text().contains("Canary of water"), "{who}");
            if *expected == 404 {
                for tab in ["new", "mine", "waiting", "overdue", "done"] {
                    let tab = format!("/en/moderation?tab={tab}");
                    browser.get(&tab).await.ok().does_not_see("Canary of water");
                }
                let pick = [("deed", "nobody"), ("pick", incident.reference.as_str())];
                let bulk = browser.post("/en/moderation/bulk", &pick).await;
                bulk.ok().sees("Not there for you").does_not_see("Canary of water");
                let done = format!("{}.1", incident.reference);
                let pick = [("deed", "nobody"), ("pick", done.as_str())];
                let bulk = browser.post("/en/moderation/bulk/do", &pick).await;
                bulk.ok().sees("Not there for you").does_not_see("Canary of water");
            }
            let public = browser.get(&format!("/en/incidents/{}", incident.reference)).await;
            assert_eq!(public.status.as_u16(), 404, "{who}: the public page");
        }
        assert_eq!(version(&app, &incident).await, 1, "nothing changed");
    }
    assert_eq!(app.count("select count(*) from incident_comments").await, 0);
    assert_eq!(app.count("select count(*) from identity_reads").await, 0);
    assert_eq!(app.count("select count(*) from incident_claims").await, 0);
}

/// Whether the specification allows this to a member of the staff whose limits cover the report.
fn allowed(role: Role, act: &str, status: &str, publication: &str) -> bool {
    let open = ["reported", "acknowledged", "in_progress", "waiting"].contains(&status);
    match act {
        "publish" | "edit" => publication != "public",
        "hide" | "private" => ["pending", "public"].contains(&publication),
        "ask" => open && status != "waiting",
        "reject" | "escalate" => open,
        "status" => match status {
            "reported" | "acknowledged" | "waiting" | "resolved" => true,
            "closed" | "rejected" => role != Role::Officer,
            _ => false,
        },
        _ => true,
    }
}

#[tokio::test]
async fn within_their_limits_staff_do_just_what_the_specification_allows() {
    let app = TestApp::start().await;
    app.category("road").await;
    app.jobs_may_wait();
    let staff = [
        (Role::Leader, staff(&app, Role::Leader, &["water"], &[]).await),
        (Role::Officer, staff(&app, Role::Officer, &["water", "fire"], &[]).await),
        (Role::Admin, app.admin().await),
    ];
    let forms = FORMS.iter().filter(|(to, _)| to.is_empty());
    for (form, (role, browser)) in forms.flat_map(|(_, f)| staff.iter().map(move |s| (*f, s))) {
        let act = form[0].1;
        for status in STATUSES {
            for publication in PUBLICATIONS {
                // What changes only one of the two is tried with every value of that one.
                let either = ["publish", "edit", "hide", "private"].contains(&act);
                if !either && publication != "public"
                    || either && !["reported", "closed"].contains(&status)
                {
                    continue;
                }
                let incident =
                    app.incident().status(status).publication(publication).create().await;
                let code = post(&app, browser, &incident, "", form).await;
                // To nobody it is given already.
                let expected = match allowed(*role, act, status, publication) && act != "assign" {
                    true => 303,
                    false => 422,
                };
                assert_eq!(code, expected, "{role:?}: {act} on {status}, {publication}");
                let changed = version(&app, &incident).await != 1;
                assert_eq!(changed, expected == 303, "{role:?}: {act} on {status}, {publication}");
            }
        }
    }
}
