//! What every page says about the site itself: its name, emergency numbers, menus, the notice of the day. Admins edit it in
//! `cms`; here it is only read, once for all pages of two seconds in which nothing public changed, because every page needs it.

mod model;
mod queries;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::Method;
use tokio::sync::Mutex;

use crate::app::App;
use crate::feed::Position;

pub use model::{MenuItem, Notice, Number, Settings, Severity, Site, Texts, tel};

/// How long what was read stands at most: a node hears of a change by its event, and only one without streams waits for this.
const STANDS: Duration = Duration::from_secs(2);

/// How long a page waits for it. After that the last known values serve, so that errors are still shown as pages.
const PATIENCE: Duration = Duration::from_millis(800);

/// What was read last, and when. One for each router.
#[derive(Clone, Default)]
pub struct Cache(Arc<Mutex<Held>>);

/// The site as last read, when, and where the feed was before.
type Held = Option<(Instant, Position, Arc<Site>)>;

impl Cache {
    async fn current(&self, app: &App) -> Arc<Site> {
        let mut held = self.0.lock().await;
        let place = app.feed.public_at();
        if let Some((at, known, site)) = &*held
            && at.elapsed() < STANDS
            && *known == place
        {
            return site.clone();
        }
        let read = tokio::time::timeout(PATIENCE, queries::read(&app.db)).await;
        let site = match (read, held.take()) {
            (Ok(Ok(site)), _) => Arc::new(site),
            (_, Some((_, _, last))) => last,
            (_, None) => Arc::default(),
        };
        *held = Some((Instant::now(), place, site.clone()));
        site
    }

    async fn forget(&self) {
        *self.0.lock().await = None;
    }
}

/// Gives every request that may answer with a page the [`Site`]; forgets it after an administrator's change.
pub async fn load(
    State((app, cache)): State<(App, Cache)>,
    mut request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let bytes = ["/static/", "/media/", "/live/", "/ws/", "/healthz", "/readyz", "/metrics"];
    if bytes.iter().any(|start| path.starts_with(start)) {
        return next.run(request).await;
    }
    let changes = request.method() != Method::GET && path.contains("/admin/");
    let site = cache.current(&app).await;
    request.extensions_mut().insert(site);
    let response = next.run(request).await;
    if changes {
        cache.forget().await;
    }
    response
}
