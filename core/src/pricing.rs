//! Pricing a cart: from frozen unit prices to the total, with the reason for every cent.
//!
//! The steps, each with at most one rounding:
//! 1. a line's value is `round(unit price * quantity)`;
//! 2. the line's own discount comes off, never more than the line is worth;
//! 3. the discount of the cart is reckoned on the sum of what is left and shared over the lines
//!    by largest remainder;
//! 4. taxes are taken out of (or put on) what is left, see [`crate::tax`].

pub mod book;
pub mod explain;
#[cfg(test)]
mod tests;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::cart::{Cart, Discount, DiscountValue, Line};
use crate::ids::{LineId, TaxId};
use crate::money::allocate::allocate;
use crate::money::{Minor, MoneyError, Rounding};
use crate::tax::{LineTax, Tax, TaxedAmount, tax_lines};

pub use book::PriceBook;
use explain::{NoTrace, Rule, Trace};

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
}

/// The prices of one line; `total = net + taxes`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PricedLine {
    pub line: LineId,
    /// Unit price times quantity, rounded.
    pub value: Minor,
    /// What the line's own discount takes off.
    pub line_discount: Minor,
    /// The line's share of the discount of the cart.
    pub cart_discount: Minor,
    pub net: Minor,
    pub total: Minor,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taxes: Vec<TaxShare>,
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

/// Prices a cart by a price book.
///
/// # Errors
/// [`PriceError`] when an amount overflows or the book does not fit the cart.
pub fn price(cart: &Cart, book: &PriceBook) -> Result<PricedCart, PriceError> {
    price_traced(cart, book, &mut NoTrace)
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
    if cart.currency != book.currency {
        let (cart, book) = (cart.currency.to_string(), book.currency.to_string());
        return Err(PriceError::Currency { cart, book });
    }
    let mut lines = Vec::with_capacity(cart.lines.len());
    for line in &cart.lines {
        lines.push(price_line(line, book.rounding, trace)?);
    }
    share_cart_discount(cart, book.rounding, &mut lines, trace)?;
    add_taxes(cart, book, &mut lines, trace)?;
    total_up(lines)
}

fn price_line(
    line: &Line,
    rounding: Rounding,
    trace: &mut impl Trace,
) -> Result<PricedLine, PriceError> {
    let value = line_value(line, rounding)?;
    trace.step(line.id, Rule::UnitPrice, value);
    let line_discount = match &line.discount {
        Some(discount) => discount_of(discount, value, rounding)?,
        None => Minor::ZERO,
    };
    if let Some(discount) = &line.discount {
        trace.step(line.id, Rule::LineDiscount(discount.clone()), line_discount.negated());
    }
    Ok(PricedLine {
        line: line.id,
        value,
        line_discount,
        cart_discount: Minor::ZERO,
        net: Minor::ZERO,
        total: Minor::ZERO,
        taxes: Vec::new(),
    })
}

/// `round(unit price * quantity)`, exact before the one rounding.
fn line_value(line: &Line, rounding: Rounding) -> Result<Minor, MoneyError> {
    let price = line.item.price.value();
    let quantity = line.quantity.value();
    let product = price.mantissa().checked_mul(quantity.mantissa()).ok_or(MoneyError::Overflow)?;
    let scale = crate::money::rounding::power_of_ten(price.scale() + quantity.scale())?;
    Minor::from_wide(rounding.divide(product, scale)?)
}

/// What a discount takes off an amount: never less than nothing, never more than the amount.
fn discount_of(
    discount: &Discount,
    amount: Minor,
    rounding: Rounding,
) -> Result<Minor, MoneyError> {
    let wanted = match discount.value {
        DiscountValue::Amount(wanted) => wanted,
        DiscountValue::Percent(percent) => {
            let share = percent.checked_div(Decimal::ONE_HUNDRED).ok_or(MoneyError::Overflow)?;
            Minor::from_wide(rounding.multiply(i128::from(amount.get()), share)?)?
        }
    };
    Ok(wanted.clamp(Minor::ZERO, amount.max(Minor::ZERO)))
}

fn share_cart_discount(
    cart: &Cart,
    rounding: Rounding,
    lines: &mut [PricedLine],
    trace: &mut impl Trace,
) -> Result<(), PriceError> {
    let Some(discount) = &cart.discount else { return Ok(()) };
    if lines.is_empty() {
        return Ok(());
    }
    let left: Vec<Minor> =
        lines.iter().map(|line| line.value.minus(line.line_discount)).collect::<Result<_, _>>()?;
    let off = discount_of(discount, Minor::sum(left.iter().copied())?, rounding)?;
    let weights: Vec<i64> = left.iter().map(|amount| amount.get()).collect();
    for (line, share) in lines.iter_mut().zip(allocate(off, &weights)?) {
        line.cart_discount = share;
        trace.step(line.line, Rule::CartDiscount(discount.clone()), share.negated());
    }
    Ok(())
}

fn add_taxes(
    cart: &Cart,
    book: &PriceBook,
    lines: &mut [PricedLine],
    trace: &mut impl Trace,
) -> Result<(), PriceError> {
    let mut amounts = Vec::with_capacity(lines.len());
    for (line, priced) in cart.lines.iter().zip(lines.iter()) {
        let amount = priced.value.minus(priced.line_discount)?.minus(priced.cart_discount)?;
        let quantity = line.quantity.value();
        amounts.push(TaxedAmount { amount, quantity, taxes: taxes_of(line, book)? });
    }
    let taxed = tax_lines(&amounts, book.tax_settings())?;
    for (line, LineTax { net, gross, shares }) in lines.iter_mut().zip(taxed) {
        line.net = net;
        line.total = gross;
        for (tax, amount) in shares {
            let rule =
                if book.prices_include_tax { Rule::IncludedTax(tax) } else { Rule::AddedTax(tax) };
            trace.step(line.line, rule, amount);
            line.taxes.push(TaxShare { tax, amount });
        }
    }
    Ok(())
}

fn taxes_of<'a>(line: &Line, book: &'a PriceBook) -> Result<Vec<&'a Tax>, PriceError> {
    let find =
        |tax: &TaxId| book.tax(*tax).ok_or(PriceError::UnknownTax { line: line.id, tax: *tax });
    line.item.taxes.iter().map(find).collect()
}

fn total_up(lines: Vec<PricedLine>) -> Result<PricedCart, PriceError> {
    let sum = |of: fn(&PricedLine) -> Minor| Minor::sum(lines.iter().map(of));
    let value = sum(|line| line.value)?;
    let discount = sum(|line| line.line_discount)?.plus(sum(|line| line.cart_discount)?)?;
    let net = sum(|line| line.net)?;
    let total = sum(|line| line.total)?;
    let mut taxes: Vec<TaxTotal> = Vec::new();
    for line in &lines {
        for share in &line.taxes {
            match taxes.iter_mut().find(|total| total.tax == share.tax) {
                Some(total) => {
                    total.net = total.net.plus(line.net)?;
                    total.amount = total.amount.plus(share.amount)?;
                }
                None => {
                    taxes.push(TaxTotal { tax: share.tax, net: line.net, amount: share.amount })
                }
            }
        }
    }
    taxes.sort_by_key(|total| total.tax);
    Ok(PricedCart { lines, value, discount, net, taxes, total })
}
