//! A price carried from one set of taxes to another: the same goods for a customer of another
//! kind, or eaten in instead of taken away.

use rust_decimal::Decimal;

use super::plan::{Given, Plan};
use super::reckon::{Amount, reckon};
use super::{Tax, TaxError, TaxKind};
use crate::money::Ratio;

/// Returns the price under the new taxes that leaves the shop the same net amount, in units of
/// the step. Only a price that contains all of its old taxes moves: a price without tax is the
/// same whatever is added to it.
///
/// # Errors
/// [`TaxError::Money`].
pub fn map_price(
    price: Ratio,
    from: &[&Tax],
    to: &[&Tax],
    prices_include_tax: bool,
    step: Decimal,
) -> Result<Ratio, TaxError> {
    let same = from.len() == to.len() && from.iter().zip(to).all(|(old, new)| old.id == new.id);
    if same || !from.iter().all(|tax| contains(tax, prices_include_tax)) {
        return Ok(price);
    }
    let one = |value| Amount { value, units: Ratio::ONE };
    let old = Plan::in_steps(from, prices_include_tax, step, Given::Price)?;
    let net = reckon(&old, one(price), Given::Price, None)?.net;
    let new = Plan::in_steps(to, prices_include_tax, step, Given::Net)?;
    let line = reckon(&new, one(net), Given::Net, None)?;
    let included = line.taxes.iter().filter(|tax| {
        !tax.reversed && new.taxes.get(tax.place).is_some_and(|planned| planned.included)
    });
    Ok(included.map(|tax| tax.amount).try_fold(net, Ratio::plus)?)
}

fn contains(tax: &Tax, prices_include_tax: bool) -> bool {
    match &tax.kind {
        TaxKind::Group { taxes } => taxes.iter().all(|tax| tax.is_included(prices_include_tax)),
        _ => tax.is_included(prices_include_tax),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::TaxId;
    use crate::money::Rounding;
    use crate::tax::TaxRules;

    fn percent(id: u32, rate: i64, included: bool) -> Tax {
        let rules = TaxRules { included: Some(included), ..TaxRules::default() };
        Tax::percent(TaxId(id), "t", "T", Decimal::from(rate)).with_rules(rules)
    }

    #[track_caller]
    fn check(price: i128, from: &[&Tax], to: &[&Tax], expect: &str) {
        let found = map_price(Ratio::whole(price), from, to, true, Decimal::ONE).unwrap();
        assert_eq!(found.to_decimal(Rounding::HalfUp).unwrap().to_string(), expect);
    }

    #[test]
    fn the_shop_keeps_its_net() {
        let (eat_in, take_away) = (percent(1, 19, true), percent(2, 7, true));
        // 11.90 with 19 % is 10.00 net, and with 7 % 10.70.
        check(1190, &[&eat_in], &[&take_away], "1070");
        check(1190, &[&eat_in], &[&percent(3, 7, false)], "1000");
        check(1190, &[&eat_in], &[], "1000");
        check(1190, &[&eat_in], &[&eat_in], "1190");
        // A price without tax stays what it is.
        check(1000, &[&percent(4, 19, false)], &[&take_away], "1000");
        // A group contains what its members contain.
        let kind = TaxKind::Group { taxes: vec![percent(5, 10, true), percent(6, 9, true)] };
        check(1190, &[&Tax::new(TaxId(7), "g", "G", kind)], &[&take_away], "1070");
    }
}
