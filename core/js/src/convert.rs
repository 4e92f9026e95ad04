//! Across the border and back.

use serde::Serialize;
use titan_core::money::Minor;
use titan_core::pricing::document::Refusal;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Error)]
    type Error;

    #[wasm_bindgen(constructor, js_class = "Error")]
    fn new(message: &str) -> Error;
    #[wasm_bindgen(method, setter)]
    fn set_name(this: &Error, name: &str);
    #[wasm_bindgen(method, setter)]
    fn set_code(this: &Error, code: &str);
    #[wasm_bindgen(method, setter)]
    fn set_field(this: &Error, field: &str);

    #[wasm_bindgen(js_namespace = JSON, catch)]
    fn stringify(value: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = JSON, catch)]
    fn parse(text: &str) -> Result<JsValue, JsValue>;
}

/// An amount for JavaScript: every amount is a whole number that a double holds exactly.
#[expect(clippy::cast_precision_loss, reason = "amounts are within 2^53")]
pub(crate) const fn number(amount: Minor) -> f64 {
    amount.get() as f64
}

/// Throws a refusal as an `Error` with `code` and `field`.
#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
pub(crate) fn thrown(refusal: Refusal) -> JsValue {
    let gap = if refusal.field.is_empty() { "" } else { ": " };
    let error = Error::new(&format!("{}{gap}{}", refusal.field, refusal.message));
    error.set_name("TitanError");
    error.set_code(refusal.code);
    error.set_field(&refusal.field);
    error.into()
}

/// Returns the JSON of a value; a string is taken for JSON already.
pub(crate) fn text_of(value: &JsValue, name: &str) -> Result<String, JsValue> {
    let text = match value.as_string() {
        Some(text) => Some(text),
        None => stringify(value)?.as_string(),
    };
    let missing = || Refusal {
        code: "json.missing",
        field: name.to_owned(),
        message: "a value is expected".to_owned(),
    };
    text.ok_or_else(|| thrown(missing()))
}

/// Reads a value as `read` does; `None` where nothing was given.
pub(crate) fn given<T>(
    value: &JsValue,
    name: &str,
    read: impl FnOnce(&str) -> Result<T, Refusal>,
) -> Result<Option<T>, JsValue> {
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    read(&text_of(value, name)?).map(Some).map_err(thrown)
}

/// Hands a value out as an object of JavaScript.
pub(crate) fn object(value: &impl Serialize) -> Result<JsValue, JsValue> {
    parse(&json(value)?)
}

/// Writes a value down.
pub(crate) fn json(value: &impl Serialize) -> Result<String, JsValue> {
    serde_json::to_string(value).map_err(|error| thrown(Refusal::new("json.write", "", &error)))
}
