//! How many pushes are read at once. A body waits in the network, where it costs the server no
//! memory, until it is its turn.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::ApiError;
use crate::app::App;

/// Bodies up to here are read without much ado.
const SHORT_BYTES: u64 = 65_536;
const SHORT_AT_ONCE: usize = 256;
const LONG_AT_ONCE: usize = 6;
/// Shorter than a register waits for an answer.
const PATIENCE: Duration = Duration::from_secs(8);
const RETRY_AFTER_SECONDS: u64 = 2;

/// The turns of pushes.
pub struct Pushes {
    short: Arc<Semaphore>,
    long: Arc<Semaphore>,
}

impl Default for Pushes {
    fn default() -> Self {
        let turns = |count| Arc::new(Semaphore::new(count));
        Self { short: turns(SHORT_AT_ONCE), long: turns(LONG_AT_ONCE) }
    }
}

/// The turn of a push, first come first served, until its request is answered.
pub struct Turn {
    _permit: OwnedSemaphorePermit,
}

impl FromRequestParts<App> for Turn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let length = parts.headers.get(header::CONTENT_LENGTH);
        let length = length.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        let short = length.is_some_and(|length| length <= SHORT_BYTES);
        let turns = if short { &app.pushes.short } else { &app.pushes.long };
        match tokio::time::timeout(PATIENCE, turns.clone().acquire_owned()).await {
            Ok(Ok(permit)) => Ok(Self { _permit: permit }),
            _ => Err(ApiError::busy(RETRY_AFTER_SECONDS)),
        }
    }
}
