//! Entries on their way into the journal: pushed by a register, or out of a file that it saved.
//! Whichever way they come, one decision is made on them, `core::sync::receive`.

use std::collections::{BTreeMap, HashSet};

use titan_core::hash::Hash256;
use titan_core::ids::OrgId;
use titan_core::journal::{Head, SealedEntry};
use titan_core::sync::receive::{Received, receive};

use crate::auth::DeviceKey;
use crate::db::listen::{self, Topic};
use crate::db::registers::Locked;
use crate::db::{DbError, Tx, journal, registers};

/// The hashes whose signatures are by the register's key.
pub type Signed = HashSet<(Hash256, String)>;

/// Returns which signatures are by the register's key. Takes its time: not under a lock.
#[must_use]
pub fn signed(key: &DeviceKey, entries: &[SealedEntry]) -> Signed {
    let by_key = entries.iter().filter(|entry| key.signed_entry(&entry.hash, &entry.signature));
    by_key.map(|entry| (entry.hash, entry.signature.clone())).collect()
}

/// Stores what continues the journal of a locked register and keeps apart what contradicts it.
///
/// # Errors
/// [`DbError`]; the transaction has to be given up then.
pub async fn store(
    tx: &mut Tx,
    org: OrgId,
    locked: &Locked,
    entries: Vec<SealedEntry>,
    signed: &Signed,
) -> Result<(Received, Head), DbError> {
    let register = locked.head.register;
    let below = entries.iter().filter(|entry| entry.seq <= locked.head.seq);
    let seqs: Vec<i64> = below.filter_map(|entry| i64::try_from(entry.seq).ok()).collect();
    let stored = match seqs.as_slice() {
        [] => BTreeMap::new(),
        seqs => journal::stored_hashes(tx, org, register, seqs).await?,
    };
    let is_signed =
        |hash: &Hash256, signature: &str| signed.contains(&(*hash, signature.to_owned()));
    let (received, head) = receive(locked.head, &stored, entries, is_signed);
    if !received.accepted.is_empty() {
        journal::insert(tx, org, register, &received.accepted).await?;
        registers::set_head(tx, org, &head).await?;
        listen::notify(tx, Topic::Journal, &register.to_string()).await?;
    }
    journal::quarantine(tx, org, register, &received.quarantined).await?;
    Ok((received, head))
}
