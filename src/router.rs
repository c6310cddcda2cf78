//! Joins the features and wraps the layers. Outermost first: request id, trace, security headers, known host, errors, panic
//! guard, time limit, compression, cross-site check, device and form token, session, viewer; then the route's own policy.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use http::{Extensions, HeaderMap, HeaderValue, StatusCode, Version, header};
use tower::ServiceBuilder;
use tower_http::ServiceBuilderExt;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{MakeRequestId, RequestId};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use crate::app::App;
use crate::error::{Error, Result};
use crate::web::page::guess_lang;
use crate::web::routes::{Policy, Routes};
use crate::web::{assets, errors, kept, respond, security};
use crate::{
    accounts, auth, categories, cms, incidents, live, map, media, moderation, places, site,
};

/// A form without files: 256 KiB is far more than any of ours.
const MOST_FORM_BYTES: usize = 256 * 1024;

/// A photo over a weak signal may take minutes; nothing else comes near.
const LONGEST_REQUEST: Duration = Duration::from_secs(300);

/// Every route with its policy.
pub fn routes() -> Routes {
    Routes::new()
        .get("/", Policy::Public, root)
        .get("/healthz", Policy::Public, healthz)
        .get("/readyz", Policy::Public, readyz)
        .get("/static/{*path}", Policy::Public, assets::serve)
        .merge(accounts::routes())
        .merge(places::routes())
        .merge(media::routes())
        .merge(categories::routes())
        .merge(incidents::routes())
        .merge(map::routes())
        .merge(moderation::routes())
        .merge(live::routes())
        .merge(cms::routes())
}

/// The whole program as one service.
pub fn build(app: &App) -> Router {
    let csrf = CsrfLayer::new()
        .with_rejection_response(|_| Error::BadRequest("error-cross-site").into_response());
    let inner = ServiceBuilder::new()
        .layer(csrf)
        .layer(from_fn_with_state(app.clone(), security::device_and_token))
        .layer(auth::session_layer(app))
        .layer(from_fn_with_state(app.clone(), auth::load_viewer))
        .layer(from_fn_with_state(app.clone(), live::count_unread))
        .layer(DefaultBodyLimit::max(MOST_FORM_BYTES))
        .layer(from_fn_with_state(app.clone(), live::wake_after));
    let plain = routes()
        .into_router()
        .fallback(async || Error::NotFound)
        .layer(inner)
        .with_state(app.clone());
    let packed: Router =
        plain.clone().layer(CompressionLayer::new().quality(CompressionLevel::Precise(4)));
    // An archive is packed inside. A stream is never packed, and must not hold the room for a packer as long as it lives: that is kilobytes a listener.
    let either = tower::service_fn(move |request: Request| {
        let path = request.uri().path();
        let as_it_is = path.starts_with("/live/") || path.ends_with(".pmtiles");
        let chosen = if as_it_is { plain.clone() } else { packed.clone() };
        tower::ServiceExt::oneshot(chosen, request)
    });
    let outer = ServiceBuilder::new()
        .set_x_request_id(FreshId)
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(from_fn_with_state(app.clone(), security::headers))
        .layer(from_fn_with_state((app.clone(), site::Cache::default()), site::load))
        // The pages of errors are made outside of the packing of all others.
        .layer(CompressionLayer::new().compress_when(errors_only))
        .layer(from_fn_with_state(app.clone(), errors::render))
        .layer(from_fn_with_state(app.clone(), cms::lost))
        .layer(from_fn_with_state(app.clone(), security::known_host))
        .layer(CatchPanicLayer::custom(errors::panicked))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, LONGEST_REQUEST))
        .layer(from_fn_with_state(app.clone(), kept::answers));
    Router::new().fallback_service(either).layer(outer)
}

fn errors_only(status: StatusCode, _: Version, _: &HeaderMap, _: &Extensions) -> bool {
    status.is_client_error() || status.is_server_error()
}

/// Ids are made here, never taken from outside: nobody may write into our log.
#[derive(Clone, Copy)]
struct FreshId;

impl MakeRequestId for FreshId {
    fn make_request_id<B>(&mut self, _: &http::Request<B>) -> Option<RequestId> {
        let id = uuid::Uuid::now_v7().simple().to_string();
        HeaderValue::from_str(&id).ok().map(RequestId::new)
    }
}

fn span(request: &Request) -> tracing::Span {
    let id = request.headers().get("x-request-id").and_then(|v| v.to_str().ok()).unwrap_or("-");
    let path = security::loggable(request.uri().path());
    tracing::info_span!("request", id, method = %request.method(), path)
}

/// `GET /`: leads to the reader's language.
async fn root(app: App, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let mut response = respond::see_other(&format!("/{}/", guess_lang(&parts, &app)));
    *response.status_mut() = StatusCode::FOUND;
    response
        .headers_mut()
        .insert(header::VARY, HeaderValue::from_static("accept-language, cookie"));
    response
}

/// `GET /healthz`: the process answers.
async fn healthz() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: what this node needs answers too; 503 while it does not, or while the program stops.
async fn readyz(app: App) -> Result {
    if app.draining.is_cancelled() || app.shutdown.is_cancelled() {
        return Err(Error::Unavailable("stopping".into()));
    }
    sqlx::query_scalar!("select 1").fetch_one(&app.db).await?;
    Ok("ready\n".into_response())
}
