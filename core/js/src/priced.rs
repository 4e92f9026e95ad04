//! What a pricing came to; read of it what is needed.

use titan_core::pricing::{PricedCart, PricedLine};
use wasm_bindgen::prelude::*;

use crate::convert::{json, number, object};

/// A priced cart. It stays in the memory of the core: the getters cost next to nothing, and
/// `toJSON` makes an object of all of it.
#[wasm_bindgen]
pub struct Priced(PricedCart);

impl From<PricedCart> for Priced {
    fn from(priced: PricedCart) -> Self {
        Self(priced)
    }
}

#[wasm_bindgen]
impl Priced {
    /// What is owed, in minor units.
    #[wasm_bindgen(getter)]
    pub fn total(&self) -> f64 {
        number(self.0.total)
    }

    /// What is owed without tax.
    #[wasm_bindgen(getter)]
    pub fn net(&self) -> f64 {
        number(self.0.net)
    }

    /// What the goods are worth before any discount.
    #[wasm_bindgen(getter)]
    pub fn value(&self) -> f64 {
        number(self.0.value)
    }

    /// Everything that was taken off, as a positive amount.
    #[wasm_bindgen(getter)]
    pub fn discount(&self) -> f64 {
        number(self.0.discount)
    }

    /// How many lines there are.
    #[wasm_bindgen(getter, js_name = lineCount)]
    pub fn line_count(&self) -> usize {
        self.0.lines.len()
    }

    /// The totals of all lines, in the order of the cart.
    #[wasm_bindgen(js_name = lineTotals)]
    pub fn line_totals(&self) -> Vec<f64> {
        self.0.lines.iter().map(|line| number(line.total)).collect()
    }

    /// One line, by its place in the cart, counted from 0.
    #[wasm_bindgen(unchecked_return_type = "PricedLine | undefined")]
    pub fn line(&self, index: usize) -> Result<JsValue, JsValue> {
        let line: Option<&PricedLine> = self.0.lines.get(index);
        line.map_or(Ok(JsValue::UNDEFINED), object)
    }

    /// All of it. `JSON.stringify` calls it too.
    #[wasm_bindgen(js_name = toJSON, unchecked_return_type = "PricedCart")]
    pub fn to_object(&self) -> Result<JsValue, JsValue> {
        object(&self.0)
    }

    /// All of it as JSON text.
    #[wasm_bindgen(js_name = toText)]
    pub fn to_text(&self) -> Result<String, JsValue> {
        json(&self.0)
    }
}
