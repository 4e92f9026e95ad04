use proptest::prelude::*;

use super::*;
use crate::money::Rounding;
use crate::tax::TaxRules;

fn taxed(amount: i64, taxes: &[Tax]) -> TaxedAmount<'_> {
    let amount = Minor::new(amount).unwrap();
    TaxedAmount { amount, quantity: Decimal::TWO, taxes: taxes.iter().collect() }
}

fn settings(prices_include_tax: bool, place: TaxRounding) -> TaxSettings {
    TaxSettings { prices_include_tax, rounding: Rounding::HalfUp, place }
}

fn any_place() -> impl Strategy<Value = TaxRounding> {
    use TaxRounding::{NetFirst, PerDocument, PerLine};
    prop::sample::select(vec![PerLine, PerDocument, NetFirst])
}

fn any_rate() -> impl Strategy<Value = Decimal> {
    (0_i64..100_000, 0_u32..5).prop_map(|(rate, scale)| Decimal::new(rate, scale.max(3)))
}

fn any_kind() -> impl Strategy<Value = TaxKind> {
    prop_oneof![
        4 => any_rate().prop_map(|rate| TaxKind::Percent { rate }),
        1 => (0_i64..500).prop_map(|e1| TaxKind::Fixed { amount: Decimal::new(e1, 1) }),
        1 => (0_i64..40).prop_map(|rate| TaxKind::Division { rate: Decimal::from(rate) }),
        1 => (any_rate(), 0_i64..300).prop_map(|(rate, e1)| {
            TaxKind::AtLeast { rate, minimum: Decimal::new(e1, 1) }
        }),
    ]
}

prop_compose! {
    fn any_rules()(
        included in prop::option::of(any::<bool>()),
        affects_later: bool,
        affected_by_earlier: bool,
        sequence in 0_i32..3,
        reverse_charge in prop::bool::weighted(0.1),
    ) -> TaxRules {
        TaxRules {
            included,
            affects_later,
            affected_by_earlier,
            sequence,
            reverse_charge,
            ..TaxRules::default()
        }
    }
}

prop_compose! {
    /// Taxes of every kind and in every relation to each other.
    fn any_taxes()(
        taxes in prop::collection::vec((any_kind(), any_rules()), 0..5),
    ) -> Vec<Tax> {
        (1..).map(TaxId).zip(taxes)
            .map(|(id, (kind, rules))| Tax::new(id, "t", "T", kind).with_rules(rules))
            .collect()
    }
}

prop_compose! {
    fn simple_taxes()(rates in prop::collection::vec(any_rate(), 1..4)) -> Vec<Tax> {
        (1..).map(TaxId).zip(rates).map(|(id, rate)| Tax::percent(id, "t", "T", rate)).collect()
    }
}

proptest! {
    #[test]
    fn the_short_way_comes_to_the_same(
        amount in -100_000_000_i64..100_000_000,
        taxes in simple_taxes(),
        included: bool,
    ) {
        let line = taxed(amount, &taxes);
        let settings = settings(included, TaxRounding::PerLine);
        let way = simple(&line.taxes, included).unwrap();
        let short = simple_line(&line, way, settings).unwrap();
        prop_assert_eq!(short, general_line(&line, settings).unwrap());
    }

    #[test]
    fn lines_add_up_and_keep_their_amount(
        amounts in prop::collection::vec((-1_000_000_i64..1_000_000, any_taxes()), 1..6),
        included: bool,
        place in any_place(),
    ) {
        let lines: Vec<_> = amounts.iter().map(|(amount, taxes)| taxed(*amount, taxes)).collect();
        let found = tax_lines(&lines, settings(included, place)).unwrap();
        for (line, found) in lines.iter().zip(found) {
            let shares = Minor::sum(found.shares.iter().map(|share| share.1)).unwrap();
            prop_assert_eq!(found.net.plus(shares).unwrap(), found.gross);
            if line.taxes.iter().all(|tax| tax.is_included(included)) {
                prop_assert_eq!(found.gross, line.amount);
            }
            if !line.taxes.iter().any(|tax| tax.is_included(included)) {
                prop_assert_eq!(found.net, line.amount);
            }
        }
    }

    #[test]
    fn what_comes_back_mirrors_what_was_sold(
        amounts in prop::collection::vec((-1_000_000_i64..1_000_000, any_taxes()), 1..5),
        included: bool,
        place in any_place(),
    ) {
        let reckon = |sign: i64| {
            let lines: Vec<_> =
                amounts.iter().map(|(amount, taxes)| taxed(sign * amount, taxes)).collect();
            tax_lines(&lines, settings(included, place)).unwrap()
        };
        for (sold, back) in reckon(1).into_iter().zip(reckon(-1)) {
            prop_assert_eq!((sold.net.negated(), sold.gross.negated()), (back.net, back.gross));
        }
    }

    #[test]
    fn a_document_is_rounded_once_for_each_tax(
        amounts in prop::collection::vec(-1_000_000_i64..1_000_000, 1..9),
        rate in 0_i64..4_000,
        included: bool,
    ) {
        // One tax on all lines: its sum is that of a single line of the sum.
        let taxes = [Tax::percent(TaxId(1), "t", "T", Decimal::new(rate, 2))];
        let settings = settings(included, TaxRounding::PerDocument);
        let tax = |amounts: &[i64]| {
            let lines: Vec<_> = amounts.iter().map(|amount| taxed(*amount, &taxes)).collect();
            let found = tax_lines(&lines, settings).unwrap();
            Minor::sum(found.iter().flat_map(|line| line.shares.iter().map(|it| it.1))).unwrap()
        };
        prop_assert_eq!(tax(&amounts), tax(&[amounts.iter().sum()]));
        let mut turned = amounts.clone();
        turned.reverse();
        prop_assert_eq!(tax(&amounts), tax(&turned));
    }
}

