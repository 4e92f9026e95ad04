//! The messages between register and server. JSON over HTTPS; the catalogue snapshot is the one
//! exception and travels as its own bytes. Every request carries `x-titan-protocol`.

use serde::{Deserialize, Serialize};

use crate::catalog::Item;
use crate::hash::Hash256;
use crate::ids::{ItemId, RegisterId};
use crate::journal::SealedEntry;
use crate::shop::ShopConfig;
use crate::time::Timestamp;

/// Name of the header that carries the protocol version.
pub const PROTOCOL_HEADER: &str = "x-titan-protocol";

/// `POST /api/v1/enrol`: a device becomes a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolRequest {
    /// The single-use code from the office.
    pub code: String,
    /// The device's public key: SPKI, base64url without padding.
    pub public_key: String,
    /// What the device calls itself, for the office.
    pub device: String,
}

/// Answer to [`EnrolRequest`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolAnswer {
    pub config: ShopConfig,
    /// Key under which PIN verifiers are made for this device: 32 bytes, base64url. Given once.
    pub pepper: String,
    pub token: TokenAnswer,
}

/// `POST /api/v1/auth/challenge`: asks for something to sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChallengeRequest {
    pub register: RegisterId,
}

/// Answer to [`ChallengeRequest`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChallengeAnswer {
    /// To be signed as the UTF-8 text it is.
    pub challenge: String,
}

/// `POST /api/v1/auth/token`: a signed challenge for a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRequest {
    pub register: RegisterId,
    pub challenge: String,
    /// ECDSA P-256 with SHA-256 over the challenge, `r || s`, base64url without padding.
    pub signature: String,
}

/// A token and how long it lives.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenAnswer {
    pub token: String,
    pub expires_in_seconds: u64,
    pub server_time: Timestamp,
}

impl std::fmt::Debug for TokenAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenAnswer")
            .field("expires_in_seconds", &self.expires_in_seconds)
            .finish_non_exhaustive()
    }
}

/// `POST /api/v1/journal`: entries of the register that holds the token, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushRequest {
    pub entries: Vec<SealedEntry>,
}

/// Answer to [`PushRequest`] and to `GET /api/v1/journal/head`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushAnswer {
    pub anchor: Anchor,
    /// Entries that were set aside, and why. They are kept, not lost.
    #[serde(default)]
    pub quarantined: Vec<Quarantined>,
}

/// The server's word that every entry up to `seq` is durable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    pub register: RegisterId,
    pub seq: u64,
    pub hash: Hash256,
    pub server_time: Timestamp,
    /// HMAC-SHA-256 by the server over `register:seq:hash:server_time`, base64url.
    pub mac: String,
}

impl Anchor {
    /// Returns the text that the server vouches for.
    #[must_use]
    pub fn text(&self) -> String {
        let Self { register, seq, hash, server_time, .. } = self;
        format!("{register}:{seq}:{hash}:{}", server_time.0)
    }
}

/// An entry that the server keeps apart from the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarantined {
    pub seq: u64,
    pub hash: Hash256,
    /// Stable code, such as `journal.fork`.
    pub code: String,
    pub message: String,
}

/// Answer to `GET /api/v1/changes?cursor=C`: what changed in the catalogue after `C`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangesAnswer {
    pub changes: Vec<Change>,
    /// Where to go on from.
    pub cursor: String,
    /// Whether there is more to fetch at once.
    pub more: bool,
    /// Whether the cursor is too old (or of another database) and a snapshot is needed.
    #[serde(default)]
    pub reset: bool,
}

/// One change of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The item is now like this.
    Item { item: Item },
    /// The item is no longer sold.
    ItemRemoved { id: ItemId },
}

/// The body of every answer that is not a success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    pub error: ErrorDetail,
}

/// What went wrong, for a program and for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorDetail {
    /// Stable, dotted, such as `auth.expired`.
    pub code: String,
    pub message: String,
    /// The field at fault, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What to quote to support.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}
