//! The server's keys, all from JWT_SECRET: tokens, challenges and anchors.

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use titan_core::ids::{OrgId, RegisterId, StoreId};
use titan_core::journal::Head;
use titan_core::sync::wire::{Anchor, TokenAnswer};
use titan_core::time::Timestamp;

use super::{from_base64, hmac, hmac_is, random, to_base64};

/// How long a challenge may be answered.
pub const CHALLENGE_MS: i64 = 120_000;

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    pub register: RegisterId,
    pub org: OrgId,
    pub store: StoreId,
    /// Seconds since 1970.
    pub iat: u64,
    /// Seconds since 1970.
    pub exp: u64,
}

/// A token is refused.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    #[error("the token has expired")]
    Expired,
    #[error("the token is not one of this server")]
    Invalid,
    #[error("the token cannot be made")]
    Unmade,
}

/// Keys that follow from the secret.
#[derive(Clone)]
pub struct Keys {
    encoding: EncodingKey,
    decoding: DecodingKey,
    challenge: [u8; 32],
    anchor: [u8; 32],
    expiry_seconds: u64,
}

impl Keys {
    /// Derives all keys; the same secret gives the same keys on every replica.
    #[must_use]
    pub fn new(secret: &str, expiry_seconds: u64) -> Self {
        let secret = secret.as_bytes();
        Self {
            encoding: EncodingKey::from_secret(secret),
            decoding: DecodingKey::from_secret(secret),
            challenge: hmac(secret, b"titan-pos challenge 1"),
            anchor: hmac(secret, b"titan-pos anchor 1"),
            expiry_seconds,
        }
    }

    /// Makes a token for a register.
    ///
    /// # Errors
    /// [`TokenError::Unmade`], which plain claims do not meet.
    pub fn token(
        &self,
        register: RegisterId,
        org: OrgId,
        store: StoreId,
        now: Timestamp,
    ) -> Result<TokenAnswer, TokenError> {
        let iat = u64::try_from(now.0 / 1000).unwrap_or(0);
        let claims = Claims { register, org, store, iat, exp: iat + self.expiry_seconds };
        let token = encode(&Header::new(Algorithm::HS256), &claims, &self.encoding)
            .map_err(|_| TokenError::Unmade)?;
        Ok(TokenAnswer { token, expires_in_seconds: self.expiry_seconds, server_time: now })
    }

    /// Reads a token.
    ///
    /// # Errors
    /// [`TokenError`] when it has expired or is not ours.
    pub fn read_token(&self, token: &str) -> Result<Claims, TokenError> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.leeway = 5;
        match decode::<Claims>(token, &self.decoding, &validation) {
            Ok(data) => Ok(data.claims),
            Err(error) if matches!(error.kind(), ErrorKind::ExpiredSignature) => {
                Err(TokenError::Expired)
            }
            Err(_) => Err(TokenError::Invalid),
        }
    }

    /// Makes a challenge for a register. It needs no memory: it carries its own end and proof.
    #[must_use]
    pub fn challenge(&self, register: RegisterId, now: Timestamp) -> String {
        let nonce = to_base64(&random::<16>());
        let text = format!("titan1.{register}.{}.{nonce}", now.plus_ms(CHALLENGE_MS).0);
        let mac = to_base64(&hmac(&self.challenge, text.as_bytes()));
        format!("{text}.{mac}")
    }

    /// Returns whether a challenge is one of ours for this register and still in time.
    #[must_use]
    pub fn is_challenge(&self, challenge: &str, register: RegisterId, now: Timestamp) -> bool {
        let Some((text, mac)) = challenge.rsplit_once('.') else { return false };
        let mac = from_base64(mac).unwrap_or_default();
        if !hmac_is(&self.challenge, text.as_bytes(), &mac) {
            return false;
        }
        let mut parts = text.split('.').skip(1);
        let same = parts.next() == Some(register.to_string().as_str());
        let end = parts.next().and_then(|end| end.parse::<i64>().ok()).unwrap_or(0);
        same && now.0 <= end
    }

    /// Vouches for the head of a register's journal.
    #[must_use]
    pub fn anchor(&self, head: &Head, now: Timestamp) -> Anchor {
        let Head { register, seq, hash } = *head;
        let mut anchor = Anchor { register, seq, hash, server_time: now, mac: String::new() };
        anchor.mac = to_base64(&hmac(&self.anchor, anchor.text().as_bytes()));
        anchor
    }

    /// Returns whether an anchor is one that this server gave.
    #[must_use]
    pub fn is_anchor(&self, anchor: &Anchor) -> bool {
        let mac = from_base64(&anchor.mac).unwrap_or_default();
        hmac_is(&self.anchor, anchor.text().as_bytes(), &mac)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn ids() -> (RegisterId, OrgId, StoreId) {
        let id = Uuid::from_u128;
        (RegisterId::new(id(1)), OrgId::new(id(2)), StoreId::new(id(3)))
    }

    #[test]
    fn tokens_expire_and_cannot_be_forged() {
        let (register, org, store) = ids();
        let keys = Keys::new("a secret", 60);
        let now = crate::clock::now();
        let token = keys.token(register, org, store, now).unwrap().token;
        assert_eq!(keys.read_token(&token).unwrap().register, register);
        assert_eq!(Keys::new("other", 60).read_token(&token), Err(TokenError::Invalid));
        assert_eq!(keys.read_token("a.b.c"), Err(TokenError::Invalid));
        let old = keys.token(register, org, store, now.plus_ms(-120_000)).unwrap().token;
        assert_eq!(keys.read_token(&old), Err(TokenError::Expired));
        // {"alg":"none"} with the same claims and no signature.
        let claims = token.split('.').nth(1).unwrap();
        let unsigned = format!("eyJhbGciOiJub25lIn0.{claims}.");
        assert_eq!(keys.read_token(&unsigned), Err(TokenError::Invalid));
    }

    #[test]
    fn challenges_are_for_one_register_and_a_short_time() {
        let (register, ..) = ids();
        let keys = Keys::new("a secret", 60);
        let now = Timestamp(1_800_000_000_000);
        let challenge = keys.challenge(register, now);
        assert!(keys.is_challenge(&challenge, register, now.plus_ms(CHALLENGE_MS)));
        assert!(!keys.is_challenge(&challenge, register, now.plus_ms(CHALLENGE_MS + 1)));
        assert!(!keys.is_challenge(&challenge, RegisterId::new(Uuid::nil()), now));
        assert!(!Keys::new("other", 60).is_challenge(&challenge, register, now));
        assert!(!keys.is_challenge(&challenge.replace(".18", ".19"), register, now));
        assert!(!keys.is_challenge("", register, now));
    }

    #[test]
    fn anchors_are_vouched_for() {
        let keys = Keys::new("a secret", 60);
        let anchor = keys.anchor(&Head::genesis(ids().0), Timestamp(5));
        assert!(keys.is_anchor(&anchor));
        assert!(!keys.is_anchor(&Anchor { seq: 1, ..anchor }));
    }
}
