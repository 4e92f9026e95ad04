//! Which register a request is from.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use titan_core::ids::{OrgId, RegisterId, StoreId};

use super::ApiError;
use crate::app::App;
use crate::auth::{Claims, DeviceKey, TokenError};
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
            return Err(ApiError::revoked());
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
        find(app, &claims(parts, app)?).await
    }
}

/// The caller, as it was when this process last looked. What is remembered never changes, but
/// whether it was revoked has to be found out elsewhere: a push does, under the register's lock.
#[derive(Clone, Debug)]
pub struct Known(pub Caller);

/// Registers that have called.
#[derive(Default)]
pub struct KnownRegisters(Mutex<HashMap<RegisterId, Caller>>);

/// When so many are remembered, it begins anew.
const KNOWN_MAX: usize = 50_000;

impl FromRequestParts<App> for Known {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let claims = claims(parts, app)?;
        let known = || app.known.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known().get(&claims.register).cloned();
        if let Some(caller) = found.filter(|caller| caller.org == claims.org) {
            return Ok(Self(caller));
        }
        let caller = find(app, &claims).await?;
        let mut known = known();
        if known.len() >= KNOWN_MAX {
            known.clear();
        }
        known.insert(caller.register, caller.clone());
        Ok(Self(caller))
    }
}

fn claims(parts: &Parts, app: &App) -> Result<Claims, ApiError> {
    let header = parts.headers.get(header::AUTHORIZATION);
    let token = header.and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let missing = || ApiError::unauthorized("auth.missing", "the request needs a token (Bearer)");
    app.keys.read_token(token.ok_or_else(missing)?).map_err(|error| {
        let code = match error {
            TokenError::Expired => "auth.expired",
            TokenError::Invalid | TokenError::Unmade => "auth.invalid",
        };
        ApiError::unauthorized(code, &error.to_string())
    })
}

async fn find(app: &App, claims: &Claims) -> Result<Caller, ApiError> {
    let found = app.db.find_register(claims.register).await?;
    let caller = Caller::admit(claims.register, found)?;
    if caller.org != claims.org {
        return Err(ApiError::unauthorized("auth.invalid", "the token is of another shop"));
    }
    Ok(caller)
}
