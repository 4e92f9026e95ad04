//! Errors as clients see them: a stable code, a sentence, and the id to quote to support.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use titan_core::sync::wire::{ErrorBody, ErrorDetail};

use super::track::request_id;
use crate::catalog::BuildError;
use crate::db::DbError;

/// An answer that is not a success.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    code: &'static str,
    message: String,
    field: Option<String>,
    retry_after_seconds: Option<u64>,
}

impl ApiError {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { status, code, message, field: None, retry_after_seconds: None }
    }

    /// The request is not what this endpoint takes; `field` names the place.
    #[must_use]
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        let error = Self::new(StatusCode::BAD_REQUEST, "request.invalid", message);
        let field = field.into();
        Self { field: (!field.is_empty() && field != ".").then_some(field), ..error }
    }

    #[must_use]
    pub fn bad_request(code: &'static str, message: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// The caller has not shown who it is.
    #[must_use]
    pub fn unauthorized(code: &'static str, message: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code, message)
    }

    /// The caller is known and may not.
    #[must_use]
    pub fn forbidden(code: &'static str, message: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, message)
    }

    #[must_use]
    pub fn not_found(code: &'static str, message: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, message)
    }

    #[must_use]
    pub fn method_not_allowed() -> Self {
        let message = "this address does not take that method";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "request.method", message)
    }

    /// It was there and is used up.
    #[must_use]
    pub fn conflict(code: &'static str, message: &str) -> Self {
        Self::new(StatusCode::CONFLICT, code, message)
    }

    /// It was there and has run out.
    #[must_use]
    pub fn gone(code: &'static str, message: &str) -> Self {
        Self::new(StatusCode::GONE, code, message)
    }

    #[must_use]
    pub fn too_large(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, code, message)
    }

    #[must_use]
    pub fn not_json() -> Self {
        let message = "the content type has to be application/json";
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "request.not_json", message)
    }

    /// Client and server do not speak the same protocol.
    #[must_use]
    pub fn upgrade_required(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::UPGRADE_REQUIRED, code, message)
    }

    #[must_use]
    pub fn too_many_requests(retry_after_seconds: u64) -> Self {
        let message = format!("too many tries; again in {retry_after_seconds} s");
        let error = Self::new(StatusCode::TOO_MANY_REQUESTS, "rate.limited", message);
        Self { retry_after_seconds: Some(retry_after_seconds), ..error }
    }

    /// So much is being taken in that this has to come again.
    #[must_use]
    pub fn busy(retry_after_seconds: u64) -> Self {
        let message = "many registers are sending; nothing was taken, send it again";
        let error = Self::new(StatusCode::TOO_MANY_REQUESTS, "push.busy", message);
        Self { retry_after_seconds: Some(retry_after_seconds), ..error }
    }

    /// The register may not any more.
    #[must_use]
    pub fn revoked() -> Self {
        Self::forbidden("auth.revoked", "this register was revoked; its journal is kept")
    }

    /// The server cannot do it now.
    #[must_use]
    pub fn unavailable(code: &'static str, message: &str) -> Self {
        let error = Self::new(StatusCode::SERVICE_UNAVAILABLE, code, message);
        Self { retry_after_seconds: Some(2), ..error }
    }

    /// Something is wrong with the server; what, is in the log.
    #[must_use]
    pub fn internal(reason: &str) -> Self {
        tracing::error!(reason, "a request failed");
        let message = "something went wrong on the server; nothing was changed";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "server.internal", message)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let detail = ErrorDetail {
            code: self.code.to_owned(),
            message: self.message,
            field: self.field,
            request_id: request_id(),
        };
        let body = axum::Json(ErrorBody { error: detail });
        let mut response = (self.status, body).into_response();
        if let Some(seconds) = self.retry_after_seconds {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            let bearer = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, bearer);
        }
        response
    }
}

impl From<DbError> for ApiError {
    fn from(error: DbError) -> Self {
        Self::from(&error)
    }
}

impl From<&DbError> for ApiError {
    fn from(error: &DbError) -> Self {
        match error {
            DbError::Unavailable(_) => {
                tracing::warn!(reason = error.causes(), "the database cannot be reached");
                Self::unavailable("database.unavailable", "the database cannot be reached")
            }
            DbError::NotMigrated(_) => {
                tracing::error!(reason = error.causes(), "the database is not migrated");
                Self::unavailable("database.not_migrated", "the database is not migrated")
            }
            DbError::Corrupt(_) | DbError::Refused(_) => Self::internal(&error.causes()),
        }
    }
}

impl From<BuildError> for ApiError {
    fn from(error: BuildError) -> Self {
        match error {
            BuildError::Db(error) => error.into(),
            other => Self::internal(&other.to_string()),
        }
    }
}
