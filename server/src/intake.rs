//! Entries on their way into the journal: pushed by a register, or out of a file that it saved.
//! Whichever way they come, one decision is made on them, `core::sync::receive`.

mod writer;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use titan_core::hash::Hash256;
use titan_core::ids::{OrgId, RegisterId};
use titan_core::journal::{Head, SealedEntry};
use titan_core::sync::receive::{Received, receive};

use crate::auth::DeviceKey;
use crate::db::listen::{self, Topic};
use crate::db::registers::Locked;
use crate::db::{DbError, Tx, journal, registers};

pub use writer::Writer;

/// Tells whether a signature over a hash is by the register.
pub type Signed = Arc<dyn Fn(&Hash256, &str) -> bool + Send + Sync>;

/// What one register sent.
#[derive(Clone)]
pub struct Push {
    pub register: RegisterId,
    pub signed: Signed,
    pub entries: Vec<SealedEntry>,
    /// Whether a revoked register's entries are taken too: a person brings them.
    pub even_revoked: bool,
}

/// What became of a push.
#[derive(Clone, Debug)]
pub enum Taken {
    /// Stored or kept apart; the head is where the journal ends now.
    Stored(Received, Head),
    /// The register was revoked: nothing was stored.
    Revoked,
}

/// Returns the check of a key's signatures.
#[must_use]
pub fn signed_by(key: DeviceKey) -> Signed {
    Arc::new(move |hash, signature| key.signed_entry(hash, signature))
}

/// Stores what continues the journals of some registers, each at most once among the pushes, and
/// keeps apart what contradicts them. The answers are in the order of the pushes.
///
/// # Errors
/// [`DbError`]; the transaction has to be given up then.
pub async fn store(tx: &mut Tx, org: OrgId, pushes: Vec<Push>) -> Result<Vec<Taken>, DbError> {
    let ids: Vec<RegisterId> = pushes.iter().map(|push| push.register).collect();
    let locked = registers::lock_all(tx, org, &ids).await?;
    let mut taken = Vec::with_capacity(pushes.len());
    for push in pushes {
        taken.push(match locked.get(&push.register) {
            Some(locked) if push.even_revoked || !locked.revoked => {
                take(tx, org, locked.head, push).await?
            }
            _ => Taken::Revoked,
        });
    }
    write(tx, org, &locked, &taken).await?;
    Ok(taken)
}

async fn take(tx: &mut Tx, org: OrgId, head: Head, push: Push) -> Result<Taken, DbError> {
    let Push { register, signed, entries, .. } = push;
    let below = entries.iter().filter(|entry| entry.seq <= head.seq);
    let seqs: Vec<i64> = below.filter_map(|entry| i64::try_from(entry.seq).ok()).collect();
    let stored = match seqs.as_slice() {
        [] => BTreeMap::new(),
        seqs => journal::stored_hashes(tx, org, register, seqs).await?,
    };
    let (received, head) = receive(head, &stored, entries, &*signed);
    Ok(Taken::Stored(received, head))
}

/// Writes what all pushes came to, one statement a table.
async fn write(
    tx: &mut Tx,
    org: OrgId,
    locked: &HashMap<RegisterId, Locked>,
    taken: &[Taken],
) -> Result<(), DbError> {
    let stored = || {
        taken.iter().filter_map(|one| match one {
            Taken::Stored(received, head) => Some((received, head)),
            Taken::Revoked => None,
        })
    };
    let grown = |(_, head): &(&Received, &Head)| {
        locked.get(&head.register).is_some_and(|before| before.head.seq < head.seq)
    };
    let heads: Vec<Head> = stored().filter(grown).map(|(_, head)| *head).collect();
    if !heads.is_empty() {
        let accepted: Vec<_> = stored()
            .flat_map(|(received, head)| received.accepted.iter().map(|it| (head.register, it)))
            .collect();
        journal::insert(tx, org, &accepted).await?;
        registers::set_heads(tx, org, &heads).await?;
        let names: Vec<String> = heads.iter().map(|head| head.register.to_string()).collect();
        listen::notify_all(tx, Topic::Journal, &names).await?;
    }
    for (received, head) in stored() {
        journal::quarantine(tx, org, head.register, &received.quarantined).await?;
    }
    Ok(())
}
