//! Decisions about reports: who may make them, what they need, what happens when two decide at once, how they are taken
//! back, and that history tells all of it and cannot be changed.

use std::time::Duration;

use naboom::auth::{Grant, Role, Viewer};
use naboom::i18n::Lang;
use naboom::ids::{AccountId, ActId, CategoryId, SubmissionId};
use naboom::incidents::actions::{self, By, ChangeError, Changed};
use naboom::incidents::{
    self, Priority, Publication, Reference, Status, Wish, may_move, move_needs,
};

use crate::support::{Incident, TestApp};

/// Somebody with one role, limited to these categories.
async fn somebody(app: &TestApp, role: Role, categories: &[CategoryId]) -> Viewer {
    let roles = if role == Role::Resident { vec![role] } else { vec![Role::Resident, role] };
    let account = app.account(&roles).await;
    viewer(account, role, categories)
}

fn viewer(account: AccountId, role: Role, categories: &[CategoryId]) -> Viewer {
    let grant = Grant { role, areas: Vec::new(), categories: categories.to_vec() };
    let (lang, session) = (Lang::EN, Vec::new());
    let name = String::new();
    Viewer { account, name, lang, grants: vec![grant], may_publish: true, session, seen_as: None }
}

async fn act(
    app: &TestApp,
    who: &Viewer,
    on: &Incident,
    version: i32,
    wishes: &[Wish],
) -> Result<Changed, ChangeError> {
    let by = By { viewer: who, ip: None };
    actions::change(&app.app, by, on.id, version, wishes).await
}

async fn undo(
    app: &TestApp,
    who: &Viewer,
    on: &Incident,
    act: ActId,
) -> Result<Changed, ChangeError> {
    actions::undo(&app.app, By { viewer: who, ip: None }, on.id, act).await
}

fn status(to: Status, text: &str) -> Wish {
    Wish::Status { to, text: text.into(), other: None }
}

fn publication(to: Publication, reason: &str) -> Wish {
    Wish::Publication { to, reason: reason.into() }
}

/// The text key with which something was refused.
#[track_caller]
fn refusal(result: Result<Changed, ChangeError>) -> &'static str {
    match result {
        Err(ChangeError::Refused(refused)) => refused.1,
        other => panic!("not refused: {other:?}"),
    }
}

#[track_caller]
fn is_not_found(result: Result<Changed, ChangeError>) {
    let missing = matches!(result, Err(ChangeError::Other(naboom::error::Error::NotFound)));
    assert!(missing, "found: {result:?}");
}

async fn replays(app: &TestApp, on: &Incident) -> incidents::Replayed {
    let replayed = incidents::replay(&app.app.db, on.id).await.expect("history is read");
    replayed.expect("history gives the report")
}

#[tokio::test]
async fn every_move_is_made_or_refused_as_the_rules_say_for_every_role() {
    let app = TestApp::start().await;
    let other = app.incident().title("The first of them").create().await;
    let admin = somebody(&app, Role::Admin, &[]).await;
    for role in [Role::Leader, Role::Officer, Role::Admin] {
        let who = somebody(&app, role, &[]).await;
        let kind = actions::Actor::viewer(&who, None).kind;
        for (from, to) in Status::ALL.into_iter().flat_map(|f| Status::ALL.map(|t| (f, t))) {
            let duplicate = from == Status::Duplicate;
            let start = if duplicate { "reported" } else { from.as_str() };
            let report = app.incident().status(start).create().await;
            let names_other = |to| Wish::Status {
                to,
                text: "Because".into(),
                other: Reference::parse(&other.reference),
            };
            let mut version = 1;
            if duplicate {
                let made = act(&app, &admin, &report, 1, &[names_other(Status::Duplicate)]).await;
                version = made.expect("it is a duplicate now").version;
            }
            let made = act(&app, &who, &report, version, &[names_other(to)]).await;
            let may = may_move(from, to, kind, false, None);
            assert_eq!(made.is_ok(), may, "{role} {from} -> {to}: {made:?}");
            let expected = if may { (to, version + 1) } else { (from, version) };
            let now = replays(&app, &report).await;
            assert_eq!((now.status, now.version), expected, "{role} {from} -> {to}");
        }
    }
}

