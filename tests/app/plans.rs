//! How statements find their rows: with some thousand reports stored, no public page and no new report reads a whole table of reports.

use crate::support::TestApp;

/// Enough for the planner to prefer an index wherever there is one.
const REPORTS: u64 = 6000;

/// Reads of whole tables that these reports fill, since the start of the database.
const WHOLE: &str = "select coalesce(sum(seq_scan), 0)::bigint from pg_stat_user_tables
    where relname in ('incidents', 'incident_deadlines') or relname like 'history_y%' and n_live_tup > 1000";
const EACH: &str = "select relname || ' ' || seq_scan from pg_stat_user_tables where seq_scan > 0 order by seq_scan desc";

/// Everybody connected to this database.
const CONNECTIONS: &str = "select count(*) from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend'";

const BY_INDEX: &str = "select coalesce(sum(idx_scan), 0)::bigint from pg_stat_user_tables where relname = 'incidents'";

/// A filled town, and how often whole tables were read to fill it. It is filled over connections of its own, which end before
/// the count: a connection writes its figures down for certain when it ends.
async fn town() -> (TestApp, i64) {
    let app = TestApp::start().await;
    let filling = app.another_node().await;
    naboom::seed::fill(&filling.app, None).await.unwrap();
    naboom::seed::generate(&filling.app, REPORTS).await.unwrap();
    filling.app.db.close().await;
    app.as_owner("analyze").await;
    crate::support::until(crate::support::LONG, "the end of the other connections", async || {
        app.count(CONNECTIONS).await <= i64::from(app.app.db.size())
    })
    .await;
    let before = app.count_as_owner(WHOLE).await;
    (app, before)
}

#[tokio::test]
async fn no_public_page_reads_a_whole_table() {
    let (app, before) = town().await;
    let visitor = app.visitor();
    let mut paths: Vec<String> =
        vec!["/en/".into(), "/af/map".into(), "/map/tiles/14/9498/9340.mvt".into()];
    for query in [
        "",
        "status=open",
        "status=done",
        "status=waiting",
        "status=rejected",
        "priority=critical",
        "category=water_leak",
        "area=W3",
        "from=2026-01-01&to=2026-12-31",
        "to=2020-01-01",
        "q=water",
        "q=water+trouble",
        "q=zzzzqq",
        "q=kerkstaat",
        "q=street+17",
        "q=NB-00A",
        "order=oldest",
        "order=priority",
        "order=changed",
        "status=open&order=priority&area=W3",
        "q=water&status=open&category=water_leak",
        "q=-water",
        "status=open&priority=critical&category=no_water&order=changed",
    ] {
        paths.push(format!("/en/incidents?{query}"));
        paths.push(format!("/feeds/incidents.atom?{query}"));
    }
    for order in ["newest", "oldest", "priority", "changed"] {
        let page = visitor.get(&format!("/en/incidents?order={order}")).await;
        paths.push(page.attribute(".pager [rel=next]", "href"));
    }
    let one = app.incident().at(28.75, -24.55).create().await;
    paths.push(format!("/en/incidents/{}", one.reference));
    // A prepared statement may get another plan from its sixth execution on; each address is another answer to keep.
    for path in &paths {
        let join = if path.contains('?') { '&' } else { '?' };
        for n in 0..8 {
            visitor.get(&format!("{path}{join}n={n}")).await.ok();
        }
    }
    assert_no_whole_reads(&app, before, 8 * paths.len()).await;
}

#[tokio::test]
async fn no_new_report_reads_a_whole_table() {
    let (app, before) = town().await;
    for n in 0..10 {
        app.incident().title(&format!("Report {n}")).at(28.75, -24.55).create().await;
    }
    assert_no_whole_reads(&app, before, 10).await;
}

/// Fails if there were whole reads since `before`. The figures are written when a connection ends, so all are ended first.
async fn assert_no_whole_reads(app: &TestApp, before: i64, least: usize) {
    app.app.db.close().await;
    let mut seen = 0;
    crate::support::until(crate::support::LONG, "the figures of the connections", async || {
        seen = app.count_as_owner(BY_INDEX).await;
        seen >= i64::try_from(least).unwrap()
    })
    .await;
    let after = app.count_as_owner(WHOLE).await;
    let which = app.texts_as_owner(EACH).await;
    assert_eq!(after, before, "reads of a whole table: {which:?}");
}
