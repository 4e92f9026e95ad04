use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::ids::TaxId;
use crate::tax::{Tax, TaxKind, TaxRules};

fn fraction(numerator: i128, denominator: i128) -> Ratio {
    Ratio::new(numerator, denominator).unwrap()
}

fn at(plan: &Plan<'_>, value: Ratio, given: Given, rounding: Option<Rounding>) -> Reckoned {
    reckon(plan, Amount { value, units: Ratio::ONE }, given, rounding).unwrap()
}

fn same(one: Ratio, other: Ratio) -> bool {
    one == other
}

fn any_kind() -> impl Strategy<Value = TaxKind> {
    prop_oneof![
        (0_i64..400).prop_map(|e1| TaxKind::Percent { rate: Decimal::new(e1, 1) }),
        (0_i64..500).prop_map(|e1| TaxKind::Fixed { amount: Decimal::new(e1, 1) }),
        (0_i64..20).prop_map(|rate| TaxKind::Division { rate: Decimal::from(rate) }),
    ]
}

proptest! {
    #[test]
    fn a_net_amount_comes_back_from_its_gross(
        kinds in prop::collection::vec((any_kind(), any::<bool>(), any::<bool>()), 0..4),
        net in -100_000_i128..100_000,
    ) {
        let taxes: Vec<Tax> = (1..).map(TaxId).zip(kinds)
            .map(|(id, (kind, affects_later, affected_by_earlier))| {
                let rules = TaxRules { affects_later, affected_by_earlier, ..TaxRules::default() };
                Tax::new(id, "t", "T", kind).with_rules(rules)
            })
            .collect();
        let taxes: Vec<&Tax> = taxes.iter().collect();
        let plan = Plan::in_steps(&taxes, false, Decimal::ONE, Given::Net).unwrap();
        let there = at(&plan, Ratio::whole(net), Given::Net, None);
        let back = at(&plan, there.gross, Given::Gross, None);
        prop_assert!(same(back.net, Ratio::whole(net)));
        prop_assert!(same(back.gross, there.gross));
        for (one, other) in there.taxes.iter().zip(&back.taxes) {
            prop_assert!(same(one.amount, other.amount) && same(one.base, other.base));
        }
        // Rounded, the gross stays what was given and the parts still add up to it.
        let gross = there.gross.round(Rounding::HalfUp).unwrap();
        let rounded = at(&plan, Ratio::whole(gross), Given::Gross, Some(Rounding::HalfUp));
        let taxes = rounded.taxes.iter().try_fold(rounded.net, |sum, tax| sum.plus(tax.amount));
        prop_assert!(same(taxes.unwrap(), Ratio::whole(gross)));
        prop_assert!(same(rounded.gross, Ratio::whole(gross)));
    }
}

#[test]
fn a_gross_amount_is_known_and_the_net_is_the_rest() {
    // 20 % on top of 5 % of the net: gross = 1.05 * 1.2 = 1.26 of the net. 1.00 / 1.26 = 0.79365:
    // 5 % is 0.04 (0.0397), 20 % of 0.79365 + 0.04 is 0.16673 -> 0.17, net 0.79.
    let rules = TaxRules { affects_later: true, ..TaxRules::default() };
    let percent = |id, rate: i64| Tax::percent(TaxId(id), "t", "T", Decimal::from(rate));
    let taxes = [percent(1, 5).with_rules(rules), percent(2, 20)];
    let taxes: Vec<&Tax> = taxes.iter().collect();
    let plan = Plan::in_steps(&taxes, false, Decimal::ONE, Given::Net).unwrap();
    let line = at(&plan, Ratio::whole(100), Given::Gross, Some(Rounding::HalfUp));
    assert!(same(line.net, Ratio::whole(79)) && same(line.gross, Ratio::whole(100)));
    let bases: Vec<Ratio> = line.taxes.iter().map(|tax| tax.base).collect();
    assert!(same(bases[0], Ratio::whole(79)) && same(bases[1], Ratio::whole(83)));
    assert!(same(at(&plan, fraction(250, 3), Given::Net, None).gross, Ratio::whole(105)));
}

#[test]
fn a_minimum_has_no_way_back() {
    let kind = TaxKind::AtLeast { rate: Decimal::TEN, minimum: Decimal::ONE };
    let tax = Tax::new(TaxId(1), "x", "X", kind);
    let plan = Plan::new(&[&tax], true).unwrap();
    let amount = Amount { value: Ratio::whole(100), units: Ratio::ONE };
    let refused = reckon(&plan, amount, Given::Gross, None);
    assert_eq!(refused.unwrap_err(), TaxError::NoWayBack);
    // From the net it is a share of the price with the tax in it: 90 / 0.9 = 100.
    let line = at(&plan, Ratio::whole(90), Given::Net, None);
    assert!(same(line.gross, Ratio::whole(100)));
}
