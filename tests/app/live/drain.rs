//! A node that stops: it says so first, serves on for a while, and cuts nothing off. Over real connections, through the
//! program's own listener.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::{event, live};
use crate::support::{LONG, until};
use naboom::events::EventKind;

const HOST: &str = "host: 127.0.0.1:8080";

/// A connection over which a request was sent.
async fn open(at: SocketAddr, request: &str) -> std::io::Result<TcpStream> {
    let mut stream = TcpStream::connect(at).await?;
    stream.write_all(request.as_bytes()).await?;
    Ok(stream)
}

/// What comes until the connection ends.
async fn rest(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    let read = tokio::time::timeout(LONG, stream.read_to_end(&mut text)).await;
    read.expect("the connection ends").expect("it ends cleanly");
    String::from_utf8(text).unwrap()
}

/// What comes until these words have come.
async fn up_to(stream: &mut TcpStream, words: &str) -> String {
    let (mut text, mut bytes) = (String::new(), [0; 1024]);
    while !text.contains(words) {
        let read = tokio::time::timeout(LONG, stream.read(&mut bytes)).await;
        let read = read.unwrap_or_else(|_| panic!("{words} comes after {text}")).unwrap();
        assert!(read > 0, "it ended: {text}");
        text.push_str(std::str::from_utf8(&bytes[..read]).unwrap());
    }
    text
}

/// The whole answer to a request on a connection of its own.
async fn ask(at: SocketAddr, path: &str) -> std::io::Result<String> {
    let request = format!("GET {path} HTTP/1.1\r\n{HOST}\r\nconnection: close\r\n\r\n");
    Ok(rest(&mut open(at, &request).await?).await)
}

/// A stop that waits to be said.
fn stop(
    linger: Duration,
) -> (tokio::sync::oneshot::Sender<()>, impl Future<Output = Duration> + Send + 'static) {
    let (say, said) = tokio::sync::oneshot::channel();
    (say, async move {
        let _ = said.await;
        linger
    })
}

#[tokio::test]
async fn a_stopping_node_says_so_first_and_finishes_what_it_began() {
    let app = live().await;
    let (say, stop) = stop(LONG * 6);
    let (at, served) = app.listen_until(stop).await;
    assert!(ask(at, "/readyz").await.unwrap().starts_with("HTTP/1.1 200"));
    let listen = format!("GET /live/incidents HTTP/1.1\r\n{HOST}\r\n\r\n");
    let mut follower = open(at, &listen).await.unwrap();
    up_to(&mut follower, "event: ready").await;
    let mut kept = open(at, &format!("GET /healthz HTTP/1.1\r\n{HOST}\r\n\r\n")).await.unwrap();
    up_to(&mut kept, "ok\n").await;
    say.send(()).unwrap();
    until(LONG, "the node drains", async || app.app.draining.is_cancelled()).await;
    // Whoever balances the load sees it; whoever was sent here all the same is served, over connections old and new.
    assert!(ask(at, "/readyz").await.unwrap().starts_with("HTTP/1.1 503"));
    assert!(ask(at, "/en/incidents").await.unwrap().starts_with("HTTP/1.1 200"));
    kept.write_all(format!("GET /healthz HTTP/1.1\r\n{HOST}\r\n\r\n").as_bytes()).await.unwrap();
    let last = rest(&mut kept).await;
    assert!(last.starts_with("HTTP/1.1 200") && last.contains("connection: close"), "{last}");
    // Streams go on as long as it serves.
    let incident = app.incident().create().await;
    event(&app, EventKind::Changed, &incident).await;
    up_to(&mut follower, "event: card").await;
    // A form on its way in over a weak signal.
    let form = format!(
        "POST /en/sign-in HTTP/1.1\r\n{HOST}\r\norigin: http://127.0.0.1:8080\r\nsec-fetch-site: same-origin\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: 20\r\n\r\nlogin=a"
    );
    let mut weak = open(at, &form).await.unwrap();
    app.app.shutdown.cancel();
    // The stream ends as HTTP says, so that the reader comes back by itself.
    assert!(rest(&mut follower).await.ends_with("0\r\n\r\n"));
    until(LONG, "the listener closes", async || TcpStream::connect(at).await.is_err()).await;
    weak.write_all(b"&password=xyz").await.unwrap();
    let answer = rest(&mut weak).await;
    assert!(answer.starts_with("HTTP/1.1 4") && answer.trim_end().ends_with("</html>"), "{answer}");
    assert!(served.await.unwrap(), "everything was finished");
}

#[tokio::test]
async fn every_request_made_while_a_node_stops_is_answered() {
    let app = live().await;
    let (say, stop) = stop(Duration::from_millis(400));
    let (at, served) = app.listen_until(stop).await;
    // Half of them come by new connections, half keep theirs as long as they are let.
    let asker = async |keep: bool, since: Instant| {
        let mut answered = 0;
        let mut kept = None;
        while since.elapsed() < Duration::from_millis(300) {
            let mut stream = match kept.take() {
                Some(stream) => stream,
                None => TcpStream::connect(at).await.expect("it still listens"),
            };
            let request = format!("GET /healthz HTTP/1.1\r\n{HOST}\r\n\r\n");
            stream.write_all(request.as_bytes()).await.expect("it still reads");
            let answer = up_to(&mut stream, "ok\n").await;
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
            answered += 1;
            kept = Some(stream).filter(|_| keep && !answer.contains("connection: close"));
        }
        answered
    };
    say.send(()).unwrap();
    let since = Instant::now();
    let askers = (0..8).map(|n| asker(n % 2 == 0, since));
    let answered = futures_util::future::join_all(askers).await;
    println!("answered during the stop: {answered:?}");
    assert!(answered.iter().all(|n| *n > 0));
    assert!(served.await.unwrap());
    assert!(TcpStream::connect(at).await.is_err());
}

#[tokio::test]
async fn a_reader_that_goes_away_is_forgotten_and_an_old_one_is_served_too() {
    let app = live().await;
    let (_say, stop) = stop(Duration::ZERO);
    let (at, _served) = app.listen_until(stop).await;
    let listen = |version: &str| format!("GET /live/incidents {version}\r\n{HOST}\r\n\r\n");
    let mut modern = open(at, &listen("HTTP/1.1")).await.unwrap();
    let head = up_to(&mut modern, "event: ready").await.to_lowercase();
    for line in ["content-type: text/event-stream", "cache-control: no-store", "date: "] {
        assert!(head.contains(line), "{line} in {head}");
    }
    let mut old = open(at, &listen("HTTP/1.0")).await.unwrap();
    let head = up_to(&mut old, "event: ready").await;
    assert!(!head.contains("chunked"), "{head}");
    assert_eq!(app.app.feed.listeners(), 2);
    drop((modern, old));
    until(LONG, "both are forgotten", async || app.app.feed.listeners() == 0).await;
}
