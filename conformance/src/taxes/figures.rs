//! Figures of cases: how they are read and compared.

use anyhow::{Result, bail};
use rust_decimal::Decimal;
use serde_json::Value;
use titan_core::money::Ratio;

use crate::case::{Case, written};
use crate::harness::{Outcome, Verdict, all, not_supported};

/// The case asks for what the core leaves out; the reason is for a shopkeeper.
#[derive(Debug)]
pub(crate) struct NotSupported(pub(crate) String);

impl std::fmt::Display for NotSupported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for NotSupported {}

/// Every figure has to be as expected.
pub(crate) fn verdict(figures: Result<Vec<Outcome>>) -> Verdict {
    match figures {
        Ok(figures) => Ok(all(figures)),
        Err(error) => match error.downcast::<NotSupported>() {
            Ok(NotSupported(reason)) => not_supported(reason),
            Err(error) => Err(error),
        },
    }
}

/// Compares a figure; `close` is how far off it may be.
pub(crate) fn figure(what: &str, got: Decimal, expected: Decimal, close: Decimal) -> Outcome {
    if (got - expected).abs() <= close {
        return Outcome::Pass;
    }
    let (got, expected) = (got.normalize(), expected.normalize());
    Outcome::Fail { got: format!("{what} {got}"), expected: format!("{what} {expected}") }
}

/// Compares how many there are.
pub(crate) fn count(what: &str, got: usize, expected: usize) -> Outcome {
    if got == expected {
        return Outcome::Pass;
    }
    Outcome::Fail { got: format!("{got} {what}"), expected: format!("{expected} {what}") }
}

/// The field of a case, or null.
pub(crate) fn field<'c>(case: &'c Case, name: &str) -> &'c Value {
    case.get(name).unwrap_or(&Value::Null)
}

pub(crate) fn decimal(value: &Value) -> Result<Decimal> {
    let text = written(value)?;
    let plain = Decimal::from_str_exact(&text).or_else(|_| Decimal::from_scientific(&text));
    match plain {
        Ok(number) => Ok(number.normalize()),
        Err(error) => bail!("{text:?}: {error}"),
    }
}

pub(crate) fn decimal_or(value: &Value, default: Decimal) -> Result<Decimal> {
    if value.is_null() { Ok(default) } else { decimal(value) }
}

pub(crate) fn fraction(value: &Value) -> Result<Ratio> {
    Ok(Ratio::try_from(decimal(value)?)?)
}

pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
