//! The journal of a register: everything it did that matters, append-only, in a hash chain.
//!
//! An entry's exact bytes are made once on the device, hashed, signed, stored and sent. Nobody
//! writes them again: the server keeps what it got. With `bytes_n` the bytes of entry `n`:
//! `hash_n = SHA-256(hash_{n-1} || bytes_n)` and
//! `hash_0 = SHA-256("titan-pos journal 1" || register id as 16 bytes)`.

mod acts;
mod chain;
pub mod file;
mod fold;
#[cfg(test)]
mod golden;
mod header;
mod numbers;
mod proof;
#[cfg(test)]
pub(crate) mod tests;

use serde::{Deserialize, Serialize};

use crate::hash::Hash256;
use crate::ids::{EntryId, OrgId, RegisterId, ShiftId, StaffId, StoreId};
use crate::json::{self, ReadError};
use crate::refund::Return;
use crate::sale::Sale;
use crate::shift::{CashMoved, ShiftClosed};
use crate::time::Timestamp;

pub use crate::shift::ShiftOpened;
pub use acts::{Approval, CartCleared, DrawerOpened, ReceiptReprinted};
pub use chain::{ChainFault, Head, verify, wrong_byte};
pub use fold::fold_shift;
pub use header::EntryHeader;
pub use numbers::Numbers;
pub use proof::{Proof, ProofError};

/// Version of the form of entries.
pub const ENTRY_VERSION: u8 = 1;

/// One act of a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// [`ENTRY_VERSION`].
    pub v: u8,
    pub id: EntryId,
    pub org: OrgId,
    pub store: StoreId,
    pub register: RegisterId,
    /// 1 for the first entry of a register, then without gaps.
    pub seq: u64,
    /// Rises each time another page takes over the register.
    pub fence: u64,
    pub shift: Option<ShiftId>,
    pub staff: Option<StaffId>,
    /// The clock of the device, which is not trusted.
    pub at: Timestamp,
    /// The device's offset from UTC in minutes.
    pub offset_minutes: i32,
    /// Hash of the entry before.
    pub prev: Hash256,
    pub act: Act,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    Sale(Box<Sale>),
    Return(Box<Return>),
    ShiftOpened(ShiftOpened),
    ShiftClosed(Box<ShiftClosed>),
    CashMoved(CashMoved),
    DrawerOpened(DrawerOpened),
    ReceiptReprinted(ReceiptReprinted),
    CartCleared(CartCleared),
    Approval(Approval),
    StaffSignedIn,
    StaffSignedOut,
}

impl Act {
    /// Returns the word that the act goes by in the entry's `act`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Sale(_) => "sale",
            Self::Return(_) => "return",
            Self::ShiftOpened(_) => "shift_opened",
            Self::ShiftClosed(_) => "shift_closed",
            Self::CashMoved(_) => "cash_moved",
            Self::DrawerOpened(_) => "drawer_opened",
            Self::ReceiptReprinted(_) => "receipt_reprinted",
            Self::CartCleared(_) => "cart_cleared",
            Self::Approval(_) => "approval",
            Self::StaffSignedIn => "staff_signed_in",
            Self::StaffSignedOut => "staff_signed_out",
        }
    }
}

/// An entry as it is stored and sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedEntry {
    pub seq: u64,
    /// The exact bytes of the [`Entry`], which are UTF-8.
    pub bytes: String,
    pub hash: Hash256,
    /// ECDSA P-256 with SHA-256 over the 32 bytes of `hash`, `r || s`, base64url without padding.
    pub signature: String,
}

/// An entry with its hash, waiting for the device's signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsignedEntry {
    pub seq: u64,
    pub bytes: String,
    pub hash: Hash256,
}

impl Entry {
    /// Writes the exact bytes and hashes them onto the chain.
    ///
    /// # Errors
    /// An error of serialisation, which an entry made of plain values does not meet.
    pub fn write(&self) -> Result<UnsignedEntry, serde_json::Error> {
        let bytes = serde_json::to_string(self)?;
        let hash = chain_hash(&self.prev, bytes.as_bytes());
        Ok(UnsignedEntry { seq: self.seq, bytes, hash })
    }
}

impl UnsignedEntry {
    /// Adds the signature over [`UnsignedEntry::hash`].
    #[must_use]
    pub fn sign(self, signature: String) -> SealedEntry {
        let Self { seq, bytes, hash } = self;
        SealedEntry { seq, bytes, hash, signature }
    }
}

impl SealedEntry {
    /// Reads only what places the entry in its chain.
    ///
    /// # Errors
    /// An error when the bytes do not begin as an entry does.
    pub fn header(&self) -> Result<EntryHeader, ReadError> {
        json::read_kept(&self.bytes)
    }

    /// Reads the entry out of its bytes.
    ///
    /// # Errors
    /// An error when the bytes are not an entry that this version knows.
    pub fn entry(&self) -> Result<Entry, serde_json::Error> {
        serde_json::from_str(&self.bytes)
    }
}

/// Returns the hash that an entry's bytes continue the chain with.
#[must_use]
pub fn chain_hash(prev: &Hash256, bytes: &[u8]) -> Hash256 {
    Hash256::of(&[prev.bytes(), bytes])
}

/// Returns the hash before a register's first entry.
#[must_use]
pub fn genesis(register: RegisterId) -> Hash256 {
    Hash256::of(&[b"titan-pos journal 1", register.uuid().as_bytes()])
}
