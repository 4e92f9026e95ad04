//! Writing the journal: one entry after the other, each on the disk before it counts.

use futures::lock::Mutex;
use titan_core::cart::Cart;
use titan_core::ids::{EntryId, OrgId, RegisterId, SaleId, ShiftId, StaffId, StoreId};
use titan_core::journal::{Act, ENTRY_VERSION, Entry, Proof, SealedEntry, ShiftOpened};
use titan_core::money::Minor;
use titan_core::pricing::{Context, PriceBook};
use titan_core::sale::{Closing, Sale, SaleError};
use titan_core::shop::ShopConfig;
use titan_core::tender::{CashRules, Offer, Settlement, TenderKind};
use titan_core::time::{BusinessDate, Timestamp};

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
    shift: Option<Shift>,
}

/// What is to be written, the state after it, and how a receipt is made where there is one.
type Planned = (Act, State, Option<Box<dyn Fn(&Sale, &Proof) -> String>>);

/// What a till goes on from.
#[derive(Clone, Debug)]
pub struct Position {
    pub fence: u64,
    pub head: JournalHead,
    pub receipts: u64,
    pub shift: Option<Shift>,
}

/// What is to be written.
pub enum Draft {
    Sale(Box<SaleDraft>),
    ShiftOpened(BusinessDate),
    SignedIn,
    SignedOut,
}

/// Makes the receipt of a sale from its proof.
pub type Printer = Box<dyn Fn(&Sale, &Proof) -> String>;

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

/// An entry that is on the disk.
#[derive(Clone, Debug)]
pub struct Written {
    pub seq: u64,
    pub shift: Option<Shift>,
    /// The sale, where it is one, and its receipt.
    pub sale: Option<(Sale, String)>,
}

/// An entry was not written; nothing of it is on the disk.
#[derive(Debug, thiserror::Error)]
pub enum TillError {
    #[error("another page has taken over this register")]
    Fenced,
    #[error("the sale cannot be closed")]
    Sale(#[from] SaleError),
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
        let Position { fence, head, receipts, shift } = position;
        Self {
            db,
            key,
            org: shop.organisation.id,
            store: shop.store.id,
            register: shop.register.id,
            receipt_prefix: shop.register.code.clone(),
            fence,
            state: Mutex::new(State { head, receipts, shift }),
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
        let (act, next, print) = self.act(draft, at, &state)?;
        let entry = self.entry(&state, &next, staff, at, act);
        let unsigned = entry.write()?;
        let signature = self.key.sign(unsigned.hash.bytes()).await?;
        let sealed = unsigned.sign(signature);
        let (seq, hash) = (sealed.seq, sealed.hash);
        let proof = Proof { register: self.register, seq, hash };
        let paper = match (&entry.act, &print) {
            (Act::Sale(sale), Some(print)) => print(sale, &proof),
            _ => String::new(),
        };
        let commit = Commit {
            sealed: &sealed,
            summary: summary(&entry),
            fence: self.fence,
            before: state.head,
            receipts: next.receipts,
            shift: next.shift.as_ref(),
            paper: &paper,
            ends_cart: print.is_some(),
        };
        self.commit(&commit).await?;
        *state = State { head: JournalHead { seq, hash }, ..next };
        let sale = match entry.act {
            Act::Sale(sale) => Some((*sale, paper)),
            _ => None,
        };
        Ok(Written { seq, shift: state.shift.clone(), sale })
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
            Draft::SignedIn => Act::StaffSignedIn,
            Draft::SignedOut => Act::StaffSignedOut,
            Draft::ShiftOpened(business_date) => {
                next.shift = Some(Shift {
                    id: ShiftId::new(random::uuid_v7()),
                    business_date,
                    first_seq: state.head.seq + 1,
                    sales: 0,
                    total: Minor::ZERO,
                    cash: Minor::ZERO,
                    card: Minor::ZERO,
                });
                Act::ShiftOpened(ShiftOpened { business_date, opening_float: Minor::ZERO })
            }
            Draft::Sale(draft) => {
                next.receipts += 1;
                let SaleDraft { cart, context, book, offers, cash, print } = *draft;
                printing = Some(print);
                let id = SaleId::new(random::uuid_v7());
                let receipt_no = format!("{}-{:06}", self.receipt_prefix, next.receipts);
                let closing = Closing { id, receipt_no, closed_at: at, offers, cash };
                let sale = Sale::close_in(context, cart, &book, closing)?;
                next.shift = next.shift.map(|shift| count(&shift, &sale.settlement));
                Act::Sale(Box::new(sale))
            }
        };
        Ok((act, next, printing))
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
            shift: next.shift.as_ref().map(|shift| shift.id),
            staff: Some(staff),
            at,
            offset_minutes: clock::offset_minutes(at),
            prev: state.head.hash,
            act,
        }
    }
}

fn summary(entry: &Entry) -> Summary {
    let (total, receipt_no) = match &entry.act {
        Act::Sale(sale) => (sale.priced.total, sale.receipt_no.clone()),
        _ => (Minor::ZERO, String::new()),
    };
    Summary { kind: entry.act.kind().to_owned(), at: entry.at, total, receipt_no }
}

/// Adds a sale to the totals of its shift. What cannot be added is left out: the totals are for
/// the eye, the journal is the truth.
fn count(shift: &Shift, settlement: &Settlement) -> Shift {
    let sum = |kind: TenderKind| {
        let tenders = settlement.tenders.iter().filter(|offer| offer.kind == kind);
        Minor::sum(tenders.map(|offer| offer.amount)).unwrap_or_default()
    };
    let cash = sum(TenderKind::Cash).minus(settlement.change).unwrap_or_default();
    Shift {
        sales: shift.sales.saturating_add(1),
        total: shift.total.plus(settlement.due).unwrap_or(shift.total),
        cash: shift.cash.plus(cash).unwrap_or(shift.cash),
        card: shift.card.plus(sum(TenderKind::Card)).unwrap_or(shift.card),
        ..*shift
    }
}