#[tokio::test]
async fn a_move_without_what_it_needs_is_refused_and_writes_nothing() {
    let app = TestApp::start().await;
    let leader = somebody(&app, Role::Leader, &[]).await;
    for (from, to) in Status::ALL.into_iter().flat_map(|f| Status::ALL.map(|t| (f, t))) {
        if from == Status::Duplicate || move_needs(from, to) == Some(incidents::Needs::Nothing) {
            continue;
        }
        let report = app.incident().status(from.as_str()).create().await;
        let key = refusal(act(&app, &leader, &report, 1, &[status(to, "")]).await);
        let expected = match move_needs(from, to) {
            Some(incidents::Needs::Text) => "incidents-change-text",
            Some(incidents::Needs::OtherIncident) => "incidents-change-other",
            _ => "incidents-change-move",
        };
        assert_eq!(key, expected, "{from} -> {to}");
    }
    assert_eq!(app.count("select count(*) from history where kind <> 'imported'").await, 0);
    assert_eq!(app.count("select count(*) from events").await, 0);
}

#[tokio::test]
async fn publishing_and_acknowledging_are_two_moves_of_one_act() {
    let app = TestApp::start().await;
    let leader = somebody(&app, Role::Leader, &[]).await;
    let report = app.incident().publication("pending").create().await;
    let visitor = app.visitor();
    let page = format!("/en/incidents/{}", report.reference);
    visitor.get(&page).await.status(404);
    let wishes = [publication(Publication::Public, ""), status(Status::Acknowledged, "")];
    let made = act(&app, &leader, &report, 1, &wishes).await.expect("it may");
    assert_eq!(made.version, 2);
    visitor.get(&page).await.ok().sees(&report.title);
    let now = replays(&app, &report).await;
    assert_eq!((now.publication, now.status), (Publication::Public, Status::Acknowledged));
    let acts = "select count(distinct act_id) from history where kind = 'changed'";
    assert_eq!(app.count(acts).await, 1);
    assert_eq!(app.count("select count(*) from history where kind = 'changed'").await, 2);
    assert_eq!(app.count("select count(*) from events where kind = 'published'").await, 1);
}

#[tokio::test]
async fn one_impossible_wish_keeps_the_whole_act_from_happening() {
    let app = TestApp::start().await;
    let leader = somebody(&app, Role::Leader, &[]).await;
    let report = app.incident().publication("pending").create().await;
    let wishes = [publication(Publication::Public, ""), status(Status::Closed, "")];
    assert_eq!(refusal(act(&app, &leader, &report, 1, &wishes).await), "incidents-change-move");
    let now = replays(&app, &report).await;
    assert_eq!((now.publication, now.version), (Publication::Pending, 1));
}

#[tokio::test]
async fn what_is_hidden_is_gone_from_list_page_and_feed_with_the_same_commit() {
    let app = TestApp::start().await;
    let leader = somebody(&app, Role::Leader, &[]).await;
    let report = app.incident().title("Names my neighbour").create().await;
    let visitor = app.visitor();
    visitor.get("/en/incidents").await.ok().sees("Names my neighbour");
    let hide = |reason| [publication(Publication::Hidden, reason)];
    assert_eq!(refusal(act(&app, &leader, &report, 1, &hide("")).await), "incidents-change-reason");
    act(&app, &leader, &report, 1, &hide("It names a person")).await.expect("it may");
    for path in ["/en/incidents", "/feeds/incidents.atom", "/feeds/incidents.geojson"] {
        visitor.get(path).await.ok().does_not_see("Names my neighbour");
    }
    visitor.get(&format!("/en/incidents/{}", report.reference)).await.status(404);
    // The reason is somebody's words: history holds a digest, the words sit where they can be erased.
    let told = "select count(*) from history where old_value like '%person%' or new_value like '%person%' or note <> 'test'
                and note like '%person%'";
    assert_eq!(app.count(told).await, 0);
    let kept = "select count(*) from history_private where new_value = 'It names a person'";
    assert_eq!(app.count(kept).await, 1);
}

