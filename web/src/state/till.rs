//! Writing the journal: one entry after the other, each on the disk before it counts.

use futures::lock::Mutex;
use titan_core::cart::Cart;
use titan_core::ids::{EntryId, OrgId, RegisterId, SaleId, ShiftId, StaffId, StoreId};
use titan_core::journal::{Act, ENTRY_VERSION, Entry, Proof, SealedEntry};
use titan_core::money::Minor;
use titan_core::pricing::{Context, PriceBook};
use titan_core::refund::{Origin, RefundError, Return, ReturnClosing, TakenBack};
use titan_core::sale::{Closing, Sale, SaleError};
use titan_core::shift::{CashCount, ShiftClosed, ShiftError, ShiftOpened, ShiftTotals};
use titan_core::shop::ShopConfig;
use titan_core::tender::{CashRules, Offer};
use titan_core::time::Timestamp;

use crate::db::journal::{Commit, Summary};
use crate::db::meta::{JournalHead, Shift};
use crate::db::{Db, DbError};
use crate::platform::crypto::SigningKey;
use crate::platform::{PlatformError, clock, random};

/// The one hand that writes the journal of this register.
pub struct Till {
    db: Db,
    key: SigningKey,
    org: OrgId,
    store: StoreId,
    pub register: RegisterId,
    receipt_prefix: String,
    fence: u64,
    state: Mutex<State>,
}

#[derive(Clone, Debug)]
struct State {
    head: JournalHead,
    receipts: u64,
    reports: u64,
    shift: Option<Shift>,
}

/// What is to be written, the state after it, and how its paper is made where there is one.
type Planned = (Act, State, Option<Printer>);

/// What a till goes on from.
#[derive(Clone, Debug)]
pub struct Position {
    pub fence: u64,
    pub head: JournalHead,
    pub receipts: u64,
    pub reports: u64,
    pub shift: Option<Shift>,
}

/// What is to be written.
pub enum Draft {
    Sale(Box<SaleDraft>),
    Return(Box<ReturnDraft>),
    ShiftOpened(ShiftOpened),
    ShiftClosed(CloseDraft),
    /// An act that is what it is wherever it stands in the journal.
    Plain(Act),
}

/// Makes the paper of an act from its proof.
pub type Printer = Box<dyn Fn(&Act, &Proof) -> String>;

/// A shift that is about to end.
pub struct CloseDraft {
    pub count: CashCount,
    /// Whether it was counted without knowing what is expected.
    pub blind: bool,
    pub note: String,
    pub print: Printer,
}

/// A cart that is about to become a sale.
///
/// `print` makes the receipt of the sale, which is stored with it: a copy is what the first was.
pub struct SaleDraft {
    pub cart: Cart,
    pub context: Context,
    pub book: PriceBook,
    pub offers: Vec<Offer>,
    pub cash: CashRules,
    pub print: Printer,
}

/// Goods that are about to come back, and what is paid back for them.
pub struct ReturnDraft {
    /// None without a receipt: then the cart held the goods and ends with the return.
    pub origin: Option<Origin>,
    pub taken: TakenBack,
    pub offers: Vec<Offer>,
    pub cash: CashRules,
    pub void: bool,
    pub reason: String,
    pub approval: Option<EntryId>,
    pub print: Printer,
}

/// An entry that is on the disk.
#[derive(Clone, Debug)]
pub struct Written {
    pub id: EntryId,
    pub seq: u64,
    pub shift: Option<Shift>,
    pub act: Act,
    /// Its paper, where it has one.
    pub paper: String,
}

