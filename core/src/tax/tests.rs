use super::*;

fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

fn percent(id: u32, rate: &str) -> Tax {
    Tax::percent(TaxId(id), format!("t{id}"), format!("Tax {rate} %"), decimal(rate))
}

fn fixed(id: u32, amount: &str) -> Tax {
    Tax::new(TaxId(id), "f", "Deposit", TaxKind::Fixed { amount: decimal(amount) })
}

fn rules(text: &str) -> TaxRules {
    TaxRules {
        included: Some(text.contains("included")),
        affects_later: text.contains("affects"),
        affected_by_earlier: !text.contains("alone"),
        reverse_charge: text.contains("reverse"),
        ..TaxRules::default()
    }
}

/// Returns `net/gross` a line.
fn reckon(amounts: &[i64], taxes: &[Tax], included: bool, place: TaxRounding) -> Vec<(i64, i64)> {
    let lines: Vec<TaxedAmount<'_>> = amounts
        .iter()
        .map(|amount| TaxedAmount {
            amount: Minor::new(*amount).unwrap(),
            quantity: Decimal::ONE,
            taxes: taxes.iter().collect(),
        })
        .collect();
    let settings = TaxSettings { prices_include_tax: included, rounding: Rounding::HalfUp, place };
    let taxed = tax_lines(&lines, settings).unwrap();
    for line in &taxed {
        let shares = Minor::sum(line.shares.iter().map(|share| share.1)).unwrap();
        assert_eq!(line.net.plus(shares).unwrap(), line.gross);
    }
    taxed.iter().map(|line| (line.net.get(), line.gross.get())).collect()
}

/// Checks net, gross and the shares of one line of `quantity` units.
#[track_caller]
fn check(amount: i64, quantity: &str, taxes: &[Tax], expect: (i64, i64, &[i64])) {
    for sign in [1, -1] {
        let line = TaxedAmount {
            amount: Minor::new(sign * amount).unwrap(),
            quantity: decimal(quantity),
            taxes: taxes.iter().collect(),
        };
        let settings = TaxSettings {
            prices_include_tax: false,
            rounding: Rounding::HalfUp,
            place: TaxRounding::PerLine,
        };
        let found = tax_lines(&[line], settings).unwrap().remove(0);
        let shares: Vec<i64> = found.shares.iter().map(|share| sign * share.1.get()).collect();
        let found = (sign * found.net.get(), sign * found.gross.get(), shares.as_slice());
        assert_eq!(found, expect);
    }
}

#[test]
fn included_tax_leaves_the_gross_alone() {
    // 10.00 with 19 %: 10.00 * 19 / 119 = 1.5966 -> 1.60.
    assert_eq!(reckon(&[1000], &[percent(1, "19")], true, TaxRounding::PerLine), [(840, 1000)]);
    assert_eq!(reckon(&[-1000], &[percent(1, "19")], true, TaxRounding::PerLine), [(-840, -1000)]);
}

#[test]
fn added_tax_differs_by_the_place_of_rounding() {
    // 21 % on 5.92, 1.52, 1.54, 0.39 (9.37): per line 1.24+0.32+0.32+0.08 = 1.96; once 1.97.
    let amounts = [592, 152, 154, 39];
    let sum = |place| -> i64 {
        let lines = reckon(&amounts, &[percent(1, "21")], false, place);
        lines.iter().map(|line| line.1).sum()
    };
    assert_eq!(sum(TaxRounding::PerLine), 937 + 196);
    assert_eq!(sum(TaxRounding::PerDocument), 937 + 197);
}

#[test]
fn each_of_several_taxes_is_rounded() {
    // 24 900.00 with two taxes of 14 %: each 24 900 * 14 / 128 = 2 723.4375 -> 2 723.44.
    let taxes = [percent(1, "14"), percent(2, "14")];
    let line = reckon(&[2_490_000], &taxes, true, TaxRounding::PerLine);
    assert_eq!(line, [(1_945_312, 2_490_000)]);
}

#[test]
fn a_line_without_tax_is_its_own_net() {
    assert_eq!(reckon(&[123], &[], true, TaxRounding::PerDocument), [(123, 123)]);
    assert_eq!(reckon(&[123], &[percent(3, "0")], false, TaxRounding::PerLine), [(123, 123)]);
}

#[test]
fn the_net_or_the_tax_is_rounded_first() {
    // 1.05 with 12 %: tax 0.1125 -> 0.11; net 0.9375 -> 0.94. 2.10: 0.225 -> 0.23 or 1.875 -> 1.88.
    let taxes = [percent(1, "12")];
    assert_eq!(reckon(&[105, 210], &taxes, true, TaxRounding::PerLine), [(94, 105), (187, 210)]);
    assert_eq!(reckon(&[105, 210], &taxes, true, TaxRounding::NetFirst), [(94, 105), (188, 210)]);
}