#[tokio::test]
async fn of_two_who_decide_on_one_version_one_wins_and_the_other_is_told_what_it_is_now() {
    let app = TestApp::start().await;
    let (first, second) =
        (somebody(&app, Role::Leader, &[]).await, somebody(&app, Role::Leader, &[]).await);
    let report = app.incident().create().await;
    let words = |title: &str| Wish::Words { title: title.into(), description: "Same".into() };
    act(&app, &first, &report, 1, &[words("First title")]).await.expect("the first wins");
    match act(&app, &second, &report, 1, &[words("Second title")]).await {
        Err(ChangeError::Stale(now)) => {
            assert_eq!((now.version, now.state.title.as_str()), (2, "First title"));
        }
        other => panic!("the second was not stopped: {other:?}"),
    }
}

#[tokio::test]
async fn a_form_sent_twice_is_one_act() {
    let app = TestApp::start().await;
    let (leader, other) =
        (somebody(&app, Role::Leader, &[]).await, somebody(&app, Role::Leader, &[]).await);
    let report = app.incident().create().await;
    let wish = [Wish::Priority(Priority::High)];
    let first = act(&app, &leader, &report, 1, &wish).await.expect("once");
    let again = act(&app, &leader, &report, 1, &wish).await.expect("and the same again");
    assert_eq!((first.act, first.version), (again.act, again.version));
    let stale = act(&app, &other, &report, 1, &wish).await;
    assert!(matches!(stale, Err(ChangeError::Stale(_))), "somebody else's form is another act");
    let changed = [Wish::Priority(Priority::Low)];
    let stale = act(&app, &leader, &report, 1, &changed).await;
    assert!(matches!(stale, Err(ChangeError::Stale(_))), "another wish is another act");
    assert_eq!(refusal(act(&app, &leader, &report, 2, &wish).await), "incidents-change-same");
}

#[tokio::test]
async fn twenty_leaders_at_once_lose_no_update() {
    let app = TestApp::start().await;
    let report = app.incident().create().await;
    let mut leaders = Vec::new();
    for _ in 0..20 {
        leaders.push(somebody(&app, Role::Leader, &[]).await);
    }
    let tasks: Vec<_> = leaders
        .into_iter()
        .enumerate()
        .map(|(n, leader)| {
            let (shared, id) = (app.app.clone(), report.id);
            tokio::spawn(async move {
                let (mut version, mut lost) = (1, 0);
                let wish =
                    [Wish::Words { title: format!("Title {n}"), description: String::new() }];
                loop {
                    let by = By { viewer: &leader, ip: None };
                    match actions::change(&shared, by, id, version, &wish).await {
                        Ok(made) => return (made.version, lost),
                        Err(ChangeError::Stale(now)) => (version, lost) = (now.version, lost + 1),
                        Err(error) => panic!("{error:?}"),
                    }
                }
            })
        })
        .collect();
    let (mut versions, mut stopped) = (Vec::new(), 0);
    for task in tasks {
        let (version, lost) = task.await.expect("no leader fails");
        versions.push(version);
        stopped += lost;
    }
    versions.sort_unstable();
    assert_eq!(versions, (2..=21).collect::<Vec<_>>(), "each made a version of its own");
    assert!(stopped >= 19, "everybody but the first was stopped at least once: {stopped}");
    assert_eq!(replays(&app, &report).await.version, 21);
    assert!(incidents::verify_history(&app.app.db).await.unwrap().is_empty());
    // The first wish changed title and description, the others the title alone.
    assert_eq!(app.count("select count(*) from history where kind = 'changed'").await, 21);
}

