//! Taking the money.

use std::sync::Arc;

use leptos::prelude::*;
use titan_core::journal::{Act, Proof, SealedEntry};
use titan_core::money::Minor;
use titan_core::money::format::parse;
use titan_core::sync::machine::Input;
use titan_core::tender::{
    CashRules, Offer, Standing, TenderError, TenderKind, quick_cash, settle, standing,
};

use super::basket::Priced;
use super::notice::Tone;
use super::selling::keeping;
use super::till::{Draft, SaleDraft, TillError, Written};
use super::{App, Screen};
use crate::db::DbError;
use crate::i18n::Key;
use crate::platform::clock;

/// Longer than this, and the screen says that it is saving.
pub(super) const SLOW_MS: u32 = 200;
const AFTER_SCAN_MS: i64 = 300;

/// A payment in the making.
#[derive(Copy, Clone)]
pub struct Payment {
    /// What was put down so far.
    pub offers: RwSignal<Vec<Offer>>,
    /// What is being typed as an amount.
    pub typed: RwSignal<String>,
    /// What the card terminal called the payment.
    pub reference: RwSignal<String>,
    pub step: RwSignal<Step>,
    /// Saving takes longer than anyone expects.
    pub slow: RwSignal<bool>,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    Open,
    Saving,
    Failed(Failure),
    Done(Arc<PaidSale>),
}

/// The sale is not stored; the cart is.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    pub reason: String,
    /// The signed sale, to be saved as a file.
    pub sealed: Option<Arc<SealedEntry>>,
}

/// A sale or a return that is on the disk.
#[derive(Clone, Debug, PartialEq)]
pub struct PaidSale {
    pub receipt_no: String,
    /// Below zero for a return.
    pub total: Minor,
    /// What the customer gets: the change, or all that is paid back.
    pub change: Minor,
    /// The receipt, as [`super::receipts::unpack`] reads it.
    pub paper: String,
}

impl Payment {
    pub(super) fn new() -> Self {
        Self {
            offers: RwSignal::new(Vec::new()),
            typed: RwSignal::new(String::new()),
            reference: RwSignal::new(String::new()),
            step: RwSignal::new(Step::Open),
            slow: RwSignal::new(false),
        }
    }

    pub(super) fn reset(&self) {
        self.offers.set(Vec::new());
        self.typed.set(String::new());
        self.reference.set(String::new());
        self.step.set(Step::Open);
    }
}

impl App {
    /// Goes on to take the money, if there is something to pay for.
    pub fn start_payment(&self) {
        if self.basket.is_empty() || !self.writes() || self.cashier.get_untracked().is_none() {
            return;
        }
        if self.day.shift.with_untracked(Option::is_none) {
            return self.show_shift();
        }
        self.payment.typed.set(String::new());
        self.payment.step.set(Step::Open);
        self.close_dialog();
        self.basket.open.set(None);
        self.renew_prices();
        self.screen.set(Screen::Pay);
        self.run(async |app| app.look_for_room().await);
    }

    /// Money that was taken has to be written down: without room for that, none is taken.
    async fn look_for_room(&self) {
        let Some(db) = self.db() else { return };
        let untouched = || self.payment.step.with_untracked(|step| *step == Step::Open);
        if db.probe_room().await == Err(DbError::Full) && untouched() {
            self.leave_payment();
            clock::sleep_ms(0).await;
            self.notify(Tone::Danger, self.t(Key::DiskFull));
        }
    }

    /// Goes on to take the money by the Enter key, unless a scanner may have sent it: some end a
    /// code with two line ends.
    pub fn start_payment_by_key(&self) {
        let since = clock::now().0 - self.basket.added_at.get_value().0;
        if !(0..AFTER_SCAN_MS).contains(&since) {
            self.start_payment();
        }
    }

    /// Goes back to the goods. What was put down stays put down.
    pub fn leave_payment(&self) {
        if self.payment.step.with_untracked(|step| *step != Step::Saving) {
            self.payment.step.set(Step::Open);
            self.screen.set(Screen::Sell);
            self.renew_prices();
        }
    }

