//! The wire types as readers of the API see them. Nothing is ever made of these.
#![allow(dead_code, private_interfaces, reason = "they exist for the document alone")]

use utoipa::ToSchema;

/// Every answer that is not a success.
#[derive(ToSchema)]
pub struct Failure {
    error: FailureDetail,
}

/// What went wrong.
#[derive(ToSchema)]
pub(super) struct FailureDetail {
    /// Stable, dotted.
    #[schema(example = "auth.expired")]
    code: String,
    /// For a person.
    message: String,
    /// The field at fault, where there is one.
    field: Option<String>,
    /// What to quote to support.
    request_id: Option<String>,
}

#[derive(ToSchema)]
#[schema(as = EnrolRequest)]
pub struct EnrolRequestDoc {
    /// The single-use code from the office.
    #[schema(example = "7M4K-0V9T-22QX")]
    code: String,
    /// ECDSA P-256 public key: SPKI, base64url without padding.
    public_key: String,
    /// What the device calls itself.
    device: String,
}

#[derive(ToSchema)]
#[schema(as = EnrolAnswer)]
pub struct EnrolAnswerDoc {
    config: ShopConfigDoc,
    /// Key of the device's PIN verifiers: 32 bytes, base64url. Given once.
    pepper: String,
    token: TokenAnswerDoc,
}

#[derive(ToSchema)]
#[schema(as = ChallengeRequest)]
pub struct ChallengeRequestDoc {
    register: uuid::Uuid,
}

#[derive(ToSchema)]
#[schema(as = ChallengeAnswer)]
pub struct ChallengeAnswerDoc {
    /// To be signed as the UTF-8 text it is.
    challenge: String,
}

#[derive(ToSchema)]
#[schema(as = TokenRequest)]
pub struct TokenRequestDoc {
    register: uuid::Uuid,
    challenge: String,
    /// ECDSA P-256 with SHA-256 over the challenge: r || s, base64url without padding.
    signature: String,
}

#[derive(ToSchema)]
#[schema(as = TokenAnswer)]
pub struct TokenAnswerDoc {
    token: String,
    expires_in_seconds: u64,
    /// Milliseconds since 1970.
    server_time: i64,
}

/// Organisation, store, register, price book, cash rules, categories, staff with PIN verifiers
/// of this device, favourites, discount reasons, scale labels, receipt footer.
#[derive(ToSchema)]
#[schema(as = ShopConfig)]
pub struct ShopConfigDoc {
    organisation: Object,
    store: Object,
    register: Object,
    /// What sales are priced by; its SHA-256 stands in every sale.
    book: Object,
    cash: Object,
    categories: Vec<Object>,
    staff: Vec<Object>,
    /// Item ids of the first page.
    favourites: Vec<u32>,
    discount_reasons: Vec<String>,
    scale_labels: Vec<Object>,
    receipt_footer: String,
    /// What each role may do without asking; beyond it somebody who may approves by PIN.
    rights: Option<Object>,
}

/// An object whose fields `titan-core` documents.
#[derive(ToSchema)]
#[schema(value_type = Object)]
pub(super) struct Object(serde_json::Value);

#[derive(ToSchema)]
#[schema(as = PushRequest)]
pub struct PushRequestDoc {
    /// At most 500, in order; 3 MiB of bytes together.
    #[schema(max_items = 500)]
    entries: Vec<SealedEntryDoc>,
}

#[derive(ToSchema)]
#[schema(as = SealedEntry)]
pub(super) struct SealedEntryDoc {
    /// 1 for the first entry of a register, then without gaps.
    #[schema(minimum = 1)]
    seq: u64,
    /// The exact text of the entry.
    bytes: String,
    /// SHA-256 over the hash before and the bytes, 64 hexadecimal digits.
    hash: String,
    /// ECDSA P-256 with SHA-256 over the 32 bytes of the hash: r || s, base64url.
    signature: String,
}

#[derive(ToSchema)]
#[schema(as = PushAnswer)]
pub struct PushAnswerDoc {
    anchor: AnchorDoc,
    /// Entries that were set aside, and why. They are kept.
    quarantined: Vec<QuarantinedDoc>,
}

/// The server's word that every entry up to `seq` is durable.
#[derive(ToSchema)]
#[schema(as = Anchor)]
pub(super) struct AnchorDoc {
    register: uuid::Uuid,
    seq: u64,
    hash: String,
    server_time: i64,
    /// HMAC-SHA-256 by the server over `register:seq:hash:server_time`, base64url.
    mac: String,
}

#[derive(ToSchema)]
#[schema(as = Quarantined)]
pub(super) struct QuarantinedDoc {
    seq: u64,
    hash: String,
    #[schema(example = "journal.fork")]
    code: String,
    message: String,
}

#[derive(ToSchema)]
#[schema(as = ChangesAnswer)]
pub struct ChangesAnswerDoc {
    changes: Vec<ChangeDoc>,
    /// Where to go on from.
    #[schema(example = "750-12")]
    cursor: String,
    /// Whether there is more to fetch at once.
    more: bool,
    /// Whether a snapshot has to be fetched instead.
    reset: bool,
}

/// Either an item as it now is, or the id of one that is no longer sold.
#[derive(ToSchema)]
#[schema(as = Change)]
pub(super) struct ChangeDoc {
    item: Option<ItemChangeDoc>,
    item_removed: Option<ItemRemovedDoc>,
}

#[derive(ToSchema)]
#[schema(as = ItemChange)]
pub(super) struct ItemChangeDoc {
    item: Object,
}

#[derive(ToSchema)]
#[schema(as = ItemRemoved)]
pub(super) struct ItemRemovedDoc {
    id: u32,
}