#[tokio::test]
async fn a_limited_leader_reaches_only_their_own_categories() {
    let app = TestApp::start().await;
    let water = app.category("water").await;
    let leader = somebody(&app, Role::Leader, &[water]).await;
    let (inside, outside) =
        (app.incident().create().await, app.incident().category("crime").create().await);
    let wish = [Wish::Priority(Priority::High)];
    act(&app, &leader, &inside, 1, &wish).await.expect("theirs");
    is_not_found(act(&app, &leader, &outside, 1, &wish).await);
    let by = By { viewer: &leader, ip: None };
    let said =
        actions::note(&app.app, by, outside.id, Lang::EN, "Hello", SubmissionId::new()).await;
    assert!(said.is_err());
    // A report of another category that nobody sees may not be named as the original either.
    let secret = app.incident().category("crime").publication("private").create().await;
    let duplicate = Wish::Status {
        to: Status::Duplicate,
        text: String::new(),
        other: Reference::parse(&secret.reference),
    };
    assert_eq!(
        refusal(act(&app, &leader, &inside, 2, &[duplicate]).await),
        "incidents-change-other"
    );
    for role in [Role::Resident, Role::Editor] {
        let nobody = somebody(&app, role, &[]).await;
        is_not_found(act(&app, &nobody, &inside, 2, &wish).await);
    }
}

#[tokio::test]
async fn nobody_judges_their_own_report() {
    let app = TestApp::start().await;
    let admin = somebody(&app, Role::Admin, &[]).await;
    let report = app.incident().publication("pending").create().await;
    sqlx::query("update incidents set reporter_id = $1 where id = $2")
        .bind(admin.account)
        .bind(report.id)
        .execute(&app.app.db)
        .await
        .unwrap();
    for wish in [
        publication(Publication::Public, ""),
        status(Status::Acknowledged, ""),
        status(Status::Rejected, "No"),
        Wish::Priority(Priority::Critical),
    ] {
        let made = act(&app, &admin, &report, 1, std::slice::from_ref(&wish)).await;
        assert_eq!(refusal(made), "incidents-change-own", "{wish:?}");
    }
    let leader = somebody(&app, Role::Leader, &[]).await;
    act(&app, &leader, &report, 1, &[status(Status::Acknowledged, "")]).await.expect("others may");
    act(&app, &admin, &report, 2, &[status(Status::InProgress, "")])
        .await
        .expect("work is not judging");
}

#[tokio::test]
async fn work_is_given_only_to_those_who_may_do_it() {
    let app = TestApp::start().await;
    let leader = somebody(&app, Role::Leader, &[]).await;
    let report = app.incident().create().await;
    let resident = app.account(&[Role::Resident]).await;
    let key = refusal(act(&app, &leader, &report, 1, &[Wish::Assign(Some(resident))]).await);
    assert_eq!(key, "incidents-change-assignee");
    let officer = app.account(&[Role::Resident, Role::Officer]).await;
    let made = act(&app, &leader, &report, 1, &[Wish::Assign(Some(officer))]).await.expect("may");
    assert_eq!(replays(&app, &report).await.assigned_to, Some(officer));
    act(&app, &leader, &report, made.version, &[Wish::Assign(None)]).await.expect("and nobody");
    assert_eq!(replays(&app, &report).await.assigned_to, None);
}

