//! Hints that something changed, as they come.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderName;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream;

use crate::app::App;
use crate::events::Stream;
use crate::http::openapi::Failure;
use crate::http::{ApiError, Caller};

/// Shorter than what proxies take for silence (commonly 30 to 60 seconds).
const HEARTBEAT: Duration = Duration::from_secs(15);
const RECONNECT: Duration = Duration::from_secs(5);

/// Streams hints: `ready` at the beginning, `catalog` when the catalogue changed, `config` when
/// settings or staff did, `register` when the register may have been revoked. Each asks for a
/// pull. The stream ends after a quarter of an hour and is opened again with a fresh token.
#[utoipa::path(
    get, path = "/events", tag = "sync",
    responses(
        (status = 200, description = "Events, and a comment every 15 s", body = String, content_type = "text/event-stream"),
        (status = 401, description = "auth.missing, auth.expired, auth.invalid", body = Failure),
        (status = 403, description = "auth.revoked, auth.unknown_register", body = Failure),
        (status = 426, description = "protocol.too_old, protocol.too_new", body = Failure),
        (status = 429, description = "rate.limited: the register holds too many streams", body = Failure),
    )
)]
pub async fn stream_events(State(app): State<App>, caller: Caller) -> Result<Response, ApiError> {
    let Some(open) = app.events.open(caller.org, caller.register) else {
        return Err(ApiError::too_many_requests(30));
    };
    Ok(answer(open))
}

fn answer(open: Stream) -> Response {
    let events = stream::unfold(open, async |mut open| {
        let hint = open.next().await?;
        let event = Event::default().event(hint.word()).data("{}").retry(RECONNECT);
        Some((Ok::<_, Infallible>(event), open))
    });
    let alive = KeepAlive::new().interval(HEARTBEAT).text("alive");
    // nginx holds answers back until a buffer is full, unless told otherwise.
    let unbuffered = [(HeaderName::from_static("x-accel-buffering"), "no")];
    (unbuffered, Sse::new(events).keep_alive(alive)).into_response()
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;
    use titan_core::ids::{OrgId, RegisterId};
    use tokio::time::Instant;
    use uuid::Uuid;

    use super::*;
    use crate::events::Events;

    #[tokio::test(start_paused = true)]
    async fn silence_is_filled_before_a_proxy_takes_it_for_the_end() {
        let events = Events::default();
        let open = events.open(OrgId::new(Uuid::nil()), RegisterId::new(Uuid::nil())).unwrap();
        let mut body = answer(open).into_body();
        let mut next = async || {
            let frame = body.frame().await.unwrap().unwrap();
            String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap()
        };
        assert_eq!(next().await, "event: ready\ndata: {}\nretry: 5000\n\n");
        for _ in 0..3 {
            let before = Instant::now();
            assert_eq!(next().await, ": alive\n\n");
            assert!(before.elapsed() <= HEARTBEAT * 2);
        }
    }
}
