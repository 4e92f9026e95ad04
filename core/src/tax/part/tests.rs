use proptest::prelude::*;

use super::*;
use crate::money::Rounding::HalfUp;
use crate::tax::document::{BaseRounding, DocumentLine, DocumentSettings, reckon_document};
use crate::tax::totals::DocumentTotals;
use crate::tax::{Tax, TaxKind, TaxRounding, TaxRules};

const SETTINGS: DocumentSettings = DocumentSettings {
    prices_include_tax: true,
    rounding: HalfUp,
    place: TaxRounding::PerDocument,
    base: BaseRounding::RestOfPrice,
    step: Decimal::ONE,
};

fn percent(id: u32, rate: i64) -> Tax {
    Tax::percent(TaxId(id), "t", "T", Decimal::from(rate))
}

fn details<'a>(prices: &[(i128, &'a [Tax])]) -> Vec<LineDetail<'a>> {
    let lines: Vec<DocumentLine<'_>> = prices
        .iter()
        .map(|(price, taxes)| DocumentLine {
            price: Ratio::whole(*price),
            quantity: Ratio::ONE,
            taxes: taxes.iter().collect(),
        })
        .collect();
    reckon_document(&lines, SETTINGS).unwrap()
}

fn figures(lines: &[LineDetail<'_>]) -> (i64, i64, i64) {
    let totals = DocumentTotals::of(lines).unwrap();
    (totals.net.get(), totals.tax.get(), totals.gross().unwrap().get())
}

#[test]
fn a_discount_keeps_the_mix_of_taxes() {
    // 11.90 with 19 % (tax 1.90) and 32.10 with 7 % (2.10): 44.00. A tenth: 4.40, taxes 0.19 and
    // 0.21, net 4.00, of which 1.00 and 3.00.
    let (high, low) = ([percent(1, 19)], [percent(2, 7)]);
    let sold = details(&[(1190, &high), (3210, &low)]);
    let off = discount(&sold, Part::Percent(Decimal::TEN), HalfUp).unwrap();
    assert_eq!(figures(&off), (-400, -40, -440));
    let nets: Vec<i64> = off.iter().map(|line| line.net.rounded.get()).collect();
    assert_eq!(nets, [-100, -300]);
    let same = discount(&sold, Part::Amount(Minor::new(440).unwrap()), HalfUp).unwrap();
    assert_eq!(figures(&same), figures(&off));
}

#[test]
fn amounts_per_unit_are_not_discounted() {
    // 1.00 deposit and 19 % of both are in 6.95: 6.95 / 1.19 = 5.8403 -> tax 1.11, net 4.84.
    // A half of the goods: the tax on them is 1.11 * 4.84 / 5.84 -> 0.92, together 5.76, half 2.88.
    let fixed = TaxKind::Fixed { amount: Decimal::ONE_HUNDRED };
    let rules = TaxRules { affects_later: true, ..TaxRules::default() };
    let taxes = [Tax::new(TaxId(1), "d", "D", fixed).with_rules(rules), percent(2, 19)];
    let sold = details(&[(695, &taxes)]);
    assert_eq!(figures(&sold), (484, 211, 695));
    let half = Part::Percent(Decimal::from(50));
    assert_eq!(figures(&discount(&sold, half, HalfUp).unwrap()), (-242, -46, -288));
    // A down payment is a part of everything: half of 6.95 is 3.475 -> 3.48, half of 1.11 0.56.
    assert_eq!(figures(&down_payment(&sold, half, HalfUp).unwrap()), (292, 56, 348));
}

#[test]
fn a_share_is_carried_to_another_currency() {
    let high = [percent(1, 19)];
    let sold = details(&[(1190, &high)]);
    let part = Part::Amount(Minor::new(119).unwrap());
    let carried = part.carried(true, &sold, Ratio::whole(2), HalfUp).unwrap();
    let Part::Share { of_whole, gross } = carried else { panic!("{carried:?}") };
    assert_eq!((of_whole.to_decimal(HalfUp).unwrap(), gross.get()), (Decimal::new(1, 1), 60));
    let percent = Part::Percent(Decimal::TEN);
    let carried = percent.carried(true, &sold, Ratio::whole(2), HalfUp).unwrap();
    assert!(matches!(carried, Part::Percent(_)));
    // Nothing can be a share of nothing.
    assert!(discount(&[], percent, HalfUp).unwrap().is_empty());
}

proptest! {
    #[test]
    fn a_part_comes_to_its_amount_and_its_taxes_to_theirs(
        prices in prop::collection::vec((1_i128..500_000, 0_usize..3), 1..7),
        e2 in 0_i64..10_000,
    ) {
        let sets = [vec![percent(1, 19)], vec![percent(2, 7)], vec![percent(2, 7), percent(3, 3)]];
        let drafts: Vec<_> =
            prices.iter().map(|(price, set)| (*price, sets[*set].as_slice())).collect();
        let sold = details(&drafts);
        let share = Decimal::new(e2, 2);
        let off = discount(&sold, Part::Percent(share), HalfUp).unwrap();
        let paid = down_payment(&sold, Part::Percent(share), HalfUp).unwrap();
        let part = |whole: Minor| {
            let exact = Ratio::from(whole).times(Ratio::percent(share).unwrap()).unwrap();
            exact.to_minor(HalfUp).unwrap()
        };
        let whole = DocumentTotals::of(&sold).unwrap();
        let (off, paid) = (DocumentTotals::of(&off).unwrap(), DocumentTotals::of(&paid).unwrap());
        prop_assert_eq!(off.gross().unwrap().negated(), part(whole.gross().unwrap()));
        prop_assert_eq!(paid.gross().unwrap(), part(whole.gross().unwrap()));
        prop_assert_eq!((off.net.negated(), off.tax.negated()), (paid.net, paid.tax));
    }
}