#[tokio::test]
async fn a_decision_is_taken_back_within_half_a_minute_by_who_made_it() {
    let app = TestApp::start().await;
    let (leader, other) =
        (somebody(&app, Role::Leader, &[]).await, somebody(&app, Role::Leader, &[]).await);
    let report = app.incident().publication("pending").create().await;
    let wishes = [
        publication(Publication::Public, ""),
        status(Status::InProgress, "A team is on its way"),
        Wish::Words { title: "Other words".into(), description: "Shorter".into() },
    ];
    let made = act(&app, &leader, &report, 1, &wishes).await.expect("it may");
    assert_eq!(refusal(undo(&app, &other, &report, made.act).await), "incidents-change-undo-late");
    let back = undo(&app, &leader, &report, made.act).await.expect("in time");
    assert_eq!(back.version, 3);
    let now = replays(&app, &report).await;
    assert_eq!((now.status, now.publication), (Status::Reported, Publication::Pending));
    let again =
        "select count(*) from incidents where title = 'Water pipe leaking' and status_note = ''
                 and acknowledged_at is null and description like 'Clean water%'";
    assert_eq!(app.count(again).await, 1);
    let named = "select count(*) from history u join history h on h.id = u.reverses
                 where u.kind = 'undo' and h.kind = 'changed' and h.field = u.field";
    assert_eq!(app.count(named).await, 4);
    assert!(incidents::verify_history(&app.app.db).await.unwrap().is_empty());
    app.visitor().get(&format!("/en/incidents/{}", report.reference)).await.status(404);
    assert_eq!(
        refusal(undo(&app, &leader, &report, made.act).await),
        "incidents-change-undo-late",
        "an undo happens once"
    );
}

#[tokio::test]
async fn too_late_or_after_another_change_nothing_is_taken_back() {
    let app = TestApp::start().await;
    let (leader, other) =
        (somebody(&app, Role::Leader, &[]).await, somebody(&app, Role::Leader, &[]).await);
    let report = app.incident().create().await;
    let made = act(&app, &leader, &report, 1, &[Wish::Priority(Priority::High)]).await.unwrap();
    sqlx::query("update incident_undo set at = at - make_interval(secs => $1)")
        .bind(Duration::from_secs(actions::UNDO_SECONDS + 1).as_secs_f64())
        .execute(&app.app.db)
        .await
        .unwrap();
    assert_eq!(refusal(undo(&app, &leader, &report, made.act).await), "incidents-change-undo-late");
    let made = act(&app, &leader, &report, 2, &[Wish::Priority(Priority::Low)]).await.unwrap();
    act(&app, &other, &report, 3, &[Wish::Priority(Priority::Critical)]).await.unwrap();
    assert!(undo(&app, &leader, &report, made.act).await.is_err());
    assert_eq!(replays(&app, &report).await.priority, Priority::Critical);
}

#[tokio::test]
async fn a_category_that_shows_less_takes_the_place_back_with_it() {
    let app = TestApp::start().await;
    let leader = somebody(&app, Role::Leader, &[]).await;
    let report = app.incident().create().await;
    app.category("crime").await;
    app.as_owner("update categories set precision_level = 'hidden' where code = 'crime'").await;
    let made =
        act(&app, &leader, &report, 1, &[Wish::Category("crime".into())]).await.expect("it may");
    let shown = "select count(*) from public_incidents where place is not null";
    assert_eq!(app.count(shown).await, 0);
    undo(&app, &leader, &report, made.act).await.expect("in time");
    assert_eq!(app.count(shown).await, 1);
    assert_eq!(replays(&app, &report).await.category, "water");
}

#[tokio::test]
async fn an_internal_note_is_for_staff_alone_and_sent_twice_is_one() {
    let app = TestApp::start().await;
    let leader = somebody(&app, Role::Leader, &[]).await;
    let report = app.incident().create().await;
    let submission = SubmissionId::new();
    for _ in 0..2 {
        let by = By { viewer: &leader, ip: None };
        actions::note(&app.app, by, report.id, Lang::EN, "The pump is old", submission)
            .await
            .expect("it may");
    }
    assert_eq!(app.count("select count(*) from incident_comments").await, 1);
    assert_eq!(app.count("select count(*) from public_comments").await, 0);
    let page = app.visitor().get(&format!("/en/incidents/{}", report.reference)).await;
    page.ok().does_not_see("The pump is old");
    assert_eq!(replays(&app, &report).await.version, 1);
}

