//! Many people doing anything at all, in any order and at once: nothing is lost, and history replays to the record.

use std::sync::atomic::{AtomicU64, Ordering};

use naboom::auth::Role;

use super::macros::replays;
use super::{path, status, version};
use crate::support::{Browser, Incident, TestApp};

#[tokio::test]
async fn of_fifty_leaders_at_once_one_wins_each_step_and_all_others_see_the_conflict() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let incident = app.incident().priority("low").create().await;
    let mut leaders = Vec::new();
    for _ in 0..50 {
        leaders.push(app.leader().await);
    }
    for step in 1..=3 {
        let v = version(&app, &incident).await.to_string();
        let sent = leaders.iter().enumerate().map(|(n, leader)| {
            let (v, title) = (v.clone(), format!("Step {step} by leader {n}"));
            let path = path(&incident);
            async move {
                let fields = [
                    ("act", "words"),
                    ("version", v.as_str()),
                    ("title", title.as_str()),
                    ("description", "The same for all"),
                ];
                let answer = leader.post(&path, &fields).await;
                let code = answer.status.as_u16();
                let told = answer.text().contains("Somebody was quicker")
                    && answer.text().contains(&title);
                assert_eq!(code == 409, told, "losers see what they typed");
                code
            }
        });
        let codes = futures_util::future::join_all(sent).await;
        let count = |code: u16| codes.iter().filter(|c| **c == code).count();
        assert_eq!((count(303), count(409)), (1, 49), "{codes:?}");
        assert_eq!(version(&app, &incident).await, step + 1);
    }
    replays(&app).await;
}

/// Numbers that look random and are the same in every run.
struct Dice(AtomicU64);

impl Dice {
    fn roll(&self, sides: usize) -> usize {
        let mut x = self.0.load(Ordering::Relaxed);
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        self.0.store(x, Ordering::Relaxed);
        usize::try_from(x % sides as u64).unwrap()
    }
}

async fn anything(
    app: &TestApp,
    dice: &Dice,
    who: &Browser,
    incident: &Incident,
    macros: &[String],
) {
    let v = (version(app, incident).await - i32::from(dice.roll(8) == 0)).to_string();
    let to = ["acknowledged", "in_progress", "waiting", "resolved", "closed", "rejected"];
    let acts = [
        "publish", "hide", "private", "status", "status", "status", "reject", "ask", "escalate",
        "priority", "macro", "macro", "confirm", "withdraw", "appeal", "words",
    ];
    let title = format!("Title {}", dice.roll(100));
    let fields = [
        ("act", acts[dice.roll(acts.len())]),
        ("version", v.as_str()),
        ("to", to[dice.roll(to.len())]),
        ("text", ["", "So it is"][dice.roll(2)]),
        ("reason", "Names"),
        ("refusal", "No"),
        ("question", "Where?"),
        ("escalation", "Look"),
        ("answer", "We looked"),
        ("verdict", ["granted", "denied"][dice.roll(2)]),
        ("priority", ["low", "high"][dice.roll(2)]),
        ("macro", macros[dice.roll(macros.len())].as_str()),
        ("title", title.as_str()),
        ("description", "What happened"),
        ("tab", "done"),
    ];
    let done = who.post(&path(incident), &fields).await;
    let code = done.status.as_u16();
    assert!([303, 409, 422].contains(&code), "{code}: {fields:?}");
    if code == 303 && dice.roll(3) == 0 {
        let act = who.follow(&done).await.field("undo");
        let undo = format!("{}/undo", path(incident));
        let code = who.post(&undo, &[("undo", &act)]).await.status.as_u16();
        assert!([303, 409, 422].contains(&code), "undo: {code} after {fields:?}");
    }
}

#[tokio::test]
async fn whatever_people_do_history_replays_to_the_record() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    app.category("fire").await;
    app.admin().await.post("/en/admin/two-people", &[("category", "fire")]).await.status(303);
    let macros: Vec<String> = sqlx::query_scalar("select id::text from macros order by number")
        .fetch_all(&app.app.db)
        .await
        .unwrap();
    let reporter = app.account(&[Role::Resident]).await;
    let mut author = app.visitor();
    app.sign_in(&mut author, reporter).await;
    let people = [app.leader().await, app.leader().await, app.officer().await, app.admin().await];
    let dice = Dice(AtomicU64::new(0x9E37_79B9_7F4A_7C15));
    for category in ["water", "fire", "water", "fire"] {
        let new = app.incident().category(category).publication("pending");
        let incident = new.create().await;
        sqlx::query("update incidents set reporter_id = $1 where id = $2")
            .bind(reporter)
            .bind(incident.id)
            .execute(&app.app.db)
            .await
            .unwrap();
        for _ in 0..15 {
            // Two at a time, so that they meet.
            let two = [dice.roll(people.len()), dice.roll(people.len())];
            let both = two.map(|n| anything(&app, &dice, &people[n], &incident, &macros));
            futures_util::future::join_all(both).await;
            if dice.roll(3) == 0 {
                let appeal = format!("/en/incidents/{}/appeal", incident.reference);
                let code =
                    author.post(&appeal, &[("text", "I do not agree")]).await.status.as_u16();
                assert!(
                    [303, 409, 429].contains(&code),
                    "appeal on {}: {code}",
                    status(&app, &incident).await
                );
            }
        }
        replays(&app).await;
    }
}
