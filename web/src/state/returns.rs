//! Goods that come back: what is left of a sale, what is paid back for it, and its entry.

mod store;

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use rust_decimal::Decimal;
use titan_core::cart::{Cart, LineItem};
use titan_core::ids::LineId;
use titan_core::money::Minor;
use titan_core::quantity::{Quantity, QuantityError};
use titan_core::refund::{
    Bought, RefundError, Restock, Return, Take, TakenBack, give_back, left, pay_back,
    take_unreceipted,
};
use titan_core::sale::Sale;
use titan_core::shop::Permission;
use titan_core::tender::{Offer, TenderError, TenderKind};
use titan_core::time::Timestamp;

use super::notice::Tone;
use super::payment::Step;
use super::pricing::offset_minutes;
use super::{App, Screen};
use crate::i18n::Key;
use crate::platform::clock;

/// What is shown of a return in the making.
#[derive(Copy, Clone)]
pub struct Returning {
    /// Rises with each change of what comes back.
    pub version: RwSignal<u32>,
    pub reason: RwSignal<String>,
}

/// A return in the making.
pub struct Making {
    of: Of,
    pub rows: Vec<Row>,
    /// Whether the sale is undone: all of it comes back as it was.
    pub void: bool,
    /// Whether what was paid by card is paid back in cash too.
    pub in_cash: bool,
}

/// Where the goods come from.
enum Of {
    /// A receipt of this register, with the returns of it before.
    Receipt { seq: u64, sale: Box<Sale>, earlier: Vec<Return> },
    /// Nobody knows: they were rung up to be taken back.
    Cart(Box<Cart>),
}

/// A line that can come back.
pub struct Row {
    pub line: LineId,
    pub item: LineItem,
    pub sold: Quantity,
    /// How much of it can still come back.
    pub left: Decimal,
    pub typed: String,
    pub write_off: bool,
}

/// What is owed for what comes back.
pub struct Owed {
    pub taken: TakenBack,
    pub offers: Vec<Offer>,
    /// What is paid back, above zero, with what cash was rounded by.
    pub amount: Minor,
    /// What rounding in cash adds to what is paid back.
    pub rounding: Minor,
}

impl Returning {
    pub(super) fn new() -> Self {
        Self { version: RwSignal::new(0), reason: RwSignal::new(String::new()) }
    }
}

impl Making {
    /// Returns the number of the receipt; none without one.
    #[must_use]
    pub fn receipt_no(&self) -> Option<&str> {
        match &self.of {
            Of::Receipt { sale, .. } => Some(&sale.receipt_no),
            Of::Cart(_) => None,
        }
    }

    /// Returns whether some of it was paid otherwise than in cash.
    #[must_use]
    pub fn was_by_card(&self) -> bool {
        match &self.of {
            Of::Receipt { sale, .. } => {
                sale.settlement.tenders.iter().any(|offer| offer.kind != TenderKind::Cash)
            }
            Of::Cart(_) => false,
        }
    }

    /// Returns whether quantities stay as they are.
    #[must_use]
    pub const fn is_fixed(&self) -> bool {
        self.void || matches!(self.of, Of::Cart(_))
    }
}

impl App {
    /// Begins to take goods of the open receipt back, or to undo all of it.
    pub fn begin_return(&self, void: bool) {
        let Some(open) = self.day.open.get_untracked().filter(|open| open.is_sale) else { return };
        if !self.may_return(if void { Permission::VoidSale } else { Permission::Return }) {
            return;
        }
        self.run(async move |app| match app.read_sale(open.seq).await {
            Ok((sale, earlier)) => app.begin_of_receipt(open.seq, sale, earlier, void),
            Err(text) => app.notify(Tone::Danger, text),
        });
    }

