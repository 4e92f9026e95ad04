use super::*;
use crate::ids::TaxId;
use crate::tax::document::{BaseRounding, DocumentLine, DocumentSettings, reckon_document};
use crate::tax::{Tax, TaxRounding, TaxRules};

fn tax(id: u32, group: u32, kind: TaxKind, affects_later: bool) -> Tax {
    let rules = TaxRules { group: TaxGroup(group), affects_later, ..TaxRules::default() };
    Tax::new(TaxId(id), "t", "T", kind).with_rules(rules)
}

fn percent(rate: i64) -> TaxKind {
    TaxKind::Percent { rate: Decimal::from(rate) }
}

fn totals(prices: &[i128], taxes: &[Tax], prices_include_tax: bool) -> DocumentTotals {
    let settings = DocumentSettings {
        prices_include_tax,
        rounding: Rounding::HalfUp,
        place: TaxRounding::PerLine,
        base: BaseRounding::default(),
        step: Decimal::ONE,
    };
    let lines: Vec<DocumentLine<'_>> = prices
        .iter()
        .map(|price| DocumentLine {
            price: Ratio::whole(*price),
            quantity: Ratio::ONE,
            taxes: taxes.iter().collect(),
        })
        .collect();
    DocumentTotals::of(&reckon_document(&lines, settings).unwrap()).unwrap()
}

fn minor(value: i64) -> Minor {
    Minor::new(value).unwrap()
}

#[test]
fn groups_have_a_base_and_a_tax_each() {
    // 10.00 and 5.00: a deposit of 0.20 each (group 2), then 10 % of 10.20 and 5.20 (group 1).
    let fixed = TaxKind::Fixed { amount: Decimal::from(20) };
    let found =
        totals(&[1000, 500], &[tax(1, 2, fixed, true), tax(2, 1, percent(10), false)], false);
    assert_eq!(
        (found.net, found.tax, found.gross().unwrap()),
        (minor(1500), minor(194), minor(1694))
    );
    let seen: Vec<_> = found
        .groups
        .iter()
        .map(|group| (group.group.0, group.base.get(), group.tax.get(), group.shown_base))
        .collect();
    assert_eq!(seen, [(1, 1540, 154, Some(minor(1540))), (2, 1500, 40, None)]);
    assert!(!found.same_base);
}

#[test]
fn a_share_of_the_gross_shows_the_gross() {
    // 20 % of 10.00 are in it; the base that is shown is 10.00, not the net 8.00.
    let division = TaxKind::Division { rate: Decimal::from(20) };
    let found = totals(&[1000], &[tax(1, 1, division, false)], true);
    assert_eq!((found.net.get(), found.groups[0].base.get()), (800, 800));
    assert_eq!(found.groups[0].shown_base, Some(minor(1000)));
}

#[test]
fn headings_stand_on_what_is_above() {
    let taxes = [tax(1, 1, percent(10), false), tax(2, 2, percent(-20), false)];
    let found = totals(&[1000], &taxes, false);
    let heading = |group: TaxGroup| (group == TaxGroup(2)).then_some("Withheld");
    let subtotals = found.subtotals(heading).unwrap();
    let seen: Vec<_> =
        subtotals.iter().map(|part| (part.heading, part.base.get(), part.tax.get())).collect();
    assert_eq!(seen, [(None, 1000, 100), (Some("Withheld"), 1100, -200)]);
    let none = totals(&[1000], &[], false);
    assert_eq!(none.subtotals(|_| None).unwrap().len(), 1);
}

#[test]
fn groups_can_be_folded_into_the_net() {
    let taxes = [tax(1, 1, percent(10), false), tax(2, 2, percent(5), false)];
    let mut found = totals(&[1000], &taxes, false);
    found.fold(&[TaxGroup(2)]).unwrap();
    assert_eq!((found.net.get(), found.tax.get(), found.groups.len()), (1050, 100, 1));
}

#[test]
fn cash_rounding_is_an_amount_or_goes_into_a_tax() {
    // 10.00 + 7 % + 2 %: 10.90; to 0.25 it is 11.00.
    let taxes = [tax(1, 1, percent(2), false), tax(2, 2, percent(7), false)];
    let found = totals(&[1000], &taxes, false);
    let amount = found.cash_rounding(Decimal::from(25), Rounding::HalfUp).unwrap();
    assert_eq!(amount, minor(10));
    assert_eq!(found.cash_rounding(Decimal::from(25), Rounding::Down).unwrap(), minor(-15));
    let mut own = found.clone();
    own.add_cash_rounding(amount, CashRounding::OwnAmount).unwrap();
    assert_eq!((own.tax, own.cash, own.gross().unwrap()), (minor(90), minor(10), minor(1100)));
    let mut into = found.clone();
    into.add_cash_rounding(amount, CashRounding::LargestTax).unwrap();
    assert_eq!((into.tax, into.cash, into.groups[1].tax), (minor(100), minor(0), minor(80)));
    // In a currency of half the worth the same document comes to twice as much.
    let double = totals(&[2000], &taxes, false);
    assert_eq!(found.carry(amount, &double, Rounding::HalfUp).unwrap(), minor(20));
    assert_eq!(found.carry(amount, &totals(&[0], &[], false), Rounding::HalfUp), Ok(minor(0)));
    assert!(found.cash_rounding(Decimal::ZERO, Rounding::HalfUp).is_err());
}
