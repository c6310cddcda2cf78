//! The listener: takes connections, gives them to the router, and stops without losing a request. A connection that becomes
//! a stream is taken out of the HTTP machinery, whose buffers and futures cost some twenty kilobytes: what is left of it is
//! its socket and its place in the feed.
//!
//! A stop has three steps. First the node says that it is not ready and goes on serving, until whoever balances the load has
//! noticed. Then it takes what already stands in its queue, closes the listener, and ends the streams, whose readers come back
//! to another node. Last, answers under way are finished, within a bound.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use bytes::{Buf as _, Bytes};
use http::response::Parts;
use http::{HeaderValue, Method, Request, Response, Version, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tower::ServiceExt as _;

use crate::app::App;
use crate::live::{Listener, Open};

/// Answers under way get this long to finish once the listener is closed.
const FINISH: Duration = Duration::from_secs(10);

/// A connection that sends no whole head for so long is closed. Longer than nginx keeps an idle connection (60 seconds), so
/// that it is never closed while nginx sends over it.
const IDLE: Duration = Duration::from_secs(90);

/// A connection without a request is closed so long after the stop: one may be on its way, or wait to be read.
const LAST_WORD: Duration = Duration::from_millis(500);

/// A listener that does not take its bytes for so long is gone.
const PATIENCE: Duration = Duration::from_secs(20);

/// Pause after the system had no room for another connection.
const FULL: Duration = Duration::from_millis(50);

/// The queue of the listener is empty when nobody came for so long; who still comes after so much longer was not told to.
const QUEUE_EMPTY: Duration = Duration::from_millis(20);
const QUEUE_ENDS: Duration = Duration::from_millis(200);

/// Serves until `stop` says for how long the node should go on while it calls itself not ready, then stops. Whether every
/// answer was finished.
pub async fn serve(
    app: &App,
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = Duration>,
) -> bool {
    let linger = {
        let mut stop = pin!(stop);
        tokio::select! {
            linger = &mut stop => linger,
            never = accept(app, &listener, &router) => match never {},
        }
    };
    app.draining.cancel();
    tokio::select! {
        () = sleep(linger) => {}
        () = app.shutdown.cancelled() => {}
        never = accept(app, &listener, &router) => match never {},
    }
    // Who stands in the queue has a connection already, and would see it reset.
    let queue = async {
        while let Ok(Ok((socket, peer))) = timeout(QUEUE_EMPTY, listener.accept()).await {
            welcome(app, &router, socket, peer);
        }
    };
    let _ = timeout(QUEUE_ENDS, queue).await;
    drop(listener);
    app.shutdown.cancel();
    app.tasks.close();
    timeout(FINISH, app.tasks.wait()).await.is_ok()
}

async fn accept(app: &App, listener: &TcpListener, router: &Router) -> Infallible {
    loop {
        match listener.accept().await {
            Ok((socket, peer)) => welcome(app, router, socket, peer),
            Err(error) => {
                tracing::warn!(cause = %error, "a connection was not taken");
                sleep(FULL).await;
            }
        }
    }
}

fn welcome(app: &App, router: &Router, socket: TcpStream, peer: SocketAddr) {
    // An answer goes out whole, and a stream says little at a time: nothing is won by waiting for more.
    let _ = socket.set_nodelay(true);
    app.tasks.spawn(converse(app.clone(), router.clone(), socket, peer));
}

/// A stream and the head of its answer, on the way out of the HTTP machinery.
type Slot = Arc<Mutex<Option<(Parts, Listener)>>>;

async fn converse(app: App, router: Router, socket: TcpStream, peer: SocketAddr) {
    let slot = Slot::default();
    let (out, draining) = (slot.clone(), app.draining.clone());
    let service = service_fn(move |request: Request<Incoming>| {
        let (router, out, draining) = (router.clone(), out.clone(), draining.clone());
        async move {
            let plain = request.version() == Version::HTTP_11 && request.method() == Method::GET;
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            let Ok(mut response) = router.oneshot(request).await;
            let open = response.extensions_mut().remove::<Open>().filter(|_| plain);
            if let Some(listener) = open.and_then(|open| open.take()) {
                *out.lock().expect("no panic while it is held") =
                    Some((response.into_parts().0, listener));
                return std::future::pending().await;
            }
            if draining.is_cancelled() {
                let close = HeaderValue::from_static("close");
                response.headers_mut().insert(header::CONNECTION, close);
            }
            Ok::<Response<Body>, Infallible>(response)
        }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(IDLE);
    let mut connection = http.serve_connection(TokioIo::new(socket), service).with_upgrades();
    let taken = {
        let mut stopping = pin!(async {
            app.shutdown.cancelled().await;
            sleep(LAST_WORD).await;
        });
        let mut told = false;
        std::future::poll_fn(|cx| {
            if !told && stopping.as_mut().poll(cx).is_ready() {
                told = true;
                Pin::new(&mut connection).graceful_shutdown();
            }
            let ended = Pin::new(&mut connection).poll(cx).is_ready();
            match slot.lock().expect("no panic while it is held").take() {
                Some(taken) => Poll::Ready(Some(taken)),
                None if ended => Poll::Ready(None),
                None => Poll::Pending,
            }
        })
        .await
    };
    if let Some((head, listener)) = taken
        && let Some(parts) = connection.into_parts()
    {
        // A task of its own is as large as a stream; this one is as large as a page.
        app.tasks.spawn(stream(parts.io.into_inner(), head, listener));
    }
}

/// What is left of a connection that follows: nothing is buffered here, and the bytes belong to all listeners.
async fn stream(mut socket: TcpStream, head: Parts, mut listener: Listener) {
    if !put(&mut socket, Bytes::from(written(&head))).await {
        return;
    }
    drop(head);
    loop {
        let next = tokio::select! {
            next = listener.next() => next,
            () = says_something(&socket) => return,
        };
        let Some(bytes) = next else { break };
        let mut size = String::with_capacity(12);
        let _ = write!(size, "{:x}\r\n", bytes.len());
        let chunk = Bytes::from(size).chain(bytes).chain(&b"\r\n"[..]);
        if !put(&mut socket, chunk).await {
            return;
        }
    }
    put(&mut socket, &b"0\r\n\r\n"[..]).await;
    let _ = socket.shutdown().await;
}

async fn put(socket: &mut TcpStream, mut bytes: impl bytes::Buf) -> bool {
    matches!(timeout(PATIENCE, socket.write_all_buf(&mut bytes)).await, Ok(Ok(())))
}

/// Returns when the reader is gone, or sends anything: nothing can follow a request whose answer has no end.
async fn says_something(socket: &TcpStream) {
    loop {
        if socket.readable().await.is_err() {
            return;
        }
        match socket.try_read(&mut [0; 16]) {
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            _ => return,
        }
    }
}

/// The head of a stream's answer, as it goes over the wire.
fn written(head: &Parts) -> Vec<u8> {
    let date = chrono::Utc::now().format("%a, %d %b %Y %H:%M:%S GMT");
    let mut text = format!(
        "HTTP/1.1 200 OK\r\ndate: {date}\r\ntransfer-encoding: chunked\r\nconnection: close\r\n"
    )
    .into_bytes();
    for (name, value) in &head.headers {
        text.extend(name.as_str().bytes());
        text.extend(b": ");
        text.extend(value.as_bytes());
        text.extend(b"\r\n");
    }
    text.extend(b"\r\n");
    text
}
