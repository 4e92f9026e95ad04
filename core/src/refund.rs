//! Returns and exchanges: goods come back, money goes back, and other goods may go out with them.
//!
//! A return gives back exactly what was paid for the goods that come back, with the shares of
//! promotions, discounts and taxes that those units had. [`give_back`] reckons it from the sale
//! and the returns before; [`take_unreceipted`] prices goods without a receipt. [`Return::close`]
//! settles what is owed, either way, and freezes all of it.
//!
//! All amounts of a return are those of a sale with the other sign: `total` is below zero.

mod close;
mod left;
mod pay_back;
mod policy;
mod problems;
mod take;

use serde::{Deserialize, Serialize};

use crate::cart::{Cart, LineItem};
use crate::hash::Hash256;
use crate::ids::{EntryId, LineId, PromotionId, RegisterId, SaleId};
use crate::loyalty::PointsMoved;
use crate::money::{Currency, MoneyError};
use crate::pricing::{Context, PriceError, PricedCart};
use crate::quantity::{Quantity, QuantityError};
use crate::sale::Sale;
use crate::tender::{Settlement, TenderError};
use crate::time::Timestamp;

pub use close::ReturnClosing;
pub use left::{LineLeft, left};
pub use pay_back::pay_back;
pub use problems::ReturnProblem;
pub use take::{Take, TakenBack, give_back, take_unreceipted};

/// A return or an exchange as it stands in the journal. It is never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Return {
    pub id: SaleId,
    pub receipt_no: String,
    pub closed_at: Timestamp,
    pub currency: Currency,
    /// The sale whose goods come back; none without a receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Whether the sale was undone rather than its goods brought back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub void: bool,
    pub lines: Vec<ReturnedLine>,
    /// What is given back, below zero: first the returned lines in their order, then lines that
    /// the customer keeps but that cost more now, because a promotion no longer holds.
    pub priced: PricedCart,
    /// Fingerprint of the price book that it was reckoned by, where it was by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub book: Option<Hash256>,
    /// What goes out in exchange.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sold: Option<Box<Sold>>,
    /// Of both: below zero where the customer is paid.
    pub settlement: Settlement,
    /// Points that are taken back from the customer (`burnt`) or given back (`earned`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<PointsMoved>,
    #[serde(default, skip_serializing_if = "BrokenPromotions::is_default")]
    pub broken_promotions: BrokenPromotions,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The entry in which somebody allowed it, where that was needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<EntryId>,
    /// Version of the core that reckoned it.
    pub core_version: String,
}

/// Where the goods of a return were sold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    pub sale: SaleId,
    pub receipt_no: String,
    /// The register that sold them and the number of the entry in its journal.
    pub register: RegisterId,
    pub seq: u64,
}

/// Goods that come back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnedLine {
    /// The line of the sale; without a receipt a number of its own.
    pub line: LineId,
    pub item: LineItem,
    pub quantity: Quantity,
    pub restock: Restock,
}

/// What becomes of goods that come back.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Restock {
    /// They are sold again.
    #[default]
    Restock,
    /// They are thrown away or sent back: stock does not change.
    WriteOff,
}

/// What goes out in exchange.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sold {
    pub cart: Cart,
    #[serde(default, skip_serializing_if = "Context::is_unknown")]
    pub context: Context,
    pub priced: PricedCart,
    /// Fingerprint of the price book that it was priced by.
    pub book: Hash256,
}

/// What a shop does when what the customer keeps no longer earns a promotion that was given:
/// 3 for 25.00 at 10.00 each, and one comes back.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BrokenPromotions {
    /// The share that was paid is given back: 8.33, and the customer keeps the price.
    #[default]
    Keep,
    /// What is kept is priced anew, and only what was paid beyond that is given back: 5.00.
    ClawBack,
    /// Such a return is refused: all of it or nothing.
    Forbid,
}

/// What shops settle differently about returns.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReturnSettings {
    pub broken_promotions: BrokenPromotions,
    /// Days in which goods can be brought back, counted from the day of the sale; none: no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u16>,
}

/// Something that was bought and can come back: a sale, or what went out in an exchange.
#[derive(Copy, Clone, Debug)]
pub struct Bought<'a> {
    pub id: SaleId,
    pub cart: &'a Cart,
    pub context: &'a Context,
    pub priced: &'a PricedCart,
    pub book: Hash256,
}

/// A return is refused; nothing has happened.
#[derive(Debug, thiserror::Error)]
pub enum RefundError {
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error(transparent)]
    Price(#[from] PriceError),
    #[error(transparent)]
    Tender(#[from] TenderError),
    #[error(transparent)]
    Quantity(#[from] QuantityError),
    #[error("nothing comes back")]
    Empty,
    #[error("the sale has no line {0}, or it is named twice")]
    Line(LineId),
    #[error("of line {line} only {left} can still come back")]
    MoreThanLeft { line: LineId, left: String },
    #[error("goods can be brought back for {days} days")]
    TooLate { days: u16 },
    #[error("promotion {0} was given for goods that would no longer be bought")]
    PromotionBroken(PromotionId),
    #[error("the price book that the sale was priced by is needed")]
    BookNeeded,
    #[error("what is exchanged is in another currency")]
    Currency,
    #[error("a reason has at most {} characters", crate::limits::TEXT_CHARS_MAX)]
    ReasonTooLong,
    #[error("the price book cannot be written down")]
    Book(#[from] serde_json::Error),
}

impl RefundError {
    /// Returns the stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Money(_) => "return.amount",
            Self::Price(error) => error.code(),
            Self::Tender(error) => error.code(),
            Self::Quantity(_) => "return.quantity",
            Self::Empty => "return.empty",
            Self::Line(_) => "return.line",
            Self::MoreThanLeft { .. } => "return.more_than_left",
            Self::TooLate { .. } => "return.too_late",
            Self::PromotionBroken(_) => "return.promotion_broken",
            Self::BookNeeded => "return.book_needed",
            Self::Currency => "return.currency",
            Self::ReasonTooLong => "return.reason_too_long",
            Self::Book(_) => "return.book",
        }
    }
}

impl BrokenPromotions {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl ReturnSettings {
    /// Refuses goods that were sold too long ago. Days are civil days of the shop, as
    /// [`Timestamp::day`] counts them: with 14 days, what was sold on the 1st can be brought back
    /// up to the 15th.
    ///
    /// # Errors
    /// [`RefundError::TooLate`].
    pub fn check_days(self, sold_on: i64, today: i64) -> Result<(), RefundError> {
        match self.days {
            Some(days) if today.saturating_sub(sold_on) > i64::from(days) => {
                Err(RefundError::TooLate { days })
            }
            _ => Ok(()),
        }
    }

    /// Returns whether the shop has settled nothing.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl<'a> From<&'a Sale> for Bought<'a> {
    fn from(sale: &'a Sale) -> Self {
        Self {
            id: sale.id,
            cart: &sale.cart,
            context: &sale.context,
            priced: &sale.priced,
            book: sale.book,
        }
    }
}

impl Return {
    /// Returns what went out in exchange, which can come back in its turn.
    #[must_use]
    pub fn bought(&self) -> Option<Bought<'_>> {
        self.sold.as_deref().map(|sold| Bought {
            id: self.id,
            cart: &sold.cart,
            context: &sold.context,
            priced: &sold.priced,
            book: sold.book,
        })
    }
}

#[cfg(test)]
mod tests;
