//! Amounts: as text and back, and shared to the last cent.

use titan_core::money::{Currency, Minor, MoneyError, allocate::allocate, format};
use titan_core::pricing::document::Refusal;
use wasm_bindgen::prelude::*;

use crate::convert::{number, thrown};

/// Writes an amount of minor units with the decimal places of its currency: `-12.30`.
#[wasm_bindgen(js_name = formatAmount)]
pub fn format_amount(amount: f64, currency: &str) -> Result<String, JsValue> {
    Ok(format::plain(minor(amount, "amount")?, currency_of(currency)?))
}

/// Reads an amount: `"12.3"`, `"-0,05"`. Returns minor units.
#[wasm_bindgen(js_name = parseAmount)]
pub fn parse_amount(text: &str, currency: &str) -> Result<f64, JsValue> {
    let amount = format::parse(text, currency_of(currency)?);
    amount.map(number).map_err(|error| refused("text", &error))
}

/// How many decimal places a currency of ISO 4217 has.
#[wasm_bindgen(js_name = currencyDigits)]
pub fn currency_digits(currency: &str) -> Result<u8, JsValue> {
    currency_of(currency).map(Currency::digits)
}

/// Shares an amount over weights so that the shares add up: left-over units go to the largest
/// remainders, then to the earlier.
#[wasm_bindgen(js_name = allocate)]
pub fn allocate_amount(amount: f64, weights: &[f64]) -> Result<Vec<f64>, JsValue> {
    let whole = weights.iter().map(|weight| minor(*weight, "weights").map(Minor::get));
    let weights = whole.collect::<Result<Vec<_>, _>>()?;
    let shares = allocate(minor(amount, "amount")?, &weights);
    let shares = shares.map_err(|error| refused("weights", &error))?;
    Ok(shares.into_iter().map(number).collect())
}

/// Takes a number of JavaScript for an amount, if it is a whole one.
#[expect(clippy::cast_possible_truncation, reason = "it is whole, and Minor holds the range")]
fn minor(value: f64, field: &'static str) -> Result<Minor, JsValue> {
    if value.fract() != 0.0 {
        return Err(refused(field, &MoneyError::NotExact));
    }
    Minor::new(value as i64).map_err(|error| refused(field, &error))
}

fn currency_of(code: &str) -> Result<Currency, JsValue> {
    Currency::from_code(code).map_err(|error| refused("currency", &error))
}

fn refused(field: &'static str, error: &MoneyError) -> JsValue {
    thrown(Refusal::new("money.refused", field, error))
}
