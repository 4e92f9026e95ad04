//! Pricing a cart: from frozen unit prices to the total, with the reason for every cent.
//!
//! The steps, each with at most one rounding:
//! 1. a line's value is `round(unit price * quantity)`; the unit price is the item's own or that
//!    of a price list, see [`list`], and what its modifiers add;
//! 2. the line's own discount comes off, never more than the line is worth;
//! 3. promotions come off what is left, see [`promotion`]; the book says whether they come before
//!    or after the line's own discount;
//! 4. the discount of the cart is reckoned on the sum of what is left and shared over the lines
//!    by largest remainder;
//! 5. taxes are taken out of (or put on) what is left, see [`crate::tax`].
//!
//! [`price`] is the simple door, [`price_with`] knows the customer, the store, the time and the
//! coupons. Who prices many carts by one book compiles it once: [`CompiledBook`].

pub mod book;
mod compile;
pub mod context;
pub mod document;
mod engine;
pub mod explain;
pub mod list;
pub mod notice;
mod output;
mod portion;
mod pricer;
pub mod promotion;
mod rate;
mod scratch;
mod steps;
mod taxes;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::cart::{Cart, LineItem};
use crate::catalog::UnitPrice;
use crate::ids::{LineId, PromotionId, TaxId};
use crate::money::{Minor, MoneyError};
use crate::quantity::Quantity;

pub use book::PriceBook;
use compile::Compiled;
pub use compile::CompiledBook;
pub use context::{Context, CouponUse, LocalMinute, OrderType};
use explain::{NoTrace, Trace};
pub use list::{Listed, PriceList, PriceListSettings, PriceRule};
pub use notice::Notice;
pub use pricer::Pricer;
pub use promotion::{Promotion, PromotionSettings};
pub use scratch::Scratch;

/// A cart with its prices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PricedCart {
    /// In the order of the cart's lines.
    pub lines: Vec<PricedLine>,
    /// What the goods are worth before any discount.
    pub value: Minor,
    /// Everything that was taken off, as a positive amount.
    pub discount: Minor,
    /// What is owed without tax.
    pub net: Minor,
    pub taxes: Vec<TaxTotal>,
    /// What is owed: `net` and all taxes.
    pub total: Minor,
    /// The promotions that took something off, in the order of application.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promotions: Vec<PromotionTotal>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<Notice>,
}

/// The prices of one line; `total = net + taxes`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PricedLine {
    pub line: LineId,
    /// Unit price times quantity, rounded.
    pub value: Minor,
    /// The rule of a price list that made the unit price; none: the item's own price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed: Option<Box<Listed>>,
    /// How much of the value is for each modifier of the line, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modifiers: Vec<Minor>,
    /// What the line's own discount takes off.
    pub line_discount: Minor,
    /// What promotions take off, in the order of application.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promotions: Vec<PromotionShare>,
    /// The line's share of the discount of the cart.
    pub cart_discount: Minor,
    pub net: Minor,
    pub total: Minor,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taxes: Vec<TaxShare>,
}

/// What a promotion takes off one line.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromotionShare {
    pub promotion: PromotionId,
    /// Positive.
    pub amount: Minor,
    /// Units of the line that it is for.
    pub units: u32,
}

/// What a promotion takes off the whole cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromotionTotal {
    pub promotion: PromotionId,
    pub name: String,
    /// Positive.
    pub amount: Minor,
}

/// A tax on one line.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxShare {
    pub tax: TaxId,
    pub amount: Minor,
}

/// A tax on the whole cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxTotal {
    pub tax: TaxId,
    /// The net amount of the lines that bear the tax.
    pub net: Minor,
    pub amount: Minor,
}

/// A cart cannot be priced.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PriceError {
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error("the cart is in {cart}, the price book in {book}")]
    Currency { cart: String, book: String },
    #[error("line {line} bears tax {tax}, which the price book does not have")]
    UnknownTax { line: LineId, tax: TaxId },
}

impl PriceError {
    /// Returns the stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Money(_) => "price.amount",
            Self::Currency { .. } => "price.currency",
            Self::UnknownTax { .. } => "price.unknown_tax",
        }
    }
}

/// Prices a cart by a price book, for an unknown customer at an unknown time without coupons.
///
/// # Errors
/// [`PriceError`] when an amount overflows or the book does not fit the cart.
pub fn price(cart: &Cart, book: &PriceBook) -> Result<PricedCart, PriceError> {
    price_traced(cart, book, &mut NoTrace)
}

/// Prices a cart for a customer, a store, a time and coupons.
///
/// # Errors
/// As [`price`].
pub fn price_with(
    cart: &Cart,
    book: &PriceBook,
    context: &Context,
) -> Result<PricedCart, PriceError> {
    price_with_traced(cart, book, context, &mut NoTrace)
}

/// Prices a cart and tells the reason for each step to `trace`.
///
/// # Errors
/// As [`price`].
pub fn price_traced(
    cart: &Cart,
    book: &PriceBook,
    trace: &mut impl Trace,
) -> Result<PricedCart, PriceError> {
    price_with_traced(cart, book, &Context::default(), trace)
}

/// Prices a cart as [`price_with`] and tells the reason for each step to `trace`.
///
/// # Errors
/// As [`price`].
pub fn price_with_traced(
    cart: &Cart,
    book: &PriceBook,
    context: &Context,
    trace: &mut impl Trace,
) -> Result<PricedCart, PriceError> {
    let compiled = Compiled::new(book);
    steps::price(cart, (book, &compiled), context, &mut Scratch::new(), trace)
}

impl PricedLine {
    /// Returns the price of one unit of what the line sells, without its modifiers.
    #[must_use]
    pub fn unit_price(&self, item: &LineItem) -> UnitPrice {
        self.listed.as_ref().map_or(item.price, |listed| listed.price)
    }

    /// Returns how much of the value is for the item alone, without its modifiers.
    #[must_use]
    pub fn value_alone(&self) -> Minor {
        let modifiers = self.modifiers.iter().try_fold(self.value, |left, one| left.minus(*one));
        modifiers.unwrap_or(self.value)
    }
}

impl CompiledBook {
    /// Returns what a price list makes of the unit price of an item, and why; none where the
    /// item's own price stands.
    ///
    /// # Errors
    /// [`PriceError::Money`] when the price is too large.
    pub fn listed(
        &self,
        item: &LineItem,
        quantity: Quantity,
        context: &Context,
    ) -> Result<Option<Box<Listed>>, PriceError> {
        let lists = &self.compiled.lists;
        let Some(open) = lists.open(&[], context) else { return Ok(None) };
        let own_e4 = scratch::scaled(item.price.value(), 4)?;
        let micro = scratch::scaled(quantity.value(), 6)?;
        let found = open.price(item, own_e4, micro)?;
        Ok(found.and_then(|found| lists.listed(found)))
    }

    /// Prices a cart. The scratch is working memory that later pricings use again.
    ///
    /// # Errors
    /// As [`price`].
    pub fn price(
        &self,
        cart: &Cart,
        context: &Context,
        scratch: &mut Scratch,
    ) -> Result<PricedCart, PriceError> {
        self.price_traced(cart, context, scratch, &mut NoTrace)
    }

    /// Prices a cart and tells the reason for each step to `trace`.
    ///
    /// # Errors
    /// As [`price`].
    pub fn price_traced(
        &self,
        cart: &Cart,
        context: &Context,
        scratch: &mut Scratch,
        trace: &mut impl Trace,
    ) -> Result<PricedCart, PriceError> {
        steps::price(cart, (self.book(), &self.compiled), context, scratch, trace)
    }
}
