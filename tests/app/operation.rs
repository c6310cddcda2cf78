//! What an operator relies on: probes, and what the program says when something it needs is away.

use http::Method;

use crate::support::TestApp;

#[tokio::test]
async fn the_probes_answer_without_a_known_host() {
    let app = TestApp::start().await;
    let probe = app.visitor().header("host", "10.1.2.3");
    assert_eq!(probe.get("/healthz").await.ok().text(), "ok\n");
    assert_eq!(probe.get("/readyz").await.ok().text(), "ready\n");
}

#[tokio::test]
async fn a_stopping_node_is_alive_but_not_ready() {
    let app = TestApp::start().await;
    app.app.shutdown.cancel();
    app.visitor().get("/healthz").await.ok();
    app.visitor().get("/readyz").await.status(503);
}

#[tokio::test]
async fn the_first_address_leads_to_the_readers_language() {
    let app = TestApp::start().await;
    let english = app.visitor().get("/").await;
    assert_eq!((english.status.as_u16(), english.header("location")), (302, "/en/"));
    let afrikaans =
        app.visitor().header("accept-language", "af-ZA,af;q=0.9,en;q=0.8").get("/").await;
    assert_eq!(afrikaans.header("location"), "/af/");
}

#[tokio::test]
async fn another_host_is_not_ours() {
    let app = TestApp::start().await;
    app.visitor().header("host", "evil.example").get("/en/").await.status(421);
}

/// As pg_restore does it: with no search path at all, and the generated columns are worked out anew.
#[tokio::test]
async fn a_backup_can_be_restored_generated_columns_too() {
    let app = TestApp::start().await;
    let incident = app.incident().at(28.75, -24.55).create().await;
    app.as_owner(
        "begin;
         set local search_path = '';
         create temp table kept on commit drop as select public_place, precision_level, public_cell from public.incidents;
         do $$ begin
           if (select count(*) from pg_temp.kept
               where public_cell = public.map_cell(public_place)) <> 1 then
             raise 'the cell differs';
           end if;
         end $$;
         commit;",
    )
    .await;
    assert_eq!(app.count("select count(*) from incidents").await, 1, "{}", incident.reference);
}

#[tokio::test]
async fn the_serving_role_can_neither_change_history_nor_the_schema() {
    let app = TestApp::start().await;
    for forbidden in [
        "update history set note = ''",
        "delete from history",
        "truncate history",
        "update events set kind = 'x'",
        "drop table incidents",
        "create table mine (id int)",
    ] {
        let refused = sqlx::raw_sql(forbidden).execute(&app.app.db).await.unwrap_err();
        let code =
            refused.as_database_error().and_then(|e| e.code()).unwrap_or_default().into_owned();
        assert_eq!(code, "42501", "{forbidden}: {refused}");
    }
}

#[tokio::test]
async fn each_test_has_a_database_redis_and_mailbox_of_its_own() {
    let (one, two) = tokio::join!(TestApp::with().redis().start(), TestApp::with().redis().start());
    one.incident().title("Only here").create().await;
    assert_eq!(one.count("select count(*) from incidents").await, 1);
    assert_eq!(two.count("select count(*) from incidents").await, 0);
    for (app, value) in [(&one, "1"), (&two, "2")] {
        let mut redis = app.app.redis.clone().unwrap();
        let before: Option<String> =
            redis::cmd("GETSET").arg("key").arg(value).query_async(&mut redis).await.unwrap();
        assert_eq!(before, None);
    }
}

#[tokio::test]
async fn sessions_work_with_and_without_redis() {
    for app in [TestApp::start().await, TestApp::with().redis().start().await] {
        let leader = app.leader().await;
        let session = leader.cookie("naboom").expect("a session cookie");
        assert!(!session.is_empty());
        assert_eq!(
            app.count("select count(*) from sessions where account_id is not null").await,
            1
        );
        let unknown = leader.send(Method::GET, "/en/no-such-page", &[], Default::default()).await;
        unknown.status(404);
    }
}
