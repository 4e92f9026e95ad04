//! A register proves with its key that it is itself.

use axum::extract::State;
use titan_core::sync::wire::{ChallengeAnswer, ChallengeRequest, TokenAnswer, TokenRequest};

use crate::app::App;
use crate::clock;
use crate::db::{DbError, registers};
use crate::http::openapi::{
    ChallengeAnswerDoc, ChallengeRequestDoc, Failure, TokenAnswerDoc, TokenRequestDoc,
};
use crate::http::{Answer, ApiError, Caller, ClientIp, Json, Rule};

/// Gives a register something to sign. It is good for two minutes.
#[utoipa::path(
    post, path = "/auth/challenge", tag = "register", security((), ),
    request_body = ChallengeRequestDoc,
    responses(
        (status = 200, description = "To be signed", body = ChallengeAnswerDoc),
        (status = 400, description = "request.invalid, protocol.missing", body = Failure),
        (status = 426, description = "protocol.too_old, protocol.too_new", body = Failure),
        (status = 429, description = "rate.limited", body = Failure),
    )
)]
pub async fn create_challenge(
    State(app): State<App>,
    ClientIp(address): ClientIp,
    Json(request): Json<ChallengeRequest>,
) -> Result<Answer<ChallengeAnswer>, ApiError> {
    app.limits.check(Rule::AUTH, format!("{address} {}", request.register))?;
    app.limits.check(Rule::AUTH_ADDRESS, address.to_string())?;
    let challenge = app.keys.challenge(request.register, clock::now());
    Ok(Answer(ChallengeAnswer { challenge }))
}

/// Exchanges a signed challenge for a token.
#[utoipa::path(
    post, path = "/auth/token", tag = "register", security((), ),
    request_body = TokenRequestDoc,
    responses(
        (status = 200, description = "The token", body = TokenAnswerDoc),
        (status = 400, description = "request.invalid, protocol.missing", body = Failure),
        (status = 401, description = "auth.challenge, auth.signature", body = Failure),
        (status = 403, description = "auth.revoked, auth.unknown_register", body = Failure),
        (status = 426, description = "protocol.too_old, protocol.too_new", body = Failure),
        (status = 429, description = "rate.limited", body = Failure),
    )
)]
pub async fn create_token(
    State(app): State<App>,
    ClientIp(address): ClientIp,
    Json(request): Json<TokenRequest>,
) -> Result<Answer<TokenAnswer>, ApiError> {
    app.limits.check(Rule::AUTH, format!("{address} {}", request.register))?;
    app.limits.check(Rule::AUTH_ADDRESS, address.to_string())?;
    let now = clock::now();
    if !app.keys.is_challenge(&request.challenge, request.register, now) {
        let message = "the challenge is not one of this server or has run out";
        return Err(ApiError::unauthorized("auth.challenge", message));
    }
    let found = app.db.find_register(request.register).await?;
    let caller = Caller::admit(request.register, found)?;
    if !caller.key.signed(request.challenge.as_bytes(), &request.signature) {
        let message = "the signature is not by the register's key";
        return Err(ApiError::unauthorized("auth.signature", message));
    }
    let mut tx = app.db.org(caller.org).await?;
    registers::touch(&mut tx, caller.org, caller.register).await?;
    tx.commit().await.map_err(DbError::from)?;
    let token = app.keys.token(caller.register, caller.org, caller.store, now);
    Ok(Answer(token.map_err(|error| ApiError::internal(&error.to_string()))?))
}
