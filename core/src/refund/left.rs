//! What of a sale can still come back.

use rust_decimal::Decimal;

use super::{Bought, RefundError, Return};
use crate::ids::LineId;
use crate::money::{Minor, MoneyError};
use crate::pricing::PricedLine;

/// What of a line can still come back.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct LineLeft {
    pub line: LineId,
    /// Zero when all of it has come back; below zero when more than that has.
    pub quantity: Decimal,
    /// What of the line was not yet given back, with tax.
    pub total: Minor,
}

/// What came back of a line before.
pub(super) struct Before {
    pub(super) quantity: Decimal,
    /// What was given back, above zero.
    pub(super) priced: PricedLine,
}

/// Returns what can still come back of each line, after the returns before. Returns of other
/// sales are passed over.
///
/// # Errors
/// [`RefundError::Money`] when amounts do not fit.
pub fn left(bought: Bought<'_>, earlier: &[&Return]) -> Result<Vec<LineLeft>, RefundError> {
    let lines = bought.cart.lines.iter().zip(&bought.priced.lines);
    lines
        .map(|(line, priced)| {
            let before = before(bought, priced, earlier)?;
            Ok(LineLeft {
                line: line.id,
                quantity: line.quantity.value().saturating_sub(before.quantity).normalize(),
                total: priced.total.minus(before.priced.total)?,
            })
        })
        .collect()
}

pub(super) fn before(
    bought: Bought<'_>,
    sold: &PricedLine,
    earlier: &[&Return],
) -> Result<Before, MoneyError> {
    let mut priced = sold.less(sold)?;
    let mut quantity = Decimal::ZERO;
    let own = |it: &&&Return| it.origin.as_ref().is_some_and(|origin| origin.sale == bought.id);
    for back in earlier.iter().filter(own) {
        for line in back.lines.iter().filter(|line| line.line == sold.line) {
            quantity = quantity.saturating_add(line.quantity.value());
        }
        for line in back.priced.lines.iter().filter(|line| line.line == sold.line) {
            priced = priced.less(line)?;
        }
    }
    Ok(Before { quantity, priced })
}
