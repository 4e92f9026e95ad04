//! The answer of `/ready`.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// Whether the process can do its work.
#[derive(Debug, Serialize, ToSchema)]
pub struct Readiness {
    #[schema(example = "ready")]
    status: &'static str,
    reasons: Vec<String>,
}

impl Readiness {
    /// Ready when there is no reason against it.
    #[must_use]
    pub fn new(reasons: Vec<String>) -> Self {
        Self { status: if reasons.is_empty() { "ready" } else { "not ready" }, reasons }
    }
}

impl IntoResponse for Readiness {
    fn into_response(self) -> Response {
        let is_ready = self.reasons.is_empty();
        let status = if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
        (status, axum::Json(self)).into_response()
    }
}
