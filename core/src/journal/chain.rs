//! Walking a chain and naming the first thing that is wrong with it.

use serde::{Deserialize, Serialize};

use super::{ENTRY_VERSION, EntryHeader, SealedEntry, chain_hash, genesis};
use crate::hash::{Hash256, Prefix};
use crate::ids::RegisterId;
use crate::limits::ENTRY_BYTES_MAX;

/// What [`wrong_byte`] may hash: some seconds of work.
const SEARCH_BYTES_MAX: u64 = 1 << 32;

/// How far a register's chain reaches.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub register: RegisterId,
    /// Number of the last entry; 0 before the first.
    pub seq: u64,
    pub hash: Hash256,
}

/// The first thing that is wrong with a chain, and at which entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainFault {
    #[error("entry {expected} is missing: the next one is {got}")]
    Gap { expected: u64, got: u64 },
    #[error("entry {seq} does not continue the chain: it names another entry before it")]
    Broken { seq: u64 },
    #[error("entry {seq} was altered: its bytes do not match its hash")]
    Altered { seq: u64 },
    #[error("entry {seq} is not in the form of an entry: {reason}")]
    Malformed { seq: u64, reason: String },
    #[error("entry {seq} belongs to another register")]
    OtherRegister { seq: u64 },
    #[error("entry {seq} is larger than {ENTRY_BYTES_MAX} bytes")]
    TooLarge { seq: u64 },
    #[error("the signature of entry {seq} is not by the register's key")]
    Signature { seq: u64 },
    #[error("the journal ends at entry {got}, but it is known to have reached entry {known}")]
    CutTail { known: u64, got: u64 },
    #[error("there are two different entries with the number {seq}")]
    Fork { seq: u64 },
}

impl ChainFault {
    /// Returns the stable code of the fault.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Gap { .. } => "journal.gap",
            Self::Broken { .. } => "journal.broken_chain",
            Self::Altered { .. } => "journal.altered",
            Self::Malformed { .. } => "journal.malformed",
            Self::OtherRegister { .. } => "journal.other_register",
            Self::TooLarge { .. } => "journal.too_large",
            Self::Signature { .. } => "journal.signature",
            Self::CutTail { .. } => "journal.cut_tail",
            Self::Fork { .. } => "journal.fork",
        }
    }
}

impl Head {
    /// Returns the head of a register that has done nothing yet.
    #[must_use]
    pub fn genesis(register: RegisterId) -> Self {
        Self { register, seq: 0, hash: genesis(register) }
    }

    /// Checks that an entry continues the chain and returns its header with the head after it.
    /// What was done is not looked at: an act of a later version has its place too.
    ///
    /// # Errors
    /// [`ChainFault`] names what is wrong.
    pub fn follow(&self, sealed: &SealedEntry) -> Result<(EntryHeader, Self), ChainFault> {
        let seq = sealed.seq;
        if seq != self.seq.saturating_add(1) {
            return Err(ChainFault::Gap { expected: self.seq.saturating_add(1), got: seq });
        }
        if sealed.bytes.len() > ENTRY_BYTES_MAX {
            return Err(ChainFault::TooLarge { seq });
        }
        let malformed = |reason: String| ChainFault::Malformed { seq, reason };
        let entry = sealed.header().map_err(|error| malformed(error.to_string()))?;
        if entry.v != ENTRY_VERSION || entry.seq != seq {
            return Err(malformed("its version or number is not the one it was sent with".into()));
        }
        if entry.register != self.register {
            return Err(ChainFault::OtherRegister { seq });
        }
        if entry.prev != self.hash {
            return Err(ChainFault::Broken { seq });
        }
        if chain_hash(&self.hash, sealed.bytes.as_bytes()) != sealed.hash {
            return Err(ChainFault::Altered { seq });
        }
        Ok((entry, Self { register: self.register, seq, hash: sealed.hash }))
    }
}

/// Finds the one byte of an entry that was changed: its place in the entry and what it was. The
/// hash has to be the entry's own. Tries every byte with every value, which takes
/// `128 * length^2` bytes of hashing; for entries where that is over [`SEARCH_BYTES_MAX`], and
/// where more than one byte was changed, the answer is `None`.
#[must_use]
pub fn wrong_byte(prev: &Hash256, bytes: &[u8], hash: &Hash256) -> Option<(usize, u8)> {
    let length = u64::try_from(bytes.len()).ok()?;
    if length.checked_mul(length)?.checked_mul(128)? > SEARCH_BYTES_MAX {
        return None;
    }
    (0..bytes.len()).find_map(|at| {
        let (before, rest) = bytes.split_at_checked(at)?;
        let (is, after) = rest.split_first()?;
        let prefix = Prefix::of(&[prev.bytes(), before]);
        let others = (0..=u8::MAX).filter(|byte| byte != is);
        others
            .into_iter()
            .find(|byte| prefix.then(&[&[*byte], after]) == *hash)
            .map(|byte| (at, byte))
    })
}

/// Walks a chain from its start and returns its head. `signed` tells whether a signature over a
/// hash is by the register's key.
///
/// # Errors
/// The first [`ChainFault`].
pub fn verify<'a>(
    register: RegisterId,
    entries: impl IntoIterator<Item = &'a SealedEntry>,
    mut signed: impl FnMut(&Hash256, &str) -> bool,
) -> Result<Head, ChainFault> {
    entries.into_iter().try_fold(Head::genesis(register), |head, sealed| {
        let (_, next) = head.follow(sealed)?;
        if !signed(&sealed.hash, &sealed.signature) {
            return Err(ChainFault::Signature { seq: sealed.seq });
        }
        Ok(next)
    })
}
