//! Who a register is and whether it may: tokens, challenges, signatures, PIN verifiers.

pub mod code;
pub mod device;
pub mod keys;
pub mod pin;

pub use device::DeviceKey;
pub use keys::{Claims, Keys, TokenError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Base64url without padding, the one text form of bytes on the wire.
#[must_use]
pub fn to_base64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads base64url without padding.
#[must_use]
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Fills an array from the system's random source.
#[must_use]
pub fn random<const N: usize>() -> [u8; N] {
    use rand::Rng as _;
    let mut bytes = [0; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

fn mac_of(key: &[u8]) -> Hmac<Sha256> {
    // HMAC takes keys of every length; the error is of the trait, not of HMAC.
    Hmac::<Sha256>::new_from_slice(key).unwrap_or_else(|_| Hmac::new(&Default::default()))
}

fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
    let mut mac = mac_of(key);
    mac.update(text);
    mac.finalize().into_bytes().into()
}

fn hmac_is(key: &[u8], text: &[u8], expected: &[u8]) -> bool {
    let mut mac = mac_of(key);
    mac.update(text);
    mac.verify_slice(expected).is_ok()
}
