//! JSON in and out, with errors that name the place.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use titan_core::limits::REQUEST_BYTES_MAX;

use super::ApiError;

const MESSAGE_CHARS: usize = 200;

/// The body of a request, read as JSON.
pub struct Json<T>(pub T);

/// A JSON answer.
pub struct Answer<T>(pub T);

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            return Err(ApiError::not_json());
        }
        if length(request.headers()).is_some_and(|length| length > REQUEST_BYTES_MAX) {
            return Err(too_large());
        }
        let body =
            Bytes::from_request(request, state).await.map_err(|rejection| {
                match rejection.into_response().status().as_u16() {
                    413 => too_large(),
                    _ => ApiError::invalid("", "the body did not arrive whole"),
                }
            })?;
        parse(&body).map(Json)
    }
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let message: String = error.inner().to_string().chars().take(MESSAGE_CHARS).collect();
        ApiError::invalid(error.path().to_string(), message)
    })?;
    reader.end().map_err(|error| ApiError::invalid("", error.to_string()))?;
    Ok(value)
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = kind.and_then(|value| value.split(';').next()).unwrap_or_default();
    kind.trim().eq_ignore_ascii_case("application/json")
}

fn length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn too_large() -> ApiError {
    let message = format!("a request has at most {REQUEST_BYTES_MAX} bytes");
    ApiError::too_large("request.too_large", message)
}
