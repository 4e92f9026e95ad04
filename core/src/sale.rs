//! A finished sale, frozen: everything that is needed to print it, book it and price it again.

use serde::{Deserialize, Serialize};

use crate::cart::Cart;
use crate::hash::Hash256;
use crate::ids::{LineId, SaleId};
use crate::loyalty::PointsMoved;
use crate::money::Minor;
use crate::pricing::{Context, PriceBook, PriceError, PricedCart, price_with};
use crate::stored::{Load, StoredError, check_loads};
use crate::tender::{CashRules, Offer, Settlement, TenderError, settle};
use crate::time::Timestamp;

/// A sale as it stands in the journal. It is never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sale {
    pub id: SaleId,
    /// What the receipt shows: register code and a running number, `R1-000042`.
    pub receipt_no: String,
    pub closed_at: Timestamp,
    pub cart: Cart,
    /// Who bought where, when and with which coupons; it decides which promotions hold.
    #[serde(default, skip_serializing_if = "Context::is_unknown")]
    pub context: Context,
    pub priced: PricedCart,
    pub settlement: Settlement,
    /// What its lines put on gift cards and store credits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub loads: Vec<Load>,
    /// Points that the customer got and gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<PointsMoved>,
    /// Fingerprint of the price book that it was priced by.
    pub book: Hash256,
    /// Version of the core that priced it.
    pub core_version: String,
}

/// What a sale is closed with, besides the cart.
#[derive(Clone, Debug)]
pub struct Closing {
    pub id: SaleId,
    pub receipt_no: String,
    pub closed_at: Timestamp,
    pub offers: Vec<Offer>,
    pub cash: CashRules,
}

/// A sale cannot be closed; the cart is kept.
#[derive(Debug, thiserror::Error)]
pub enum SaleError {
    #[error("there is nothing in the cart")]
    Empty,
    #[error(transparent)]
    Price(#[from] PriceError),
    #[error(transparent)]
    Tender(#[from] TenderError),
    #[error("the price book cannot be written down")]
    Book(#[from] serde_json::Error),
}

impl SaleError {
    /// Returns the stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "sale.empty",
            Self::Price(error) => error.code(),
            Self::Tender(error) => error.code(),
            Self::Book(_) => "sale.book",
        }
    }
}

impl Sale {
    /// Prices a cart, closes its payment and freezes both. The customer, the store and the time
    /// are not known: see [`Self::close_in`].
    ///
    /// # Errors
    /// [`SaleError`]; nothing is made then.
    pub fn close(cart: Cart, book: &PriceBook, closing: Closing) -> Result<Self, SaleError> {
        Self::close_in(Context::default(), cart, book, closing)
    }

    /// Prices a cart for a customer, a store, a time and coupons, closes its payment and freezes
    /// all of it, so that the sale can be priced again just so.
    ///
    /// # Errors
    /// [`SaleError`]; nothing is made then.
    pub fn close_in(
        context: Context,
        cart: Cart,
        book: &PriceBook,
        closing: Closing,
    ) -> Result<Self, SaleError> {
        if cart.is_empty() {
            return Err(SaleError::Empty);
        }
        let priced = price_with(&cart, book, &context)?;
        let settlement = settle(priced.total, closing.offers, closing.cash)?;
        Ok(Self {
            id: closing.id,
            receipt_no: closing.receipt_no,
            closed_at: closing.closed_at,
            cart,
            context,
            priced,
            settlement,
            loads: Vec::new(),
            points: None,
            book: book.fingerprint()?,
            core_version: env!("CARGO_PKG_VERSION").to_owned(),
        })
    }

    /// Adds what the sale puts on gift cards and store credits.
    ///
    /// # Errors
    /// [`StoredError`] names what is wrong with a load.
    pub fn with_loads(self, loads: Vec<Load>) -> Result<Self, StoredError> {
        check_loads(&loads, &self.priced)?;
        Ok(Self { loads, ..self })
    }

    /// Adds the points that the customer got and gave.
    #[must_use]
    pub fn with_points(self, points: PointsMoved) -> Self {
        Self { points: Some(points), ..self }
    }

    /// Returns what does not add up inside of the sale; empty for every sale of ours. A sale
    /// with problems is kept and marked, never bounced.
    #[must_use]
    pub fn problems(&self) -> Vec<SaleProblem> {
        let mut problems = Vec::new();
        let ids = |lines: &mut dyn Iterator<Item = LineId>| lines.collect::<Vec<_>>();
        let sold = ids(&mut self.cart.lines.iter().map(|line| line.id));
        let priced = ids(&mut self.priced.lines.iter().map(|line| line.line));
        if sold.is_empty() {
            problems.push(SaleProblem::Empty);
        }
        if sold != priced {
            problems.push(SaleProblem::LinesDiffer);
        }
        for line in &self.priced.lines {
            let taxes = Minor::sum(line.taxes.iter().map(|share| share.amount));
            if taxes.and_then(|taxes| line.net.plus(taxes)) != Ok(line.total) {
                problems.push(SaleProblem::LineSum { line: line.line });
            }
        }
        let total = Minor::sum(self.priced.lines.iter().map(|line| line.total));
        if total != Ok(self.priced.total) {
            problems.push(SaleProblem::Total);
        }
        if self.settlement.due != self.priced.total || !self.settlement.adds_up() {
            problems.push(SaleProblem::Settlement);
        }
        problems
    }

    /// Prices the sale again by the book it names and compares.
    #[must_use]
    pub fn reprice(&self, book: &PriceBook) -> Repriced {
        match price_with(&self.cart, book, &self.context) {
            Ok(priced) if priced == self.priced => Repriced::Equal,
            Ok(priced) => Repriced::Different { total: priced.total },
            Err(error) => Repriced::Unpriced { reason: error.to_string() },
        }
    }
}

/// Something in a sale that does not add up.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum SaleProblem {
    /// Nothing was sold.
    Empty,
    /// The priced lines are not the lines of the cart.
    LinesDiffer,
    /// A line's net amount and taxes are not its total.
    LineSum { line: LineId },
    /// The lines are not the total.
    Total,
    /// The payment is not for the total or does not close.
    Settlement,
}

/// What came of pricing a sale again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Repriced {
    /// The same to the cent, line by line.
    Equal,
    /// Other amounts; `total` is what this core comes to.
    Different { total: Minor },
    /// It cannot be priced by this book.
    Unpriced { reason: String },
}
