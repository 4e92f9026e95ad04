//! The version of the protocol in every request.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use titan_core::sync::wire::PROTOCOL_HEADER;
use titan_core::sync::{PROTOCOL, PROTOCOL_OLDEST};

use super::ApiError;

/// Lets only requests pass whose protocol this server speaks.
///
/// # Errors
/// An error that tells which side has to be updated.
pub async fn require_protocol(request: Request, next: Next) -> Result<Response, ApiError> {
    let header = request.headers().get(PROTOCOL_HEADER);
    let version: Option<u32> =
        header.and_then(|value| value.to_str().ok()).and_then(|text| text.trim().parse().ok());
    match version {
        None => {
            let message = format!("the header {PROTOCOL_HEADER} has to name a protocol version");
            Err(ApiError::bad_request("protocol.missing", &message))
        }
        Some(version) if version < PROTOCOL_OLDEST => {
            let message = format!(
                "the app speaks protocol {version}; this server needs {PROTOCOL_OLDEST}: update the app"
            );
            Err(ApiError::upgrade_required("protocol.too_old", message))
        }
        Some(version) if version > PROTOCOL => {
            let message = format!(
                "the app speaks protocol {version}; this server only {PROTOCOL}: update the server"
            );
            Err(ApiError::upgrade_required("protocol.too_new", message))
        }
        Some(_) => Ok(next.run(request).await),
    }
}
