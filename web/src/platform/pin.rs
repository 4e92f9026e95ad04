//! Checking a PIN without a network.

use argon2::{Algorithm, Argon2, Params, Version};
use titan_core::shop::PinVerifier;

use super::PlatformError;
use super::base64::from_base64;
use super::crypto::Pepper;

/// Returns whether a PIN is the one that a verifier was made from, on the device of the pepper.
///
/// # Errors
/// [`PlatformError`] when the verifier cannot be used.
pub async fn matches(
    pin: &str,
    verifier: &PinVerifier,
    pepper: &Pepper,
) -> Result<bool, PlatformError> {
    let mac = pepper.mac(&stretch(pin, verifier)?).await?;
    let wanted = from_base64(&verifier.mac)?;
    // No early end: the time tells nothing about where the two differ.
    let differing = mac.iter().zip(&wanted).fold(0, |sum, (left, right)| sum | (left ^ right));
    Ok(mac.len() == wanted.len() && differing == 0)
}

/// Returns `argon2id(PIN, salt)` with the verifier's costs.
///
/// # Errors
/// [`PlatformError`] when argon2 refuses the costs or the salt.
pub fn stretch(pin: &str, verifier: &PinVerifier) -> Result<[u8; 32], PlatformError> {
    let refused = |error: argon2::Error| PlatformError(error.to_string());
    let PinVerifier { salt, memory_kib, passes, .. } = verifier;
    let params = Params::new(*memory_kib, *passes, 1, Some(32)).map_err(refused)?;
    let mut hash = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(pin.as_bytes(), &from_base64(salt)?, &mut hash)
        .map_err(refused)?;
    Ok(hash)
}
