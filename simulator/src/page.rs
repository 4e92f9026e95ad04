//! A page of the app: everything that is gone when the browser dies.

use titan_core::ids::{CartId, EntryId, SaleId};
use titan_core::journal::{Act, ENTRY_VERSION, Entry, Head, Numbers, SealedEntry};
use titan_core::limits::PUSH_ENTRIES_MAX;
use titan_core::sync::machine::Machine;
use titan_core::time::Timestamp;
use uuid::Uuid;

use crate::act::Planned;
use crate::bugs::Bug;
use crate::device::{Disk, Shift};
use crate::rng::Rng;

/// The state of one page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Counts the lives of the page; what was begun in another life never comes back.
    pub life: u64,
    pub writer: bool,
    pub fence: u64,
    pub head: Option<Head>,
    pub numbers: Numbers,
    pub shift: Option<Shift>,
    pub cart: Option<CartId>,
    /// What somebody allowed and what was not done yet.
    pub approval: Option<EntryId>,
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
    pub fn read(&mut self, disk: &Disk, bug: Option<Bug>) {
        self.head = Some(disk.head);
        self.numbers = disk.numbers();
        if bug == Some(Bug::ReportsFromZero) {
            self.numbers.reports = disk.reports.unwrap_or(0);
        }
        self.shift = disk.shift.clone();
        self.cart = disk.cart;
        self.machine = Some(Machine::new(disk.head.seq, disk.acked, disk.acked_hash));
    }

    /// An entry of the page is on the disk: it goes on from there.
    pub fn wrote(&mut self, draft: &Draft) {
        self.head = Some(draft.next);
        self.numbers = draft.numbers;
        self.shift.clone_from(&draft.shift);
        self.approval = draft.approval;
        if draft.ends_cart {
            self.cart = None;
        }
    }

    /// Ends the page.
    pub fn close(&mut self) {
        *self = Self { life: self.life + 1, version: self.version, ..Self::default() };
    }
}

/// A signed entry on its way to the disk, with all that changes together with it.
#[derive(Clone, Debug)]
pub struct Draft {
    pub sealed: SealedEntry,
    pub next: Head,
    pub numbers: Numbers,
    pub shift: Option<Shift>,
    /// Empty where no paper is handed out.
    pub paper_no: String,
    /// Whether the cart became this entry, or was dropped in it.
    pub ends_cart: bool,
    /// The sale whose goods come back.
    pub origin: Option<SaleId>,
    /// An approval that can be used once the entry is written.
    pub approval: Option<EntryId>,
}

/// Makes the signed entry of an act the way the app does.
pub fn draft(
    page: &Page,
    plan: Planned,
    rng: &mut Rng,
    now: Timestamp,
    bug: Option<Bug>,
) -> Option<Draft> {
    let head = page.head?;
    let Planned { act, mut shift, numbers } = plan;
    if let Some(shift) = &mut shift {
        act.count_in(&mut shift.totals).ok()?;
    }
    let org = crate::server::shop::org();
    let paper_no = act.paper_no();
    let ends_cart = matches!(act, Act::Sale(_) | Act::CartCleared(_));
    let origin = match &act {
        Act::Return(back) => back.origin.as_ref().map(|origin| origin.sale),
        _ => None,
    };
    let id = EntryId::new(Uuid::from_u128(rng.wide()));
    let approval = match &act {
        Act::Approval(_) => Some(id),
        Act::Return(_) if bug != Some(Bug::ApprovalReused) => None,
        _ => page.approval,
    };
    let entry = Entry {
        v: ENTRY_VERSION,
        id,
        org,
        store: titan_core::ids::StoreId::new(org.uuid()),
        register: head.register,
        seq: head.seq + 1,
        fence: page.fence,
        // The end of a shift still belongs to it.
        shift: shift.as_ref().or(page.shift.as_ref()).map(|shift| shift.id),
        staff: None,
        at: now,
        offset_minutes: 0,
        prev: head.hash,
        act,
    };
    let mut unsigned = entry.write().ok()?;
    if bug == Some(Bug::HashUnchained) {
        unsigned.hash = titan_core::hash::Hash256::of(&[unsigned.bytes.as_bytes()]);
    }
    let next = Head { register: head.register, seq: entry.seq, hash: unsigned.hash };
    let signature = crate::server::shop::signature(head.register, &unsigned.hash);
    let sealed = unsigned.sign(signature);
    Some(Draft { sealed, next, numbers, shift, paper_no, ends_cart, origin, approval })
}

/// What a commit came to.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Commit {
    Complete,
    Refused,
    /// Another page writes now.
    Fenced,
}

/// The one strict transaction of an entry.
pub fn commit(disk: &mut Disk, page: &Page, draft: &Draft, bug: Option<Bug>) -> Commit {
    let current = page.fence == disk.fence && page.head == Some(disk.head);
    if !current && bug != Some(Bug::FenceIgnored) {
        return Commit::Fenced;
    }
    let seq = draft.next.seq;
    disk.entries.insert(seq, draft.sealed.clone());
    if let Some(sale) = draft.origin {
        disk.returns.entry(sale).or_default().push(seq);
    }
    if bug != Some(Bug::ShiftApart) || page.shift.is_none() || draft.shift.is_none() {
        disk.shift.clone_from(&draft.shift);
    }
    if draft.ends_cart && bug != Some(Bug::CartApart) {
        disk.cart = None;
    }
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
    disk.receipts = disk.receipts.max(Some(draft.numbers.receipts));
    disk.reports = disk.reports.max(Some(draft.numbers.reports));
}

/// The entries of a push from `from` on, up to the last one that the page knows to be written.
#[must_use]
pub fn batch(disk: &Disk, page: &Page, from: u64, bug: Option<Bug>) -> Vec<SealedEntry> {
    let most = PUSH_ENTRIES_MAX.min(20);
    let to = page.head.map_or(0, |head| head.seq).max(from);
    let entries = disk.entries.range(from..=to).take(most).map(|(_, sealed)| sealed.clone());
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
