//! Reading as everybody does it: home, list, one report, feeds; taking part; and what the reporter alone may do. Above all: what
//! is not public does not show, anywhere.

mod feeds;
mod list;
mod show;
mod talk;
mod track;

use naboom::auth::Role;
use naboom::ids::{AccountId, IncidentId, SubmissionId};

use crate::support::{Answer, Browser, Incident, TestApp};

/// Changes columns of a report behind the pages' back; `$1` is the report.
async fn set(app: &TestApp, incident: &Incident, columns: &str, value: &str) {
    let statement = format!("update incidents set {columns} where id = $1 and $2 = $2");
    sqlx::query(sqlx::AssertSqlSafe(statement))
        .bind(incident.id)
        .bind(value)
        .execute(&app.app.db)
        .await
        .expect("the columns are set");
}

/// Lets somebody be the reporter.
async fn reported_by(app: &TestApp, incident: &Incident, account: AccountId) {
    sqlx::query("update incidents set reporter_id = $2 where id = $1")
        .bind(incident.id)
        .bind(account)
        .execute(&app.app.db)
        .await
        .expect("the reporter is set");
}

/// Gives a report a tracking link and returns its address.
async fn tracked(app: &TestApp, incident: &Incident) -> String {
    let token = naboom::ids::random_token();
    sqlx::query("update incidents set tracking_hash = $2 where id = $1")
        .bind(incident.id)
        .bind(naboom::ids::token_hash(&token))
        .execute(&app.app.db)
        .await
        .expect("the link is set");
    format!("/t/{token}")
}

/// Puts a comment there, public or waiting.
async fn said(app: &TestApp, incident: IncidentId, body: &str, audience: &str, publication: &str) {
    sqlx::query(
        "insert into incident_comments (id, incident_id, author_kind, audience, publication, lang, body, submission_id)
         values ($1, $2, 'resident', $3::audience, $4::publication, 'en', $5, $6)",
    )
    .bind(uuid::Uuid::now_v7())
    .bind(incident)
    .bind(audience)
    .bind(publication)
    .bind(body)
    .bind(SubmissionId::new())
    .execute(&app.app.db)
    .await
    .expect("the comment is put there");
}

/// Puts an area there that holds the whole town.
async fn area(app: &TestApp, code: &str) -> uuid::Uuid {
    let id = uuid::Uuid::now_v7();
    sqlx::query(
        "insert into areas (id, code, kind, name_en, name_af, shape) values
           ($1, $2, 'ward', 'Ward ' || $2, 'Wyk ' || $2, st_multi(st_makeenvelope(28.6, -24.6, 28.8, -24.4, 4326)))",
    )
    .bind(id)
    .bind(code)
    .execute(&app.app.db)
    .await
    .expect("the area is put there");
    id
}

fn show(incident: &Incident) -> String {
    format!("/en/incidents/{}", incident.reference)
}

fn titles(answer: &Answer) -> Vec<String> {
    answer.ok().all("#results .card h3")
}

async fn search(browser: &Browser, q: &str) -> Vec<String> {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", q).finish();
    titles(&browser.get(&format!("/en/incidents?{query}")).await)
}

// ---- home and list ----
