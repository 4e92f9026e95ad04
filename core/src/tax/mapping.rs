//! A price carried from one set of taxes to another: the same goods for a customer of another
//! kind, or eaten in instead of taken away.

use rust_decimal::Decimal;

use super::fraction::Fraction;
use super::plan::{Given, Plan};
use super::reckon::{Amount, reckon};
use super::{Tax, TaxError, TaxKind};

/// Returns the price under the new taxes that leaves the shop the same net amount, in units of
/// the step. Only a price that contains all of its old taxes moves: a price without tax is the
/// same whatever is added to it.
///
/// # Errors
/// [`TaxError::Money`].
pub fn map_price(
    price: Fraction,
    from: &[&Tax],
    to: &[&Tax],
    prices_include_tax: bool,
    step: Decimal,
) -> Result<Fraction, TaxError> {
    let same = from.len() == to.len() && from.iter().zip(to).all(|(old, new)| old.id == new.id);
    if same || !from.iter().all(|tax| contains(tax, prices_include_tax)) {
        return Ok(price);
    }
    let one = |value| Amount { value, units: Fraction::ONE };
    let old = Plan::in_steps(from, prices_include_tax, step, Given::Price)?;
    let net = reckon(&old, one(price), Given::Price, None)?.net;
    let new = Plan::in_steps(to, prices_include_tax, step, Given::Net)?;
    let line = reckon(&new, one(net), Given::Net, None)?;
    let included = line.taxes.iter().filter(|tax| {
        !tax.reversed && new.taxes.get(tax.place).is_some_and(|planned| planned.included)
    });
    Ok(included.map(|tax| tax.amount).try_fold(net, Fraction::plus)?)
}

fn contains(tax: &Tax, prices_include_tax: bool) -> bool {
    match &tax.kind {
        TaxKind::Group { taxes } => taxes.iter().all(|tax| tax.is_included(prices_include_tax)),
        _ => tax.is_included(prices_include_tax),
    }
}
