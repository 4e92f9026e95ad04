//! What a server makes of a batch of entries, decided without a database.

use std::collections::BTreeMap;

use super::wire::Quarantined;
use crate::hash::Hash256;
use crate::journal::{ChainFault, EntryHeader, Head, SealedEntry};

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
#[must_use]
pub fn receive(
    head: Head,
    stored: &BTreeMap<u64, Hash256>,
    entries: Vec<SealedEntry>,
    mut signed: impl FnMut(&Hash256, &str) -> bool,
) -> (Received, Head) {
    let mut received = Received::default();
    let mut head = head;
    for sealed in entries {
        if sealed.seq <= head.seq {
            let known = received.accepted.iter().find(|(entry, _)| entry.seq == sealed.seq);
            let known = known.map(|(_, sealed)| sealed.hash);
            if known.or_else(|| stored.get(&sealed.seq).copied()) == Some(sealed.hash) {
                received.duplicates += 1;
            } else {
                let message = format!("entry {} is stored with another hash", sealed.seq);
                set_aside(&mut received, sealed, "journal.fork", message);
            }
            continue;
        }
        let followed = head.follow(&sealed).and_then(|(entry, next)| {
            if signed(&sealed.hash, &sealed.signature) {
                Ok((entry, next))
            } else {
                Err(ChainFault::Signature { seq: sealed.seq })
            }
        });
        match followed {
            Ok((entry, next)) => {
                received.accepted.push((entry, sealed));
                head = next;
            }
            Err(ChainFault::Gap { .. }) => {}
            Err(fault) => {
                let (code, message) = (fault.code(), fault.to_string());
                set_aside(&mut received, sealed, code, message);
            }
        }
    }
    (received, head)
}

fn set_aside(received: &mut Received, sealed: SealedEntry, code: &str, message: String) {
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
    fn forks_and_forgeries_are_set_aside() {
        let mut forked = chain(2);
        forked[0].hash = Hash256::of(&[b"other"]);
        assert_eq!(check(2, forked), (0, 1, vec!["journal.fork".into()], 2));
        let mut forged = chain(3);
        forged[1].signature = "no".into();
        assert_eq!(check(0, forged), (1, 0, vec!["journal.signature".into()], 1));
        let mut altered = chain(2);
        altered[1].bytes = altered[1].bytes.replace("\"fence\":1", "\"fence\":2");
        assert_eq!(check(0, altered), (1, 0, vec!["journal.altered".into()], 1));
    }
}
