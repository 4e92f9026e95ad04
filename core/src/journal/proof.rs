//! What a paper receipt proves itself with.

use std::fmt;
use std::str::FromStr;

use super::{ChainFault, Head};
use crate::hash::Hash256;
use crate::ids::RegisterId;

/// The place of an entry in a register's chain, in text `TITAN1:register:seq:hash`.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub register: RegisterId,
    pub seq: u64,
    pub hash: Hash256,
}

/// A text is not a proof.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a proof is written as TITAN1:register:number:hash")]
pub struct ProofError;

impl Proof {
    /// Compares the proof with a chain that was walked up to `head`. `hash` is the hash that the
    /// chain has at the number of the proof, if it has one.
    ///
    /// # Errors
    /// [`ChainFault::CutTail`] when the chain no longer reaches the entry,
    /// [`ChainFault::Fork`] when it has another one there,
    /// [`ChainFault::OtherRegister`] when the proof is of another register.
    pub fn compare(&self, head: &Head, hash: Option<Hash256>) -> Result<(), ChainFault> {
        let seq = self.seq;
        if self.register != head.register {
            return Err(ChainFault::OtherRegister { seq });
        }
        if seq > head.seq {
            return Err(ChainFault::CutTail { known: seq, got: head.seq });
        }
        if hash.is_some_and(|hash| hash != self.hash) {
            return Err(ChainFault::Fork { seq });
        }
        Ok(())
    }
}

impl From<Head> for Proof {
    fn from(Head { register, seq, hash }: Head) -> Self {
        Self { register, seq, hash }
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TITAN1:{}:{}:{}", self.register, self.seq, self.hash)
    }
}

impl FromStr for Proof {
    type Err = ProofError;
    fn from_str(text: &str) -> Result<Self, ProofError> {
        let mut parts = text.trim().split(':');
        let mut next = || parts.next().ok_or(ProofError);
        if next()? != "TITAN1" {
            return Err(ProofError);
        }
        let register: uuid::Uuid = next()?.parse().map_err(|_| ProofError)?;
        let digits = next()?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(ProofError);
        }
        let seq = digits.parse().map_err(|_| ProofError)?;
        let hash = next()?.parse().map_err(|_| ProofError)?;
        if parts.next().is_some() {
            return Err(ProofError);
        }
        Ok(Self { register: RegisterId::new(register), seq, hash })
    }
}
