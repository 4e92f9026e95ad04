//! Settling a return or an exchange.

use super::{Origin, RefundError, Return, Sold, TakenBack};
use crate::cart::Cart;
use crate::ids::{EntryId, SaleId};
use crate::limits::TEXT_CHARS_MAX;
use crate::money::{Minor, MoneyError};
use crate::pricing::{Context, PriceBook, price_with};
use crate::tender::{CashRules, Offer, PaymentRules, RoundedPayments, settle_by};
use crate::time::Timestamp;

/// What a return is closed with, besides what comes back and what goes out.
#[derive(Clone, Debug)]
pub struct ReturnClosing {
    pub id: SaleId,
    pub receipt_no: String,
    pub closed_at: Timestamp,
    /// Below zero where the customer is paid.
    pub offers: Vec<Offer>,
    pub cash: CashRules,
    pub void: bool,
    pub reason: String,
    pub approval: Option<EntryId>,
}

impl Sold {
    /// Prices what goes out in exchange.
    ///
    /// # Errors
    /// [`RefundError::Price`], [`RefundError::Empty`].
    pub fn price(context: Context, cart: Cart, book: &PriceBook) -> Result<Self, RefundError> {
        if cart.is_empty() {
            return Err(RefundError::Empty);
        }
        let priced = price_with(&cart, book, &context)?;
        Ok(Self { cart, context, priced, book: book.fingerprint()? })
    }
}

impl TakenBack {
    /// Returns what is owed: below zero where the customer is paid.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn due(&self, sold: Option<&Sold>) -> Result<Minor, MoneyError> {
        sold.map_or(Ok(self.priced.total), |sold| self.priced.total.plus(sold.priced.total))
    }
}

impl Return {
    /// Settles what comes back together with what goes out, and freezes both.
    ///
    /// # Errors
    /// [`RefundError`]; nothing is made then.
    pub fn close(
        origin: Option<Origin>,
        taken: TakenBack,
        sold: Option<Sold>,
        closing: ReturnClosing,
    ) -> Result<Self, RefundError> {
        let currency = taken.currency;
        if sold.as_ref().is_some_and(|sold| sold.cart.currency != currency) {
            return Err(RefundError::Currency);
        }
        if closing.reason.chars().count() > TEXT_CHARS_MAX {
            return Err(RefundError::ReasonTooLong);
        }
        let due = taken.due(sold.as_ref())?;
        let (cash, payments) = (closing.cash, RoundedPayments::CashOnly);
        let rules = PaymentRules { cash, change: cash.rounding, payments };
        let settlement = settle_by(due, closing.offers, rules)?;
        Ok(Self {
            id: closing.id,
            receipt_no: closing.receipt_no,
            closed_at: closing.closed_at,
            currency,
            origin,
            void: closing.void,
            lines: taken.lines,
            priced: taken.priced,
            book: taken.book,
            sold: sold.map(Box::new),
            settlement,
            points: None,
            broken_promotions: taken.broken_promotions,
            reason: closing.reason,
            approval: closing.approval,
            core_version: env!("CARGO_PKG_VERSION").to_owned(),
        })
    }
}
