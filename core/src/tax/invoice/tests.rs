use super::checks::broken_rules;
use super::*;

fn decimal(text: &str) -> Option<Decimal> {
    Some(Decimal::from_str_exact(text).unwrap())
}

fn vat(category: &str, percent: &str) -> Vat {
    Vat { category: Some(category.to_owned()), percent: decimal(percent) }
}

fn line(quantity: &str, price: &str, vat: Vat) -> InvoiceLine {
    InvoiceLine {
        quantity: decimal(quantity),
        net_price: decimal(price),
        vat,
        ..InvoiceLine::default()
    }
}

/// Two lines at 20 %, one exempt, an allowance of a tenth on the goods, freight, and a prepayment.
fn invoice() -> Invoice {
    let adjustment = |is_charge, base: Option<&str>, amount: Option<&str>| Adjustment {
        is_charge,
        amount: amount.and_then(decimal),
        percent: base.and(decimal("10")),
        base: base.and_then(decimal),
        vat: vat("S", "20"),
    };
    let mut dozen = line("30", "4.99", vat("S", "20"));
    dozen.base_quantity = decimal("12");
    Invoice {
        lines: vec![line("3", "1.333", vat("S", "20.0")), dozen, line("1", "5", vat("E", "0"))],
        adjustments: vec![
            adjustment(false, Some("16.48"), None),
            adjustment(true, None, Some("2.50")),
        ],
        totals: InvoiceTotals {
            prepaid: decimal("10"),
            rounding: decimal("0.01"),
            ..InvoiceTotals::default()
        },
        ..Invoice::default()
    }
}

#[test]
fn an_invoice_is_totalled_and_holds() {
    // 3 * 1.333 = 3.999 -> 4.00; 30 * 4.99 / 12 = 12.475 -> 12.48; 5.00: 21.48.
    // Less 1.65 (1.648), plus 2.50: 22.33. VAT 20 % of 16.48 - 1.65 + 2.50 = 17.33: 3.466 -> 3.47.
    // 25.80 - 10.00 + 0.01 = 15.81.
    let found = invoice().totalled().unwrap();
    let nets: Vec<_> = found.lines.iter().map(|line| line.net).collect();
    assert_eq!(nets, [decimal("4"), decimal("12.48"), decimal("5")]);
    let totals = found.totals;
    assert_eq!((totals.line_net, totals.without_vat), (decimal("21.48"), decimal("22.33")));
    assert_eq!((totals.allowances, totals.charges), (decimal("1.65"), decimal("2.5")));
    assert_eq!((found.total_vat, totals.with_vat), (decimal("3.47"), decimal("25.8")));
    assert_eq!(totals.payable, decimal("15.81"));
    assert_eq!(found.vat.len(), 2);
    // What was reckoned from a percentage has to be stated before it is checked.
    let mut stated = found;
    stated.adjustments[0].amount = decimal("1.65");
    assert_eq!(broken_rules(&stated).unwrap(), [""; 0]);
}

/// Changes a sound invoice and returns the rules that it then breaks.
fn broken(change: impl FnOnce(&mut Invoice)) -> Vec<String> {
    let mut invoice = invoice().totalled().unwrap();
    invoice.adjustments[0].amount = decimal("1.65");
    change(&mut invoice);
    broken_rules(&invoice).unwrap()
}

#[test]
fn what_does_not_agree_is_named() {
    assert_eq!(broken(|it| it.totals.payable = decimal("15.80")), ["BR-CO-16"]);
    assert_eq!(broken(|it| it.totals.with_vat = decimal("25.81")), ["BR-CO-15", "BR-CO-16"]);
    assert_eq!(broken(|it| it.totals.allowances = None), ["BR-CO-11", "BR-CO-13"]);
    assert_eq!(
        broken(|it| it.lines[2].net_price = decimal("-5")),
        ["BR-27", "PEPPOL-EN16931-R120"]
    );
    assert_eq!(broken(|it| it.vat[1].tax = decimal("0.60")), ["BR-CO-14", "BR-CO-17", "BR-E-09"]);
    assert_eq!(broken(|it| it.vat[1].taxable = decimal("5.01")), ["BR-E-08"]);
    // A difference below one unit is another's way of rounding.
    assert_eq!(broken(|it| it.vat[0].taxable = decimal("18.32")), [""; 0]);
    assert_eq!(broken(|it| it.vat[0].taxable = decimal("18.33")), ["BR-S-08"]);
    assert_eq!(broken(|it| it.adjustments[0].base = None), ["PEPPOL-EN16931-R041"]);
    assert_eq!(broken(|it| it.adjustments[0].percent = None), ["PEPPOL-EN16931-R042"]);
    assert_eq!(broken(|it| it.adjustments[0].base = decimal("16.79")), ["PEPPOL-EN16931-R040"]);
    assert_eq!(broken(|it| it.lines[0].base_quantity = decimal("0")), ["PEPPOL-EN16931-R121"]);
    assert_eq!(broken(|it| it.lines[0].gross_price = decimal("2")), ["PEPPOL-EN16931-R046"]);
    assert_eq!(broken(|it| it.total_vat_accounting = decimal("-30")), ["PEPPOL-EN16931-R055"]);
    assert_eq!(broken_rules(&Invoice::default()).unwrap(), [""; 0]);
}

#[test]
fn too_much_is_refused() {
    let mut invoice = invoice();
    invoice.lines[0].net_price = Some(Decimal::MAX);
    assert_eq!(invoice.totalled(), Err(MoneyError::Overflow));
}