    /// Begins to take back what is in the cart, without a receipt.
    pub fn begin_without_receipt(&self) {
        if !self.may_return(Permission::ReturnWithoutReceipt) {
            return;
        }
        let Some((cart, _)) = self.basket.kept().filter(|(cart, _)| !cart.is_empty()) else {
            return self.notify(Tone::Warning, self.t(Key::RingUpFirst));
        };
        let rows = cart.lines.iter().map(|line| Row {
            line: line.id,
            item: line.item.clone(),
            sold: line.quantity,
            left: line.quantity.value(),
            typed: line.quantity.to_string(),
            write_off: false,
        });
        let rows = rows.collect();
        self.show_return(Making { of: Of::Cart(Box::new(cart)), rows, void: false, in_cash: true });
    }

    /// Goes back to where the return was begun; nothing has happened.
    pub fn leave_return(&self) {
        if self.payment.step.with_untracked(|step| *step != Step::Saving) {
            self.payment.step.set(Step::Open);
            self.screen.set(Screen::Sales);
        }
    }

    /// Returns the return in the making; subscribes to its changes.
    #[must_use]
    pub fn making(&self) -> Option<Rc<RefCell<Making>>> {
        self.returning.version.track();
        self.parts.with_value(|parts| parts.making.clone())
    }

    /// Changes the return in the making.
    pub fn change_return(&self, change: impl FnOnce(&mut Making)) {
        if let Some(making) = untrack(|| self.making()) {
            change(&mut making.borrow_mut());
            self.returning.version.update(|version| *version += 1);
        }
    }

    /// Takes more or less of a line back.
    pub fn step_take(&self, place: usize, by: i64) {
        self.change_return(|making| {
            if let Some(row) = making.rows.get_mut(place) {
                let now = row.typed.parse::<Quantity>().map_or(Decimal::ZERO, |it| it.value());
                let next = now.saturating_add(by.into()).clamp(Decimal::ZERO, row.left);
                row.typed = if next.is_zero() { String::new() } else { next.to_string() };
            }
        });
    }

    /// Takes everything back that is left.
    pub fn take_all(&self) {
        self.change_return(|making| making.rows.iter_mut().for_each(take_row));
    }

    /// Reckons what is owed for what was chosen; none while nothing is. Subscribes to changes.
    ///
    /// # Errors
    /// What the cashier has to know.
    pub fn owed(&self) -> Result<Option<Owed>, String> {
        let (Some(making), Some(shop), Some(cash)) =
            (self.making(), self.shop.get_untracked(), self.cash_rules())
        else {
            return Ok(None);
        };
        let making = making.borrow();
        let takes = self.takes(&making.rows)?;
        if takes.is_empty() {
            return Ok(None);
        }
        let reckon = || {
            let (taken, paid, earlier) = match &making.of {
                Of::Receipt { sale, earlier, .. } => {
                    let earlier: Vec<&Return> = earlier.iter().collect();
                    let (broken, book) = (shop.returns.broken_promotions, Some(&shop.book));
                    let taken = give_back(Bought::from(&**sale), &earlier, &takes, broken, book)?;
                    (taken, Some(&sale.settlement), earlier)
                }
                Of::Cart(cart) => {
                    let mut taken = take_unreceipted(cart, &shop.book, Restock::Restock)?;
                    for (line, take) in taken.lines.iter_mut().zip(&takes) {
                        line.restock = take.restock;
                    }
                    (taken, None, Vec::new())
                }
            };
            let due = taken.due(None)?;
            if due > Minor::ZERO {
                // What stays costs more than what comes back, and this register takes no money here.
                return Err(TenderError::Short(due).into());
            }
            let offers = pay_back(due, paid.filter(|_| !making.in_cash), &earlier, cash)?;
            let amount = Minor::sum(offers.iter().map(|offer| offer.amount))?.negated();
            let rounding = amount.plus(due)?;
            Ok(Some(Owed { taken, offers, amount, rounding }))
        };
        reckon().map_err(|error| self.refund_error(&error))
    }

