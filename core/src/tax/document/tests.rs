use proptest::prelude::*;

use super::*;
use crate::ids::TaxId;
use crate::tax::{TaxKind, TaxRules};

fn settings(place: TaxRounding) -> DocumentSettings {
    DocumentSettings {
        prices_include_tax: true,
        rounding: Rounding::HalfUp,
        place,
        base: BaseRounding::default(),
        step: Decimal::ONE,
    }
}

fn line(price: i128, taxes: &[Tax]) -> DocumentLine<'_> {
    DocumentLine { price: Ratio::whole(price), quantity: Ratio::ONE, taxes: taxes.iter().collect() }
}

fn vat(rate: i64) -> [Tax; 1] {
    [Tax::percent(TaxId(1), "t", "T", Decimal::from(rate))]
}

#[test]
fn net_tax_and_gross_of_a_document_agree() {
    // 3 x 2.50 with 19 %: tax 0.39916 each, 1.1975 together -> 1.20; 0.40 each is 1.20 as well.
    // Net 2.10084 each, 2.10 three times is 6.30 = 7.50 - 1.20.
    let taxes = vat(19);
    let lines = vec![line(250, &taxes); 3];
    let found = reckon_document(&lines, settings(TaxRounding::PerDocument)).unwrap();
    assert!(found.iter().all(|line| line.put_back.is_zero()));
    // 3 x 0.99: tax 0.15807 each -> 0.16 (0.48), together 0.4742 -> 0.47, so one gives a cent
    // back; net 0.83193 -> 0.83 (2.49), due 2.97 - 0.47 = 2.50, so one takes a cent.
    let lines = vec![line(99, &taxes); 3];
    let found = reckon_document(&lines, settings(TaxRounding::PerDocument)).unwrap();
    let seen: Vec<(i64, i64, i64)> = found
        .iter()
        .map(|line| {
            let tax = &line.taxes[0];
            (line.net.rounded.get(), line.put_back.get(), tax.amount.rounded.get())
        })
        .collect();
    assert_eq!(seen, [(83, 1, 15), (83, 0, 16), (83, 0, 16)]);
    let alone = found[0].gross_alone(Rounding::HalfUp).unwrap();
    assert_eq!((alone.get(), found[0].taxes[0].base.rounded.get()), (99, 84));
}

#[test]
fn another_currency_is_rounded_anew() {
    // 3 x 0.99 at two to one: 0.16 of tax is 0.08 per line; 0.4742 / 2 = 0.2371 per document.
    let taxes = vat(19);
    let lines = vec![line(99, &taxes); 3];
    let sum = |place| {
        let found = reckon_document(&lines, settings(place)).unwrap();
        let other = in_other_currency(&found, Ratio::whole(2), settings(place)).unwrap();
        Minor::sum(other.iter().map(|line| line.tax_total().unwrap())).unwrap().get()
    };
    assert_eq!(sum(TaxRounding::PerLine), 24);
    assert_eq!(sum(TaxRounding::PerDocument), 24);
    let found = reckon_document(&lines, settings(TaxRounding::PerLine)).unwrap();
    assert!(in_other_currency(&found, Ratio::ZERO, settings(TaxRounding::PerLine)).is_err());
}

#[test]
fn the_step_may_be_coarser_or_finer() {
    // 1.00 in steps of 0.05 (20) with 19 %: tax 0.1597 -> 0.15; a deposit of 0.25 is five steps.
    let deposit = Tax::new(TaxId(2), "d", "D", TaxKind::Fixed { amount: Decimal::from(25) })
        .with_rules(TaxRules { included: Some(false), ..TaxRules::default() });
    let taxes = [vat(19).into_iter().next().unwrap(), deposit];
    let settings = DocumentSettings { step: Decimal::from(5), ..settings(TaxRounding::PerLine) };
    let found = reckon_document(&[line(20, &taxes)], settings).unwrap();
    let amounts: Vec<i64> = found[0].taxes.iter().map(|tax| tax.amount.rounded.get()).collect();
    assert_eq!((found[0].net.rounded.get(), amounts), (17, vec![3, 5]));
    let nothing = DocumentSettings { step: Decimal::ZERO, ..settings };
    assert!(reckon_document(&[line(20, &taxes)], nothing).is_err());
}

proptest! {
    #[test]
    fn sums_are_rounded_sums_and_mirror_themselves(
        prices in prop::collection::vec((-100_000_i128..100_000, 0_usize..3), 1..8),
        per_document: bool,
    ) {
        let place = if per_document { TaxRounding::PerDocument } else { TaxRounding::PerLine };
        let all = [vat(19), [Tax::percent(TaxId(2), "u", "U", Decimal::new(55, 1))], vat(19)];
        let reckon = |sign: i128| {
            let lines: Vec<_> =
                prices.iter().map(|(price, set)| line(sign * price, &all[*set])).collect();
            reckon_document(&lines, settings(place)).unwrap()
        };
        let (there, back) = (reckon(1), reckon(-1));
        for (one, other) in there.iter().zip(&back) {
            prop_assert_eq!(one.net_total().unwrap().negated(), other.net_total().unwrap());
            prop_assert_eq!(one.tax_total().unwrap().negated(), other.tax_total().unwrap());
        }
        // All taxes are included, so the document keeps its gross amount.
        let gross: i128 = prices.iter().map(|line| line.0).sum();
        let sum = |of: fn(&LineDetail<'_>) -> Minor| Minor::sum(there.iter().map(of)).unwrap();
        let net = sum(|line| line.net_total().unwrap());
        let tax = sum(|line| line.tax_total().unwrap());
        prop_assert_eq!(i128::from(net.plus(tax).unwrap().get()), gross);
        for id in [1, 2] {
            let of_id = |line: &&TaxDetail<'_>| line.tax.id == TaxId(id);
            let taxes = || there.iter().flat_map(|line| &line.taxes).filter(of_id);
            let exact = taxes().try_fold(Ratio::ZERO, |sum, tax| sum.plus(tax.amount.exact));
            let rounded = Minor::sum(taxes().map(|tax| tax.amount.rounded)).unwrap();
            prop_assert_eq!(exact.unwrap().to_minor(Rounding::HalfUp).unwrap(), rounded);
        }
    }
}
