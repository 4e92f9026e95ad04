//! Around every request: its id, one log line, its metrics, its time limit.

use std::any::Any;
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument as _;

use super::ApiError;
use crate::telemetry::metrics;

const ID_HEADER: &str = "x-request-id";
const TIME_LIMIT: Duration = Duration::from_secs(30);

tokio::task_local! {
    static REQUEST_ID: String;
}

/// Returns the id of the request that is being answered.
pub(super) fn request_id() -> Option<String> {
    REQUEST_ID.try_with(String::clone).ok()
}

/// Gives the request an id, then logs and counts its answer. The path's query is never logged:
/// it may hold an enrolment code.
pub async fn track(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let id = given_id(&request).unwrap_or_else(|| uuid::Uuid::now_v7().to_string());
    let method = request.method().to_string();
    let is_api = request.uri().path().starts_with("/api/");
    let route = match request.extensions().get::<MatchedPath>() {
        Some(path) => path.as_str().to_owned(),
        None if is_api => "unknown".to_owned(),
        None => "static".to_owned(),
    };
    let span = tracing::info_span!("request", request_id = id, method, route);
    let answer = REQUEST_ID.scope(id.clone(), next.run(request)).instrument(span.clone());
    let mut response = answer.await;
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    metrics::request(&method, &route, status, took);
    let duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| {
        if is_api || status >= 500 {
            tracing::info!(status, duration_ms, "answered");
        } else {
            tracing::debug!(status, duration_ms, "answered");
        }
    });
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(ID_HEADER, value);
    }
    if is_api {
        let no_store = HeaderValue::from_static("no-store");
        response.headers_mut().entry(header::CACHE_CONTROL).or_insert(no_store);
    }
    response
}

/// Takes over an id from a proxy if it looks like one.
fn given_id(request: &Request) -> Option<String> {
    let id = request.headers().get(ID_HEADER)?.to_str().ok()?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    ((8..=64).contains(&id.len()) && id.bytes().all(is_plain)).then(|| id.to_owned())
}

/// Ends requests that take too long.
pub async fn limit_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(TIME_LIMIT, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let message = "the request took too long and was given up";
            ApiError::unavailable("request.timeout", message).into_response()
        }
    }
}

/// Answers for a handler that panicked.
#[must_use]
#[expect(clippy::needless_pass_by_value, reason = "tower-http hands it over so")]
pub fn answer_panic(panic: Box<dyn Any + Send>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
    ApiError::internal(&format!("a handler panicked: {text}")).into_response()
}
