//! What a server makes of a batch of entries, decided without a database.

use std::collections::BTreeMap;

use super::wire::Quarantined;
use crate::hash::Hash256;
use crate::journal::{ChainFault, EntryHeader, Head, SealedEntry, chain_hash};

/// The outcome of a batch.
#[derive(Clone, Debug, Default)]
pub struct Received {
    /// To be stored, in order; each continues the chain.
    pub accepted: Vec<(EntryHeader, SealedEntry)>,
    /// How many were stored before.
    pub duplicates: usize,
    /// To be kept apart, with the reason.
    pub quarantined: Vec<(SealedEntry, Quarantined)>,
}

/// Decides a batch against the stored chain.
///
/// `stored` holds the hashes of stored entries whose numbers occur in the batch. An entry that
/// is stored already is a duplicate when its hash is the same and a fork when it is not. A new
/// entry has to continue the chain; one that does not is set aside, and with it nothing that
/// follows: the entries after it would have no place in the chain. A gap is no fault of the
/// entries: what is missing is sent again from the head.
///
/// A hash covers all entries before its own, and so does a signature over it: what the last
/// good signature of the batch stands for is accepted. Each signature by itself is looked at
/// when the entry is projected.
#[must_use]
pub fn receive(
    head: Head,
    stored: &BTreeMap<u64, Hash256>,
    entries: Vec<SealedEntry>,
    signed: impl FnMut(&Hash256, &str) -> bool,
) -> (Received, Head) {
    let mut received = Received::default();
    let mut end = head;
    for sealed in entries {
        if sealed.seq <= end.seq {
            take_again(&mut received, stored, sealed);
            continue;
        }
        match end.follow(&sealed) {
            Ok((entry, next)) => {
                received.accepted.push((entry, sealed));
                end = next;
            }
            Err(ChainFault::Gap { .. }) => {}
            Err(fault) => set_aside(&mut received, sealed, &fault),
        }
    }
    drop_unsigned(&mut received, signed);
    let end = received.accepted.last().map_or(head, |(entry, sealed)| Head {
        seq: entry.seq,
        hash: sealed.hash,
        ..head
    });
    (received, end)
}

/// Takes an entry whose number is in the chain already.
fn take_again(received: &mut Received, stored: &BTreeMap<u64, Hash256>, sealed: SealedEntry) {
    let known = received.accepted.iter().find(|(entry, _)| entry.seq == sealed.seq);
    let known = known.map(|(_, sealed)| sealed.hash);
    if known.or_else(|| stored.get(&sealed.seq).copied()) != Some(sealed.hash) {
        let message = format!("entry {} is stored with another hash", sealed.seq);
        keep_apart(received, sealed, "journal.fork", message);
    } else if is_whole(&sealed) {
        received.duplicates += 1;
    } else {
        // The same hash over other bytes is no copy: somebody changed it on the way.
        let fault = ChainFault::Altered { seq: sealed.seq };
        set_aside(received, sealed, &fault);
    }
}

/// Takes back what no good signature stands for.
fn drop_unsigned(received: &mut Received, mut signed: impl FnMut(&Hash256, &str) -> bool) {
    let mut first_unsigned = None;
    while let Some((_, last)) = received.accepted.last() {
        if signed(&last.hash, &last.signature) {
            break;
        }
        first_unsigned = received.accepted.pop();
    }
    if let Some((entry, sealed)) = first_unsigned {
        set_aside(received, sealed, &ChainFault::Signature { seq: entry.seq });
    }
}

/// Whether the bytes are those that the hash is over.
fn is_whole(sealed: &SealedEntry) -> bool {
    let prev = sealed.header().map(|header| header.prev);
    prev.is_ok_and(|prev| chain_hash(&prev, sealed.bytes.as_bytes()) == sealed.hash)
}

fn set_aside(received: &mut Received, sealed: SealedEntry, fault: &ChainFault) {
    keep_apart(received, sealed, fault.code(), fault.to_string());
}

fn keep_apart(received: &mut Received, sealed: SealedEntry, code: &str, message: String) {
    let quarantined =
        Quarantined { seq: sealed.seq, hash: sealed.hash, code: code.to_owned(), message };
    received.quarantined.push((sealed, quarantined));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::tests::{chain, register};

    /// Returns `accepted/duplicates/codes/head` of a batch on a server that has `has` entries.
    fn check(has: usize, batch: Vec<SealedEntry>) -> (usize, usize, Vec<String>, u64) {
        let known = chain(u64::try_from(has).unwrap());
        let head = crate::journal::verify(register(), &known, |_, _| true).unwrap();
        let stored = known.iter().map(|sealed| (sealed.seq, sealed.hash)).collect();
        let (received, head) = receive(head, &stored, batch, |_, signature| signature == "ok");
        let codes = received.quarantined.iter().map(|(_, why)| why.code.clone()).collect();
        (received.accepted.len(), received.duplicates, codes, head.seq)
    }

    #[test]
    fn batches_are_idempotent() {
        assert_eq!(check(0, chain(3)), (3, 0, vec![], 3));
        assert_eq!(check(2, chain(3)), (1, 2, vec![], 3));
        assert_eq!(check(3, chain(3)), (0, 3, vec![], 3));
        let twice = [chain(2), chain(2)].concat();
        assert_eq!(check(0, twice), (2, 2, vec![], 2));
    }

    #[test]
    fn a_gap_takes_nothing_and_blames_nobody() {
        assert_eq!(check(1, chain(4).split_off(2)), (0, 0, vec![], 1));
    }

    #[test]
    fn a_signature_stands_for_every_entry_before_it() {
        let mut entries = chain(3);
        entries[0].signature = "bad".into();
        entries[1].signature = "bad".into();
        assert_eq!(check(0, entries.clone()), (3, 0, vec![], 3));
        entries[2].signature = "bad".into();
        assert_eq!(check(0, entries), (0, 0, vec!["journal.signature".to_owned()], 0));
    }

    #[test]
    fn other_bytes_under_a_stored_hash_are_no_duplicate() {
        let mut altered = chain(2);
        altered[1].bytes = altered[1].bytes.replace("\"v\":1", "\"v\":1,\"w\":2");
        assert_eq!(check(2, altered), (0, 1, vec!["journal.altered".to_owned()], 2));
    }

    #[test]
    fn forks_and_forgeries_are_set_aside() {
        let mut forked = chain(2);
        forked[0].hash = Hash256::of(&[b"other"]);
        assert_eq!(check(2, forked), (0, 1, vec!["journal.fork".into()], 2));
        let mut forged = chain(3);
        forged[1].signature = "no".into();
        forged[2].signature = "no".into();
        assert_eq!(check(0, forged), (1, 0, vec!["journal.signature".into()], 1));
        let mut altered = chain(2);
        altered[1].bytes = altered[1].bytes.replace("\"fence\":1", "\"fence\":2");
        assert_eq!(check(0, altered), (1, 0, vec!["journal.altered".into()], 1));
    }
}
