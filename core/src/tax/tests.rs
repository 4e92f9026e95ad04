use super::*;

fn percent(id: u32, rate: &str) -> Tax {
    let rate = Decimal::from_str_exact(rate).unwrap();
    Tax::percent(TaxId(id), format!("t{id}"), format!("Tax {rate} %"), rate)
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
fn several_taxes_share_one_rounding() {
    // 24 900.00 with two taxes of 14 %: tax 24 900 * 28 / 128 = 5 446.875 -> 5 446.88, net the rest.
    let taxes = [percent(1, "14"), percent(2, "14")];
    let line = reckon(&[2_490_000], &taxes, true, TaxRounding::PerLine);
    assert_eq!(line, [(1_945_312, 2_490_000)]);
}

#[test]
fn a_line_without_tax_is_its_own_net() {
    assert_eq!(reckon(&[123], &[], true, TaxRounding::PerDocument), [(123, 123)]);
    assert_eq!(reckon(&[123], &[percent(3, "0")], false, TaxRounding::PerLine), [(123, 123)]);
}
