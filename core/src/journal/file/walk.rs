//! Walking the chain of a file, entry by entry.

use super::{Checked, FaultKind, FileEntry, FileFault};
use crate::hash::Hash256;
use crate::journal::{ChainFault, Head, Proof, SealedEntry, chain_hash, wrong_byte};

/// A chain that is being walked. A long journal is read and walked piece by piece.
#[derive(Clone, Debug)]
pub struct Walk {
    start: Head,
    head: Head,
    /// The entries behind `start`, one after the other.
    seen: Vec<Seen>,
    last: Option<Seen>,
    repeated: usize,
}

/// What is remembered of an entry that was walked over.
#[derive(Copy, Clone, Debug)]
struct Seen {
    hash: Hash256,
    /// Over all of the entry.
    all: Hash256,
    line: usize,
    seq_at: usize,
    end: usize,
}

impl Walk {
    /// Begins behind `start`.
    #[must_use]
    pub const fn begin(start: Head) -> Self {
        Self { start, head: start, seen: Vec::new(), last: None, repeated: 0 }
    }

    /// Returns where it began.
    #[must_use]
    pub const fn start(&self) -> Head {
        self.start
    }

    /// Returns how far it is.
    #[must_use]
    pub const fn head(&self) -> Head {
        self.head
    }

    /// Walks over the next entry. `signed` tells whether a signature over a hash is by the
    /// register's key; it is asked about the entry's hash and about the one that its bytes have.
    ///
    /// # Errors
    /// The [`FileFault`] of the entry; the walk has then come to its end.
    pub fn step(
        &mut self,
        entry: &FileEntry<'_>,
        mut signed: impl FnMut(&Hash256, &str) -> bool,
    ) -> Result<(), FileFault> {
        let seq = entry.sealed.seq;
        let seen = Seen {
            hash: entry.sealed.hash,
            all: fingerprint(&entry.sealed),
            line: entry.line,
            seq_at: entry.seq_at,
            end: entry.end(),
        };
        if let Some(known) = self.seen(seq) {
            if known.all != seen.all {
                return Err(entry.fault(entry.seq_at, ChainFault::Fork { seq }));
            }
            self.repeated = self.repeated.saturating_add(1);
        } else {
            let next = self.head.follow(&entry.sealed);
            let by_register = signed(&entry.sealed.hash, &entry.sealed.signature);
            self.head = match next {
                Ok((_, next)) if by_register => next,
                Ok(_) => return Err(entry.fault(entry.signature_at, ChainFault::Signature { seq })),
                Err(fault) => return Err(locate(entry, &self.head, fault, by_register, signed)),
            };
            self.seen.push(seen);
        }
        self.last = Some(seen);
        Ok(())
    }

    fn seen(&self, seq: u64) -> Option<&Seen> {
        let behind = seq.checked_sub(self.start.seq)?.checked_sub(1)?;
        self.seen.get(usize::try_from(behind).ok()?)
    }

    /// Ends the walk and compares it with what is known of the journal from elsewhere.
    ///
    /// # Errors
    /// The first [`FileFault`].
    pub fn end(self, proofs: &[Proof]) -> Result<Checked, FileFault> {
        let Self { start, head, last, repeated, .. } = self;
        let mut uncovered = Vec::new();
        for proof in proofs {
            if proof.register == start.register && proof.seq < start.seq {
                uncovered.push(*proof);
                continue;
            }
            let entry = self.seen(proof.seq);
            let base = (proof.seq == start.seq).then_some(start.hash);
            let hash = entry.map(|entry| entry.hash).or(base);
            proof.compare(&head, hash).map_err(|fault| {
                let (line, offset) = match (entry, last) {
                    (Some(entry), _) => (entry.line, entry.seq_at),
                    (None, Some(last)) => (last.line, last.end),
                    (None, None) => (1, 0),
                };
                FileFault { line, offset, kind: fault.into() }
            })?;
        }
        Ok(Checked { first: start.seq.saturating_add(1), head, repeated, uncovered })
    }
}

fn fingerprint(sealed: &SealedEntry) -> Hash256 {
    let SealedEntry { seq: _, bytes, hash, signature } = sealed;
    Hash256::of(&[hash.bytes(), signature.as_bytes(), &[0], bytes.as_bytes()])
}

/// Finds the byte that a fault comes from. The signature tells which of the two is right, the
/// entry's bytes or its hash.
fn locate(
    entry: &FileEntry<'_>,
    head: &Head,
    fault: ChainFault,
    by_register: bool,
    mut signed: impl FnMut(&Hash256, &str) -> bool,
) -> FileFault {
    let SealedEntry { seq, bytes, hash, signature } = &entry.sealed;
    if matches!(fault, ChainFault::Gap { .. }) {
        return entry.fault(entry.seq_at, fault);
    }
    let computed = chain_hash(&head.hash, bytes.as_bytes());
    if computed != *hash && signed(&computed, signature) {
        let (was, is) = (computed.to_string(), hash.to_string());
        let wrong = was.chars().zip(is.chars()).enumerate().find(|(_, (was, is))| was != is);
        if let Some((at, (was, is))) = wrong {
            let kind = FaultKind::WrongByte { seq: *seq, was, is };
            return entry.fault(entry.hash_at.saturating_add(at), kind);
        }
    }
    let found = by_register.then(|| wrong_byte(&head.hash, bytes.as_bytes(), hash)).flatten();
    if let Some((at, was)) = found {
        let is = bytes.as_bytes().get(at).copied().unwrap_or_default();
        let kind = FaultKind::WrongByte { seq: *seq, was: char::from(was), is: char::from(is) };
        return entry.fault(entry.place_of(at), kind);
    }
    entry.fault(entry.bytes_at, fault)
}