    /// Whether a return can begin here; says why not.
    fn may_return(&self, what: Permission) -> bool {
        let no = if !self.writes() {
            Key::ReadOnlyShort
        } else if !self.payment.offers.with_untracked(Vec::is_empty) {
            Key::MoneyIsDown
        } else if !self.may(what) {
            Key::AskManager
        } else if self.day.shift.with_untracked(Option::is_none) {
            self.show_shift();
            return false;
        } else {
            return true;
        };
        self.notify(Tone::Warning, self.t(no));
        false
    }

    fn begin_of_receipt(&self, seq: u64, sale: Box<Sale>, earlier: Vec<Return>, void: bool) {
        match self.rows_of(&sale, &earlier) {
            Err(error) => self.notify(Tone::Warning, self.refund_error(&error)),
            Ok(rows) if rows.iter().all(|row| row.left <= Decimal::ZERO) => {
                self.notify(Tone::Warning, self.t(Key::AllCameBack));
            }
            Ok(_) if void && !earlier.is_empty() => {
                self.notify(Tone::Warning, self.t(Key::PartCameBack));
            }
            Ok(mut rows) => {
                if void {
                    rows.iter_mut().for_each(take_row);
                }
                let of = Of::Receipt { seq, sale, earlier };
                self.show_return(Making { of, rows, void, in_cash: false });
            }
        }
    }

    fn rows_of(&self, sale: &Sale, earlier: &[Return]) -> Result<Vec<Row>, RefundError> {
        if let Some(shop) = self.shop.get_untracked() {
            let day = |at| Timestamp::day(at, offset_minutes(&shop, at));
            shop.returns.check_days(day(sale.closed_at), day(clock::now()))?;
        }
        let earlier: Vec<&Return> = earlier.iter().collect();
        let left = left(Bought::from(sale), &earlier)?;
        let rows = sale.cart.lines.iter().zip(left).map(|(line, left)| Row {
            line: line.id,
            item: line.item.clone(),
            sold: line.quantity,
            left: left.quantity,
            typed: String::new(),
            write_off: false,
        });
        // What is gone stands at the end, out of the way of the arrow keys.
        let (mut rows, gone): (Vec<Row>, Vec<Row>) = rows.partition(|row| row.left > Decimal::ZERO);
        rows.extend(gone);
        Ok(rows)
    }

    fn show_return(&self, making: Making) {
        let making = Some(Rc::new(RefCell::new(making)));
        self.parts.update_value(|parts| parts.making = making);
        self.payment.step.set(Step::Open);
        self.returning.reason.set(String::new());
        self.returning.version.update(|version| *version += 1);
        self.screen.set(Screen::Return);
    }

    fn takes(&self, rows: &[Row]) -> Result<Vec<Take>, String> {
        let mut takes = Vec::new();
        for row in rows.iter().filter(|row| !row.typed.trim().is_empty()) {
            let quantity = match row.typed.parse::<Quantity>() {
                Ok(quantity) => quantity,
                Err(QuantityError::NotPositive) => continue,
                Err(error) => return Err(self.refund_error(&error.into())),
            };
            let restock = if row.write_off { Restock::WriteOff } else { Restock::Restock };
            takes.push(Take { line: row.line, quantity, restock });
        }
        Ok(takes)
    }

    pub(super) fn refund_error(&self, error: &RefundError) -> String {
        match error {
            RefundError::MoreThanLeft { left, .. } => self.tf(Key::MoreThanLeft, &[("n", left)]),
            RefundError::TooLate { days } => {
                self.tf(Key::TooLateToReturn, &[("n", &days.to_string())])
            }
            RefundError::Quantity(QuantityError::NotWhole) => self.t(Key::WholePieces).to_owned(),
            RefundError::Quantity(_) => self.t(Key::NotAQuantity).to_owned(),
            RefundError::PromotionBroken(_) => self.t(Key::OfferWouldBreak).to_owned(),
            RefundError::BookNeeded => self.t(Key::OfferNotKnown).to_owned(),
            other => self.tf(Key::CannotReturn, &[("error", other.code())]),
        }
    }
}

fn take_row(row: &mut Row) {
    row.typed = if row.left > Decimal::ZERO { row.left.to_string() } else { String::new() };
}