#[tokio::test]
async fn the_serving_role_cannot_change_history() {
    let app = TestApp::start().await;
    app.incident().create().await;
    let partition: String =
        sqlx::query_scalar("select tableoid::regclass::text from history limit 1")
            .fetch_one(&app.app.db)
            .await
            .unwrap();
    for table in ["history", partition.as_str(), "events", "history_anchors", "identity_reads"] {
        for verb in [format!("update {table} set at = at"), format!("delete from {table}")] {
            let refused = sqlx::query(sqlx::AssertSqlSafe(verb.clone())).execute(&app.app.db).await;
            let code = refused
                .expect_err(&verb)
                .into_database_error()
                .and_then(|e| e.code().map(std::borrow::Cow::into_owned));
            assert_eq!(code.as_deref(), Some("42501"), "{verb}");
        }
    }
}

#[tokio::test]
async fn history_that_somebody_changed_behind_the_program_is_found() {
    let app = TestApp::start().await;
    let leader = somebody(&app, Role::Leader, &[]).await;
    let report = app.incident().create().await;
    act(&app, &leader, &report, 1, &[Wish::Priority(Priority::High)]).await.unwrap();
    act(&app, &leader, &report, 2, &[status(Status::Acknowledged, "")]).await.unwrap();
    let db = &app.app.db;
    assert!(incidents::verify_history(db).await.unwrap().is_empty());
    assert!(incidents::replay_all(db).await.unwrap().is_empty());
    app.as_owner("update history set new_value = 'critical' where field = 'priority'").await;
    let broken = incidents::verify_history(db).await.unwrap();
    assert_eq!(broken.len(), 1, "{broken:?}");
    assert_eq!((broken[0].incident, broken[0].seq), (report.id, 2));
    assert_eq!(broken[0].what, "changed");
    // Whoever mends the digest of the changed row breaks the link of the next one.
    app.as_owner("update history h set hash = history_digest(h) where field = 'priority'").await;
    let broken = incidents::verify_history(db).await.unwrap();
    assert_eq!((broken[0].seq, broken[0].what.as_str()), (3, "unlinked"));
    app.as_owner("delete from history where field = 'priority'").await;
    let broken = incidents::verify_history(db).await.unwrap();
    assert_eq!((broken[0].seq, broken[0].what.as_str()), (3, "gap"));
    let faults = incidents::replay_all(db).await.unwrap();
    assert_eq!(faults[0].0, report.reference);
}

#[tokio::test]
async fn a_record_changed_without_history_is_found() {
    let app = TestApp::start().await;
    let report = app.incident().create().await;
    app.as_owner("update incidents set priority = 'critical'").await;
    let fault = incidents::replay(&app.app.db, report.id).await.unwrap();
    assert_eq!(fault, Err(incidents::Fault::Record("priority")));
}

#[tokio::test]
async fn an_anchor_proves_that_a_day_was_not_rewritten() {
    let app = TestApp::start().await;
    app.incident().create().await;
    // The report of a day that is over: the first of this month, or of the partition that holds it.
    app.as_owner(
        "select make_partitions('history', (now() - interval '40 days')::date, 3);
         update history set at = now() - interval '2 days'",
    )
    .await;
    let db = &app.app.db;
    assert!(incidents::anchor_history(db).await.unwrap() > 0);
    assert_eq!(incidents::anchor_history(db).await.unwrap(), 0, "once a day");
    assert!(incidents::verify_anchors(db).await.unwrap().is_empty());
    assert_eq!(app.count("select sum(rows)::bigint from history_anchors").await, 1);
    app.as_owner("update history set hash = sha256(hash)").await;
    assert_eq!(incidents::verify_anchors(db).await.unwrap().len(), 1);
}
