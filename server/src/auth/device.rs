//! A register's own key: ECDSA P-256 with SHA-256, as WebCrypto makes and uses it.

use p256::ecdsa::VerifyingKey;
use p256::pkcs8::DecodePublicKey;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use titan_core::hash::Hash256;

use super::from_base64;

/// The public half of a register's key. Its signatures are checked by `ring`, which takes a
/// third of the time: every sale costs one.
#[derive(Clone, Debug)]
pub struct DeviceKey(UnparsedPublicKey<Vec<u8>>);

impl DeviceKey {
    /// Reads a key in SPKI form.
    #[must_use]
    pub fn from_spki(bytes: &[u8]) -> Option<Self> {
        let key = VerifyingKey::from_public_key_der(bytes).ok()?;
        let point = key.to_sec1_point(false).as_bytes().to_vec();
        Some(Self(UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)))
    }

    /// Returns whether `signature` (`r || s`, base64url) is by this key over `message`.
    #[must_use]
    pub fn signed(&self, message: &[u8], signature: &str) -> bool {
        let Some(bytes) = from_base64(signature) else { return false };
        self.0.verify(message, &bytes).is_ok()
    }

    /// Returns whether `signature` is by this key over the 32 bytes of an entry's hash.
    #[must_use]
    pub fn signed_entry(&self, hash: &Hash256, signature: &str) -> bool {
        self.signed(hash.bytes(), signature)
    }
}
