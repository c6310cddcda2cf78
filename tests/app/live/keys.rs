//! Keys of programs: made once, shown once, as good as their owner's rights of this moment, and no better.

use std::time::{Duration, Instant};

use http::Method;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use super::socket::Program;
use super::{Stream, event, live};
use crate::support::{Browser, PASSWORD, TestApp};
use naboom::events::EventKind;

/// Makes a key on the account page.
async fn key_of(person: &Browser) -> String {
    let fields = [("name", "A screen in the office"), ("days", "30"), ("proof", PASSWORD)];
    let made = person.post("/en/account/keys", &fields).await;
    let key = made.ok().sees("We show it only this once").all("b.ref").remove(0);
    assert_eq!(made.header("cache-control"), "no-store");
    assert!(key.starts_with("naboom_") && key.len() == 50, "{key}");
    person.get("/en/account/keys").await.ok().sees("A screen in the office").does_not_see(&key);
    key
}

async fn end_key(person: &Browser) {
    let id = person.get("/en/account/keys").await.attribute("button[name=key]", "value");
    person.post("/en/account/keys/end", &[("key", &id)]).await.status(303);
}

fn titles(first: &Value) -> Vec<&str> {
    first["incidents"].as_array().unwrap().iter().map(|i| i["title"].as_str().unwrap()).collect()
}

async fn limit_leader(app: &TestApp, leader: &Browser, category: &str) {
    sqlx::query(
        "update account_roles set categories = array(select id from categories where code = $2) where account_id = $1",
    )
    .bind(leader.account.unwrap())
    .bind(category)
    .execute(&app.app.db)
    .await
    .unwrap();
}

#[tokio::test]
async fn a_program_of_a_leader_sees_what_the_leader_may_see_and_no_more() {
    let app = live().await;
    let at = app.listen().await;
    let leader = app.leader().await;
    let water =
        app.incident().category("water").publication("pending").title("Mine").create().await;
    let roads =
        app.incident().category("roads").publication("pending").title("Not mine").create().await;
    app.incident().category("roads").title("For all").create().await;
    limit_leader(&app, &leader, "water").await;
    let key = key_of(&leader).await;
    let mut program = Program::with_key(at, "/ws/incidents/", &key).await.unwrap();
    let first = program.next().await;
    assert_eq!(titles(&first), ["For all", "Mine"]);
    event(&app, EventKind::Changed, &roads).await;
    event(&app, EventKind::Changed, &water).await;
    let update = program.next().await;
    assert_eq!(
        update,
        json!({
            "type": "incident_update", "incident_id": water.id, "reference": water.reference,
            "action": "updated", "cursor": update["cursor"],
            "data": {
                "id": water.id, "reference": water.reference, "title": "Mine", "status": "reported",
                "priority": "medium", "publication": "pending", "created_at": update["data"]["created_at"],
            },
        })
    );
    // What was missed is told under the same rights, also what happened before the program came.
    let after = format!("/ws/incidents/?after={}", first["cursor"].as_str().unwrap());
    let mut back = Program::with_key(at, &after, &key).await.unwrap();
    assert_eq!(back.next().await, update);
    assert_eq!(back.next().await["type"], "resumed");
    // One report, its own and another's.
    let path = |incident: &str| format!("/ws/incidents/{incident}/");
    let mut one = Program::with_key(at, &path(&water.reference), &key).await.unwrap();
    assert_eq!(titles(&one.next().await), ["Mine"]);
    let refused = Program::with_key(at, &path(&roads.reference), &key).await;
    assert_eq!(refused.err(), Some(404));
    // Nobody else hears of it, and a key is good for nothing but this.
    assert_eq!(Program::open(at, &path(&water.reference), None).await.err(), Some(404));
    let bearer = format!("Bearer {key}");
    let page = app.visitor().header("authorization", &bearer).get("/en/moderation").await;
    assert_ne!(page.status, 200);
}

