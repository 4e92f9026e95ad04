//! PINs of staff: argon2id here, a device's own HMAC of it on the device.

use argon2::{Algorithm, Argon2, Params, Version};
use titan_core::shop::PinVerifier;

use super::{hmac, to_base64};

/// Argon2 memory of new PINs in KiB (the OWASP minimum for two passes).
pub const MEMORY_KIB: u32 = 19_456;
/// Argon2 passes of new PINs.
pub const PASSES: u32 = 2;

/// A PIN as the server stores it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPin {
    pub salt: [u8; 16],
    pub memory_kib: u32,
    pub passes: u32,
    pub hash: [u8; 32],
}

/// Parameters that argon2 refuses.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the PIN cannot be hashed: {0}")]
pub struct PinError(String);

impl StoredPin {
    /// Hashes a PIN with a fresh salt.
    ///
    /// # Errors
    /// [`PinError`] when argon2 refuses, which it does not with these parameters.
    pub fn new(pin: &str) -> Result<Self, PinError> {
        Self::with_salt(pin, super::random(), MEMORY_KIB, PASSES)
    }

    /// Hashes a PIN with given parameters.
    ///
    /// # Errors
    /// [`PinError`] when argon2 refuses.
    pub fn with_salt(
        pin: &str,
        salt: [u8; 16],
        memory_kib: u32,
        passes: u32,
    ) -> Result<Self, PinError> {
        let refused = |error: argon2::Error| PinError(error.to_string());
        let params = Params::new(memory_kib, passes, 1, Some(32)).map_err(refused)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut hash = [0; 32];
        argon2.hash_password_into(pin.as_bytes(), &salt, &mut hash).map_err(refused)?;
        Ok(Self { salt, memory_kib, passes, hash })
    }

    /// Returns what the device with this pepper checks the PIN against.
    #[must_use]
    pub fn verifier(&self, pepper: &[u8]) -> PinVerifier {
        PinVerifier {
            salt: to_base64(&self.salt),
            memory_kib: self.memory_kib,
            passes: self.passes,
            mac: to_base64(&hmac(pepper, &self.hash)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verifier_is_bound_to_pin_and_device() {
        let pin = |text: &str| StoredPin::with_salt(text, [7; 16], 64, 1).unwrap();
        let verifier = pin("1234").verifier(&[1; 32]);
        assert_eq!(verifier, pin("1234").verifier(&[1; 32]));
        assert_ne!(verifier.mac, pin("1235").verifier(&[1; 32]).mac);
        assert_ne!(verifier.mac, pin("1234").verifier(&[2; 32]).mac);
        assert_eq!(verifier.salt.len(), 22);
        assert_eq!(verifier.mac.len(), 43);
    }
}
