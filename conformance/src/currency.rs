//! Currencies, their decimal places, and the coins that countries round to.

mod rounding;

use anyhow::{Context as _, Result};
use serde_json::Value;
use titan_core::money::Currency;
use titan_core::money::currency::{Everyday, currencies_of};

use crate::case::{Case, csv};
use crate::harness::{File, Outcome, Verdict, all, not_supported, run, same, same_number};

pub(crate) const FILES: [File; 5] = [
    File {
        path: "currency/cash_rounding_examples.csv",
        run: |text, _| run(csv(text), rounding::example),
    },
    File {
        path: "currency/cash_rounding_schemes.csv",
        run: |text, _| rounding::schemes(csv(text)),
    },
    File { path: "currency/cldr_fractions.json", run: |text, _| run(fractions(text), fraction) },
    File { path: "currency/currencies.csv", run: |text, _| run(csv(text), currency) },
    File { path: "currency/region_currency.csv", run: |text, _| run(csv(text), region) },
];

/// A row of ISO 4217, joined with CLDR.
fn currency(case: &Case) -> Verdict {
    let code = case.text("code")?;
    let known = Currency::from_code(code);
    let iso = case.text("iso_minor_units")?;
    if iso.parse::<u8>().is_err() {
        // Metals and units of account: no price can be in them.
        return Ok(same(known.is_err(), true));
    }
    let known = known?;
    let everyday = Everyday::of(code);
    let increment = increment(everyday.digits, 0);
    let cash_increment = self::increment(everyday.cash_digits, everyday.cash_rounding);
    let mut outcomes = vec![
        same(known.digits(), iso),
        same(format!("{:03}", known.numeric()), case.text("numeric")?),
        same(Currency::from_numeric(known.numeric())?, code),
    ];
    for (field, got) in [
        ("cldr_digits", everyday.digits.to_string()),
        ("cldr_cash_digits", everyday.cash_digits.to_string()),
        ("cldr_cash_rounding", everyday.cash_rounding.to_string()),
        ("increment", increment),
        ("cash_increment", cash_increment),
    ] {
        if let Some(expected) = case.filled(field) {
            outcomes.push(same_number(got, expected));
        }
    }
    Ok(all(outcomes))
}

/// `(rounding or 1) x 10^-digits`.
fn increment(digits: u8, rounding: u8) -> String {
    rust_decimal::Decimal::new(rounding.max(1).into(), digits.into()).to_string()
}

/// The table of CLDR: an object of currencies.
fn fractions(text: &str) -> Result<Vec<Case>> {
    let file: Value = serde_json::from_str(text)?;
    let table = file.get("fractions").and_then(Value::as_object).context("no fractions")?;
    Ok(table.iter().map(|(code, row)| Case::new(code.clone(), row.clone())).collect())
}

fn fraction(case: &Case) -> Verdict {
    let everyday = Everyday::of(&case.name);
    let digits = case.number("_digits")?;
    let or = |field: &str, other: &str| case.number(field).unwrap_or(other.to_owned());
    Ok(all([
        same(everyday.digits, &digits),
        same(0, or("_rounding", "0")),
        same(everyday.cash_digits, or("_cashDigits", &digits)),
        same(everyday.cash_rounding, or("_cashRounding", "0")),
    ]))
}

/// A currency that is tender in a region.
fn region(case: &Case) -> Verdict {
    let (region, code) = (case.text("region")?, case.text("currency")?);
    if Currency::from_code(code).is_err() {
        return not_supported("a currency that ISO 4217 has withdrawn: no shop is paid in it");
    }
    let mut found = currencies_of(region).map(String::from);
    Ok(match found.any(|it| it == code) {
        true => Outcome::Pass,
        false => same(currencies_of(region).map(String::from).collect::<Vec<_>>().join(" "), code),
    })
}
