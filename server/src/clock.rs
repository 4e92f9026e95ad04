//! The server's own clock.

use std::time::{SystemTime, UNIX_EPOCH};

use titan_core::time::Timestamp;

/// Returns the present instant.
#[must_use]
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
