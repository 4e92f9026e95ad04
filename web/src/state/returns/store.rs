//! Reading what was sold out of the journal, and writing down what comes back.

use std::cell::RefCell;

use leptos::prelude::*;
use serde::Deserialize;
use titan_core::cart::Cart;
use titan_core::hash::Hash256;
use titan_core::ids::{EntryId, RegisterId, SaleId, StaffId};
use titan_core::journal::{Act, Approval, Proof, SealedEntry};
use titan_core::json::read_kept;
use titan_core::money::Currency;
use titan_core::pricing::{Context, PricedCart};
use titan_core::refund::{BrokenPromotions, Origin, Return, ReturnedLine};
use titan_core::sale::Sale;
use titan_core::shop::Permission;
use titan_core::tender::Settlement;
use titan_core::time::Timestamp;

use super::{Making, Of, Owed};
use crate::db::DbError;
use crate::i18n::Key;
use crate::platform::clock;
use crate::state::App;
use crate::state::notice::Tone;
use crate::state::payment::{SLOW_MS, Step};
use crate::state::selling::keeping;
use crate::state::till::{Draft, ReturnDraft};

/// The part of a kept entry that a return needs: other acts are not read.
#[derive(Deserialize)]
struct Kept {
    act: KeptAct,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum KeptAct {
    Sale(Box<Goods>),
    Return(Box<Goods>),
}

/// What a return needs to know of a sale, or of a return before. One type for both is half of the
/// code to download.
#[derive(Deserialize)]
struct Goods {
    id: SaleId,
    receipt_no: String,
    closed_at: Timestamp,
    priced: PricedCart,
    settlement: Settlement,
    book: Option<Hash256>,
    cart: Option<Cart>,
    #[serde(default)]
    context: Context,
    origin: Option<Origin>,
    #[serde(default)]
    lines: Vec<ReturnedLine>,
}

impl Goods {
    /// The sale, with what it did beside selling goods left out.
    fn sale(self) -> Option<Sale> {
        let Self { id, receipt_no, closed_at, priced, settlement, context, .. } = self;
        let (cart, book) = (self.cart?, self.book?);
        let (loads, points, core_version) = (Vec::new(), None, String::new());
        Some(Sale {
            id,
            receipt_no,
            closed_at,
            cart,
            context,
            priced,
            settlement,
            loads,
            points,
            book,
            core_version,
        })
    }

    /// The return, with what does not count in the next one left out.
    fn back(self, currency: Currency) -> Return {
        Return {
            id: self.id,
            receipt_no: self.receipt_no,
            closed_at: self.closed_at,
            currency,
            origin: self.origin,
            void: false,
            lines: self.lines,
            priced: self.priced,
            book: self.book,
            sold: None,
            settlement: self.settlement,
            points: None,
            broken_promotions: BrokenPromotions::default(),
            reason: String::new(),
            approval: None,
            core_version: String::new(),
        }
    }
}

impl App {
    /// Reads a sale of this register and the returns of it so far.
    pub(super) async fn read_sale(&self, seq: u64) -> Result<(Box<Sale>, Vec<Return>), String> {
        let db = self.db().ok_or_else(|| self.t(Key::NotReady).to_owned())?;
        let failed = |error: DbError| error.to_string();
        let head = db.head().await.map_err(failed)?.map_or(seq, |head| head.seq);
        let sold = db.entry_text(seq, "sealed").await.map_err(failed)?;
        let sale = match sold.as_deref().and_then(kept) {
            Some(KeptAct::Sale(goods)) => goods.sale(),
            _ => None,
        };
        let Some(sale) = sale.map(Box::new) else {
            return Err(self.t(Key::NotReadable).to_owned());
        };
        let mut earlier = Vec::new();
        for sealed in db.sealed_of("return", seq + 1, head).await.map_err(failed)? {
            // One that cannot be read might be of this sale.
            let Some(KeptAct::Return(back)) = kept(&sealed) else {
                return Err(self.t(Key::NotReadable).to_owned());
            };
            if back.origin.as_ref().is_some_and(|origin| origin.sale == sale.id) {
                earlier.push(back.back(sale.cart.currency));
            }
        }
        Ok((sale, earlier))
    }

    /// Pays back and writes the return down.
    pub fn finish_return(&self) {
        let busy = self.payment.step.with_untracked(|step| *step == Step::Saving);
        let (Some(making), Some(staff)) =
            (untrack(|| self.making()), self.cashier.get_untracked().filter(|_| !busy))
        else {
            return;
        };
        let owed = match untrack(|| self.owed()) {
            Ok(Some(owed)) => owed,
            Ok(None) => return self.notify(Tone::Warning, self.t(Key::NothingComesBack)),
            Err(text) => return self.notify(Tone::Warning, text),
        };
        self.payment.step.set(Step::Saving);
        self.run(async move |app| {
            let slow = app.payment.slow;
            let timer = clock::after_ms(SLOW_MS, move || slow.set(true));
            // The cart is not written down while it becomes a return, or it would come back.
            let keeping = keeping();
            let turn = keeping.lock().await;
            app.write_return(staff, &making, owed).await;
            drop(timer);
            slow.set(false);
            drop(turn);
        });
    }

    async fn write_return(&self, staff: StaffId, making: &RefCell<Making>, owed: Owed) {
        let (Some(till), Some(cash)) = (self.till(), self.cash_rules()) else {
            return self.payment.step.set(Step::Open);
        };
        let reason = self.returning.reason.get_untracked().trim().to_owned();
        let origin = self.origin(making, till.register);
        let approval = match &origin {
            Some(_) => None,
            None => match self.approve_own(staff, making, &reason).await {
                Some(approval) => Some(approval),
                None => return self.payment.step.set(Step::Open),
            },
        };
        let (app, void) = (*self, making.borrow().void);
        let Owed { taken, offers, .. } = owed;
        let print = Box::new(move |act: &Act, proof: &Proof| app.print(act, proof, staff));
        let draft = ReturnDraft { origin, taken, offers, cash, void, reason, approval, print };
        match till.write(staff, Draft::Return(Box::new(draft))).await {
            Ok(written) => self.paid(written),
            Err(error) => self.not_paid(error),
        }
    }

    /// Who may take goods back without a receipt says so in an entry of its own, which the return
    /// names.
    async fn approve_own(
        &self,
        by: StaffId,
        making: &RefCell<Making>,
        reason: &str,
    ) -> Option<EntryId> {
        let (cart, of) = match &making.borrow().of {
            Of::Cart(cart) => (cart.id, Hash256::of(&[&serde_json::to_vec(cart).ok()?])),
            Of::Receipt { .. } => return None,
        };
        let what = Permission::ReturnWithoutReceipt;
        let approval = Approval { by, what, cart: Some(cart), of, reason: reason.to_owned() };
        Some(self.write(by, Draft::Plain(Act::Approval(approval))).await?.id)
    }

    fn origin(&self, making: &RefCell<Making>, register: RegisterId) -> Option<Origin> {
        match &making.borrow().of {
            Of::Receipt { seq, sale, .. } => Some(Origin {
                sale: sale.id,
                receipt_no: sale.receipt_no.clone(),
                register,
                seq: *seq,
            }),
            Of::Cart(_) => None,
        }
    }
}

/// Reads what was sold or taken back out of an entry as it is sent.
fn kept(sealed: &str) -> Option<KeptAct> {
    let sealed: SealedEntry = read_kept(sealed).ok()?;
    Some(read_kept::<Kept>(&sealed.bytes).ok()?.act)
}
