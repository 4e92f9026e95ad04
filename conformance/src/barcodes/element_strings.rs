//! Element strings and what their data says.

use anyhow::{Context as _, Result, bail};
use serde_json::Value as Json;
use titan_core::catalog::barcode::check::measure_check_digit;
use titan_core::catalog::barcode::gs1::{Elements, SEPARATOR, Value};

use crate::case::{Case, written};
use crate::harness::{Outcome, Verdict, all, not_supported, refused_or, same, same_number};

/// The cases are of this time; two digits of a year are taken as near to it.
const THIS_YEAR: i16 = 2026;

pub(super) fn check(case: &Case) -> Verdict {
    let input = case.text("input")?;
    let expected = case.get("expected").context("no expectation")?;
    let error = expected.as_str().unwrap_or_default();
    let kind = case.text("kind")?;
    if kind == "price_weight_check_digit" {
        let digit = measure_check_digit(input).context("no verifier of that length");
        return Ok(refused_or(digit, error, |digit| same(digit, error)));
    }
    if kind.ends_with("to human readable") {
        let separators = separators(case)?;
        let got = Elements::parse(input, &separators).map(|elements| elements.readable());
        return Ok(refused_or(got, error, |got| same(got, error)));
    }
    if kind.starts_with("human readable to") {
        let got = Elements::parse_readable(input).map(|elements| elements.encoded());
        return Ok(refused_or(got, error, |got| same(got, error)));
    }
    let says_value = kind.starts_with("AI ") || kind.contains("date");
    if !says_value {
        return not_supported("a kind of element that no label in a shop has");
    }
    let value = value(input);
    if error.starts_with("error") {
        return Ok(refused_or(value, error, |_| Outcome::Pass));
    }
    compare(&value?, expected)
}

fn separators(case: &Case) -> Result<Vec<char>> {
    if case.get("separators").is_none() {
        return Ok(vec![SEPARATOR]);
    }
    let texts = case.list("separators")?.iter().filter_map(Json::as_str);
    Ok(texts.flat_map(str::chars).collect())
}

/// What a text of one element says.
fn value(input: &str) -> Result<Value> {
    let elements = Elements::parse(input, &[SEPARATOR])?;
    let [element] = elements.elements() else { bail!("not one element") };
    Ok(element.value(THIS_YEAR)?)
}

fn compare(value: &Value, expected: &Json) -> Verdict {
    Ok(match value {
        Value::Measure(number) | Value::Percent(number) => same_number(number, written(expected)?),
        Value::Count(count) => same_number(count, written(expected)?),
        Value::Amount(amount) => {
            let field = |name: &str| expected.get(name).map(written).transpose();
            let number = field("amount")?.map_or_else(|| written(expected), Ok)?;
            let currency = amount.currency.map(String::from).unwrap_or_default();
            all([
                same_number(amount.value, number),
                same(currency, field("currency")?.unwrap_or_default()),
            ])
        }
        Value::Date(from, to) => {
            let text = |name: &str| expected.get(name).and_then(Json::as_str);
            let moment = from.time.filter(|_| to.is_none()).map(|_| from.to_string());
            match expected.as_str() {
                Some(date) => same(from.date, date),
                None => all([
                    same(from.date, text("date").unwrap_or_default()),
                    same(moment.unwrap_or_default(), text("datetime").unwrap_or_default()),
                ]),
            }
        }
        Value::Text | Value::Gtin(_) | Value::Sscc => same("no number and no date", expected),
    })
}
