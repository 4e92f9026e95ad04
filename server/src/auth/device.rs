//! A register's own key: ECDSA P-256 with SHA-256, as WebCrypto makes and uses it.

use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use p256::pkcs8::DecodePublicKey;
use titan_core::hash::Hash256;

use super::from_base64;

/// The public half of a register's key.
#[derive(Clone, Debug)]
pub struct DeviceKey(VerifyingKey);

impl DeviceKey {
    /// Reads a key in SPKI form.
    #[must_use]
    pub fn from_spki(bytes: &[u8]) -> Option<Self> {
        VerifyingKey::from_public_key_der(bytes).ok().map(Self)
    }

    /// Returns whether `signature` (`r || s`, base64url) is by this key over `message`.
    #[must_use]
    pub fn signed(&self, message: &[u8], signature: &str) -> bool {
        let Some(bytes) = from_base64(signature) else { return false };
        Signature::from_slice(&bytes).is_ok_and(|it| self.0.verify(message, &it).is_ok())
    }

    /// Returns whether `signature` is by this key over the 32 bytes of an entry's hash.
    #[must_use]
    pub fn signed_entry(&self, hash: &Hash256, signature: &str) -> bool {
        self.signed(hash.bytes(), signature)
    }
}
