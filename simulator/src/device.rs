//! The disk of a register, and what it writes on it.

use std::collections::{BTreeMap, BTreeSet};

use titan_core::hash::Hash256;
use titan_core::ids::RegisterId;
use titan_core::journal::{Head, SealedEntry};

/// What IndexedDB holds. A transaction changes it as a whole or not at all.
#[derive(Clone, Debug)]
pub struct Disk {
    pub entries: BTreeMap<u64, SealedEntry>,
    pub outbox: BTreeSet<u64>,
    pub head: Head,
    pub receipts: u64,
    pub fence: u64,
    pub acked: u64,
    pub acked_hash: Hash256,
}

impl Disk {
    #[must_use]
    pub fn new(register: RegisterId) -> Self {
        let head = Head::genesis(register);
        Self {
            entries: BTreeMap::new(),
            outbox: BTreeSet::new(),
            head,
            receipts: 0,
            fence: 0,
            acked: 0,
            acked_hash: head.hash,
        }
    }
}

/// A sale that a cashier was told is paid.
#[derive(Clone, Debug)]
pub struct Paid {
    pub seq: u64,
    pub hash: Hash256,
    pub receipt_no: String,
    pub total: i64,
}

/// One register: its disk, its pages and what was promised at it.
#[derive(Debug)]
pub struct Register {
    pub id: RegisterId,
    pub disk: Disk,
    pub pages: [crate::page::Page; 2],
    /// What the device's clock shows is this much off.
    pub skew_ms: i64,
    pub connected: bool,
    pub paid: Vec<Paid>,
    /// An earlier state of the disk.
    pub image: Disk,
    /// The disk was put back: what only the disk had is gone, and numbers may be used again.
    pub rolled_back: bool,
}

impl Register {
    #[must_use]
    pub fn new(id: RegisterId) -> Self {
        Self {
            id,
            disk: Disk::new(id),
            pages: Default::default(),
            skew_ms: 0,
            connected: true,
            paid: Vec::new(),
            image: Disk::new(id),
            rolled_back: false,
        }
    }
}
