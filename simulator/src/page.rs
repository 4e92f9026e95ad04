//! A page of the app: everything that is gone when the browser dies.

use titan_core::ids::SaleId;
use titan_core::journal::{Act, ENTRY_VERSION, Entry, Head, SealedEntry};
use titan_core::limits::PUSH_ENTRIES_MAX;
use titan_core::sync::machine::Machine;
use titan_core::time::Timestamp;
use uuid::Uuid;

use crate::bugs::Bug;
use crate::device::Disk;
use crate::rng::Rng;

/// The state of one page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Counts the lives of the page; what was begun in another life never comes back.
    pub life: u64,
    pub writer: bool,
    pub fence: u64,
    pub head: Option<Head>,
    pub receipts: u64,
    pub machine: Option<Machine>,
    pub token: bool,
    /// The request that is under way.
    pub request: Option<u64>,
    pub requests: u64,
    pub paying: bool,
    pub version: u32,
}

impl Page {
    /// Begins a life of the page. It does nothing yet.
    pub fn begin(&mut self) {
        *self = Self { life: self.life + 1, version: self.version, ..Self::default() };
    }

    /// The first transaction of a page that wants to write: whoever wrote before no longer can.
    pub const fn raise_fence(&mut self, disk: &mut Disk) {
        disk.fence += 1;
        self.fence = disk.fence;
        self.writer = true;
    }

    /// The transaction after it: where the register is.
    pub fn read(&mut self, disk: &Disk) {
        self.head = Some(disk.head);
        self.receipts = disk.receipts;
        self.machine = Some(Machine::new(disk.head.seq, disk.acked, disk.acked_hash));
    }

    /// Ends the page.
    pub fn close(&mut self) {
        *self = Self { life: self.life + 1, version: self.version, ..Self::default() };
    }
}

/// A signed entry on its way to the disk.
#[derive(Clone, Debug)]
pub struct Draft {
    pub sealed: SealedEntry,
    pub next: Head,
    pub receipts: u64,
    pub receipt_no: String,
    pub total: i64,
}

/// Makes the signed entry of a sale the way the app does.
pub fn draft(page: &Page, rng: &mut Rng, now: Timestamp, bug: Option<Bug>) -> Option<Draft> {
    let head = page.head?;
    let receipts = page.receipts + 1;
    let receipt_no = format!("R-{receipts:06}");
    let id = SaleId::new(Uuid::from_u128(rng.wide()));
    let sale = crate::server::shop::sale(rng, id, receipt_no.clone(), now)?;
    let total = sale.priced.total.get();
    let org = crate::server::shop::org();
    let entry = Entry {
        v: ENTRY_VERSION,
        id: titan_core::ids::EntryId::new(Uuid::from_u128(rng.wide())),
        org,
        store: titan_core::ids::StoreId::new(org.uuid()),
        register: head.register,
        seq: head.seq + 1,
        fence: page.fence,
        shift: None,
        staff: None,
        at: now,
        offset_minutes: 0,
        prev: head.hash,
        act: Act::Sale(Box::new(sale)),
    };
    let mut unsigned = entry.write().ok()?;
    if bug == Some(Bug::HashUnchained) {
        unsigned.hash = titan_core::hash::Hash256::of(&[unsigned.bytes.as_bytes()]);
    }
    let next = Head { register: head.register, seq: entry.seq, hash: unsigned.hash };
    let signature = crate::server::shop::signature(head.register, &unsigned.hash);
    Some(Draft { sealed: unsigned.sign(signature), next, receipts, receipt_no, total })
}

/// What a commit came to.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Commit {
    Complete,
    Refused,
    /// Another page writes now.
    Fenced,
}

/// The one strict transaction of a sale.
pub fn commit(disk: &mut Disk, page: &Page, draft: &Draft, bug: Option<Bug>) -> Commit {
    let current = page.fence == disk.fence && page.head == Some(disk.head);
    if !current && bug != Some(Bug::FenceIgnored) {
        return Commit::Fenced;
    }
    let seq = draft.next.seq;
    disk.entries.insert(seq, draft.sealed.clone());
    if bug != Some(Bug::OutboxApart) {
        disk.outbox.insert(seq);
    }
    if bug != Some(Bug::HeadApart) {
        finish_head(disk, draft);
    }
    Commit::Complete
}

/// What belongs into the same transaction, for the bugs that leave it to a later one.
pub fn finish_commit(disk: &mut Disk, draft: &Draft) {
    disk.outbox.insert(draft.next.seq);
    finish_head(disk, draft);
}

fn finish_head(disk: &mut Disk, draft: &Draft) {
    disk.head = draft.next;
    disk.receipts = disk.receipts.max(draft.receipts);
}

/// The entries of a push from `from` on.
#[must_use]
pub fn batch(disk: &Disk, from: u64, bug: Option<Bug>) -> Vec<SealedEntry> {
    let most = PUSH_ENTRIES_MAX.min(20);
    let entries = disk.entries.range(from..).take(most).map(|(_, sealed)| sealed.clone());
    if bug != Some(Bug::Reserialised) {
        return entries.collect();
    }
    entries
        .map(|mut sealed| {
            sealed.bytes = sealed.bytes.replace(",\"", ", \"");
            sealed
        })
        .collect()
}
