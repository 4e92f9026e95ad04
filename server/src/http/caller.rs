//! Which register a request is from.

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use titan_core::ids::{OrgId, RegisterId, StoreId};

use super::ApiError;
use crate::app::App;
use crate::auth::{DeviceKey, TokenError};
use crate::db::registers::Credentials;

/// The register that holds the token of the request.
#[derive(Clone, Debug)]
pub struct Caller {
    pub org: OrgId,
    pub store: StoreId,
    pub register: RegisterId,
    pub key: DeviceKey,
}

impl Caller {
    /// Checks that a register exists, has enrolled and is not revoked.
    ///
    /// # Errors
    /// The error to answer with.
    pub fn admit(register: RegisterId, found: Option<Credentials>) -> Result<Self, ApiError> {
        let unknown =
            || ApiError::forbidden("auth.unknown_register", "this server knows no such register");
        let found = found.ok_or_else(unknown)?;
        if found.revoked {
            let message = "this register was revoked; its journal is kept";
            return Err(ApiError::forbidden("auth.revoked", message));
        }
        let spki = found.public_key.ok_or_else(unknown)?;
        let key = DeviceKey::from_spki(&spki)
            .ok_or_else(|| ApiError::internal("a stored public key cannot be read"))?;
        Ok(Self { org: found.org, store: found.store, register, key })
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let header = parts.headers.get(header::AUTHORIZATION);
        let token = header.and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        let missing =
            || ApiError::unauthorized("auth.missing", "the request needs a token (Bearer)");
        let claims = app.keys.read_token(token.ok_or_else(missing)?).map_err(|error| {
            let code = match error {
                TokenError::Expired => "auth.expired",
                TokenError::Invalid | TokenError::Unmade => "auth.invalid",
            };
            ApiError::unauthorized(code, &error.to_string())
        })?;
        let found = app.db.find_register(claims.register).await?;
        let caller = Self::admit(claims.register, found)?;
        if caller.org != claims.org {
            return Err(ApiError::unauthorized("auth.invalid", "the token is of another shop"));
        }
        Ok(caller)
    }
}
