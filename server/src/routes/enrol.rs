//! A device becomes a register.

use axum::extract::State;
use titan_core::limits::TEXT_CHARS_MAX;
use titan_core::sync::wire::{EnrolAnswer, EnrolRequest};

use crate::app::App;
use crate::auth::{self, DeviceKey, code};
use crate::clock;
use crate::db::registers::{self, Enrolled, Enrolment};
use crate::db::{DbError, shop};
use crate::http::openapi::{EnrolAnswerDoc, EnrolRequestDoc, Failure};
use crate::http::{Answer, ApiError, ClientIp, Json, Rule};

/// Makes a device a register with a single-use code. The pepper is given this once.
#[utoipa::path(
    post, path = "/enrol", tag = "register", security((), ),
    request_body = EnrolRequestDoc,
    responses(
        (status = 200, description = "The device is a register now", body = EnrolAnswerDoc),
        (status = 400, description = "request.invalid, protocol.missing", body = Failure),
        (status = 404, description = "enrol.code_unknown", body = Failure),
        (status = 409, description = "enrol.code_used", body = Failure),
        (status = 410, description = "enrol.code_expired", body = Failure),
        (status = 426, description = "protocol.too_old, protocol.too_new", body = Failure),
        (status = 429, description = "rate.limited", body = Failure),
    )
)]
pub async fn enrol_register(
    State(app): State<App>,
    ClientIp(address): ClientIp,
    Json(request): Json<EnrolRequest>,
) -> Result<Answer<EnrolAnswer>, ApiError> {
    app.limits.check(Rule::ENROL, address.to_string())?;
    let spki = auth::from_base64(&request.public_key);
    let spki = spki.filter(|spki| DeviceKey::from_spki(spki).is_some()).ok_or_else(|| {
        ApiError::invalid("public_key", "not a P-256 key in SPKI form, base64url without padding")
    })?;
    if request.device.chars().count() > TEXT_CHARS_MAX {
        let message = format!("at most {TEXT_CHARS_MAX} characters");
        return Err(ApiError::invalid("device", message));
    }
    let device: String = request.device.chars().filter(|char| !char.is_control()).collect();
    let digest = code::digest(&request.code);
    let unknown = || ApiError::not_found("enrol.code_unknown", "there is no such code");
    let org = app.db.find_enrol_code(&digest).await?.ok_or_else(unknown)?;

    let mut tx = app.db.org(org).await?;
    let pepper = auth::random();
    let enrolment = Enrolment { public_key: &spki, device: &device, pepper };
    let (register, store) = match registers::enrol(&mut tx, org, &digest, &enrolment).await? {
        Enrolled::Register { register, store } => (register, store),
        Enrolled::CodeUnknown => return Err(unknown()),
        Enrolled::CodeUsed => {
            let message = "the code was used already; ask the office for another";
            return Err(ApiError::conflict("enrol.code_used", message));
        }
        Enrolled::CodeExpired => {
            let message = "the code has run out; ask the office for another";
            return Err(ApiError::gone("enrol.code_expired", message));
        }
    };
    let config = shop::config(&mut tx, org, register).await?;
    let config = config.ok_or_else(|| ApiError::internal("an enrolled register has no shop"))?;
    tx.commit().await.map_err(DbError::from)?;
    let token = app.keys.token(register, org, store, clock::now());
    let token = token.map_err(|error| ApiError::internal(&error.to_string()))?;
    tracing::info!(%org, %register, code = config.register.code, "a device enrolled");
    Ok(Answer(EnrolAnswer { config, pepper: auth::to_base64(&pepper), token }))
}
