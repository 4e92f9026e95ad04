//! Journals of registers. Pushing only makes entries durable; what they mean is worked out later.

use axum::extract::State;
use titan_core::journal::{Head, SealedEntry};
use titan_core::limits::{PUSH_BYTES_MAX, PUSH_ENTRIES_MAX};
use titan_core::sync::wire::{PushAnswer, PushRequest};

use crate::app::App;
use crate::clock;
use crate::db::listen::Topic;
use crate::db::registers;
use crate::http::openapi::{Failure, PushAnswerDoc, PushRequestDoc};
use crate::http::{Answer, ApiError, Caller, Json, Known, Turn};
use crate::intake::{Push, Taken, signed_by};
use crate::telemetry::metrics;

/// Stores entries of the caller's journal, all or none. Sending them again is
/// harmless; what contradicts the journal is kept apart and named in the answer.
#[utoipa::path(
    post, path = "/journal", tag = "sync",
    request_body = PushRequestDoc,
    responses(
        (status = 200, description = "Everything up to the anchor is durable", body = PushAnswerDoc),
        (status = 400, description = "request.invalid, protocol.missing", body = Failure),
        (status = 401, description = "auth.missing, auth.expired, auth.invalid", body = Failure),
        (status = 403, description = "auth.revoked, auth.unknown_register", body = Failure),
        (status = 413, description = "push.too_many, push.too_large, request.too_large", body = Failure),
        (status = 426, description = "protocol.too_old, protocol.too_new", body = Failure),
        (status = 429, description = "push.busy", body = Failure),
        (status = 503, description = "sync.disabled, database.unavailable", body = Failure),
    )
)]
pub async fn push_entries(
    State(app): State<App>,
    Known(caller): Known,
    _turn: Turn,
    Json(PushRequest { entries }): Json<PushRequest>,
) -> Result<Answer<PushAnswer>, ApiError> {
    if !app.sync {
        let message = "this server takes no entries at the moment; they stay on the device";
        return Err(ApiError::unavailable("sync.disabled", message));
    }
    check_size(&entries)?;
    let Caller { org, register, key, .. } = caller;
    let push = Push { register, signed: signed_by(key), entries, even_revoked: false };
    let taken = app.writer.store(&app.db, org, push).await;
    let (received, head) = match taken.map_err(|error| ApiError::from(&*error))? {
        Taken::Stored(received, head) => (received, head),
        Taken::Revoked => return Err(ApiError::revoked()),
    };
    metrics::entries("accepted", received.accepted.len());
    metrics::entries("duplicate", received.duplicates);
    metrics::entries("quarantined", received.quarantined.len());
    if !received.accepted.is_empty() {
        app.bus.publish(Topic::Journal, &register.to_string()).await;
    }
    let quarantined: Vec<_> = received.quarantined.into_iter().map(|(_, why)| why).collect();
    for why in &quarantined {
        let (seq, code) = (why.seq, why.code.as_str());
        tracing::warn!(%register, seq, code, "an entry was set aside");
    }
    Ok(Answer(PushAnswer { anchor: app.keys.anchor(&head, clock::now()), quarantined }))
}

/// Returns how far the caller's journal reaches on the server.
#[utoipa::path(
    get, path = "/journal/head", tag = "sync",
    responses(
        (status = 200, description = "The anchor", body = PushAnswerDoc),
        (status = 401, description = "auth.missing, auth.expired, auth.invalid", body = Failure),
        (status = 403, description = "auth.revoked, auth.unknown_register", body = Failure),
        (status = 426, description = "protocol.too_old, protocol.too_new", body = Failure),
    )
)]
pub async fn get_head(
    State(app): State<App>,
    caller: Caller,
) -> Result<Answer<PushAnswer>, ApiError> {
    let mut tx = app.db.org(caller.org).await?;
    let head = registers::read_head(&mut tx, caller.org, caller.register).await?;
    let head = head.unwrap_or_else(|| Head::genesis(caller.register));
    let anchor = app.keys.anchor(&head, clock::now());
    Ok(Answer(PushAnswer { anchor, quarantined: Vec::new() }))
}

fn check_size(entries: &[SealedEntry]) -> Result<(), ApiError> {
    if entries.len() > PUSH_ENTRIES_MAX {
        let message = format!("a push has at most {PUSH_ENTRIES_MAX} entries");
        return Err(ApiError::too_large("push.too_many", message));
    }
    let bytes: usize = entries.iter().map(|entry| entry.bytes.len()).sum();
    if bytes > PUSH_BYTES_MAX {
        let message = format!("the entries of a push have at most {PUSH_BYTES_MAX} bytes");
        return Err(ApiError::too_large("push.too_large", message));
    }
    Ok(())
}
