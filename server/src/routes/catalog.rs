//! The catalogue as one value.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use titan_core::ids::OrgId;

use crate::app::App;
use crate::catalog::{self, Need};
use crate::db::snapshots::{self, Encoding, Meta};
use crate::http::openapi::Failure;
use crate::http::{Accepted, ApiError, Caller, Conditional};

/// Returns the catalogue in the binary form of the register, compressed as the client likes it.
#[utoipa::path(
    get, path = "/catalog/snapshot", tag = "sync",
    params(("if-none-match" = Option<String>, Header, description = "ETag of what is there already")),
    responses(
        (status = 200, description = "The snapshot, with an ETag", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 304, description = "Nothing changed"),
        (status = 401, description = "auth.missing, auth.expired, auth.invalid", body = Failure),
        (status = 403, description = "auth.revoked, auth.unknown_register", body = Failure),
        (status = 426, description = "protocol.too_old, protocol.too_new", body = Failure),
    )
)]
pub async fn get_snapshot(
    State(app): State<App>,
    caller: Caller,
    conditional: Conditional,
    accepted: Accepted,
) -> Result<Response, ApiError> {
    let meta = current(&app, caller.org).await?;
    if conditional.has(&meta.etag) {
        return Ok(conditional.answer(&meta.etag, ()));
    }
    let bytes = bytes(&app, caller.org, &meta, accepted.0).await?;
    let mut response = accepted.encoded(bytes);
    let kind = HeaderValue::from_static("application/octet-stream");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    Ok(conditional.answer(&meta.etag, response))
}

/// The snapshot to give out; built here when no worker has done it yet.
async fn current(app: &App, org: OrgId) -> Result<Meta, ApiError> {
    let mut tx = app.db.org(org).await?;
    if let Some(meta) = snapshots::current(&mut tx, org).await? {
        return Ok(meta);
    }
    drop(tx);
    // One connection waits for the build, not one for each request.
    let _one_at_a_time = app.building.lock().await;
    Ok(catalog::ensure(&app.db, org, Need::Current).await?)
}

async fn bytes(
    app: &App,
    org: OrgId,
    meta: &Meta,
    encoding: Encoding,
) -> Result<Vec<u8>, ApiError> {
    let form = match encoding {
        Encoding::Brotli => "br",
        Encoding::Gzip => "gz",
        Encoding::Raw => "raw",
    };
    if let Some(bytes) = app.bus.cached_snapshot(org, meta.version, form).await {
        return Ok(bytes);
    }
    let mut tx = app.db.org(org).await?;
    let bytes = snapshots::bytes(&mut tx, org, meta.version, encoding).await?;
    let bytes = bytes.ok_or_else(|| {
        ApiError::unavailable("catalog.replaced", "the catalogue was just replaced; ask again")
    })?;
    app.bus.cache_snapshot(org, meta.version, form, &bytes).await;
    Ok(bytes)
}
