//! Everything on screen follows the database. One task of the node reads the feed of events in an order in which none can be
//! skipped, makes what listeners share once per event and language, and publishes it. Browsers listen over server-sent
//! events, programs over a WebSocket. Public streams carry finished public fragments; streams of staff and of one person carry
//! only a signal, and the page fetches itself again with its own rights.

mod api;
mod jobs;
mod model;
mod pages;
mod queries;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::app::App;
use crate::web::routes::{Policy, Routes};

pub use jobs::{run, tell};
pub use pages::{Listener, Open, count_unread};

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::new()
        .get("/live/incidents", Policy::Public, pages::list)
        .get("/live/incidents/{reference}", Policy::Public, pages::incident)
        .get("/live/moderation", Policy::Staff, pages::moderation)
        .get("/live/me", Policy::SignedIn, pages::me)
        .get("/{lang}/my/notices", Policy::SignedIn, pages::notices)
        .get("/{lang}/my/notices/unread", Policy::SignedIn, pages::unread)
        .get("/ws/incidents/", Policy::Public, api::incidents)
        .get("/ws/incidents/categories/", Policy::Public, api::categories)
        .get("/ws/incidents/{reference}/", Policy::Public, api::incident)
}

/// Wakes the reader after every request that may have changed something: whatever it committed is committed by now, and no
/// action can forget to say so.
pub async fn wake_after(State(app): State<App>, request: Request, next: Next) -> Response {
    let changes = !request.method().is_safe();
    let response = next.run(request).await;
    if changes {
        app.feed.wake();
    }
    response
}
