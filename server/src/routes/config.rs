//! The shop of a register.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use titan_core::hash::Hash256;

use crate::app::App;
use crate::db::{DbError, shop};
use crate::http::openapi::{Failure, ShopConfigDoc};
use crate::http::{ApiError, Caller, Conditional};

/// Returns everything but the catalogue that a register works by.
#[utoipa::path(
    get, path = "/config", tag = "register",
    params(("if-none-match" = Option<String>, Header, description = "ETag of what is there already")),
    responses(
        (status = 200, description = "The shop, with an ETag", body = ShopConfigDoc),
        (status = 304, description = "Nothing changed"),
        (status = 401, description = "auth.missing, auth.expired, auth.invalid", body = Failure),
        (status = 403, description = "auth.revoked, auth.unknown_register", body = Failure),
        (status = 426, description = "protocol.too_old, protocol.too_new", body = Failure),
    )
)]
pub async fn get_config(
    State(app): State<App>,
    caller: Caller,
    conditional: Conditional,
) -> Result<Response, ApiError> {
    let mut tx = app.db.org(caller.org).await?;
    let config = shop::config(&mut tx, caller.org, caller.register).await?;
    tx.commit().await.map_err(DbError::from)?;
    let config = config.ok_or_else(|| ApiError::internal("an enrolled register has no shop"))?;
    let body = serde_json::to_vec(&config);
    let body = body.map_err(|error| ApiError::internal(&error.to_string()))?;
    let etag = Hash256::of(&[&body]).to_string();
    let json = [(header::CONTENT_TYPE, "application/json")];
    Ok(conditional.answer(&etag, (json, body).into_response()))
}