#[test]
fn a_tax_may_stand_on_an_earlier_one() {
    // 40.00, then 5 % = 2.00 of it, then 10 % of 42.00 = 4.20; alone 10 % of 40.00.
    let first = percent(1, "5").with_rules(rules("affects"));
    let second = percent(2, "10").with_rules(rules(""));
    check(4000, "1", &[first.clone(), second.clone()], (4000, 4620, &[200, 420]));
    let alone = second.clone().with_rules(rules("alone"));
    check(4000, "1", &[first.clone(), alone], (4000, 4600, &[200, 400]));
    // Included: 46.20 / 1.1 leaves 4.20 in it, and 42.00 / 1.05 leaves 2.00.
    let first = first.with_rules(rules("affects included"));
    let second = second.with_rules(rules("included"));
    check(4620, "1", &[first, second], (4000, 4620, &[200, 420]));
}

#[test]
fn amounts_per_unit_go_with_the_quantity() {
    // Six bottles for 4.74: 0.25 deposit each, then 19 % of 4.74 + 1.50 = 6.24 -> 1.1856 -> 1.19.
    let deposit = fixed(1, "25").with_rules(rules("affects"));
    let vat = percent(2, "19").with_rules(rules(""));
    check(474, "6", &[deposit.clone(), vat.clone()], (474, 743, &[150, 119]));
    // Inside of the price: 7.43 less 19/119 of it (1.1863 -> 1.19) less 1.50.
    let inside = [deposit.with_rules(rules("affects included")), vat.with_rules(rules("included"))];
    check(743, "6", &inside, (474, 743, &[150, 119]));
}

#[test]
fn a_share_of_the_gross_is_a_division() {
    let division = |text| {
        let kind = TaxKind::Division { rate: decimal("20") };
        Tax::new(TaxId(1), "d", "D", kind).with_rules(rules(text))
    };
    // 80.00 / (1 - 0.2) = 100.00, and back 20 % of 100.00.
    check(8000, "1", &[division("")], (8000, 10_000, &[2000]));
    check(10_000, "1", &[division("included")], (8000, 10_000, &[2000]));
}

#[test]
fn a_minimum_holds_for_each_unit() {
    // 57 % of the price, but 2.20 a packet at the least: 2 for 8.00 pay 4.56, for 7.00 4.40.
    let kind = TaxKind::AtLeast { rate: decimal("57"), minimum: decimal("220") };
    let excise = |text| Tax::new(TaxId(1), "x", "Excise", kind.clone()).with_rules(rules(text));
    check(800, "2", &[excise("included")], (344, 800, &[456]));
    check(700, "2", &[excise("included")], (260, 700, &[440]));
    check(700, "2", &[excise("")], (700, 1140, &[440]));
}

#[test]
fn a_group_gives_its_place_to_its_members() {
    // First the group (its sequence is lower), in it the second member before the first.
    let sequence = |sequence, text| TaxRules { sequence, ..rules(text) };
    let taxes = vec![
        percent(1, "10").with_rules(sequence(2, "")),
        percent(2, "50").with_rules(sequence(1, "affects")),
    ];
    let kind = TaxKind::Group { taxes };
    let group = Tax::new(TaxId(9), "g", "G", kind).with_rules(sequence(1, ""));
    let last = percent(3, "20").with_rules(sequence(5, ""));
    check(1000, "1", &[last, group], (1000, 1950, &[500, 150, 300]));
}

#[test]
fn a_reverse_charge_is_shown_and_taken_back() {
    let taxes = [percent(1, "21").with_rules(rules("reverse included"))];
    check(1000, "1", &taxes, (1000, 1000, &[210, -210]));
}

#[test]
fn a_tax_is_read_and_written_as_before() {
    let before = r#"{"id":1,"code":"t1","name":"Tax 19 %","kind":{"percent":{"rate":"19"}}}"#;
    assert_eq!(serde_json::from_str::<Tax>(before).unwrap(), percent(1, "19"));
    assert_eq!(serde_json::to_string(&percent(1, "19")).unwrap(), before);
    let all = r#"{"id":2,"code":"f","name":"Deposit","kind":{"fixed":{"amount":"25"}},"rules":{"included":true,"affects_later":true,"affected_by_earlier":false,"sequence":-1,"group":7,"reverse_charge":true}}"#;
    let tax = fixed(2, "25").with_rules(TaxRules {
        included: Some(true),
        affects_later: true,
        affected_by_earlier: false,
        sequence: -1,
        group: TaxGroup(7),
        reverse_charge: true,
    });
    assert_eq!(serde_json::to_string(&tax).unwrap(), all);
    assert_eq!(serde_json::from_str::<Tax>(all).unwrap(), tax);
}