    /// Returns what is still owed; subscribes to cart and tenders.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let total = self.basket.totals.with(|totals| totals.total);
        let offers = self.payment.offers.get();
        let none = Standing { left: total, left_in_cash: total };
        self.cash_rules().and_then(|rules| standing(total, &offers, rules).ok()).unwrap_or(none)
    }

    /// Returns the amounts that a customer is likely to hand over; subscribes like [`App::standing`].
    #[must_use]
    pub fn quick_amounts(&self) -> Vec<Minor> {
        let left = self.standing().left;
        match (self.currency(), self.cash_rules()) {
            (Some(currency), Some(rules)) => quick_cash(left, currency, rules),
            _ => Vec::new(),
        }
    }

    /// Takes exactly what is still owed, in cash.
    pub fn pay_exactly(&self) {
        let left = untrack(|| self.standing()).left_in_cash;
        if left.is_zero() { self.finish(None) } else { self.put_down(TenderKind::Cash, left) }
    }

    /// Takes what was typed, in cash. Nothing typed: writes the exact amount, to be confirmed.
    pub fn pay_typed(&self) {
        let typed = self.payment.typed.get_untracked();
        let left = untrack(|| self.standing()).left_in_cash;
        let Some(currency) = self.currency() else { return };
        if typed.trim().is_empty() {
            let exact = titan_core::money::format::plain(left, currency);
            return self.payment.typed.set(exact);
        }
        match parse(&typed, currency) {
            Ok(amount) if amount.is_zero() && left.is_zero() => self.finish(None),
            Ok(amount) => self.put_down(TenderKind::Cash, amount),
            Err(_) => self.notify(Tone::Warning, self.t(Key::NotAnAmount)),
        }
    }

    /// Takes by card what was typed, or all that is still owed.
    pub fn pay_by_card(&self) {
        let typed = self.payment.typed.get_untracked();
        let left = untrack(|| self.standing()).left;
        let amount = match self.currency() {
            Some(currency) if !typed.trim().is_empty() => parse(&typed, currency).ok(),
            _ => Some(left),
        };
        match amount {
            Some(amount) => self.put_down(TenderKind::Card, amount),
            None => self.notify(Tone::Warning, self.t(Key::NotAnAmount)),
        }
    }

    /// Takes a tender back that was put down.
    pub fn take_back(&self, place: usize) {
        if self.payment.step.with_untracked(|step| *step != Step::Saving) {
            self.payment.offers.update(|offers| {
                if place < offers.len() {
                    offers.remove(place);
                }
            });
            self.keep_cart();
        }
    }

    /// Leaves the finished sale and begins the next; a waiting update comes in between.
    pub fn next_sale(&self) {
        self.payment.reset();
        self.screen.set(Screen::Sell);
        self.let_update_in();
    }

    /// Puts down a tender; if nothing is owed then, the sale is closed.
    pub fn put_down(&self, kind: TenderKind, amount: Minor) {
        let reference = self.payment.reference.get_untracked();
        let reference = Some(reference.trim().to_owned())
            .filter(|text| kind == TenderKind::Card && !text.is_empty());
        self.finish(Some(Offer { kind, amount, reference }));
    }

    /// Adds an offer; if nothing is owed then, the sale is closed.
    fn finish(&self, offer: Option<Offer>) {
        if self.payment.step.with_untracked(|step| *step == Step::Saving) || !self.writes() {
            return;
        }
        let Some(rules) = self.cash_rules() else { return };
        let total = self.basket.totals.with_untracked(|totals| totals.total);
        let mut offers = self.payment.offers.get_untracked();
        offers.extend(offer);
        match settle(total, offers.clone(), rules) {
            Ok(_) => self.close_sale(offers, rules),
            Err(TenderError::Short(_)) => {
                self.payment.offers.set(offers);
                self.payment.typed.set(String::new());
                self.payment.reference.set(String::new());
                self.keep_cart();
            }
            Err(TenderError::TooMuch) => self.notify(Tone::Warning, self.t(Key::TooMuchByCard)),
            Err(TenderError::NotPositive) => self.notify(Tone::Warning, self.t(Key::NotAnAmount)),
            Err(error) => self.notify(Tone::Warning, error.code()),
        }
    }

    fn close_sale(&self, offers: Vec<Offer>, cash: CashRules) {
        let Some(Priced { cart, context, book }) = self.basket.priced() else { return };
        let (Some(till), Some(staff)) = (self.till(), self.cashier.get_untracked()) else { return };
        self.payment.step.set(Step::Saving);
        self.run(async move |app| {
            let slow = app.payment.slow;
            let timer = clock::after_ms(SLOW_MS, move || slow.set(true));
            // The cart is not written down while it becomes a sale, or it would come back.
            let keeping = keeping();
            let turn = keeping.lock().await;
            let print = Box::new(move |act: &Act, proof: &Proof| app.print(act, proof, staff));
            let draft = SaleDraft { cart, context, book, offers, cash, print };
            let written = till.write(staff, Draft::Sale(Box::new(draft))).await;
            drop(timer);
            slow.set(false);
            match written {
                Ok(written) => app.paid(written),
                Err(error) => app.not_paid(error),
            }
            drop(turn);
        });
    }

    pub(super) fn paid(&self, written: Written) {
        let Written { seq, shift, act, paper, .. } = written;
        let (receipt_no, settlement, cart_ends) = match act {
            Act::Sale(sale) => (sale.receipt_no, sale.settlement, true),
            Act::Return(back) => (back.receipt_no, back.settlement, back.origin.is_none()),
            _ => return,
        };
        if cart_ends {
            self.new_cart();
        }
        self.payment.reset();
        let back = Minor::sum(settlement.tenders.iter().map(|offer| offer.amount.negated()));
        let total = settlement.due;
        let change = if total.is_negative() { back.unwrap_or(total) } else { settlement.change };
        let paid = PaidSale { receipt_no, total, change, paper };
        self.payment.step.set(Step::Done(Arc::new(paid)));
        self.screen.set(Screen::Paid);
        self.day.shift.set(shift);
        self.appended(seq);
    }

    pub(super) fn not_paid(&self, error: TillError) {
        let failed = |reason: String| Step::Failed(Failure { reason, sealed: None });
        let step = match error {
            TillError::Fenced => {
                self.give_up();
                Step::Open
            }
            TillError::Storage { error, sealed } => {
                let reason = match error {
                    DbError::Full => self.t(Key::DiskFull).to_owned(),
                    other => self.tf(Key::DiskError, &[("error", &other.to_string())]),
                };
                Step::Failed(Failure { reason, sealed: Some(Arc::new(*sealed)) })
            }
            TillError::Sale(error) => failed(error.code().to_owned()),
            TillError::Refund(error) => failed(self.refund_error(&error)),
            other => failed(other.to_string()),
        };
        self.payment.step.set(step);
        self.keep_cart();
    }

    /// Tells everyone that the journal has grown.
    pub(super) fn appended(&self, tail: u64) {
        if let Some(driver) = self.driver() {
            driver.feed(Input::Appended { tail });
        }
        self.say("journal");
    }

    pub(super) fn cash_rules(&self) -> Option<CashRules> {
        self.shop.with_untracked(|shop| shop.as_ref().map(|shop| shop.cash))
    }
}
