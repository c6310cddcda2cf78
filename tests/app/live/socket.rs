//! WebSockets for programs: what docs/api.md promises.

use std::net::SocketAddr;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::{event, hide, live};
use crate::support::{LONG, ORIGIN, TestApp};
use naboom::events::{self, EventKind};

pub(super) struct Program(WebSocketStream<TcpStream>);

impl Program {
    pub(super) async fn open(
        at: SocketAddr,
        path: &str,
        origin: Option<&str>,
    ) -> Result<Self, u16> {
        Self::with(at, path, origin.map(|origin| ("origin", origin.to_owned()))).await
    }

    /// With the key of somebody.
    pub(super) async fn with_key(at: SocketAddr, path: &str, key: &str) -> Result<Self, u16> {
        Self::with(at, path, Some(("authorization", format!("Bearer {key}")))).await
    }

    async fn with(
        at: SocketAddr,
        path: &str,
        header: Option<(&'static str, String)>,
    ) -> Result<Self, u16> {
        let mut request = format!("ws://{at}{path}").into_client_request().unwrap();
        if let Some((name, value)) = header {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        let stream = TcpStream::connect(at).await.unwrap();
        match tokio_tungstenite::client_async(request, stream).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(error) => panic!("{path}: {error}"),
        }
    }

    async fn connect(at: SocketAddr, path: &str) -> Self {
        Self::open(at, path, None).await.unwrap()
    }

    async fn message(&mut self) -> Message {
        loop {
            let next = tokio::time::timeout(LONG, self.0.next()).await.expect("a message comes");
            match next.expect("the socket is open").expect("a message") {
                Message::Ping(_) | Message::Pong(_) => {}
                message => return message,
            }
        }
    }

    pub(super) async fn next(&mut self) -> Value {
        serde_json::from_str(self.message().await.to_text().unwrap()).unwrap()
    }

    pub(super) async fn ends(&mut self) -> CloseCode {
        match self.message().await {
            Message::Close(Some(frame)) => frame.code,
            other => panic!("{other:?} is no end"),
        }
    }
}

#[tokio::test]
async fn a_program_gets_the_newest_public_reports_and_every_change_after_them() {
    let app = live().await;
    let at = app.listen().await;
    app.incident().publication("pending").title("Not for everybody").create().await;
    let incident = app.incident().title("Pipe burst").status("acknowledged").create().await;
    let mut program = Program::connect(at, "/ws/incidents/").await;
    let first = program.next().await;
    assert_eq!(first["type"], "initial_data");
    let report = json!({
        "id": incident.id, "reference": incident.reference, "title": "Pipe burst", "status": "acknowledged",
        "priority": "medium", "created_at": first["incidents"][0]["created_at"],
    });
    assert_eq!(first["incidents"], json!([report]));
    event(&app, EventKind::Changed, &incident).await;
    let update = program.next().await;
    assert_eq!(
        update,
        json!({
            "type": "incident_update", "incident_id": incident.id, "reference": incident.reference,
            "action": "updated", "data": report, "cursor": update["cursor"],
        })
    );
    hide(&app, &incident).await;
    let gone = program.next().await;
    assert_eq!((&gone["action"], &gone["data"]), (&json!("removed"), &Value::Null));
}

#[tokio::test]
async fn a_program_resumes_after_its_cursor() {
    let app = live().await;
    let at = app.listen().await;
    let incident = app.incident().create().await;
    let mut program = Program::connect(at, "/ws/incidents/").await;
    let cursor = program.next().await["cursor"].as_str().unwrap().to_owned();
    for _ in 0..3 {
        event(&app, EventKind::Changed, &incident).await;
        program.next().await;
    }
    let mut back = Program::connect(at, &format!("/ws/incidents/?after={cursor}")).await;
    for _ in 0..3 {
        assert_eq!(back.next().await["type"], "incident_update");
    }
    assert_eq!(back.next().await["type"], "resumed");
    // Of a place that nobody knows any more everything is told from the beginning.
    let mut old = Program::connect(at, "/ws/incidents/?after=0-1-1").await;
    assert_eq!(old.next().await["type"], "initial_data");
}

#[tokio::test]
async fn one_report_has_a_socket_until_it_is_hidden_and_a_private_one_has_none() {
    let app = live().await;
    let at = app.listen().await;
    let (incident, other) = (app.incident().create().await, app.incident().create().await);
    let pending = app.incident().publication("pending").create().await;
    let mut program = Program::connect(at, &format!("/ws/incidents/{}/", incident.reference)).await;
    assert_eq!(program.next().await["incidents"][0]["reference"], json!(incident.reference));
    event(&app, EventKind::Changed, &other).await;
    event(&app, EventKind::Commented, &incident).await;
    assert_eq!(program.next().await["action"], "commented");
    hide(&app, &incident).await;
    assert_eq!(program.next().await["action"], "removed");
    assert_eq!(program.ends().await, CloseCode::Normal);
    for reference in [pending.reference.as_str(), &incident.reference, "NB-0000-0000"] {
        let refused = Program::open(at, &format!("/ws/incidents/{reference}/"), None).await;
        assert_eq!(refused.err(), Some(404), "{reference}");
    }
}

#[tokio::test]
async fn the_catalogue_of_categories_has_a_socket() {
    let app = live().await;
    let at = app.listen().await;
    app.category("water").await;
    let mut program = Program::connect(at, "/ws/incidents/categories/").await;
    let first = program.next().await;
    assert_eq!(first["categories"][0]["name"], json!({ "en": "Water (en)", "af": "Water (af)" }));
    app.category("roads").await;
    let mut tx = app.app.db.begin().await.unwrap();
    events::append(&mut tx, EventKind::CategoriesChanged, None, json!({})).await.unwrap();
    tx.commit().await.unwrap();
    app.app.feed.wake();
    let update = program.next().await;
    assert_eq!(update["type"], "category_update");
    assert_eq!(update["categories"].as_array().unwrap().len(), 2);
}

async fn refused(at: SocketAddr, origin: &str) -> Option<u16> {
    Program::open(at, "/ws/incidents/", Some(origin)).await.err()
}

#[tokio::test]
async fn another_site_is_refused_and_so_is_a_program_that_talks_too_much() {
    let app: TestApp = live().await;
    let at = app.listen().await;
    assert_eq!(refused(at, "https://evil.example").await, Some(403));
    assert_eq!(refused(at, "null").await, Some(403));
    assert_eq!(refused(at, ORIGIN).await, None);
    let mut loud = Program::connect(at, "/ws/incidents/").await;
    loud.next().await;
    loud.0.send(Message::text(r#"{"type":"ping"}"#)).await.unwrap();
    assert_eq!(loud.next().await["type"], "pong");
    for _ in 0..60 {
        loud.0.send(Message::text("x")).await.unwrap();
    }
    assert_eq!(loud.ends().await, CloseCode::Policy);
    let mut long = Program::connect(at, "/ws/incidents/").await;
    long.next().await;
    long.0.send(Message::text("x".repeat(5000))).await.unwrap();
    let ended = tokio::time::timeout(LONG, long.0.next()).await.expect("it ends");
    assert!(matches!(ended, None | Some(Err(_) | Ok(Message::Close(_)))), "{ended:?}");
}

#[tokio::test]
async fn a_stopping_node_says_so() {
    let app = live().await;
    let at = app.listen().await;
    let mut program = Program::connect(at, "/ws/incidents/").await;
    program.next().await;
    app.app.shutdown.cancel();
    assert_eq!(program.ends().await, CloseCode::Away);
}