fn wild_decimal() -> impl Strategy<Value = Decimal> {
    (any::<i128>(), 0_u32..=28).prop_map(|(mantissa, scale)| {
        // A decimal holds 96 bits beside its sign.
        Decimal::from_i128_with_scale(mantissa >> 32, scale)
    })
}

fn wild_kind() -> impl Strategy<Value = TaxKind> {
    (wild_decimal(), wild_decimal(), 0..4).prop_map(|(rate, minimum, kind)| match kind {
        0 => TaxKind::Percent { rate },
        1 => TaxKind::Fixed { amount: rate },
        2 => TaxKind::Division { rate },
        _ => TaxKind::AtLeast { rate, minimum },
    })
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(
        amounts in prop::collection::vec(
            (-crate::limits::MINOR_MAX..=crate::limits::MINOR_MAX, wild_decimal()),
            1..4,
        ),
        kinds in prop::collection::vec((wild_kind(), any_rules()), 1..5),
        included: bool,
        place in any_place(),
    ) {
        let taxes: Vec<Tax> = (1..).map(TaxId).zip(kinds)
            .map(|(id, (kind, rules))| Tax::new(id, "t", "T", kind).with_rules(rules))
            .collect();
        let lines: Vec<_> = amounts
            .iter()
            .map(|(amount, quantity)| TaxedAmount { quantity: *quantity, ..taxed(*amount, &taxes) })
            .collect();
        if let Ok(lines) = tax_lines(&lines, settings(included, place)) {
            for line in lines {
                let shares = Minor::sum(line.shares.iter().map(|share| share.1));
                prop_assert!(shares.is_err() || line.net.plus(shares.unwrap()) == Ok(line.gross));
            }
        }
    }
}

#[test]
fn left_over_cents_go_to_the_largest_lines() {
    // 3 x 0.35 at 7 %: 0.0245 each is 0.02, together 0.0735 is 0.07; 0.01 is missing.
    // With a line of 0.45 (0.0315, 0.03) together 0.105 is 0.11: 0.09 and two cents, the first of
    // them to the largest, the second to the first of the others.
    let taxes = [Tax::percent(TaxId(1), "t", "T", Decimal::from(7))];
    let shares = |amounts: &[i64]| -> Vec<i64> {
        let lines: Vec<_> = amounts.iter().map(|amount| taxed(*amount, &taxes)).collect();
        let found = tax_lines(&lines, settings(false, TaxRounding::PerDocument)).unwrap();
        found.iter().map(|line| line.shares[0].1.get()).collect()
    };
    assert_eq!(shares(&[35, 35, 35]), [3, 2, 2]);
    assert_eq!(shares(&[35, 35, 35, 45]), [3, 2, 2, 4]);
}

#[test]
fn too_much_is_refused() {
    let tax = |kind| [Tax::new(TaxId(1), "t", "T", kind)];
    let huge = tax(TaxKind::Fixed { amount: Decimal::MAX });
    let most = crate::limits::MINOR_MAX;
    for place in [TaxRounding::PerLine, TaxRounding::PerDocument, TaxRounding::NetFirst] {
        let lines = [taxed(100, &huge)];
        assert_eq!(tax_lines(&lines, settings(false, place)), Err(MoneyError::Overflow));
        let taxes = tax(TaxKind::Percent { rate: Decimal::ONE });
        let lines = [taxed(most, &taxes)];
        assert_eq!(tax_lines(&lines, settings(false, place)), Err(MoneyError::Overflow));
        assert!(tax_lines(&lines, settings(true, place)).is_ok());
    }
}