#[tokio::test]
async fn a_key_of_a_resident_opens_their_own_reports() {
    let app = live().await;
    let at = app.listen().await;
    let resident = app.resident().await;
    let own = app.incident().publication("pending").title("Own").create().await;
    let other = app.incident().publication("pending").create().await;
    sqlx::query("update incidents set reporter_id = $2 where id = $1")
        .bind(own.id)
        .bind(resident.account.unwrap())
        .execute(&app.app.db)
        .await
        .unwrap();
    let key = key_of(&resident).await;
    let path = |incident: &str| format!("/ws/incidents/{incident}/");
    let mut one = Program::with_key(at, &path(&own.reference), &key).await.unwrap();
    assert_eq!(titles(&one.next().await), ["Own"]);
    assert_eq!(Program::with_key(at, &path(&other.reference), &key).await.err(), Some(404));
    let mut all = Program::with_key(at, "/ws/incidents/", &key).await.unwrap();
    assert!(titles(&all.next().await).is_empty());
}

#[tokio::test]
async fn what_a_key_opened_closes_within_a_second_of_its_end() {
    let app = live().await;
    let at = app.listen().await;
    for way in ["ended", "disabled", "role", "expired"] {
        let leader = app.leader().await;
        let key = key_of(&leader).await;
        let bearer = format!("Bearer {key}");
        let mut program = Program::with_key(at, "/ws/incidents/", &key).await.unwrap();
        program.next().await;
        let browser = app.visitor().header("authorization", &bearer);
        let mut stream = Stream::ready(&browser, "/live/moderation").await;
        let statement = match way {
            "disabled" => "update accounts set disabled_at = now() where id = $1",
            "role" => "delete from account_roles where account_id = $1",
            _ => {
                "update program_keys set created_at = now() - interval '2 days', expires_at = now() - interval '1 day' where account_id = $1"
            }
        };
        match way {
            "ended" => end_key(&leader).await,
            _ => {
                let account = leader.account.unwrap();
                sqlx::query(statement).bind(account).execute(&app.app.db).await.unwrap();
            }
        }
        let begun = Instant::now();
        assert_eq!(program.ends().await, CloseCode::Library(4401), "{way}");
        assert_eq!(stream.next_or_end().await, None, "{way}");
        assert!(begun.elapsed() < Duration::from_secs(1), "{way}: {:?}", begun.elapsed());
        if way != "role" {
            let again = Program::with_key(at, "/ws/incidents/", &key).await;
            assert_eq!(again.err(), Some(401), "{way}");
        }
    }
}

#[tokio::test]
async fn a_key_needs_the_password_a_name_and_an_end_and_ends_with_the_password() {
    let app = live().await;
    let resident = app.resident().await;
    let post = async |name: &str, days: &str, proof: &str| {
        resident.post("/en/account/keys", &[("name", name), ("days", days), ("proof", proof)]).await
    };
    post("", "30", PASSWORD).await.status(422).sees("Say what it is for");
    post("Screen", "4000", PASSWORD).await.status(422).sees("Choose how long");
    let wrong = post("Screen", "365", "not my password").await;
    assert_eq!(wrong.status(422).field("name"), "Screen");
    let key = key_of(&resident).await;
    let kept =
        app.count("select count(*) from program_keys where position('naboom_'::bytea in hash) > 0");
    assert_eq!(kept.await, 0, "only a digest is kept");
    for _ in 1..5 {
        key_of(&resident).await;
    }
    post("Screen", "30", PASSWORD).await.status(422).sees("You have 5 keys");
    let fields = [("old", PASSWORD), ("new", "quite another long password")];
    resident.post("/en/account/password", &fields).await.status(303);
    let bearer = format!("Bearer {key}");
    let gone = app.visitor().header("authorization", &bearer).get("/live/me").await;
    assert!(gone.status(401).header("www-authenticate").starts_with("Bearer"));
    let events = app.count("select count(*) from account_events where kind = 'key_made'");
    assert_eq!(events.await, 5);
    app.jobs_may_wait();
    // Nobody ends the key of another.
    let leader = app.leader().await;
    key_of(&leader).await;
    let id = leader.get("/en/account/keys").await.attribute("button[name=key]", "value");
    resident.post("/en/account/keys/end", &[("key", &id)]).await.status(303);
    leader.get("/en/account/keys").await.ok().sees("A screen in the office");
    let nobody = app.visitor().send(Method::GET, "/en/account/keys", &[], Default::default()).await;
    nobody.status(303);
}
