//! What a scanner sends.

use serde::Serialize;
use titan_core::catalog::barcode::{Candidate, MeasureKind, ScalePattern, candidates};
use titan_core::pricing::document::Refusal;
use wasm_bindgen::prelude::*;

use crate::convert::{given, object};

/// One way to read a code, as a document.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Reading {
    Label { item: String, article: String, measure: MeasureKind, value: String },
    Gtin { gtin14: String },
    UpcE { code: String, gtin14: String },
    Sscc { code: String },
    Elements { elements: Vec<Element> },
}

#[derive(Serialize)]
struct Element {
    identifier: String,
    data: String,
}

impl From<Candidate> for Reading {
    fn from(candidate: Candidate) -> Self {
        match candidate {
            Candidate::Label(label) => Self::Label {
                item: label.item,
                article: label.article,
                measure: label.measure.kind,
                value: label.measure.value.to_string(),
            },
            Candidate::Gtin(gtin) => Self::Gtin { gtin14: gtin.as_14() },
            Candidate::UpcE(upc) => Self::UpcE { code: upc.code(), gtin14: upc.gtin().as_14() },
            Candidate::Sscc(code) => Self::Sscc { code },
            Candidate::Elements(found) => {
                let elements = found.elements().iter().map(|element| Element {
                    identifier: element.identifier.clone(),
                    data: element.data.clone(),
                });
                Self::Elements { elements: elements.collect() }
            }
        }
    }
}

/// Reads a scanned code in every way it can be read, labels of scales first; an empty list where
/// it is no code of the GS1 family. Where there is more than one, ask: nothing here guesses.
#[wasm_bindgen(js_name = parseCode, unchecked_return_type = "CodeReading[]")]
pub fn parse_code(
    code: &str,
    #[wasm_bindgen(unchecked_optional_param_type = "ScalePattern[] | null")] patterns: &JsValue,
) -> Result<JsValue, JsValue> {
    let patterns: Option<Vec<ScalePattern>> = given(patterns, "patterns", |text| {
        titan_core::json::read(text).map_err(|error| Refusal::from(error).under("patterns"))
    })?;
    let found = candidates(code, &patterns.unwrap_or_default());
    object(&found.into_iter().map(Reading::from).collect::<Vec<_>>())
}
