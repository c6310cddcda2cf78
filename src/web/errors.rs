//! One outer layer renders every error: as a page, as a line for htmx, or as JSON, in the reader's language, with the request
//! id and nothing of the inside. It logs each fault once.

use askama::Template;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, Method, StatusCode, header};

use super::page::Page;
use super::respond::{self, Complete};
use crate::app::App;
use crate::error::Facts;

#[derive(Template)]
#[template(path = "errors/error.html")]
struct ErrorPage {
    page: Page,
    title: String,
    help: String,
    /// Shown so that a person can tell us which fault it was.
    request_id: String,
}

#[derive(Template)]
#[template(path = "errors/_toast.html")]
struct Toast {
    title: String,
    help: String,
}

/// Renders what handlers and layers below reported as errors.
pub async fn render(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let asked = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let status = response.status();
    // Programs that show a bad key read the answer to it as it is.
    let to_program = response.headers().contains_key(header::WWW_AUTHENTICATE);
    if to_program
        || response.extensions().get::<Complete>().is_some()
        || !(status.is_client_error() || status.is_server_error())
    {
        return response;
    }
    let facts = response.extensions().get::<Facts>().cloned().unwrap_or(Facts {
        status,
        key: None,
        cause: None,
    });
    // A browser that is refused a stream asks again for ever, unless it is told that there is none.
    if status.is_client_error() && accepts(&asked, "text/event-stream") {
        return StatusCode::NO_CONTENT.into_response();
    }
    let page = Page::of(&asked, &app);
    let request_id =
        asked.headers.get("x-request-id").and_then(|v| v.to_str().ok()).unwrap_or("-").to_owned();
    log(&facts, &asked.method, asked.uri.path(), &request_id);
    if status == StatusCode::UNAUTHORIZED
        && asked.method == Method::GET
        && !page.hx
        && !wants_json(&asked)
    {
        let next = format!("/{}{}", page.lang, page.path);
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("next", &next)
            .finish();
        return respond::see_other(&format!("/{}/sign-in?{query}", page.lang));
    }
    let word = word(facts.status);
    let title = page.t(&format!("error-title-{word}"));
    let help = page.t(facts.key.unwrap_or(&format!("error-help-{word}")));
    let rendered = if wants_json(&asked) {
        let body = serde_json::json!({ "error": { "status": status.as_u16(), "title": title, "detail": help, "request_id": request_id } });
        respond::json(status, &body)
    } else if page.hx {
        respond::html(&page, status, &Toast { title, help }).map(retarget)
    } else {
        respond::html(&page, status, &ErrorPage { page: page.clone(), title, help, request_id })
    };
    let mut rendered = rendered.unwrap_or_else(|_| {
        let mut plain = Response::new("error".into());
        *plain.status_mut() = status;
        plain
    });
    rendered.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = response.headers().get(&name) {
            rendered.headers_mut().insert(name, value.clone());
        }
    }
    if matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
        rendered.headers_mut().entry(header::RETRY_AFTER).or_insert(HeaderValue::from_static("60"));
    }
    rendered
}

/// htmx puts the line into the live region instead of where the answer was meant to go.
fn retarget(mut response: Response) -> Response {
    response.headers_mut().insert("hx-retarget", HeaderValue::from_static("#live"));
    response.headers_mut().insert("hx-reswap", HeaderValue::from_static("innerHTML"));
    response
}

fn wants_json(asked: &http::request::Parts) -> bool {
    asked.uri.path().starts_with("/api/") || accepts(asked, "application/json")
}

fn accepts(asked: &http::request::Parts, kind: &str) -> bool {
    let accept = asked.headers.get(header::ACCEPT).and_then(|v| v.to_str().ok());
    accept.is_some_and(|accept| accept.starts_with(kind))
}

fn word(status: StatusCode) -> &'static str {
    match status.as_u16() {
        401 => "sign-in",
        403 => "forbidden",
        404 | 405 | 410 => "not-found",
        409 => "conflict",
        413 => "too-large",
        429 => "too-many",
        502..=504 | 408 => "unavailable",
        500.. => "internal",
        _ => "bad-request",
    }
}

fn log(facts: &Facts, method: &Method, path: &str, request_id: &str) {
    let path = super::security::loggable(path);
    let cause = facts.cause.as_deref().unwrap_or("");
    let status = facts.status.as_u16();
    match facts.status {
        StatusCode::SERVICE_UNAVAILABLE => {
            tracing::warn!(%method, path, request_id, status, cause, "unavailable")
        }
        status_code if status_code.is_server_error() => {
            tracing::error!(%method, path, request_id, status, cause, "fault");
        }
        _ => tracing::debug!(%method, path, request_id, status, "refused"),
    }
}

/// What a caught panic answers; the panic itself is in the log.
pub fn panicked(panic: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let text = panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()))
        .unwrap_or_default();
    IntoResponse::into_response(crate::error::Error::Internal(anyhow::anyhow!("panic: {text}")))
}
