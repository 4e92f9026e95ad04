//! The disk of a register, and what it writes on it.

use std::collections::{BTreeMap, BTreeSet};

use titan_core::hash::Hash256;
use titan_core::ids::{CartId, RegisterId, SaleId, ShiftId};
use titan_core::journal::{Head, Numbers, SealedEntry};
use titan_core::shift::ShiftTotals;
use titan_core::time::BusinessDate;

/// What IndexedDB holds. A transaction changes it as a whole or not at all.
#[derive(Clone, Debug)]
pub struct Disk {
    pub entries: BTreeMap<u64, SealedEntry>,
    pub outbox: BTreeSet<u64>,
    pub head: Head,
    /// The last receipt number; none where it was lost, or before the first entry.
    pub receipts: Option<u64>,
    /// Number of the last Z report; none as above.
    pub reports: Option<u64>,
    /// The running shift.
    pub shift: Option<Shift>,
    /// The cart that is being filled.
    pub cart: Option<CartId>,
    /// Where the returns of each sale are.
    pub returns: BTreeMap<SaleId, Vec<u64>>,
    pub fence: u64,
    pub acked: u64,
    pub acked_hash: Hash256,
}

/// The running shift and its totals.
#[derive(Clone, Debug)]
pub struct Shift {
    pub id: ShiftId,
    pub business_date: BusinessDate,
    pub totals: ShiftTotals,
}

impl Disk {
    #[must_use]
    pub fn new(register: RegisterId) -> Self {
        let head = Head::genesis(register);
        Self {
            entries: BTreeMap::new(),
            outbox: BTreeSet::new(),
            head,
            receipts: None,
            reports: None,
            shift: None,
            cart: None,
            returns: BTreeMap::new(),
            fence: 0,
            acked: 0,
            acked_hash: head.hash,
        }
    }

    /// Returns the numbers that were given out; those that were lost are in the journal.
    #[must_use]
    pub fn numbers(&self) -> Numbers {
        let mut numbers = Numbers::default();
        if self.receipts.is_none() || self.reports.is_none() {
            for entry in self.entries.values().filter_map(|sealed| sealed.entry().ok()) {
                numbers.note(&entry.act.paper_no());
            }
        }
        Numbers {
            receipts: self.receipts.unwrap_or(numbers.receipts),
            reports: self.reports.unwrap_or(numbers.reports),
        }
    }
}

/// A paper that was handed out: a receipt for what is paid, or a Z report.
#[derive(Clone, Debug)]
pub struct Paid {
    pub seq: u64,
    pub hash: Hash256,
    pub paper_no: String,
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