/// An entry was not written; nothing of it is on the disk.
#[derive(Debug, thiserror::Error)]
pub enum TillError {
    #[error("another page has taken over this register")]
    Fenced,
    #[error("the sale cannot be closed")]
    Sale(#[from] SaleError),
    #[error("the return cannot be closed")]
    Refund(#[from] RefundError),
    #[error("no shift is open")]
    NoShift,
    #[error("the shift cannot be closed: {}", .0.code())]
    Shift(#[from] ShiftError),
    #[error("the entry could not be signed: {0}")]
    Sign(#[from] PlatformError),
    #[error("the entry could not be written down")]
    Form(#[from] serde_json::Error),
    #[error("the entry could not be stored: {error}")]
    Storage { error: DbError, sealed: Box<SealedEntry> },
}

impl Till {
    #[must_use]
    pub fn new(db: Db, key: SigningKey, shop: &ShopConfig, position: Position) -> Self {
        let Position { fence, head, receipts, reports, shift } = position;
        Self {
            db,
            key,
            org: shop.organisation.id,
            store: shop.store.id,
            register: shop.register.id,
            receipt_prefix: shop.register.code.clone(),
            fence,
            state: Mutex::new(State { head, receipts, reports, shift }),
        }
    }

    /// The fencing number of this page.
    #[must_use]
    pub const fn fence(&self) -> u64 {
        self.fence
    }

    /// Returns the running shift.
    pub async fn shift(&self) -> Option<Shift> {
        self.state.lock().await.shift.clone()
    }

    /// Makes an entry, signs it and waits until it is on the disk. Entries are written in the
    /// order in which this is called.
    ///
    /// # Errors
    /// [`TillError`]; the journal is then as it was.
    pub async fn write(&self, staff: StaffId, draft: Draft) -> Result<Written, TillError> {
        let mut state = self.state.lock().await;
        let at = clock::now();
        let (act, mut next, print) = self.act(draft, at, &state)?;
        if let Some(shift) = &mut next.shift {
            // What cannot be counted is left out: the totals are for the eye, the journal is
            // the truth.
            let _ = act.count_in(&mut shift.totals);
        }
        let entry = self.entry(&state, &next, staff, at, act);
        let unsigned = entry.write()?;
        let signature = self.key.sign(unsigned.hash.bytes()).await?;
        let sealed = unsigned.sign(signature);
        let (seq, hash) = (sealed.seq, sealed.hash);
        let proof = Proof { register: self.register, seq, hash };
        let paper = print.map(|print| print(&entry.act, &proof)).unwrap_or_default();
        let commit = Commit {
            sealed: &sealed,
            summary: summary(&entry),
            fence: self.fence,
            before: state.head,
            receipts: next.receipts,
            reports: next.reports,
            shift: next.shift.as_ref(),
            paper: &paper,
            ends_cart: ends_cart(&entry.act),
        };
        self.commit(&commit).await?;
        *state = State { head: JournalHead { seq, hash }, ..next };
        let shift = state.shift.clone();
        Ok(Written { id: entry.id, seq, shift, act: entry.act, paper })
    }

    /// Commits; where the end was not heard of, looks whether it happened.
    async fn commit(&self, commit: &Commit<'_>) -> Result<(), TillError> {
        let error = match self.db.commit_entry(commit).await {
            Ok(_) => return Ok(()),
            Err(DbError::Fenced) => return Err(TillError::Fenced),
            Err(error) => error,
        };
        let (seq, hash) = (commit.sealed.seq, commit.sealed.hash);
        if self.db.head().await == Ok(Some(JournalHead { seq, hash })) {
            return Ok(());
        }
        Err(TillError::Storage { error, sealed: Box::new(commit.sealed.clone()) })
    }

    fn act(&self, draft: Draft, at: Timestamp, state: &State) -> Result<Planned, TillError> {
        let mut next = state.clone();
        let mut printing = None;
        let act = match draft {
            Draft::Plain(act) => act,
            Draft::ShiftOpened(opened) => {
                next.shift = Some(Shift {
                    id: ShiftId::new(random::uuid_v7()),
                    business_date: opened.business_date,
                    first_seq: state.head.seq + 1,
                    totals: ShiftTotals::default(),
                });
                Act::ShiftOpened(opened)
            }
            Draft::ShiftClosed(draft) => {
                let CloseDraft { count, blind, note, print } = draft;
                let shift = next.shift.take().ok_or(TillError::NoShift)?;
                printing = Some(print);
                let (date, totals) = (shift.business_date, shift.totals);
                let closed = ShiftClosed::close(date, state.reports, totals, count)?;
                let closed = ShiftClosed { blind, ..closed.with_note(note)? };
                next.reports = closed.z;
                Act::ShiftClosed(Box::new(closed))
            }
            Draft::Sale(draft) => {
                let SaleDraft { cart, context, book, offers, cash, print } = *draft;
                printing = Some(print);
                let (id, receipt_no) = self.next_receipt(&mut next);
                let closing = Closing { id, receipt_no, closed_at: at, offers, cash };
                Act::Sale(Box::new(Sale::close_in(context, cart, &book, closing)?))
            }
            Draft::Return(draft) => {
                let ReturnDraft { origin, taken, offers, cash, void, reason, approval, print } =
                    *draft;
                printing = Some(print);
                let (id, receipt_no) = self.next_receipt(&mut next);
                let closed_at = at;
                let closing = ReturnClosing {
                    id,
                    receipt_no,
                    closed_at,
                    offers,
                    cash,
                    void,
                    reason,
                    approval,
                };
                Act::Return(Box::new(Return::close(origin, taken, None, closing)?))
            }
        };
        Ok((act, next, printing))
    }

    fn next_receipt(&self, next: &mut State) -> (SaleId, String) {
        next.receipts += 1;
        let receipt_no = format!("{}-{:06}", self.receipt_prefix, next.receipts);
        (SaleId::new(random::uuid_v7()), receipt_no)
    }

    fn entry(&self, state: &State, next: &State, staff: StaffId, at: Timestamp, act: Act) -> Entry {
        Entry {
            v: ENTRY_VERSION,
            id: EntryId::new(random::uuid_v7()),
            org: self.org,
            store: self.store,
            register: self.register,
            seq: state.head.seq + 1,
            fence: self.fence,
            // The end of a shift still belongs to it.
            shift: next.shift.as_ref().or(state.shift.as_ref()).map(|shift| shift.id),
            staff: Some(staff),
            at,
            offset_minutes: clock::offset_minutes(at),
            prev: state.head.hash,
            act,
        }
    }
}

/// Whether the cart became this act: a sale, or goods that were rung up to be taken back.
const fn ends_cart(act: &Act) -> bool {
    match act {
        Act::Sale(_) => true,
        Act::Return(back) => back.origin.is_none(),
        _ => false,
    }
}

fn summary(entry: &Entry) -> Summary {
    let total = match &entry.act {
        Act::Sale(sale) => sale.priced.total,
        Act::Return(back) => back.settlement.due,
        Act::ShiftClosed(closed) => closed.counted,
        _ => Minor::ZERO,
    };
    let (kind, receipt_no) = (entry.act.kind().to_owned(), entry.act.paper_no());
    Summary { kind, at: entry.at, total, receipt_no }
}
